import { COMMON_PASSWORD } from '../../sandbox/superset/seed.mts';
import { keyOf, SERVICE_KEY } from '../../sandbox/redash/seed.mts';
import { ADMIN_EMAIL, COMMON_PASSWORD as METABASE_PASSWORD, SYNC_KEY } from '../../sandbox/metabase/seed.mts';
import type { Cause, WrongAddresses } from './causes.mts';

interface Causes {
	readonly list: readonly Cause[];
	/** Every switch that a cause sets, as it is without. */
	readonly initial: Record<string, string>;
}

/** What every tool's credential has to tell apart. */
const everywhere = ({ right, webPage, redirect }: WrongAddresses): Cause[] => [
	{ name: 'Wrong path', changes: { url: `${right}/somewhere` }, words: /URL/ },
	{ name: 'A sign-in page', changes: { url: webPage }, words: /URL/ },
	{ name: 'http instead of https', changes: { url: redirect }, words: /https/ },
];

const superset = (addresses: WrongAddresses): Causes => {
	const person = (username: string) => ({ username, password: COMMON_PASSWORD });
	const key = { authentication: 'apiKey', apiKey: 'sst_wrong' };
	return {
		initial: { 'superset.apiKeys': 'off', 'superset.securityApi': 'on', 'superset.init': 'on' },
		list: [
			...everywhere(addresses),
			{ name: 'Nobody listens', changes: { url: addresses.nobody }, words: /accepts no connection.*URL/ },
			{ name: 'Not a URL', changes: { url: 'superset' }, words: /URL/ },
			{ name: 'No right to read users', changes: person('gita.rao'), words: /role|right/ },
			{ name: 'Inactive account', changes: person('lena.fischer'), words: /inactive/ },
			{ name: 'Wrong provider', changes: { provider: 'ldap' }, words: /provider/i },
			{ name: 'API keys switched off', changes: key, words: /API key/i },
			{ name: 'Wrong API key', changes: key, set: { 'superset.apiKeys': 'on' }, words: /API key/i },
			{
				name: 'User API switched off',
				changes: {},
				set: { 'superset.securityApi': 'off' },
				words: /FAB_ADD_SECURITY_API/,
			},
			{ name: 'superset init not run', changes: {}, set: { 'superset.init': 'off' }, words: /superset init/ },
		],
	};
};

const redash = (addresses: WrongAddresses): Causes => ({
	initial: { 'redash.multiOrg': 'off' },
	list: [
		...everywhere(addresses),
		// Without a sign-in of its own there is no place for words of ours: n8n shows the code.
		{ name: 'Nobody listens', changes: { url: addresses.nobody }, words: /ECONNREFUSED|refused/ },
		{ name: 'Wrong key', changes: { apiKey: 'wrong' }, words: /key.*disabled.*slug/ },
		{ name: 'Key of somebody disabled', changes: { apiKey: keyOf('lena.fischer') }, words: /disabled/ },
		{ name: 'Key of somebody who is no admin', changes: { apiKey: SERVICE_KEY }, words: /no admin/ },
		{ name: 'Slug missing', changes: {}, set: { 'redash.multiOrg': 'on' }, words: /slug/ },
	],
});

/** One more wrong password than an account may have tried within an hour (contract 2). */
async function throttle(origin: string): Promise<void> {
	for (let tries = 0; tries <= 10; tries++) {
		await fetch(`${origin}/api/session`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ username: ADMIN_EMAIL, password: 'wrong' }),
		});
	}
}

const metabase = (addresses: WrongAddresses): Causes => {
	const session = { authentication: 'session' };
	const person = (name: string) => ({ ...session, username: `${name}@example.com`, password: METABASE_PASSWORD });
	const bySession = everywhere(addresses).map(({ name, changes, ...more }) => ({
		...more,
		name: `${name}, by session`,
		changes: { ...changes, ...session },
	}));
	return {
		initial: { 'metabase.version': 'v60' },
		list: [
			...everywhere(addresses),
			{ name: 'Nobody listens', changes: { url: addresses.nobody }, words: /ECONNREFUSED|refused/ },
			{ name: 'Wrong key', changes: { apiKey: 'mb_wrong' }, words: /refuses the credential.*API key/ },
			{ name: 'Key of a group without rights', changes: { apiKey: SYNC_KEY }, words: /no admin.*Administrators/ },
			...bySession,
			{ name: 'Nobody listens, by session', changes: { url: addresses.nobody, ...session }, words: /accepts no connection.*URL/ },
			{ name: 'Wrong password', changes: { ...session, password: 'wrong' }, words: /e-mail or password is wrong/ },
			{ name: 'Deactivated account', changes: person('omar.haddad'), words: /deactivated/ },
			{ name: 'Account that is no admin', changes: person('svc-people'), words: /no admin/ },
			{ name: 'Throttled', changes: session, before: throttle, words: /too many sign-ins failed.*blocks.*\d+ seconds/ },
		],
	};
};

const byTool: Readonly<Record<string, (addresses: WrongAddresses) => Causes>> = { superset, redash, metabase };

export function causesOf(tool: string, addresses: WrongAddresses): Causes {
	const causes = byTool[tool];
	if (causes === undefined) throw new Error(`No causes are known for ${tool}`);
	return causes(addresses);
}
