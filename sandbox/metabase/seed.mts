import { createHash } from 'node:crypto';
import { ADMINISTRATORS } from './ids.mts';

/** The key of that name: the same at every start. */
const fixedKey = (name: string): string => `mb_${createHash('sha256').update(name).digest('base64')}`;

/** Key in Administrators that the credential carries. */
export const ADMIN_KEY = fixedKey('n8n');
/** Key in Administrators made by `boris.ivanov@example.com`, who has left: it works all the same. */
export const LEFTOVER_KEY = fixedKey('Nightly export');
/** Key in Analytics made by `lena.fischer@example.com`; it may not look at people. */
export const SYNC_KEY = fixedKey('Dashboard sync');
/** E-mail of user 1. */
export const ADMIN_EMAIL = 'admin@example.com';
/** Password of everybody who has one. */
export const COMMON_PASSWORD = 'sandbox-pass-1';
/** As from MB_SETUP_TOKEN; told only while nobody has set the server up. */
export const SETUP_TOKEN = '00000000-5e7a-4b0c-8d3e-000000000001';

/*
 * The cast. All are in All Users (1) unless it is said otherwise; everybody's e-mail ends in @example.com.
 *
 * id  e-mail             who, and what there is to find
 *  1  admin              Ada Admin, Administrators: the account of the credential
 *  2  (API key "n8n")    hidden account of ADMIN_KEY, in Administrators; must never count as a person
 *  3  grace.okafor       Grace Okafor, Administrators: the second admin
 *  4  boris.ivanov       Boris Ivanov, deactivated, still in Administrators; made the API key "Nightly export"
 *  5  svc-people         People Service: a service account that is no admin
 *  6  maria.silva        María José Silva, in Analytics: author of most content
 *  7  lena.fischer       Lena Fischer, in Analytics and Finance: about to leave; owns questions, a model, a dashboard, a
 *                        subscription, alerts and the API key "Dashboard sync", and receives what others made
 *  8  omar.haddad        Omar Haddad, deactivated, in Analytics: owns a dashboard whose subscription still goes out, an
 *                        alert, and holds an e-mail nobody else can have
 *  9  alex.kim           Alex Kim, in Finance …
 * 10  alex.kim2          … and another Alex Kim: two people of one name, so old lists page them in no order
 * 11  kofi.mensah        Kofi Mensah, in Finance; on ee he manages it, without being an admin
 * 12  ann                Ann Lee, in Finance Team, the other group of nearly that name …
 * 13  joann              … and Jo Ann Lee, whose e-mail contains hers
 * 14  siobhan.o'brien    Siobhán O'Brien: apostrophes in name and e-mail
 * 15  zoe.muller         Zoë Müller 🎉 100% A+B!: characters that break careless encoding
 * 16  nur.aziz+bi_50%    Nur Aziz: `+`, `_` and `%` in the e-mail, the last two wildcards of old searches
 * 17  tomas.novak        Tomáš Novák, in Sales: missing from All Users (switch usersOutsideAllUsers)
 * 18  yuki.tanaka        由紀 田中: signs in with Google, has login attributes
 * 19  nadia.petrova      no names at all: invited, has never signed in
 * 20  gita.rao           Gita Rao, in People Ops: owns nothing
 * 21  (API key "Nightly export")  hidden account of LEFTOVER_KEY, in Administrators
 * 22  (API key "Dashboard sync")  hidden account of SYNC_KEY, in Analytics
 * 23  eve.stone          Eve Stone, of tenant Globex, in All tenant users; only with ee and from v57. With tenants off
 *                        nobody sees her, but her e-mail is taken
 * 24  sam.reed           Sam Reed, of tenant Globex, deactivated; as above
 *
 * Groups: 1 All Users, 2 Administrators; from v60 3 Data Analysts; with ee and from v57 4 All tenant users and 11, a
 * tenant group. 6 and 7 have nearly the same name, 8 has an odd case, 10 is empty.
 *
 * Databases: 1 Sample Database, open to All Users; 2 Warehouse, full for Analytics, without SQL for Finance; 3 Payroll,
 * one schema of it for People Ops.
 */

export interface Person {
	/** In front of @example.com. */
	readonly local: string;
	readonly first: string | null;
	readonly last: string | null;
	/** Ids beside the one of everybody. */
	readonly groups?: readonly number[];
	readonly state?: 'pending' | 'deactivated';
	/** The group that somebody manages where that can be. */
	readonly manages?: number;
	readonly outside?: true;
	readonly sso?: string;
	readonly attributes?: Readonly<Record<string, string>>;
	/** Last sign-in. */
	readonly seen?: string;
	readonly since: string;
}

export const ANALYTICS = 5;
export const FINANCE = 6;
export const FINANCE_TEAM = 7;
export const SALES = 8;
export const PEOPLE_OPS = 9;
export const INTERNS = 10;
/** Tenant group, only with ee and from v57. */
export const GLOBEX_READERS = 11;

