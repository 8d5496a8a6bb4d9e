import { collection } from '../../../../kit/fields';
import { Problem } from '../../../../kit/problem';
import { whenInactiveField } from '../../../fields';
import { emailField, externalIdField, firstNameField, lastNameField, passwordField, usernameField } from '../../fields';
import { operation, unchanged } from '../../operation';
import { scimUserView } from '../../views';
import { readBackScimUsers as readBack, scimChanged } from './shared';

const fields = {
	email: emailField(),
	additionalFields: collection(
		{ displayName: 'Additional Fields' },
		{
			externalId: externalIdField(),
			firstName: firstNameField(),
			lastName: lastNameField(),
			password: passwordField('The first password; most servers with SCIM sign people in at an identity provider'),
			username: usernameField(),
		},
	),
};

/** What a user is found by: the user name, which is the e-mail where none is given. */
const nameIn = ({ email, additionalFields }: { email: string; additionalFields: { username?: string } }) =>
	additionalFields.username ?? email;

export const create = operation({
	name: 'Create',
	action: 'Create a SCIM user',
	description: 'Create an active user on the SCIM server; fails if the user name is taken',
	fields,
	repeat: 'fails',
	view: scimUserView,
	output: { 'verified?': 'boolean' },
	target: (input) => nameIn(input).toLowerCase(),
	async run(sisense, { email, additionalFields: { username, ...rest } }) {
		const userName = username ?? email;
		const taken = await sisense.scim.users.find({ by: 'username', value: userName });
		if (taken) {
			throw new Problem(
				`The SCIM server has the user ${taken.userName} already (ID ${taken.id}${taken.active ? '' : ', inactive'}).`,
				'Use "Create or Update" to bring it to the state you want.',
			);
		}
		const user = await sisense.scim.users.create({ userName, email, ...rest });
		return scimChanged(user, { userName, email, ...rest });
	},
	readBack,
});

const whenInactive = whenInactiveField({
	state: 'Inactive',
	revive: ['Reactivate', 'Make the account active again and update it'],
});

export const upsert = operation({
	name: 'Create or Update',
	action: 'Create or update a SCIM user',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	fields,
	options: { whenInactive },
	repeat: 'safe',
	view: scimUserView,
	output: { 'verified?': 'boolean' },
	target: (input) => nameIn(input).toLowerCase(),
	async run(sisense, { email, additionalFields: { username, password, ...rest }, options }) {
		const userName = username ?? email;
		const user = await sisense.scim.users.find({ by: 'username', value: userName });
		if (!user) {
			const wanted = { userName, email, ...rest, ...(password !== undefined && { password }) };
			return scimChanged(await sisense.scim.users.create(wanted), wanted);
		}
		const when = options.whenInactive ?? 'refuse';
		if (!user.active && when === 'refuse') {
			throw new Problem(
				`${user.userName} is inactive on the SCIM server (ID ${user.id}): the person may have left.`,
				'Set "When Inactive" in the options to reactivate it or to leave it inactive.',
			);
		}
		const written = await sisense.scim.users.change(user, { email, ...rest, ...(when === 'reactivate' && { active: true }) });
		return written ? scimChanged(user, written) : unchanged(user);
	},
	readBack,
});
