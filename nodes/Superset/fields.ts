import { flag, locator, many, password, text, type Reference } from '../../kit/fields';
import { NUMBER_ID } from '../fields';

export { allowInUse, allowSelf, byEmail, emailField } from '../fields';

/** Fields that mean the same thing in every operation of the node; names as in the design's table of public names. */

const USER_LOCATOR = {
	search: 'searchUsers',
	modes: ['email', 'username', 'id'] as Array<Reference['by']>,
	...NUMBER_ID,
};

export const userField = () =>
	locator(
		{ displayName: 'User', description: 'The person, by e-mail, username or ID, or from the list' },
		USER_LOCATOR,
	);

export const successorField = () =>
	locator(
		{ displayName: 'Successor', description: 'Who receives what can be handed over; must be an active user' },
		USER_LOCATOR,
	);

export const roleField = () =>
	locator({ displayName: 'Role' }, { search: 'searchRoles', modes: ['name', 'id'], ...NUMBER_ID });

export const groupField = () =>
	locator({ displayName: 'Group' }, { search: 'searchGroups', modes: ['name', 'id'], ...NUMBER_ID });

export const usersField = () =>
	many(
		{ displayName: 'User Names or IDs', required: true, description: 'The people, by e-mail, username or ID' },
		{ load: 'getUsers' },
	);

export const permissionsField = () =>
	many(
		{ displayName: 'Permission Names or IDs', required: true, description: 'Named like "can_read on Dashboard"' },
		{ load: 'getPermissions' },
	);

export const groupsField = () =>
	many(
		{
			displayName: 'Group Names or IDs',
			description:
				'The groups the person should be in, exactly. Servers before 6.0 know them but grant nothing by them',
		},
		{ load: 'getGroups', empty: true },
	);

export const firstNameField = () =>
	text({ displayName: 'First Name', placeholder: 'e.g. Nathan' }, { empty: true, max: 64 });
export const lastNameField = () =>
	text({ displayName: 'Last Name', placeholder: 'e.g. Smith' }, { empty: true, max: 64 });

export const rolesField = (look: { required?: boolean; description?: string } = {}) =>
	many(
		{ displayName: 'Role Names or IDs', description: 'Roles the person should have', ...look },
		{ load: 'getRoles', empty: look.required !== true },
	);

/** 64 characters before Superset 6, 128 after; longer ones are a bare 500 on PostgreSQL (contract 4). */
export const usernameField = () =>
	text(
		{
			displayName: 'Username',
			placeholder: 'e.g. nathan',
			description: 'What the person signs in with; the e-mail if left out',
		},
		{ max: 128 },
	);

export const passwordField = (description: string, required = false) =>
	password({ displayName: 'Password', description, ...(required && { required }) });

export const allowLastAdmin = flag({
	displayName: 'Allow Last Admin',
	description: 'Whether to do it even to the last active Admin',
});

export const acceptPasswordLoss = flag({
	displayName: 'Accept Password Loss',
	description:
		'Whether to go on where the server destroys the password with the change (Superset 4.1 and 5.0 images with Flask-AppBuilder before 4.6.4). Harmless for people who sign in by LDAP or OAuth.',
});
