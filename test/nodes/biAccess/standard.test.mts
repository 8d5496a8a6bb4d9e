/**
 * The standard tests of the four operations, generated from their declarations: alone in each tool and in all at once. What
 * goes wrong in one tool is a row of that tool; only an item that is bad as a whole fails.
 */
import type { IDataObject } from 'n8n-workflow';

import type * as BiAccess from '../../../nodes/BiAccess/resources';
import { built } from '../built.mts';
import type { Operation } from '../../../kit/operation';
import { expectFailedItem, expectNoSecrets, expectSchema, sessionSecrets } from '../standard/checks.mts';
import { compose, Plan, type Values } from '../standard/plan.mts';
import type { Play, Played } from '../stage.mts';
import { cast, outsider, wrongKey } from './cast.mts';
import { ALL, biStage, each, everything, inAll, of, rowOf, type ToolName } from './stage.mts';

const { resources } = built<typeof BiAccess>('nodes/BiAccess/resources');
const OPERATIONS = Object.entries(resources).flatMap(([resource, { operations }]) => Object.entries(operations).map(([name, one]) => [`${resource}.${name}`, one as Operation<unknown>] as const));

const LISTS = /directoryGroups|breakGlass|internalDomains/;

const stage = biStage();
const TOLERANT = { onError: 'continueErrorOutput' } as const;

const planOf = (key: string, operation: Operation<unknown>) => new Plan(key, operation, cast);

/** Runs it; whatever comes out keeps the declared form, and no secret is in it. */
async function run(plan: Plan, values: Values[], play: Play = {}): Promise<Played> {
	const { parameters, items } = compose(plan, values, 'email');
	const played = await stage.play(plan.key, parameters, { items, ...play });
	const stored = ['metabaseAdminApi', 'redashApi', 'sisenseApi', 'supersetApi'].map((type) => played.credentials.get(type) ?? {});
	const secrets = stored.flatMap(({ apiKey, apiToken, password, sessionToken }) => [apiKey, apiToken, password === 'admin' ? undefined : password, ...sessionSecrets(sessionToken)]);
	expectNoSecrets(played, secrets.filter((one): one is string => typeof one === 'string' && one !== ''));
	expectSchema('BiAccess', plan.key, played.items.filter((row) => !('error' in row)));
	return played;
}

const GOOD: Record<string, Record<ToolName, string>> = {
	'person.onboard': inAll('created'),
	'person.offboard': { ...inAll('done'), sisense: 'lockedOut' },
	'access.check': { ...inAll('ok'), redash: 'limited' },
};
const AGAIN: Record<string, Record<ToolName, string>> = { ...GOOD, 'person.onboard': inAll('unchanged'), 'person.offboard': { ...inAll('already'), sisense: 'lockedOut' } };

/** What every row says of who did what where. */
const RECORD = { tool: expect.any(String), server: expect.any(String), status: expect.any(String), message: null, at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), by: expect.any(String) };

