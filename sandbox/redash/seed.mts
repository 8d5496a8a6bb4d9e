import { fixedKey } from './keys.mts';

/** Key of user 1, as in the recordings. */
export const ADMIN_KEY = 'AdminKeyOfTheLab00000000000000000000000a';
/** Key of `svc-people@example.com`, who is no admin. */
export const SERVICE_KEY = 'ServiceKeyOfTheSandbox00000000000000000s';
/** Key of the first account of the organisation `acme`, which is there with the switch multiOrg. */
export const ACME_KEY = 'AcmeKeyOfTheLab000000000000000000000000a';
/** Password of everybody who has accepted the invitation. */
export const COMMON_PASSWORD = 'sandbox-pass';

/** Key of anybody else in the cast, by the e-mail as the table below has it. */
export const keyOf = (email: string): string => fixedKey(`user ${email}`);

/*
 * The cast. All are in group `default` (2) unless it is said otherwise; everybody's e-mail ends in @example.com.
 *
 * id  e-mail             who, and what there is to find
 *  1  admin              Admin, group admin: the account of the credential
 *  2  grace.okafor       Grace Okafor, group admin: the second admin
 *  3  chen.wei           陈伟: admin only through Platform, a regular group that has permission `admin`
 *  4  svc-people         People Service: a service account that is no admin (SERVICE_KEY)
 *  5  maria.silva        María José Silva, in Analytics: author of most content
 *  6  lena.fischer       Lena Fischer, in Finance (5), disabled; owns scheduled queries, an alert, a snippet and a shared
 *                        dashboard that is still a draft
 *  7  kofi.mensah        Kofi Mensah, twice in Finance (5): one removal leaves him a member
 *  8  yuki.tanaka        由紀 田中: holds id 9 of a group that was deleted
 *  9  nadia.petrova      Nadia Petrova: invited, has not accepted; owns nothing, so she can be deleted
 * 10  siobhan.o'brien    Siobhán O'Brien: apostrophes in name and e-mail
 * 11  zoe.muller         Zoë Müller 🎉 100% A+B!: characters that break careless encoding
 * 12  ann                Ann Lee, in Finance (6), the other group of that name …
 * 13  joann              … and Jo Ann Lee, whose e-mail contains hers
 * 14  nur.aziz+bi_50%    Nur Aziz: `+`, `_` and `%` in the e-mail, the last two wildcards of the search
 * 15  tomas.novak        Tomáš Novák, stored as "  tomas.novak@example.com ", with the blanks
 * 16  omar.haddad        Omar Haddad, disabled, in Analytics: left, but still subscribed to an alert
 * 17  gita.rao           Gita Rao: owns nothing
 * 18  priya.nair         Priya Nair, in People Ops: owns a query and an alert on the data source no admin sees
 * 19  ivo.kral           Ivo Král: invited, has not accepted, yet owns a query, so deleting him is a 500
 *
 * Groups: 1 admin and 2 default are built in; 3 Platform has permission `admin`; 5 and 6 have the same name; 8 is empty;
 * 9 is the one that was deleted.
 *
 * Data sources: 1 Warehouse, open to default and Analytics; 2 Ledger, full for admin and Analytics, view only for
 * Finance (5); 3 Payroll, only for People Ops, so no admin sees what is on it.
 */

export interface Person {
	/** In front of @example.com. */
	readonly local: string;
	readonly name: string;
	/** Ids as stored, beside `default`. */
	readonly groups?: readonly number[];
	readonly state?: 'pending' | 'disabled';
	/** Blanks around the stored e-mail. */
	readonly blanks?: true;
	readonly key?: string;
	/** Last activity; shown only where a scheduler runs. */
	readonly seen?: string;
	readonly since: string;
}

/** Id of a group that is there no more. */
export const DELETED_GROUP = 9;

export const GROUPS: readonly { readonly id: number; readonly name: string; readonly admin?: true }[] = [
	{ id: 3, name: 'Platform', admin: true },
	{ id: 4, name: 'Analytics' },
	{ id: 5, name: 'Finance' },
	{ id: 6, name: 'Finance' },
	{ id: 7, name: 'People Ops' },
	{ id: 8, name: 'Sales, EMEA' },
	{ id: DELETED_GROUP, name: 'Interns' },
];

