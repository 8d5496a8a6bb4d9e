/** Rows for BI Access, which works on several tools at once. */
import type { IDataObject } from 'n8n-workflow';
import * as metabase from './metabase.mts';
import * as redash from './redash.mts';
import * as sisense from './sisense.mts';
import * as superset from './superset.mts';
import type { NodeRow, Part } from './types.mts';
import { emails } from './words.mts';

const PRODUCTS = { superset, redash, metabase, sisense };

type Tool = keyof typeof PRODUCTS;

const ALL = Object.keys(PRODUCTS) as Tool[];

const TITLES: Record<Tool, string> = { superset: 'Superset', redash: 'Redash', metabase: 'Metabase', sisense: 'Sisense' };

const common = (tools: string[]) => ({ node: 'biAccess', warmUp: { resource: 'access', operation: 'check', tools } });

/** One role or group in each tool. */
const onboardTo = (tools: string[]) => ({
	resource: 'person',
	operation: 'onboard',
	tools,
	email: '={{ $json.email }}',
	// Sisense creates many at a time only if they have a first name.
	firstName: 'Person',
	grants: { supersetRoles: 'Gamma', redashGroups: 'Analysts', metabaseGroups: 'Analysts', sisenseGroups: 'Analysts' },
	options: { noMail: true },
});

const count = (rows: IDataObject[], status: string) => rows.filter((row) => row.status === status).length;

/** What is not as it must be about the numbers of some statuses in one round; `round` is for the text. */
function countedWrong(rows: IDataObject[], round: string, wanted: Record<string, number>): string[] {
	return Object.entries(wanted).flatMap(([status, number]) => {
		const found = count(rows, status);
		const said = rows.find((row) => row.status !== 'created' && row.status !== 'unchanged')?.message;
		return found === number ? [] : [`${round}: ${found} ${status} instead of ${number}${said ? ` (${String(said)})` : ''}`];
	});
}

export function onboard(right: number, joiners: number): NodeRow {
	const people = [...emails('right', right), ...emails('new', joiners)];
	return {
		...common(ALL),
		name: `onboard-${people.length}`,
		title: `BI Access: onboard ${people.length} people in four tools, ${right} already right`,
		parts: ALL.map((tool) => PRODUCTS[tool].onboarding(right, joiners)),
		parameters: onboardTo(ALL),
		items: people.map((email) => ({ email })),
		gives: ALL.length * people.length,
		allowed: {},
		wrongItems: ([rows]) => countedWrong(rows, 'the run', { created: ALL.length * joiners, unchanged: ALL.length * right }),
	};
}

/** The same people again and again, an hour later each time, until Redash let everybody in. */
export function onboardOverBudget(people: number): NodeRow {
	const hours = Math.ceil(people / redash.PER_HOUR);
	const part: Part = redash.overBudget(people, hours);
	return {
		...common([part.tool]),
		...part,
		name: `onboard-over-budget-${people}`,
		title: `BI Access: onboard ${people} people in Redash with its limit on, in ${hours} runs an hour apart`,
		parameters: onboardTo([part.tool]),
		items: emails('new', people).map((email) => ({ email })),
		gives: hours * people,
		again: { times: hours - 1, between: async (servers) => await servers[part.tool].advance(3_600_000) },
		wrongItems: (rounds) =>
			rounds.flatMap((rows, index) => {
				const before = index * redash.PER_HOUR;
				const created = Math.min(redash.PER_HOUR, people - before);
				const silent = rows.filter(({ status, message }) => status === 'failed' && !/again after \d{4}-\d\d-\d\dT/.test(String(message)));
				return [
					...countedWrong(rows, `run ${index + 1}`, { created, unchanged: before, failed: people - before - created }),
					...silent.slice(0, 1).map(({ message }) => `run ${index + 1}: a failed row does not say when to come again: ${String(message)}`),
				];
			}),
	};
}

export const review = (tool: Tool, accounts: number, limits: { heapMb?: number; cpuSeconds?: number } = {}): NodeRow => {
	const part: Part = PRODUCTS[tool].reviewing(accounts);
	return {
		...common([tool]),
		...part,
		name: `review-${tool}-${accounts}`,
		title: `BI Access: review ${accounts} accounts of ${TITLES[tool]}`,
		parameters: { resource: 'access', operation: 'review', tools: [tool] },
		gives: accounts,
		allowed: { ...part.allowed, ...limits },
	};
};

export const rows: NodeRow[] = [
	onboard(400, 100),
	onboardOverBudget(120),
	...ALL.map((tool) => review(tool, 10_000, { heapMb: 150, cpuSeconds: 2 })),
];
