import { collection } from '../../../../kit/fields';
import { Problem } from '../../../../kit/problem';
import { holder } from '../../../../products/metabase/people';
import {
	byEmail,
	emailField,
	firstNameField,
	groupsField,
	lastNameField,
	loginAttributesField,
	passwordField,
	returnPassword,
	returnPasswordResetUrl,
} from '../../fields';
import { operation, readBackUsers } from '../../operation';
import { userView } from '../../views';
import { CREATED, createUser } from './shared';

export const create = operation({
	name: 'Create',
	action: 'Create a user with an email',
	description:
		'Create an active user; the server mails an invitation if it can, also where you set a password. Fails if the e-mail is taken, also by a deactivated account.',
	fields: {
		email: emailField(),
		additionalFields: collection(
			{ displayName: 'Additional Fields' },
			{
				firstName: firstNameField(),
				groups: groupsField(),
				lastName: lastNameField(),
				loginAttributes: loginAttributesField(),
				password: passwordField('The first password; left out, the person needs a reset link or single sign-on'),
			},
		),
	},
	options: { returnPassword, returnPasswordResetUrl },
	repeat: 'fails',
	view: userView,
	output: CREATED,
	prepare: async (metabase, inputs) => await metabase.users.behind(inputs.map(({ email }) => byEmail(email))),
	target: ({ email }) => email.toLowerCase(),
	async run(metabase, { email, additionalFields, options }, people) {
		const taken = people.oneOrNone(byEmail(email));
		if (taken) {
			throw new Problem(
				`The e-mail ${email} has a Metabase account already: ${holder(taken)}.`,
				taken.state === 'deactivated'
					? 'Use "Reactivate", or "Create or Update" with "When Deactivated" set.'
					: 'Use "Create or Update" to bring it to the state you want.',
			);
		}
		return await createUser(metabase, people, { email, fields: additionalFields, ...options });
	},
	readBack: readBackUsers,
});
