import type { IDataObject } from 'n8n-workflow';
import type { Account } from './types.mts';

const OPENS = {
	own: 'signs in with their own password',
	given: 'signs in with the password given',
	neither: 'can’t sign in',
};

const KEYS = {
	works: 'old API key works',
	asleep: 'old API key refused for now',
	renewed: 'old API key dead for good',
};

const SESSIONS = { open: 'session open', ended: 'session ended' };

/** An account in words; equal texts mean equal accounts. */
export function stateText({ state, access, opens, key, session, owns }: Account): string {
	const signIn = opens && OPENS[opens];
	if (state === 'none') return ['no account', opens !== 'neither' && signIn].filter(Boolean).join(', ');
	const content = owns && owns.length > 0 && `owns ${owns.join(' + ')}`;
	const held = access.length > 0 ? access.join(' + ') : 'no roles or groups';
	return [state, held, signIn, key && KEYS[key], session && SESSIONS[session], content].filter(Boolean).join(', ');
}

const SHOWN = [
	...['changed', 'deleted', 'active', 'state', 'status', 'role', 'roles', 'groups', 'passwordReset', 'keyRenewed'],
	...['inviteLink', 'mailed', 'invited', 'password', 'passwordResetUrl', 'passwordReplaced', 'sessionsEnded'],
	...['staysBehind', 'lastLogin', 'from', 'to', 'moved', 'remaining', 'dashboards', 'verified', 'note'],
];

/** Whoever reads them gets in: that there is one is enough to know. */
const SECRET = new Set(['inviteLink', 'password', 'passwordResetUrl']);

/** What matters of an output item; never a field that came in, such as a password. */
export function shortened(json: IDataObject | undefined): string {
	if (json === undefined) return 'nothing';
	if (json.error !== undefined) return `error: ${String(json.error)}\nmessage: ${String(json.message)}`;
	const parts = SHOWN.flatMap((key) => {
		const value = json[key];
		if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
		if (SECRET.has(key)) return [`${key}: ${value === null ? 'none' : 'one, not shown here'}`];
		return [`${key}: ${Array.isArray(value) ? value.map(nameOf).join(', ') : String(value)}`];
	});
	return parts.join(', ');
}

/** Content is shown by its name. */
const nameOf = (value: unknown) =>
	typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : String(value);

const accessText = (sign: string, list: unknown) => (list as Array<{ kind: string; name: string }>).map(({ kind, name }) => `${sign} ${kind} ${name}`);

/** What a review counts in one tool. */
const TOTALS = ['accounts', 'active', 'pending', 'inactive', 'admins', 'flagged'];

/** One row of BI Access in lines: the status with what was given and taken, then what there is to read about it. */
export function rowText(row: IDataObject | undefined): string {
	if (row === undefined) return 'nothing';
	if (row.error !== undefined) return shortened(row);
	if (typeof row.accounts === 'number') return TOTALS.map((key) => `${String(row[key])} ${key}`).join(', ');
	const list = (key: string) => (row[key] as unknown[] | undefined) ?? [];
	const { proof } = row as { proof?: { state: string; access: unknown[] } | null };
	const listed = (label: string, key: string) => (list(key).length > 0 ? [`${label}: ${list(key).map(nameOf).join('; ')}`] : []);
	const secrets = [...SECRET].filter((key) => row[key] !== undefined && row[key] !== null).map((key) => `${key}: one, not shown here`);
	return [
		[
			`${String(row.status)}${row.dryRun === true ? ' (dry run)' : ''}`,
			...(row.version === undefined || row.version === null ? [] : [String(row.version)]),
			...accessText('+', list('added')),
			...accessText('−', list('removed')),
			...(proof ? [`proof: ${proof.state}, ${proof.access.length === 0 ? 'holds nothing' : `holds ${proof.access.map(nameOf).join(' + ')}`}`] : []),
			...secrets,
		].join(', '),
		...listed('did', 'did'),
		...listed('moved', 'moved'),
		...listed('left to look at', 'remaining'),
		...list('limits').map((limit) => `limit: ${String(limit)}`),
		...list('warnings').map((warning) => `warning: ${String(warning)}`),
		...(row.message === undefined || row.message === null ? [] : [String(row.message)]),
	].join('\n');
}
