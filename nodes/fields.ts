import { choice, email, flag, type Reference } from '../kit/fields';

/** Fields that mean the same thing in every product, so that they read alike everywhere. */

/** An ID of a product that counts its records. */
export const NUMBER_ID = { id: /^[1-9][0-9]{0,9}$/, idHint: 'An ID is a whole number such as 42' };

export const emailField = () =>
	email({ required: true, description: 'Identifies the person, whatever its upper and lower case' });

/** E-mail as a reference, for operations that identify a person by a plain e-mail field. */
export const byEmail = (value: string): Reference => ({ by: 'email', value });

export const allowSelf = flag({
	displayName: 'Allow Own Account',
	description: 'Whether to do it even to the account of this credential',
});

export const allowInUse = flag({
	displayName: 'Allow In Use',
	description: 'Whether to delete it even if people still have it: they lose what it grants',
});

/** What an upsert does about an account that was shut out; `state` and `revive` in the product's own words. */
export const whenInactiveField = ({ state, revive, leave }: { state: string; revive: [name: string, description: string]; leave?: string }) =>
	choice(
		{
			displayName: `When ${state}`,
			description: `What to do if the account exists but is ${state.toLowerCase()}: somebody may have left`,
		},
		[
			{ name: 'Refuse', value: 'refuse', description: 'Fail this item and change nothing' },
			{ name: revive[0], value: 'reactivate', description: revive[1] },
			{
				name: `Leave ${state}`,
				value: 'leave',
				description: leave ?? `Update the account but leave it ${state.toLowerCase()}`,
			},
		],
	);
