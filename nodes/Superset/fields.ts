import { email, flag, locator, many, password, text, type Reference } from '../../kit/fields';

/** Fields that mean the same thing in every operation of the node; names as in the design's table of public names. */

export const userField = () =>
	locator(
		{ displayName: 'User', description: 'The person, by e-mail, username or ID, or from the list' },
		{
			search: 'searchUsers',
			modes: ['email', 'username', 'id'],
			id: /^[1-9][0-9]{0,9}$/,
			idHint: 'An ID is a whole number such as 42',
		},
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

export const passwordField = (description: string) => password({ displayName: 'Password', description });

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

/** E-mail as a reference, for operations that identify a person by a plain e-mail field. */
export const byEmail = (value: string): Reference => ({ by: 'email', value });
