/** The permission graph: one group alone, with the revision, never forced; what is missing is a default (contract 6). */
import type { INodeParameters } from 'n8n-workflow';

import type { Stage } from '../stage.mts';
import { groupNamed, groupWithId } from '../given.mts';
import { withWire, type Seen } from '../wire.mts';
import { elsewhere, metabaseStage, stateOf } from './cast.mts';

interface Whole {
	revision: number;
	groups: Record<string, Record<string, unknown>>;
}

const wholeOf = async (stage: Stage) => (await elsewhere(stage, 'GET', 'permissions/graph')).body as Whole;
const revisionOf = async (stage: Stage) => (await stateOf(stage)).graphRevision;

const update = async (stage: Stage, group: string, graph: unknown, additionalFields: object = {}, play = {}) =>
	await stage.play('permission.updateGraph', { ...groupNamed(group), graph: graph as never, additionalFields } as INodeParameters, play);

const NO_SQL = { 'view-data': 'unrestricted', 'create-queries': 'query-builder' };
const SQL = { 'view-data': 'unrestricted', 'create-queries': 'query-builder-and-native' };

describe.each([
	['v49', 'oss'],
	['v54', 'oss'],
	['v57', 'ee'],
	['v60', 'oss'],
])('Metabase %s, %s', (version, edition) => {
	const stage = metabaseStage({ version, edition });
	const old = version === 'v49';
	const words = old ? { data: { native: 'write', schemas: 'all' } } : SQL;
	const fewer = old ? { data: { schemas: 'all' } } : NO_SQL;

	test('shows each group its part, in the words of the server', async () => {
		const { items } = await stage.play('permission.getGraph', {});
		const part = (name: string) => items.find(({ group }) => group === name);
		expect(part('Analytics')).toEqual({ group: 'Analytics', groupId: 5, revision: 3, graph: { '2': words } });
		expect(part('Finance')).toMatchObject({ graph: { '2': fewer } });
		expect(part('Interns')).toEqual({ group: 'Interns', groupId: 10, revision: 3, graph: {} });
		expect(part('People Ops')?.graph).toEqual({ '3': old ? { data: { schemas: { hr: 'all' } } } : { 'view-data': 'unrestricted', 'create-queries': { hr: 'query-builder' } } });
		const one = await stage.play('permission.getGraph', { filters: { groups: ['Finance'] } });
		expect(one.items).toEqual([part('Finance')]);
		expect(one.requests.filter(({ path }) => path.endsWith('/graph/group/6'))).toHaveLength(1);
	});

	test('changes one group on one database and nothing else', async () => {
		const before = await wholeOf(stage);
		const sent: unknown[] = [];
		const look = async ({ method, body }: Seen) => void (method === 'PUT' && sent.push(body));
		const { items } = await withWire(stage.url, look, async ({ url }) => await update(stage, 'Interns', { 2: fewer }, {}, { credentials: stage.storeOf({ url }) }));
		expect(items).toEqual([{ group: 'Interns', groupId: 10, revision: 4, graph: { '2': fewer }, changed: true }]);
		expect(sent).toEqual([{ revision: 3, groups: { '10': { '2': fewer } } }]);
		const after = await wholeOf(stage);
		expect(after).toEqual({ revision: 4, groups: { ...before.groups, '10': { '2': fewer } } });
	});

	test('takes what Get Graph gives, as it is, and then has nothing to do: no new revision', async () => {
		const [{ graph }] = (await stage.play('permission.getGraph', { filters: { groups: ['Analytics'] } })).items;
		const { items, writes } = await update(stage, 'Analytics', JSON.stringify(graph));
		expect([items[0].changed, items[0].graph, writes]).toEqual([false, graph, []]);
		expect(await revisionOf(stage)).toBe(3);
	});

	test('takes a permission away, which the server then leaves out', async () => {
		const none = old ? { data: { native: 'none', schemas: 'none' } } : { 'view-data': 'blocked', 'create-queries': 'no' };
		const { items, message } = await update(stage, 'Analytics', { 2: none });
		expect([message, items]).toMatchObject(['', [{ graph: {}, changed: true }]]);
		const again = await update(stage, 'Analytics', { 2: none });
		expect([again.items[0].changed, again.writes]).toEqual([false, []]);
	});

	test('breaks a permission down by schema, and takes it away from one that has all', async () => {
		const nested = (word: string) => (old ? { data: { schemas: { hr: word === 'no' ? 'none' : 'all' } } } : { 'create-queries': { hr: word } });
		const finer = await update(stage, 'Finance', { 2: nested('no') });
		expect([finer.message, finer.items[0]?.changed]).toEqual(['', true]);
		expect((await wholeOf(stage)).groups['6']['2']).toMatchObject(nested('no'));
		const people = await update(stage, 'People Ops', { 3: nested('query-builder') });
		expect([people.items[0].changed, people.writes]).toEqual([false, []]);
	});

	test('is not changed on a revision that is old, and says what is there now', async () => {
		await update(stage, 'Interns', { 1: fewer });
		const { message, writes } = await update(stage, 'Finance', { 2: words }, { revision: 3 });
		expect(message).toContain(`Somebody else changed permissions meanwhile: revision 3 is now 4. "Finance" has ${JSON.stringify({ 2: fewer })}.`);
		expect(writes).toEqual([]);
		expect((await update(stage, 'Finance', { 2: words }, { revision: 4 })).items).toMatchObject([{ revision: 5, changed: true }]);
	});

	test('saved by somebody else in between is read again and explained, never forced', async () => {
		let saved = 0;
		const before = async ({ method }: Seen) => {
			if (method === 'PUT' && saved === 0) saved = (await elsewhere(stage, 'PUT', 'permissions/graph', { revision: 3, groups: { '7': { '2': fewer } } })).status;
		};
		const { result, puts } = await withWire(stage.url, before, async ({ url, seen }) => {
			const done = await update(stage, 'Interns', { 2: words }, {}, { credentials: stage.storeOf({ url }) });
			return { result: done, puts: seen.filter(({ method }) => method === 'PUT') };
		});
		expect(saved).toBe(200);
		expect(result.message).toMatch(/Somebody else changed permissions meanwhile: revision 3 is now 4\. "Interns" has \{\}\..*run the item again/);
		expect(puts).toHaveLength(1);
		expect(puts[0].path).not.toContain('force');
		expect((await wholeOf(stage)).groups).toMatchObject({ '7': { '2': fewer } });
		expect((await wholeOf(stage)).groups).not.toHaveProperty('10');
	});

	test.each(['lost:1@PUT /graph#1', '503:1@PUT /graph#1', 'truncated:1@PUT /graph#1'])('%s: is saved once, and its own trace is no conflict', async (spec) => {
		await stage.control('faults', { spec });
		const { items, message } = await update(stage, 'Interns', { 2: fewer });
		expect([message, items]).toMatchObject(['', [{ graph: { '2': fewer }, changed: true }]]);
		expect(await revisionOf(stage)).toBe(4);
	});

	test('of several groups in one list is saved for each, one after another', async () => {
		const items = ['Interns', 'Finance Team', 'Analytics', 'Interns'].map((group) => ({ group }));
		const played = await stage.play('permission.updateGraph', { ...groupNamed('={{ $json.group }}'), graph: { 1: fewer } as never, options: { maxConcurrency: 20 } } as INodeParameters, { items });
		expect(played.message).toBe('');
		expect(played.items.map(({ changed }) => changed)).toEqual([true, true, true, false]);
		expect((await wholeOf(stage)).groups).toMatchObject({ '10': { '1': fewer }, '7': { '1': fewer }, '5': { '1': fewer, '2': words } });
	});

	test('of Administrators is refused: it is everything', async () => {
		const { message, writes } = await update(stage, 'Administrators', { 2: fewer });
		expect(message).toMatch(/"Administrators" may do everything in Metabase, and nothing changes that/);
		expect(writes).toEqual([]);
	});

	test.each([[{}], [{ Warehouse: NO_SQL }], [{ 2: 'all' }], [{ 2: [] }]])('in the form %j is refused with the form it has', async (graph) => {
		const { message, writes } = await update(stage, 'Finance', graph);
		expect(message).toMatch(/"Graph" has no entry by database ID, or one that is no object\. Give it as "Get Graph" puts it out/);
		expect(writes).toEqual([]);
	});

	test('in words the server does not know is refused with the field', async () => {
		const { message } = await update(stage, 'Finance', { 2: old ? NO_SQL : { data: { schemas: 'all' } } });
		expect(message).toMatch(/does not accept the values\. "Graph": value must be a valid permissions graph/);
		expect(await revisionOf(stage)).toBe(3);
	});

	test('for a database that is not there is told as not stored', async () => {
		const { message } = await update(stage, 'Finance', { 77: fewer });
		expect(message).toMatch(/accepted the permissions of "Finance" but stored others: database 77: .* is not set/);
	});

	test('given back with Simplify off has the form of the server', async () => {
		const { items } = await stage.play('permission.getGraph', { filters: { groups: [6] }, simplify: false } as never);
		expect(items).toEqual([{ revision: 3, groups: { '6': { '2': fewer } } }]);
	});
});