/** In the order of their ids, from 5. */
export const GROUPS: readonly string[] = [
	'Analytics',
	'Finance',
	'Finance Team',
	'sALES, emea',
	'People Ops',
	'Interns',
];

// prettier-ignore
export const PEOPLE: readonly Person[] = [
	{ local: 'grace.okafor', first: 'Grace', last: 'Okafor', groups: [ADMINISTRATORS], since: '2025-01-13T08:30:00.000Z', seen: '2026-11-12T12:00:00.000Z' },
	{ local: 'boris.ivanov', first: 'Boris', last: 'Ivanov', groups: [ADMINISTRATORS], state: 'deactivated', since: '2025-01-13T09:00:00.000Z', seen: '2026-05-29T15:00:00.000Z' },
	{ local: 'svc-people', first: 'People', last: 'Service', since: '2025-01-14T09:00:00.000Z', seen: '2026-11-20T04:00:00.000Z' },
	{ local: 'maria.silva', first: 'María José', last: 'Silva', groups: [ANALYTICS], since: '2025-01-15T09:00:00.000Z', seen: '2026-11-19T08:12:44.000Z' },
	{ local: 'lena.fischer', first: 'Lena', last: 'Fischer', groups: [ANALYTICS, FINANCE], since: '2025-01-20T09:30:00.000Z', seen: '2026-11-18T15:02:08.000Z' },
	{ local: 'omar.haddad', first: 'Omar', last: 'Haddad', groups: [ANALYTICS], state: 'deactivated', since: '2025-01-21T09:00:00.000Z', seen: '2026-06-30T16:00:00.000Z' },
	{ local: 'alex.kim', first: 'Alex', last: 'Kim', groups: [FINANCE], since: '2025-02-03T09:00:00.000Z', seen: '2026-11-17T01:05:31.000Z' },
	{ local: 'alex.kim2', first: 'Alex', last: 'Kim', since: '2025-02-04T09:00:00.000Z', seen: '2026-11-17T02:05:31.000Z' },
	{ local: 'kofi.mensah', first: 'Kofi', last: 'Mensah', groups: [FINANCE], manages: FINANCE, since: '2025-02-05T09:00:00.000Z', seen: '2026-11-18T16:40:02.000Z' },
	{ local: 'ann', first: 'Ann', last: 'Lee', groups: [FINANCE_TEAM], since: '2025-03-03T09:00:00.000Z', seen: '2026-11-02T07:45:59.000Z' },
	{ local: 'joann', first: 'Jo Ann', last: 'Lee', since: '2025-03-10T09:00:00.000Z', seen: '2026-11-03T07:45:59.000Z' },
	{ local: "siobhan.o'brien", first: 'Siobhán', last: "O'Brien", since: '2025-02-10T09:00:00.000Z', seen: '2026-10-30T10:22:10.000Z' },
	{ local: 'zoe.muller', first: 'Zoë', last: 'Müller 🎉 100% A+B!', since: '2025-02-17T09:00:00.000Z', seen: '2026-08-14T19:19:19.000Z' },
	{ local: 'nur.aziz+bi_50%', first: 'Nur', last: 'Aziz', since: '2025-03-17T09:00:00.000Z', seen: '2026-11-04T07:45:59.000Z' },
	{ local: 'tomas.novak', first: 'Tomáš', last: 'Novák', groups: [SALES], outside: true, since: '2025-04-07T09:00:00.000Z', seen: '2026-11-19T17:55:20.000Z' },
	{ local: 'yuki.tanaka', first: '由紀', last: '田中', sso: 'google', attributes: { region: 'APAC' }, since: '2025-05-05T09:00:00.000Z', seen: '2026-11-16T16:00:00.000Z' },
	{ local: 'nadia.petrova', first: null, last: null, state: 'pending', since: '2026-11-18T09:00:00.000Z' },
	{ local: 'gita.rao', first: 'Gita', last: 'Rao', groups: [PEOPLE_OPS], since: '2025-07-21T09:00:00.000Z', seen: '2026-11-16T13:37:00.000Z' },
];

// prettier-ignore
export const TENANT_PEOPLE: readonly Person[] = [
	{ local: 'eve.stone', first: 'Eve', last: 'Stone', groups: [GLOBEX_READERS], since: '2026-02-02T09:00:00.000Z', seen: '2026-11-10T09:00:00.000Z' },
	{ local: 'sam.reed', first: 'Sam', last: 'Reed', state: 'deactivated', since: '2026-02-03T09:00:00.000Z', seen: '2026-04-10T09:00:00.000Z' },
];

/** Id of somebody in the cast, by what stands in front of the @. */
export const idOf = (local: string): number => {
	if (local === 'admin') return 1;
	const at = PEOPLE.findIndex((person) => person.local === local);
	if (at >= 0) return at + 3;
	return TENANT_PEOPLE.findIndex((person) => person.local === local) + PEOPLE.length + 5;
};
