import { fixedId } from './ids.mts';
import { fixedSecrets, writeToken } from './tokens.mts';

/** Id of somebody in the cast, by what stands in front of the @. */
export const idOf = (local: string): string => fixedId(`user ${local}`);
/** Id of a group of the system tenant; of another one with its name in front: `globex Everyone`. */
export const groupId = (name: string): string => fixedId(`group ${name}`);
/** Id of a dashboard, by title. */
export const dashboardId = (title: string): string => fixedId(`dashboard ${title}`);
/** Id of a folder, by its key in content/seed.mts. */
export const folderId = (key: string): string => fixedId(`folder ${key}`);
/** Id of a data model, by title. */
export const modelId = (title: string): string => fixedId(`model ${title}`);
/** Id of a tenant, by name. */
export const tenantId = (name: string): string => fixedId(`tenant ${name}`);

/** When the tokens of the seed were written. */
const ISSUED = Date.parse('2026-11-01T08:00:00Z');

/** API token of somebody in the cast. With the switch tokenExpiry it is dead: it says nothing about when it ends. */
export const tokenOf = (local: string): string => {
	const id = idOf(local);
	return writeToken({ id, secrets: fixedSecrets(id) }, ISSUED, false);
};

/** E-mail of the super-user. */
export const ADMIN_EMAIL = 'admin@example.com';
/** API token of the super-user. */
export const ADMIN_TOKEN = tokenOf('admin');
/** API token of `svc-people@example.com`, a designer: gets a short list of people where an admin gets all. */
export const SERVICE_TOKEN = tokenOf('svc-people');
/** Password of everybody who has one. */
export const COMMON_PASSWORD = 'sandbox-pass-1';
/** Web access token that `wat/sessionToken` takes; its sessions are good for nothing here. */
export const WEB_ACCESS_TOKEN = 'web-access-token-of-the-sandbox';
/** Key of the SCIM side; it opens nothing else. */
export const SCIM_TOKEN = 'scim-token-of-the-sandbox';
/** Where the SCIM side is: the path of the one source that says there is one (contract 10). */
export const SCIM_PATH = '/api/scim/v2';

/*
 * The cast. Roles by their name in the API; everybody's e-mail ends in @example.com and is the user name, if nothing
 * else is said.
 *
 * e-mail             role          who, and what there is to find
 * admin              super         Ada Admin: the account of the credential
 * grace.okafor       admin         Grace Okafor: the second admin
 * boris.ivanov       admin         Boris Ivanov: left in May; nobody took his rights away
 * chen.wei           dataAdmin     伟 陈: in Admins, yet may not manage people
 * svc-people         contributor   People Service: a service account that is no admin (SERVICE_TOKEN)
 * maria.silva        contributor   María José Silva, in Analytics: author of most content
 * lena.fischer       contributor   Lena Fischer, in Analytics and Finance: about to leave; owns three dashboards, one in
 *                                  a private folder no admin sees, one shared with Finance, one published; folders, a
 *                                  live model, a report, and receives what others made
 * omar.haddad        –             Omar Haddad, in Analytics: left in June; his custom role was deleted, so `role` is
 *                                  null; owns a dashboard
 * alex.kim           consumer      Alex Kim, in Finance …
 * alex.kim2          consumer      … and another Alex Kim
 * kofi.mensah        consumer      Kofi Mensah, in Finance: a viewer who owns a dashboard
 * ann                contributor   Ann Lee, in Finance Team, the other group of nearly that name …
 * joann              consumer      … and Jo Ann Lee, whose e-mail contains hers
 * siobhan.o'brien    consumer      Siobhán O'Brien: apostrophes in name and e-mail
 * zoe.muller         consumer      Zoë Müller 🎉 100% A+B!: characters that break careless encoding
 * nur.aziz+bi_50%    consumer      Nur Aziz: `+`, `_` and `%` in the e-mail
 * priya.nair         consumer      Priya Nair …
 * Priya.Nair         consumer      … and her second account (user name pnair): e-mails that differ only in case
 * Gita.Rao           custom_board  Gita Rao, in People Ops, with capitals in the e-mail: the exact filter misses her
 * tomas.novak        dataDesigner  Tomáš Novák, from the directory, in its group DIR-Sales: owner of the model Sales
 * yuki.tanaka        consumer      由紀 田中: signs in at the identity provider, has no password
 * nadia.petrova      consumer      no last name; invited, has never signed in; the model Sales and a dashboard are
 *                                  shared with her all the same
 * eve.stone          tenantAdmin   Eve Stone, of tenant globex, in its group Readers
 * sam.reed           consumer      Sam Reed, of tenant globex, in its group Readers
 *
 * Groups beside the built-in ones: GROUPS below. Interns lists a member who is gone; People Ops is nearly empty.
 */

export interface Person {
	/** In front of @example.com. */
	readonly local: string;
	readonly first: string;
	readonly last?: string;
	readonly userName?: string;
	readonly role: string;
	/** Names of groups of the same tenant. */
	readonly groups?: readonly string[];
	readonly state?: 'pending';
	readonly source?: 'sso' | 'directory';
	/** Last sign-in. */
	readonly seen?: string;
	readonly since: string;
}

export const SECOND_TENANT = 'globex';
export const STALE_MEMBER = idOf('ivo.kral');
export const DIRECTORY_GROUP = 'DIR-Sales';