describe('writing SQL where the data is blocked', () => {
	const stage = metabaseStage();
	const wish = { 2: { 'view-data': 'blocked', 'create-queries': 'query-builder-and-native' } };

	test('is told as raised by an open-source server', async () => {
		const { message } = await update(stage, 'Finance', wish);
		expect(message).toMatch(/accepted the permissions of "Finance" but stored others: database 2: view-data is "unrestricted".*raised by the server/);
	});

	test('is refused by a paid one, in words', async () => {
		await stage.reset({ 'metabase.edition': 'ee' });
		const { message } = await update(stage, 'Finance', wish);
		expect(message).toMatch(/does not allow "query-builder-and-native" for create-queries where view-data is "blocked"/);
		expect(await revisionOf(stage)).toBe(3);
	});
});

describe('a server without a route for one group', () => {
	const stage = metabaseStage({ version: 'v49' });

	test('is read as a whole, and still written one group alone', async () => {
		const before = async ({ path }: Seen) => (path.includes('/graph/group/') ? { status: 404, 'content-type': 'text/plain', body: 'API endpoint does not exist.' } : undefined);
		const words = { data: { schemas: 'all' } };
		const { items } = await withWire(stage.url, before, async ({ url }) => await stage.play('permission.updateGraph', { ...groupWithId(10), graph: { 2: words } as never }, { credentials: stage.storeOf({ url }) }));
		expect(items).toMatchObject([{ graph: { '2': words }, changed: true }]);
	});
});
