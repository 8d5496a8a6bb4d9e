import type { IDataObject } from 'n8n-workflow';
import type { Account } from './types.mts';

const OPENS = {
	own: 'signs in with their own password',
	given: 'signs in with the password given',
	neither: 'can’t sign in',
};

/** An account in words; equal texts mean equal accounts. */
export function stateText({ state, access, opens }: Account): string {
	const signIn = opens && OPENS[opens];
	if (state === 'none') return ['no account', opens !== 'neither' && signIn].filter(Boolean).join(', ');
	return [state, access.length > 0 ? access.join(' + ') : 'no roles', signIn].filter(Boolean).join(', ');
}

const SHOWN = ['changed', 'active', 'roles', 'groups', 'passwordReset', 'verified', 'note'];

/** What matters of an output item; never a field that came in, such as a password. */
export function shortened(json: IDataObject | undefined): string {
	if (json === undefined) return 'nothing';
	if (json.error !== undefined) return `error: ${String(json.error)}\nmessage: ${String(json.message)}`;
	const parts = SHOWN.flatMap((key) => {
		const value = json[key];
		if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
		return [`${key}: ${Array.isArray(value) ? value.join(', ') : String(value)}`];
	});
	return parts.join(', ');
}
