import { email, flag, locator, many, password, text, type Reference } from '../../kit/fields';

/** Fields that mean the same thing in every operation of the node; names as in the design's table of public names. */

const ID = /^[1-9][0-9]{0,9}$/;
const ID_HINT = 'An ID is a whole number such as 42';
const USER_LOCATOR = {
	search: 'searchUsers',
	modes: ['email', 'username', 'id'] as Array<Reference['by']>,
	id: ID,
	idHint: ID_HINT,
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
	locator({ displayName: 'Role' }, { search: 'searchRoles', modes: ['name', 'id'], id: ID, idHint: ID_HINT });

export const groupField = () =>
	locator({ displayName: 'Group' }, { search: 'searchGroups', modes: ['name', 'id'], id: ID, idHint: ID_HINT });

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

export const emailField = () =>
	email({ required: true, description: 'Identifies the person, whatever its upper and lower case' });

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

export const allowSelf = flag({
	displayName: 'Allow Own Account',
	description: 'Whether to do it even to the account of this credential',
});

export const allowLastAdmin = flag({
	displayName: 'Allow Last Admin',
	description: 'Whether to do it even to the last active Admin',
});

export const acceptPasswordLoss = flag({
	displayName: 'Accept Password Loss',
	description:
		'Whether to go on where the server destroys the password with the change (Superset 4.1 and 5.0 images with Flask-AppBuilder before 4.6.4). Harmless for people who sign in by LDAP or OAuth.',
});

export const allowInUse = flag({
	displayName: 'Allow In Use',
	description: 'Whether to delete it even if people still have it: they lose what it grants',
});

/** E-mail as a reference, for operations that identify a person by a plain e-mail field. */
export const byEmail = (value: string): Reference => ({ by: 'email', value });
