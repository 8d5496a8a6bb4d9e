import { fixedKey } from '../keys.mts';
import type { World } from '../world.mts';
import type { Json, Query } from './model.mts';

/*
 * What the cast of ../seed.mts owns in the default company. Ids are those of the tables below, counted from 1.
 *
 * queries      1–3  maria.silva: published, a draft that kofi.mensah may modify, and an archived one
 *              4–5  lena.fischer, disabled: both scheduled, so they still run
 *              6–7  priya.nair: on Payroll, which no admin group sees; one scheduled, one a draft
 *              8    ivo.kral, who never accepted the invitation
 *              9    tomas.novak
 * dashboards   1    maria.silva: published and shared
 *              2    maria.silva: a draft without anything on it
 *              3    lena.fischer: a draft, and yet shared
 *              4    priya.nair: published, but with Payroll only, so missing from the list of admins
 * alerts       1    maria.silva: subscribers kofi.mensah and omar.haddad, who left
 *              2    lena.fischer on her own query
 *              3    priya.nair on Payroll: missing from the list of admins
 * snippets     1 maria.silva, 2 lena.fischer
 */

interface SeededQuery {
	readonly name: string;
	readonly by: string;
	/** Name of the data source. */
	readonly on: string;
	readonly text: string;
	readonly at: string;
	readonly draft?: true;
	readonly archived?: true;
	readonly schedule?: Json;
	/** Local parts of people who may modify it. */
	readonly editors?: readonly string[];
}

const HOURLY: Json = { interval: 3600, time: null, day_of_week: null, until: null };
const MONDAYS: Json = { interval: 604800, time: '07:00', day_of_week: 'Monday', until: null };

// prettier-ignore
const QUERIES: readonly SeededQuery[] = [
	{ name: 'Revenue by month', by: 'maria.silva', on: 'Warehouse', text: 'select month, sum(amount) as value from orders group by month', at: '2025-02-04T10:00:00.000Z', schedule: HOURLY },
	{ name: 'Churn, first idea', by: 'maria.silva', on: 'Warehouse', text: 'select count(*) from customers where left_at is not null', at: '2026-11-10T10:00:00.000Z', draft: true, editors: ['kofi.mensah'] },
	{ name: 'Revenue 2024', by: 'maria.silva', on: 'Warehouse', text: 'select sum(amount) from orders_2024', at: '2025-02-05T10:00:00.000Z', archived: true },
	{ name: 'Overdue invoices', by: 'lena.fischer', on: 'Ledger', text: 'select count(*) as value from invoices where due < current_date', at: '2025-03-05T10:00:00.000Z', schedule: HOURLY },
	{ name: 'Cash position', by: 'lena.fischer', on: 'Ledger', text: 'select account, balance from accounts', at: '2025-03-06T10:00:00.000Z', schedule: MONDAYS },
	{ name: 'Salaries by grade', by: 'priya.nair', on: 'Payroll', text: 'select grade, avg(salary) as value from salaries group by grade', at: '2025-08-11T10:00:00.000Z', schedule: MONDAYS },
	{ name: 'Bonus model', by: 'priya.nair', on: 'Payroll', text: 'select * from bonuses', at: '2026-09-14T10:00:00.000Z', draft: true },
	{ name: 'Sign-ups', by: 'ivo.kral', on: 'Warehouse', text: 'select count(*) from signups', at: '2026-11-17T10:00:00.000Z' },
	{ name: 'Cohorts', by: 'tomas.novak', on: 'Warehouse', text: 'select cohort, count(*) from customers group by cohort', at: '2025-06-02T10:00:00.000Z' },
];

// prettier-ignore
const DASHBOARDS: readonly { readonly name: string; readonly by: string; readonly at: string; readonly draft?: true; readonly shared?: true; readonly queries: readonly string[] }[] = [
	{ name: 'Company overview', by: 'maria.silva', at: '2025-02-11T10:00:00.000Z', shared: true, queries: ['Revenue by month', 'Cohorts'] },
	{ name: 'Churn', by: 'maria.silva', at: '2026-11-11T10:00:00.000Z', draft: true, queries: [] },
	{ name: 'Quarter close', by: 'lena.fischer', at: '2026-03-02T10:00:00.000Z', draft: true, shared: true, queries: ['Overdue invoices', 'Cash position'] },
	{ name: 'People figures', by: 'priya.nair', at: '2025-08-12T10:00:00.000Z', queries: ['Salaries by grade'] },
];

