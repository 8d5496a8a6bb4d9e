import { email, flag, type Reference } from '../kit/fields';

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