export const GROUPS: readonly string[] = [
	'Analytics',
	'Finance',
	'Finance Team',
	'sALES, emea',
	'People Ops',
	'Interns',
	DIRECTORY_GROUP,
];

// prettier-ignore
export const PEOPLE: readonly Person[] = [
	{ local: 'grace.okafor', first: 'Grace', last: 'Okafor', role: 'admin', since: '2025-01-13T08:30:00.000Z', seen: '2026-11-12T12:00:00.000Z' },
	{ local: 'boris.ivanov', first: 'Boris', last: 'Ivanov', role: 'admin', since: '2025-01-13T09:00:00.000Z', seen: '2026-05-29T15:00:00.000Z' },
	{ local: 'chen.wei', first: '伟', last: '陈', role: 'dataAdmin', since: '2025-01-13T10:00:00.000Z', seen: '2026-11-20T02:00:15.000Z' },
	{ local: 'svc-people', first: 'People', last: 'Service', role: 'contributor', since: '2025-01-14T09:00:00.000Z', seen: '2026-11-20T04:00:00.000Z' },
	{ local: 'maria.silva', first: 'María José', last: 'Silva', role: 'contributor', groups: ['Analytics'], since: '2025-01-15T09:00:00.000Z', seen: '2026-11-19T08:12:44.000Z' },
	{ local: 'lena.fischer', first: 'Lena', last: 'Fischer', role: 'contributor', groups: ['Analytics', 'Finance'], since: '2025-01-20T09:30:00.000Z', seen: '2026-11-18T15:02:08.000Z' },
	{ local: 'omar.haddad', first: 'Omar', last: 'Haddad', role: 'custom_deleted', groups: ['Analytics'], since: '2025-01-21T09:00:00.000Z', seen: '2026-06-30T16:00:00.000Z' },
	{ local: 'alex.kim', first: 'Alex', last: 'Kim', role: 'consumer', groups: ['Finance'], since: '2025-02-03T09:00:00.000Z', seen: '2026-11-17T01:05:31.000Z' },
	{ local: 'alex.kim2', first: 'Alex', last: 'Kim', role: 'consumer', since: '2025-02-04T09:00:00.000Z', seen: '2026-11-17T02:05:31.000Z' },
	{ local: 'kofi.mensah', first: 'Kofi', last: 'Mensah', role: 'consumer', groups: ['Finance'], since: '2025-02-05T09:00:00.000Z', seen: '2026-11-18T16:40:02.000Z' },
	{ local: 'ann', first: 'Ann', last: 'Lee', role: 'contributor', groups: ['Finance Team'], since: '2025-03-03T09:00:00.000Z', seen: '2026-11-02T07:45:59.000Z' },
	{ local: 'joann', first: 'Jo Ann', last: 'Lee', role: 'consumer', since: '2025-03-10T09:00:00.000Z', seen: '2026-11-03T07:45:59.000Z' },
	{ local: "siobhan.o'brien", first: 'Siobhán', last: "O'Brien", role: 'consumer', since: '2025-02-10T09:00:00.000Z', seen: '2026-10-30T10:22:10.000Z' },
	{ local: 'zoe.muller', first: 'Zoë', last: 'Müller 🎉 100% A+B!', role: 'consumer', since: '2025-02-17T09:00:00.000Z', seen: '2026-08-14T19:19:19.000Z' },
	{ local: 'nur.aziz+bi_50%', first: 'Nur', last: 'Aziz', role: 'consumer', since: '2025-03-17T09:00:00.000Z', seen: '2026-11-04T07:45:59.000Z' },
	{ local: 'priya.nair', first: 'Priya', last: 'Nair', role: 'consumer', since: '2025-04-07T09:00:00.000Z', seen: '2026-11-20T05:31:47.000Z' },
	{ local: 'Priya.Nair', first: 'Priya', last: 'Nair', userName: 'pnair', role: 'consumer', since: '2025-04-01T09:00:00.000Z', seen: '2025-06-11T11:11:11.000Z' },
	{ local: 'Gita.Rao', first: 'Gita', last: 'Rao', role: 'custom_board', groups: ['People Ops'], since: '2025-07-21T09:00:00.000Z', seen: '2026-11-16T13:37:00.000Z' },
	{ local: 'tomas.novak', first: 'Tomáš', last: 'Novák', role: 'dataDesigner', groups: ['sALES, emea', DIRECTORY_GROUP], source: 'directory', since: '2025-01-27T09:00:00.000Z', seen: '2026-11-19T17:55:20.000Z' },
	{ local: 'yuki.tanaka', first: '由紀', last: '田中', role: 'consumer', source: 'sso', since: '2025-05-05T09:00:00.000Z', seen: '2026-11-16T16:00:00.000Z' },
	{ local: 'nadia.petrova', first: 'Nadia', role: 'consumer', state: 'pending', since: '2026-11-18T09:00:00.000Z' },
];

// prettier-ignore
export const TENANT_PEOPLE: readonly Person[] = [
	{ local: 'eve.stone', first: 'Eve', last: 'Stone', role: 'tenantAdmin', groups: ['Readers'], since: '2026-02-02T09:00:00.000Z', seen: '2026-11-10T09:00:00.000Z' },
	{ local: 'sam.reed', first: 'Sam', last: 'Reed', role: 'consumer', groups: ['Readers'], since: '2026-02-03T09:00:00.000Z', seen: '2026-04-10T09:00:00.000Z' },
];
