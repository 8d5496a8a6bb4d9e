import { flag, json, locator, many, password, text, type Reference } from '../../kit/fields';
import { LONGEST_NAME } from '../../products/metabase/groups';
import { NUMBER_ID } from '../fields';

export { allowInUse, allowSelf, byEmail, emailField } from '../fields';

/** Fields that mean the same thing in every operation of the node; names as in the design's table of public names. */

const USER_LOCATOR = {
	search: 'searchUsers',
	modes: ['email', 'id'] as Array<Reference['by']>,
	...NUMBER_ID,
};

export const userField = () =>
	locator({ displayName: 'User', description: 'The person, by e-mail or ID, or from the list' }, USER_LOCATOR);

export const successorField = () =>
	locator(
		{ displayName: 'Successor', description: 'Who receives what can be handed over; must be an active user' },
		USER_LOCATOR,
	);

/** Not required where it stands in a collection: n8n would ask for it in every operation of the node. */
export const groupField = (required = true) =>
	locator({ displayName: 'Group', required }, { search: 'searchGroups', modes: ['name', 'id'], ...NUMBER_ID });

export const apiKeyField = () =>
	locator({ displayName: 'API Key' }, { search: 'searchApiKeys', modes: ['name', 'id'], ...NUMBER_ID });

export const groupsField = () =>
	many(
		{
			displayName: 'Group Names or IDs',
			description:
				'The groups the person should be in, exactly; All Users stays in any case, and an admin stays one (see "Remove From Group")',
		},
		{ load: 'getGroups' },
	);

export const firstNameField = () => text({ displayName: 'First Name', placeholder: 'e.g. Nathan' }, { max: 254 });

export const lastNameField = () => text({ displayName: 'Last Name', placeholder: 'e.g. Smith' }, { max: 254 });

export const groupNameField = () =>
	text({ displayName: 'Name', placeholder: 'e.g. Analysts', required: true }, { max: LONGEST_NAME });

export const keyNameField = (required: boolean) =>
	text({ displayName: 'Name', placeholder: 'e.g. Nightly export', required }, { max: 254 });

export const passwordField = (description: string, required = false) =>
	password({ displayName: 'Password', description, ...(required && { required }) });

export const loginAttributesField = () =>
	json({
		displayName: 'Login Attributes',
		placeholder: 'e.g. { "region": "EMEA" }',
		description: 'All attributes of the person; they replace those that are there, and an empty object clears them',
	});

export const returnPassword = flag({
	displayName: 'Return Generated Password',
	description: 'Whether to set a generated password and put it into the output; not together with "Password"',
});

export const returnPasswordResetUrl = flag({
	displayName: 'Return Password Reset URL',
	description:
		'Whether to put a link into the output that sets the first password, for 48 hours. Who has it can sign in as the person. Only newest servers make one.',
});

export const restoreAdmin = flag({
	displayName: 'Restore Admin',
	description: 'Whether to make somebody an admin again who was one: reactivation alone takes that away',
});
