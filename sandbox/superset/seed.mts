import type { Kind } from './world.mts';

/** Password of everybody but `admin`, whose password is `admin`. */
export const COMMON_PASSWORD = 'sandbox-pass';

/*
 * The cast. Ids are the same on every version. E-mails end in @example.com; where none is given it is the username.
 *
 * id  username        who, and what there is to find
 *  1  admin           Ada Admin, Admin: the account of the credential
 *  2  maria.silva     María José Silva: author of most content, so her account can't be deleted
 *  3  kofi.mensah     Kofi Mensah: owns dashboards made by others; deleting him would orphan them without a word
 *  4  yuki.tanaka     由紀 田中, in the role with a comma in its name
 *  5  sobrien         Siobhán O'Brien, siobhan.o'brien@example.com: apostrophes in name and e-mail
 *  6  12345           Nur Aziz, nur.aziz@example.com: a username that looks like a number
 *  7  lena.fischer    Lena Fischer, inactive, yet still owner of a dashboard, a chart and a report
 *  8  omar.haddad     Omar Haddad: `active` is null on servers before 6 (true on 6), never logged in
 *  9  priya.nair      Priya Nair, priya.nair@example.com …
 * 10  pnair           … and her second account, Priya.Nair@example.com: e-mails that differ only in case
 * 11  chen.wei        伟 陈: role Gamma, but in the group Platform Admins: admin on 6, nothing on 4.1-fab4.8 and 5.0
 * 12  zoe             Zoë 🎉 100% A+B!: characters that break careless encoding
 * 13  svc-people      People Service: role People Manager, may get, create and change users but is no Admin
 * 14  gita.rao        Gita Rao: a plain Gamma user
 * 15  nadia.petrova   Nadia Petrova: active, has never logged in
 * 16  tomas.novak     Tomáš Novák: author, ran SQL and has favourites; three reasons that hold a delete back
 * 17  grace.okafor    Grace Okafor: the second Admin
 */

export interface Person {
	readonly username: string;
	readonly first: string;
	readonly last: string;
	readonly email?: string;
	readonly roles: readonly string[];
	readonly groups?: readonly string[];
	readonly active?: false | 'null before 6';
	/** Last login and number of logins; absent: never. */
	readonly seen?: readonly [lastLogin: string, count: number];
	readonly since: string;
}

// prettier-ignore
export const PEOPLE: readonly Person[] = [
	{ username: 'maria.silva', first: 'María José', last: 'Silva', roles: ['Alpha', 'Data Team'], seen: ['2026-11-19T08:12:44', 311], since: '2025-01-13T09:00:00' },
	{ username: 'kofi.mensah', first: 'Kofi', last: 'Mensah', roles: ['Gamma', 'Finance Viewers'], groups: ['Finance'], seen: ['2026-11-18T16:40:02', 97], since: '2025-01-20T09:00:00' },
	{ username: 'yuki.tanaka', first: '由紀', last: '田中', roles: ['Gamma', 'Sales, EMEA'], groups: ['Sales, EMEA'], seen: ['2026-11-17T01:05:31', 54], since: '2025-02-03T09:00:00' },
	{ username: 'sobrien', first: 'Siobhán', last: "O'Brien", email: "siobhan.o'brien@example.com", roles: ['Gamma'], seen: ['2026-10-30T10:22:10', 12], since: '2025-02-10T09:00:00' },
	{ username: '12345', first: 'Nur', last: 'Aziz', email: 'nur.aziz@example.com', roles: ['Gamma'], seen: ['2026-11-02T07:45:59', 23], since: '2025-03-17T09:00:00' },
	{ username: 'lena.fischer', first: 'Lena', last: 'Fischer', roles: ['Gamma', 'Finance Viewers'], groups: ['Finance'], active: false, seen: ['2026-03-31T15:02:08', 140], since: '2025-01-20T09:30:00' },
	{ username: 'omar.haddad', first: 'Omar', last: 'Haddad', roles: ['Gamma'], active: 'null before 6', since: '2026-09-01T09:00:00' },
	{ username: 'priya.nair', first: 'Priya', last: 'Nair', roles: ['Gamma'], seen: ['2026-11-20T05:31:47', 61], since: '2025-04-07T09:00:00' },
	{ username: 'pnair', first: 'Priya', last: 'Nair', email: 'Priya.Nair@example.com', roles: ['Gamma'], seen: ['2025-06-11T11:11:11', 3], since: '2025-04-01T09:00:00' },
	{ username: 'chen.wei', first: '伟', last: '陈', roles: ['Gamma'], groups: ['Platform Admins'], seen: ['2026-11-20T02:00:15', 402], since: '2025-01-13T10:00:00' },
	{ username: 'zoe', first: 'Zoë 🎉', last: '100% A+B!', roles: ['Gamma'], seen: ['2026-08-14T19:19:19', 5], since: '2026-04-01T09:00:00' },
	{ username: 'svc-people', first: 'People', last: 'Service', roles: ['People Manager'], seen: ['2026-11-20T04:00:00', 678], since: '2025-05-05T09:00:00' },
	{ username: 'gita.rao', first: 'Gita', last: 'Rao', roles: ['Gamma'], seen: ['2026-11-16T13:37:00', 33], since: '2025-07-21T09:00:00' },
	{ username: 'nadia.petrova', first: 'Nadia', last: 'Petrova', roles: ['Finance Viewers'], since: '2026-11-09T09:00:00' },
	{ username: 'tomas.novak', first: 'Tomáš', last: 'Novák', roles: ['Alpha', 'sql_lab'], seen: ['2026-11-19T17:55:20', 228], since: '2025-01-27T09:00:00' },
	{ username: 'grace.okafor', first: 'Grace', last: 'Okafor', roles: ['Admin'], seen: ['2026-11-12T12:00:00', 88], since: '2025-01-13T08:30:00' },
];