// prettier-ignore
export const PEOPLE: readonly Person[] = [
	{ local: 'grace.okafor', name: 'Grace Okafor', groups: [1], since: '2025-01-13T08:30:00.000Z', seen: '2026-11-12T12:00:00.000Z' },
	{ local: 'chen.wei', name: '陈伟', groups: [3], since: '2025-01-13T10:00:00.000Z', seen: '2026-11-20T02:00:15.000Z' },
	{ local: 'svc-people', name: 'People Service', key: SERVICE_KEY, since: '2025-01-14T09:00:00.000Z', seen: '2026-11-20T04:00:00.000Z' },
	{ local: 'maria.silva', name: 'María José Silva', groups: [4], since: '2025-01-15T09:00:00.000Z', seen: '2026-11-19T08:12:44.000Z' },
	{ local: 'lena.fischer', name: 'Lena Fischer', groups: [5], state: 'disabled', since: '2025-01-20T09:30:00.000Z', seen: '2026-03-31T15:02:08.000Z' },
	{ local: 'kofi.mensah', name: 'Kofi Mensah', groups: [5, 5], since: '2025-01-21T09:00:00.000Z', seen: '2026-11-18T16:40:02.000Z' },
	{ local: 'yuki.tanaka', name: '由紀 田中', groups: [DELETED_GROUP], since: '2025-02-03T09:00:00.000Z', seen: '2026-11-17T01:05:31.000Z' },
	{ local: 'nadia.petrova', name: 'Nadia Petrova', state: 'pending', since: '2026-11-18T09:00:00.000Z' },
	{ local: "siobhan.o'brien", name: "Siobhán O'Brien", since: '2025-02-10T09:00:00.000Z', seen: '2026-10-30T10:22:10.000Z' },
	{ local: 'zoe.muller', name: 'Zoë Müller 🎉 100% A+B!', since: '2025-02-17T09:00:00.000Z', seen: '2026-08-14T19:19:19.000Z' },
	{ local: 'ann', name: 'Ann Lee', groups: [6], since: '2025-03-03T09:00:00.000Z', seen: '2026-11-02T07:45:59.000Z' },
	{ local: 'joann', name: 'Jo Ann Lee', since: '2025-03-10T09:00:00.000Z', seen: '2026-11-03T07:45:59.000Z' },
	{ local: 'nur.aziz+bi_50%', name: 'Nur Aziz', since: '2025-03-17T09:00:00.000Z', seen: '2026-11-04T07:45:59.000Z' },
	{ local: 'tomas.novak', name: 'Tomáš Novák', blanks: true, since: '2025-04-07T09:00:00.000Z', seen: '2026-11-19T17:55:20.000Z' },
	{ local: 'omar.haddad', name: 'Omar Haddad', groups: [4], state: 'disabled', since: '2025-05-05T09:00:00.000Z', seen: '2026-06-30T16:00:00.000Z' },
	{ local: 'gita.rao', name: 'Gita Rao', since: '2025-07-21T09:00:00.000Z', seen: '2026-11-16T13:37:00.000Z' },
	{ local: 'priya.nair', name: 'Priya Nair', groups: [7], since: '2025-08-04T09:00:00.000Z', seen: '2026-11-20T05:31:47.000Z' },
	{ local: 'ivo.kral', name: 'Ivo Král', state: 'pending', since: '2026-11-16T09:00:00.000Z' },
];

export interface SeededSource {
	readonly name: string;
	readonly type: string;
	readonly options: Readonly<Record<string, unknown>>;
	readonly attached: readonly (readonly [group: number, viewOnly: boolean])[];
}

// prettier-ignore
export const DATA_SOURCES: readonly SeededSource[] = [
	{ name: 'Warehouse', type: 'pg', options: { host: 'warehouse.example.com', dbname: 'dwh', user: 'redash', password: 'not-a-secret' }, attached: [[2, false], [4, false]] },
	{ name: 'Ledger', type: 'mysql', options: { host: 'ledger.example.com', db: 'ledger', user: 'redash', passwd: 'not-a-secret' }, attached: [[1, false], [4, false], [5, true]] },
	{ name: 'Payroll', type: 'pg', options: { host: 'payroll.example.com', dbname: 'hr', user: 'redash', password: 'not-a-secret' }, attached: [[7, false]] },
];
