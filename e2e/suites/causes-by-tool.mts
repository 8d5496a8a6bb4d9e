import { COMMON_PASSWORD } from '../../sandbox/superset/seed.mts';
import { keyOf, SERVICE_KEY } from '../../sandbox/redash/seed.mts';
import { ADMIN_EMAIL, COMMON_PASSWORD as METABASE_PASSWORD, SYNC_KEY } from '../../sandbox/metabase/seed.mts';
import { ADMIN_EMAIL as SISENSE_ADMIN, COMMON_PASSWORD as SISENSE_PASSWORD, tokenOf } from '../../sandbox/sisense/seed.mts';
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

/** A wrong password, as often as an account may have one. */
async function lockOut(origin: string): Promise<void> {
	const body = new URLSearchParams({ username: SISENSE_ADMIN, password: 'wrong' });
	await fetch(`${origin}/api/v1/authentication/login`, { method: 'POST', body });
}

const sisense = (addresses: WrongAddresses): Causes => {
	const login = { authentication: 'login' };
	const person = (name: string) => ({ ...login, username: `${name}@example.com`, password: SISENSE_PASSWORD });
	const token = (local: string) => ({ apiToken: tokenOf(local) });
	const byLogin = everywhere(addresses).map(({ name, changes, ...more }) => ({
		...more,
		name: `${name}, by login`,
		changes: { ...changes, ...login },
	}));
	return {
		initial: { 'sisense.scim': 'present', 'sisense.lockout': 'off' },
		list: [
			...everywhere(addresses),
			{ name: 'Nobody listens', changes: { url: addresses.nobody }, words: /ECONNREFUSED|refused/ },
			{ name: 'Wrong token', changes: { apiToken: 'wrong' }, words: /refuses the credential.*API token/ },
			{ name: 'Token of a designer', changes: token('svc-people'), words: /no admin.*role Admin/ },
			{ name: 'Token of a viewer', changes: token('alex.kim'), words: /no admin/ },
			{ name: 'Token of a data admin', changes: token('chen.wei'), words: /no admin/ },
			{ name: 'Token of a role made from Viewer', changes: token('Gita.Rao'), words: /no admin/ },
			{ name: 'Pasted from the browser', changes: { url: `${addresses.right}/app/main` } },
			...byLogin,
			{ name: 'By login', changes: login },
			{ name: 'Nobody listens, by login', changes: { url: addresses.nobody, ...login }, words: /accepts no connection.*URL/ },
			{ name: 'Wrong password', changes: { ...login, password: 'wrong' }, words: /user name or password is wrong.*API token/ },
			{ name: 'Account of single sign-on', changes: person('yuki.tanaka'), words: /identity provider.*API token/ },
			{ name: 'Account that is no admin', changes: person('svc-people'), words: /no admin/ },
			{ name: 'Locked account', changes: login, set: { 'sisense.lockout': '1' }, before: lockOut, words: /locked after too many wrong passwords/ },
			{ name: 'Tenant of the account', changes: { tenant: 'globex', ...token('eve.stone') } },
			{ name: 'Tenant seen from the system tenant', changes: { tenant: 'globex' } },
			{ name: 'System tenant, by name', changes: { tenant: 'system' } },
			{ name: 'Tenant that is not there', changes: { tenant: 'nowhere' }, words: /tenant/ },
			{ name: 'Tenant that is not there, by login', changes: { tenant: 'nowhere', ...login }, words: /tenant/ },
			{ name: 'Tenant missing', changes: token('eve.stone'), words: /tenant/ },
		],
	};
};

const sisenseScim = (addresses: WrongAddresses): Causes => ({
	initial: { 'sisense.scim': 'present' },
	list: [
		...everywhere(addresses),
		{ name: 'Nobody listens', changes: { url: addresses.nobody }, words: /ECONNREFUSED|refused/ },
		{ name: 'Wrong token', changes: { token: 'wrong' }, words: /refuses the token/ },
		{ name: 'No SCIM', changes: {}, set: { 'sisense.scim': 'absent' }, words: /refuses the token.*SCIM is not available/ },
		{
			name: 'No SCIM, with a token of Sisense',
			changes: { token: tokenOf('admin') },
			set: { 'sisense.scim': 'absent' },
			words: /SCIM is not available.*URL/,
		},
		{ name: 'A page of Sisense', changes: {}, set: { 'sisense.scim': 'html' }, words: /SCIM is not available.*something else/ },
		{ name: 'Data that is no SCIM', changes: {}, set: { 'sisense.scim': 'foreign' }, words: /SCIM is not available.*something else/ },
	],
});

const byCredential: Readonly<Record<string, (addresses: WrongAddresses) => Causes>> = {
	supersetApi: superset,
	redashApi: redash,
	metabaseAdminApi: metabase,
	sisenseApi: sisense,
	sisenseScimApi: sisenseScim,
};

/** @param type of the credential */
export function causesOf(type: string, addresses: WrongAddresses): Causes {
	const causes = byCredential[type];
	if (causes === undefined) throw new Error(`No causes are known for ${type}`);
	return causes(addresses);
}
