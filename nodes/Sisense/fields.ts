import { flag, locator, many, password, text, type Reference } from '../../kit/fields';

export { allowInUse, allowSelf, byEmail, emailField } from '../fields';

/** Fields that mean the same thing in every operation of the node; names as in the design's table of public names. */

const ID = { id: /^[0-9a-f]{24}$/, idHint: 'An ID has 24 characters, 0 to 9 and a to f' };

/** Whatever a SCIM server makes up; it goes into a path. */
const SCIM_ID = { id: /^[^\s/]{1,255}$/, idHint: 'An ID has no blanks and no slash' };

const USER_LOCATOR = {
	search: 'searchUsers',
	modes: ['email', 'username', 'id'] as Array<Reference['by']>,
	...ID,
};

export const userField = () =>
	locator({ displayName: 'User', description: 'The person, by e-mail, user name or ID, or from the list' }, USER_LOCATOR);

export const successorField = () =>
	locator(
		{ displayName: 'Successor', description: 'Who becomes the owner; must be active, and no Viewer' },
		USER_LOCATOR,
	);

export const usersField = () =>
	many(
		{ displayName: 'User Names or IDs', required: true, description: 'The people, by e-mail, user name or ID' },
		{ load: 'getUsers' },
	);

/** Not required where it stands in a collection: n8n would ask for it in every operation of the node. */
export const roleField = (required = true) =>
	locator(
		{
			displayName: 'Role',
			required,
			description: 'As Sisense shows it (Viewer, Designer, Admin) or as its API calls it (consumer, contributor)',
		},
		{ search: 'searchRoles', modes: ['name', 'id'], ...ID },
	);

export const groupField = () =>
	locator({ displayName: 'Group' }, { search: 'searchGroups', modes: ['name', 'id'], ...ID });

export const groupsField = () =>
	many(
		{
			displayName: 'Group Names or IDs',
			description: "The groups the person should be in, exactly; Sisense's own groups are not among them",
		},
		{ load: 'getGroups' },
	);

export const usernameField = () =>
	text({
		displayName: 'Username',
		placeholder: 'e.g. nathan',
		description: 'What the person signs in with; the e-mail if left out',
	});

export const firstNameField = () => text({ displayName: 'First Name', placeholder: 'e.g. Nathan' });

export const lastNameField = () => text({ displayName: 'Last Name', placeholder: 'e.g. Smith' });

export const passwordField = (description: string) => password({ displayName: 'Password', description });

export const groupNameField = () => text({ displayName: 'Name', placeholder: 'e.g. Analysts', required: true });

export const allowLastAdmin = flag({
	displayName: 'Allow Last Admin',
	description: 'Whether to do it even to the last active admin of the tenant',
});

export const scimUserField = () =>
	locator(
		{ displayName: 'User', description: 'The person, by the SCIM user name or ID, or from the list' },
		{ search: 'searchScimUsers', modes: ['username', 'id'], ...SCIM_ID },
	);

export const scimGroupField = () =>
	locator({ displayName: 'Group' }, { search: 'searchScimGroups', modes: ['name', 'id'], ...SCIM_ID });

export const scimUsersField = (required: boolean) =>
	many(
		{ displayName: 'User Names or IDs', required, description: 'The people, by SCIM user name or ID' },
		{ load: 'getScimUsers' },
	);

export const externalIdField = () =>
	text({
		displayName: 'External ID',
		placeholder: 'e.g. 00u1a2b3c4',
		description: "The person's ID in the directory that provisions the server",
	});
