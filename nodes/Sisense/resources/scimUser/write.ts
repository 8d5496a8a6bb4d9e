import { collection, email } from '../../../../kit/fields';
import { Problem } from '../../../../kit/problem';
import { externalIdField, firstNameField, lastNameField, passwordField, scimUserField, usernameField } from '../../fields';
import { operation, unchanged } from '../../operation';
import { scimUserView } from '../../views';
import { readBackScimUsers as readBack, scimChanged, scimTarget as target } from './shared';

export const update = operation({
	name: 'Update',
	action: 'Update a SCIM user',
	description: 'Change fields of a user; what is not given stays as it is',
	fields: {
		user: scimUserField(),
		updateFields: collection(
			{ displayName: 'Update Fields' },
			{
				email: email(),
				externalId: externalIdField(),
				firstName: firstNameField(),
				lastName: lastNameField(),
				password: passwordField('A new password; nobody can read back whether it was set'),
				username: usernameField(),
			},
		),
	},
	repeat: 'safe',
	view: scimUserView,
	output: { 'verified?': 'boolean' },
	target,
	async run(sisense, { user: reference, updateFields: { username, ...rest } }) {
		if (username === undefined && Object.keys(rest).length === 0) {
			throw new Problem('"Update Fields" is empty.', 'Add at least one field to change.');
		}
		const user = await sisense.scim.users.one(reference);
		const written = await sisense.scim.users.change(user, { ...rest, ...(username !== undefined && { userName: username }) });
		return written ? scimChanged(user, written) : unchanged(user);
	},
	readBack,
});

const activation = (active: boolean) =>
	operation({
		name: active ? 'Reactivate' : 'Deactivate',
		action: active ? 'Reactivate a SCIM user' : 'Deactivate a SCIM user',
		description: active
			? 'Make an inactive user active again'
			: 'Make a user inactive, and look whether the server did it',
		fields: { user: scimUserField() },
		repeat: 'safe',
		view: scimUserView,
		target,
		async run(sisense, { user: reference }) {
			const user = await sisense.scim.users.one(reference);
			const written = await sisense.scim.users.change(user, { active });
			return written ? scimChanged({ ...user, active }, written) : unchanged(user);
		},
		readBack,
	});

export const deactivate = activation(false);
export const reactivate = activation(true);

export const remove = operation({
	name: 'Delete',
	action: 'Delete a SCIM user',
	description: 'Delete a user of the SCIM server for good; deactivating is safer',
	fields: { user: scimUserField() },
	repeat: 'fails',
	output: { deleted: 'boolean', id: 'string', userName: 'string' },
	target,
	async run(sisense, { user: reference }) {
		const user = await sisense.scim.users.one(reference);
		await sisense.scim.users.remove(user);
		return { json: { deleted: true, id: user.id, userName: user.userName } };
	},
});
