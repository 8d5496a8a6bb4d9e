/** The benchmark's limits on requests, with few people and no clock: times and memory are for `npm run bench`. */
import { startSandbox, type Sandbox } from '../../sandbox/index.mts';
import { judge } from '../../scripts/bench/judge.mts';
import { measure } from '../../scripts/bench/measure.mts';
import { ROWS } from '../../scripts/bench/rows.mts';
import { faultsOf, prepare, restore } from '../../scripts/bench/run.mts';
import { BenchServer } from '../../scripts/bench/server.mts';
import * as biAccess from '../../scripts/bench/bi-access.mts';
import * as metabase from '../../scripts/bench/metabase.mts';
import * as redash from '../../scripts/bench/redash.mts';
import * as sisense from '../../scripts/bench/sisense.mts';
import { addToRole, getAll, oneItemRows, transferOwned, upsert } from '../../scripts/bench/superset.mts';
import type { Line, NodeRow, Ours } from '../../scripts/bench/types.mts';
import { loadEngine } from '../harness/engine.mts';

let sandbox: Sandbox;

beforeAll(async () => (sandbox = await startSandbox({ tools: ['superset', 'redash', 'metabase', 'sisense'] })));
afterAll(async () => await sandbox.close());

async function run(row: NodeRow): Promise<Line> {
	const servers = Object.fromEntries(Object.entries(sandbox.tools).map(([tool, credentials]) => [tool, new BenchServer(credentials)]));
	await prepare(row, servers);
	const ours = await measure(row, await loadEngine(), servers, 0);
	const line = judge(timeless(row), ours, await faultsOf(row, servers));
	await restore(row, servers, { 'redash.rateLimit': 'on' });
	return line;
}

const timeless = (row: NodeRow): NodeRow =>
	'parts' in row ? { ...row, allowed: {} } : { ...row, allowed: { requests: row.allowed.requests, refused: row.allowed.refused } };

const rows = [
	...[getAll(250), upsert(15), ...oneItemRows, addToRole(120), transferOwned(5)],
	...[redash.getAll(600, 300), redash.addToGroup(12), redash.find(30, 300, 20), ...redash.oneItemRows],
	...[metabase.getAll(1200, 300), metabase.find(30, 300), metabase.setAll('update', 12), metabase.setAll('upsert', 12)],
	...[metabase.addToGroup(12), ...metabase.oneItemRows],
	...[sisense.getAll(250), sisense.find(30, 300), sisense.create(12), sisense.addToGroup(12), sisense.transferOwned(5)],
	...sisense.oneItemRows,
	...[biAccess.onboard(40, 10), biAccess.onboardOverBudget(60)],
	...(['superset', 'redash', 'metabase', 'sisense'] as const).map((tool) => biAccess.review(tool, 300)),
];

test.each(rows.map((row): [string, NodeRow] => [row.name, row]))(
	'%s costs no more requests than allowed',
	async (_name, row) => {
		expect((await run(row)).problems).toEqual([]);
	},
);

test('every row has a name of its own', () => {
	expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length);
});

describe('a row is not ok', () => {
	const row: NodeRow = { ...upsert(3), allowed: { requests: 5, timesLimit: 1.25, heapMb: 60, cpuSeconds: 2 } };
	const cost = (requests: number, refused = 0) => ({ requests, refused, byTool: { superset: { requests, refused } } });
	const good: Ours = { ...cost(5), seconds: 0.1, cpuSeconds: 0.1, items: 3, failed: 0, wrong: [], heap: { peakMb: 10, keptMb: 1 } };

	test('unless nothing is wrong', () => expect(judge(row, good, []).ok).toBe(true));

	test.each<[string, Partial<Ours>, string[], RegExp]>([
		['with a request too many', cost(6), [], /6 requests instead of 5/],
		['with a 429', cost(5, 1), [], /429/],
		['when it takes too long', { seconds: 0.2 }, [], /0\.2 s instead of 0\.1 s/],
		['with an item missing', { items: 2, failed: 1, firstError: 'No.' }, [], /2 items instead of 3/],
		['with too much work', { cpuSeconds: 2.5 }, [], /2\.5 s of processor time instead of 2 s/],
		['with an item that says something else', { wrong: ['run 1: 2 created instead of 3'] }, [], /1 wrong in the output, such as run 1/],
		['with too much heap', { heap: { peakMb: 61, keptMb: 1 } }, [], /61 MB of heap/],
		['when the server has it otherwise', {}, ['new1: not there'], /1 wrong on the server, such as new1/],
	])('%s', (_case, ours, faults, problem) => {
		const { ok, problems } = judge(row, { ...good, ...ours }, faults);
		expect([ok, problems.join()]).toEqual([false, expect.stringMatching(problem)]);
	});
});