// prettier-ignore
const ALERTS: readonly { readonly name: string; readonly by: string; readonly on: string; readonly at: string; readonly op: string; readonly value: number; readonly subscribers: readonly string[] }[] = [
	{ name: 'Revenue low', by: 'maria.silva', on: 'Revenue by month', at: '2025-02-12T10:00:00.000Z', op: '<', value: 1000, subscribers: ['kofi.mensah', 'omar.haddad'] },
	{ name: 'Too many overdue', by: 'lena.fischer', on: 'Overdue invoices', at: '2025-03-07T10:00:00.000Z', op: '>', value: 50, subscribers: ['lena.fischer'] },
	{ name: 'Salaries off the scale', by: 'priya.nair', on: 'Salaries by grade', at: '2025-08-13T10:00:00.000Z', op: '>', value: 200000, subscribers: ['priya.nair'] },
];

// prettier-ignore
const SNIPPETS: readonly { readonly trigger: string; readonly description: string; readonly snippet: string; readonly by: string; readonly at: string }[] = [
	{ trigger: 'thisyear', description: 'Only this year', snippet: "where date_trunc('year', created_at) = date_trunc('year', now())", by: 'maria.silva', at: '2025-02-13T10:00:00.000Z' },
	{ trigger: 'overdue', description: '', snippet: 'where due < current_date', by: 'lena.fischer', at: '2025-03-08T10:00:00.000Z' },
];

/** Key of a query of the seed. */
export const queryKeyOf = (id: number): string => fixedKey(`query ${id}`);
/** Token of the public link of a dashboard of the seed. */
export const shareTokenOf = (id: number): string => fixedKey(`share ${id}`);

/** Puts the content of the default company in; people, groups and data sources are there already. */
export function seedContent(world: World): void {
	const org = world.orgs.rows[0].id;
	const { content } = world;
	const who = (local: string): number =>
		named(
			world.users.rows.find((user) => user.org === org && user.email.trim() === `${local}@example.com`),
			local,
		);
	const stamps = (at: string): { createdAt: string; updatedAt: string } => ({ createdAt: at, updatedAt: at });
	QUERIES.forEach((seeded, index) => {
		const { name, text, at, archived = false, draft = false, schedule = null, editors = [] } = seeded;
		const source = world.dataSources.rows.find((row) => row.org === org && row.name === seeded.on);
		const query = content.addQuery({
			...{ org, name, text, archived, draft, schedule },
			user: who(seeded.by),
			source: named(source, seeded.on),
			apiKey: queryKeyOf(index + 1),
			createdAt: at,
		});
		for (const editor of editors)
			content.grants.add({
				type: 'queries',
				object: query.id,
				access: 'modify',
				grantor: 1,
				grantee: who(editor),
			});
	});
	for (const { name, by, at, draft = false, shared, queries } of DASHBOARDS) {
		const version = draft ? 1 : 2;
		const { id } = content.addDashboard({ org, user: who(by), name, draft, version, createdAt: at });
		for (const query of queries)
			content.widgets.add({
				dashboard: id,
				visualization: content.visualizationsOf(queryNamed(world, query).id)[0].id,
				text: '',
				width: 1,
				options: {},
				...stamps(at),
			});
		if (shared) content.share(id, shareTokenOf(id));
	}
	content.destinations.add({ org, name: 'Team channel', type: 'slack' });
	for (const { name, by, on, at, op, value, subscribers } of ALERTS) {
		const query = queryNamed(world, on).id;
		const options = { column: 'value', op, value };
		const alert = content.alerts.add({ name, query, user: who(by), options, rearm: null, ...stamps(at) });
		for (const subscriber of subscribers)
			content.subscriptions.add({ alert: alert.id, user: who(subscriber), destination: null });
	}
	for (const { by, at, ...texts } of SNIPPETS) content.snippets.add({ org, user: who(by), ...texts, ...stamps(at) });
}

function queryNamed(world: World, name: string): Query {
	const query = world.content.queries.rows.find((row) => row.name === name);
	named(query, name);
	return query as Query;
}

function named(row: { id: number } | undefined, name: string): number {
	if (row === undefined) throw new Error(`the seed of content names ${name}, which is not there`);
	return row.id;
}