/** Custom roles and what they may, as `permission on resource`. */
export const ROLES: Readonly<Record<string, readonly string[]>> = {
	'Finance Viewers': ['can_read on Dashboard', 'can_read on Chart', 'can_read on Dataset'],
	'Sales, EMEA': ['can_read on Dashboard', 'can_read on Chart'],
	'Data Team': ['can_read on Dataset', 'can_write on Dataset'],
	'People Manager': [
		'can_get on User',
		'can_post on User',
		'can_put on User',
		'can_info on User',
		'can_get on Role',
		'can_info on Role',
	],
};

export const GROUPS: readonly {
	name: string;
	label: string | null;
	description: string | null;
	roles: readonly string[];
}[] = [
	{ name: 'Platform Admins', label: 'Platform', description: 'Keep the platform running', roles: ['Admin'] },
	{ name: 'Finance', label: 'Finance', description: null, roles: ['Finance Viewers'] },
	{ name: 'Sales, EMEA', label: null, description: 'A comma in the name', roles: ['Sales, EMEA'] },
];

export interface Content {
	readonly kind: Kind;
	readonly name: string;
	readonly by: string;
	/** Absent: its maker. */
	readonly owners?: readonly string[];
	readonly changed?: readonly [by: string, at: string];
	readonly at: string;
	readonly fields?: Readonly<Record<string, unknown>>;
}

// prettier-ignore
export const CONTENT: readonly Content[] = [
	{ kind: 'database', name: 'warehouse', by: 'admin', at: '2025-01-13T11:00:00' },
	{ kind: 'dataset', name: 'orders', by: 'maria.silva', at: '2025-02-04T10:00:00', fields: { database: 1, schema: 'main' } },
	{ kind: 'dataset', name: 'invoices', by: 'tomas.novak', at: '2025-02-05T10:00:00', fields: { database: 1, schema: 'main' } },
	{ kind: 'chart', name: 'Revenue by month', by: 'maria.silva', at: '2025-02-06T10:00:00', fields: { datasource_id: 1 } },
	{ kind: 'chart', name: 'Open invoices', by: 'tomas.novak', owners: ['lena.fischer'], at: '2025-02-07T10:00:00', fields: { datasource_id: 2 } },
	{ kind: 'chart', name: 'EMEA pipeline', by: 'tomas.novak', at: '2025-02-10T10:00:00', fields: { datasource_id: 1 } },
	{ kind: 'dashboard', name: 'Company overview', by: 'maria.silva', owners: ['maria.silva', 'kofi.mensah'], at: '2025-02-11T10:00:00', fields: { published: true } },
	{ kind: 'dashboard', name: 'Finance monthly', by: 'maria.silva', owners: ['lena.fischer', 'kofi.mensah'], changed: ['tomas.novak', '2026-03-02T10:00:00'], at: '2025-02-12T10:00:00' },
	{ kind: 'dashboard', name: 'EMEA sales', by: 'tomas.novak', at: '2025-02-13T10:00:00' },
	{ kind: 'dashboard', name: 'Nobody’s board', by: 'admin', owners: [], at: '2025-03-03T10:00:00' },
	{ kind: 'report', name: 'Weekly revenue', by: 'admin', owners: ['lena.fischer'], at: '2025-06-02T10:00:00', fields: { type: 'Report', crontab: '0 9 * * 1', dashboard: 1, creation_method: 'alerts_reports', active: true } },
	{ kind: 'saved_query', name: 'Cohorts', by: 'tomas.novak', at: '2025-08-01T10:00:00', fields: { db_id: 1, sql: 'select 1' } },
];