describe.each(OPERATIONS)('%s', (key, operation) => {
	const plan = () => planOf(key, operation);
	const isReview = key === 'access.review';
	const reads = key.startsWith('access.');

	/** One row for each tool; of a review each tool's rows. */
	const statusOf = (played: Played) => (isReview ? Object.fromEntries(ALL.map((tool) => [tool, played.items.some((row) => row.tool === tool && row.status === 'failed')])) : each(played, 'status'));
	const good = isReview ? inAll(false) : GOOD[key];

	test.each(ALL)('works in %s alone, and the server shows it', async (tool) => {
		const before = await everything(stage);
		const played = await run(plan(), [{ ...plan().required(0, 'email'), tools: [tool] }]);
		expect([played.status, played.message]).toEqual(['success', '']);
		expect(played.items.length).toBeGreaterThan(0);
		const after = await everything(stage);
		for (const row of played.items) {
			expect(row).toMatchObject({ ...RECORD, tool, server: stage.sandbox.tools[tool].url, ...(key !== 'access.check' && !isReview && { changed: true }), message: row.message });
			expect(row).toMatchObject(cast.truth(key, row, after) ?? {});
		}
		if (!isReview) expect(played.items.map(({ status }) => status)).toEqual([good[tool]]);
		expect(played.requests.every((one) => one.tool === tool)).toBe(true);
		if (reads) expect([played.writes, after]).toEqual([[], before]);
		else expect(after).not.toEqual(before);
		for (const other of ALL.filter((one) => one !== tool)) expect(after[other]).toEqual(before[other]);
	});

	test('works with every field given, in all tools, and a second run changes nothing', async () => {
		const values = [plan().everything(0, 'email')];
		const first = await run(plan(), values);
		expect([first.message, statusOf(first)]).toEqual(['', good]);
		const before = await everything(stage);
		const second = await run(plan(), values);
		expect([second.message, statusOf(second)]).toEqual(['', isReview ? good : AGAIN[key]]);
		expect(await everything(stage)).toEqual(before);
		expect(second.writes.filter(({ tool }) => !(key === 'person.offboard' && tool === 'sisense'))).toEqual([]);
		if (reads) expect(second.items.map(({ at, ...row }) => row)).toEqual(first.items.map(({ at, ...row }) => row));
	});

	test('has rows of the same keys, whatever became of them', async () => {
		const played = await run(plan(), [plan().required(0, 'email'), { ...plan().required(1, 'email'), email: 'priya.nair@example.com' }]);
		const keys = Object.entries(operation.output!).map(([name]) => name).filter((name) => !name.endsWith('?'));
		for (const row of played.items) expect(Object.keys(row)).toEqual(expect.arrayContaining(keys));
	});

	test('bad input is told by the name of the field, and no server is asked', async () => {
		// A table that is none reaches no node: n8n itself drops it. A list of texts may be a list.
		const fine = (path: string, value: unknown) => (path === 'mapping' ? !JSON.stringify(value)?.includes('entries') : LISTS.test(path) && /^\["x"\]$|more@/.test(JSON.stringify(value) ?? ''));
		const told = plan()
			.badInput()
			.filter(({ values }) => !Object.entries(values).some(([path, value]) => fine(path, value)))
			.map((one) => ({ ...one, values: { ...plan().everything(1, 'email'), ...one.values } }));
		expect(told.length).toBeGreaterThan(5);
		const played = await run(plan(), told.map(({ values }) => values), { ...TOLERANT, credentials: stage.storeOf() });
		expect([played.items, played.requests]).toEqual([[], []]);
		expect(told.map(({ values, says }, i) => [values, String(played.failures[i]?.error).includes(says) ? says : played.failures[i]])).toEqual(told.map(({ values, says }) => [values, says]));
	});

	test.each(ALL)('a wrong key of %s is tried once and fails that tool alone', async (tool) => {
		const { fields, says } = wrongKey(tool);
		const values = [0, 1, 2].map((n) => plan().required(n, 'email'));
		const played = await run(plan(), values, { credentials: stage.storeOf(fields, tool) });
		expect(played.message).toBe('');
		for (const row of played.items.filter((one) => one.tool === tool)) expect(row).toMatchObject({ status: 'failed', by: null, message: expect.stringMatching(/\S/) });
		expect(`${String(rowOf(played, tool).message)} ${String(rowOf(played, tool).fix)}`).toMatch(says);
		for (const other of ALL.filter((one) => one !== tool)) expect(rowOf(played, other)).toMatchObject({ by: expect.any(String) });
		expect(played.items.filter((row) => row.tool !== tool && row.status === 'failed')).toEqual([]);
		expect(of(played.requests, tool)).toHaveLength(1);
	});

	test.each(ALL)('somebody without rights in %s is told so, and the other tools are served', async (tool) => {
		const { fields, says } = outsider(tool);
		const before = await everything(stage, [tool]);
		const played = await run(plan(), [plan().required(0, 'email')], { credentials: stage.storeOf(fields, tool) });
		expect(played.message).toBe('');
		expect(rowOf(played, tool)).toMatchObject({ status: 'failed' });
		expect(`${String(rowOf(played, tool).message)} ${String(rowOf(played, tool).fix)}`).toMatch(says);
		expect(played.items.filter((row) => row.tool !== tool && row.status === 'failed')).toEqual([]);
		expect(of(played.writes, tool).filter(({ status }) => status < 400)).toEqual([]);
		expect(await everything(stage, [tool])).toEqual(before);
	});

	describe('a bad item among three', () => {
		const three = () => [plan().required(0, 'email'), plan().badInput()[0].values, plan().required(2, 'email')];
		const pairs = (output: Array<{ pairedItem?: unknown }> = []) => output.map(({ pairedItem }) => (pairedItem as { item: number }).item);

		test('goes to the error output alone, with its own fields', async () => {
			const played = await run(plan(), three(), TOLERANT);
			expect(played.outputs).toHaveLength(2);
			expect(new Set(pairs(played.outputs[0]))).toEqual(new Set([0, 2]));
			expect(pairs(played.outputs[1])).toEqual([1]);
			expectFailedItem(played.failures[0], compose(plan(), three(), 'email').items[1]);
		});

		test('keeps its place on the regular output', async () => {
			const { parameters, items } = compose(plan(), three(), 'email');
			const played = await stage.play(key, parameters, { items, onError: 'continueRegularOutput' });
			const order = pairs(played.outputs[0]);
			expect([order, new Set(order)]).toEqual([[...order].sort(), new Set([0, 1, 2])]);
			expectFailedItem(played.items[order.indexOf(1)], {});
		});

		test('stops the run with a message before any server is asked', async () => {
			const played = await run(plan(), three());
			expect([played.status, played.items, played.requests]).toEqual(['error', [], []]);
			expect(played.message).toContain(plan().badInput()[0].says);
			expect(played.message).toMatch(/\S[.:] \S/);
		});
	});
});

test('a tool whose credential is missing fails by its name, and the others are served; an expression may choose the tools', async () => {
	for (const [operation, more] of [['person.onboard', { email: 'n@example.com', grants: { supersetRoles: 'Gamma' } }], ['person.offboard', { email: 'gita.rao@example.com' }], ['access.review', {}], ['access.check', {}]] as const) {
		const items: IDataObject[] = [{ tools: 'superset, redash' }];
		const played = await stage.play(operation, { tools: '={{ $json.tools }}', ...more } as never, { items, credentials: stage.storeOf(null, 'redash') });
		expect(played.message).toBe('');
		expect(new Set(played.items.map(({ tool }) => tool))).toEqual(new Set(['redash', 'superset']));
		const { status, message, fix, server, by } = rowOf(played, 'redash');
		expect([status, server, by]).toEqual(['failed', null, null]);
		expect(`${String(message)} ${String(fix)}`).toMatch(/No credential for Redash is chosen.*"Credential for Redash API"/);
		expect(played.items.filter(({ tool, status: is }) => tool === 'superset' && is === 'failed')).toEqual([]);
	}
});
