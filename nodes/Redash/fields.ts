import { flag, locator, many, text, type Reference } from '../../kit/fields';
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

export const groupField = () =>
	locator({ displayName: 'Group' }, { search: 'searchGroups', modes: ['name', 'id'], ...NUMBER_ID });

export const dataSourceField = () =>
	locator({ displayName: 'Data Source' }, { search: 'searchDataSources', modes: ['name', 'id'], ...NUMBER_ID });

export const groupsField = () =>
	many(
		{
			displayName: 'Group Names or IDs',
			description: 'The groups the person should be in, exactly; a new account is in "default" if left out',
		},
		{ load: 'getGroups' },
	);

/** 320 characters are what the server stores (contract 5). */
export const nameField = (look: { required?: boolean; description?: string } = {}) =>
	text({ displayName: 'Name', placeholder: 'e.g. Nathan Smith', ...look }, { max: 320 });

export const allowLastAdmin = flag({
	displayName: 'Allow Last Admin',
	description: 'Whether to do it even to the last active admin',
});

export const noMail = flag({
	displayName: 'No Invitation Mail',
	description: 'Whether to keep the server from mailing the invitation, if it can send mail',
});

export const returnInviteLink = flag({
	displayName: 'Return Invite Link',
	description:
		'Whether to put the invitation link into the output. Who has it can set the password of the account. There is none where the server mails it.',
});
