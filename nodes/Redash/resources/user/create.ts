import { collection } from '../../../../kit/fields';
import { Problem } from '../../../../kit/problem';
import { holder } from '../../../../products/redash/people';
import { byEmail, emailField, groupsField, nameField, noMail, returnInviteLink } from '../../fields';
import { operation, readBackUsers } from '../../operation';
import { userView } from '../../views';
import { createUser } from './shared';

export const create = operation({
	name: 'Create',
	action: 'Create a user with an email and name, and invite them',
	description:
		'Create a pending user and send the invitation, if the server has mail; fails if the e-mail is taken, also by a disabled account',
	fields: {
		email: emailField(),
		name: nameField({ required: true }),
		additionalFields: collection({ displayName: 'Additional Fields' }, { groups: groupsField() }),
	},
	options: { noMail, returnInviteLink },
	repeat: 'fails',
	view: userView,
	output: { 'inviteLink?': 'string?' },
	prepare: async (redash, inputs) => await redash.users.behind(inputs.map(({ email }) => byEmail(email))),
	target: ({ email }) => email.toLowerCase(),
	async run(redash, { email, name, additionalFields, options }, people) {
		const taken = people.oneOrNone(byEmail(email));
		if (taken) {
			throw new Problem(
				`The e-mail ${email} has a Redash account already: ${holder(taken)}.`,
				taken.state === 'disabled'
					? 'Use "Enable", or "Create or Update" with "When Disabled" set.'
					: 'Use "Create or Update" to bring it to the state you want.',
			);
		}
		const groups = additionalFields.groups && (await redash.groups.named(additionalFields.groups));
		return await createUser(redash, people, { email, name, groups, ...options });
	},
	readBack: readBackUsers,
});
