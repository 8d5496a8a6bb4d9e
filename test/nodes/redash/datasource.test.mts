/** Attaching a data source twice is accepted and breaks the group until both are taken away (contract 7). */
import { elsewhere, redashStage, stateOf } from './cast.mts';
import { groupNamed, sourceNamed, textOf, TOLERANT } from '../given.mts';

const stage = redashStage();
const faults = async (spec: string) => await stage.control('faults', { spec });
const pair = (source: string, group: string) => ({ ...sourceNamed(source), ...groupNamed(group) });
const add = async (source: string, group: string, viewOnly = false, play = {}) => await stage.play('dataSource.addToGroup', { ...pair(source, group), viewOnly }, play);

/** How often a group has which data source, and with which right. */
const grantsOf = async (group: string) =>
	(await stateOf(stage)).groups.find(({ name }) => name === group)!.dataSources.map(({ name, viewOnly }) => `${name}: ${viewOnly ? 'viewOnly' : 'full'}`);

describe('attaching', () => {
	test('twice is done once, and the group stays whole', async () => {
		const first = await add('Ledger', 'People Ops');
		expect(first.items).toEqual([{ dataSource: 'Ledger', dataSourceId: 2, group: 'People Ops', groupId: 7, access: 'full', changed: true }]);
		const second = await add('Ledger', 'People Ops');
		expect(second.items).toMatchObject([{ access: 'full', changed: false }]);
		expect(second.writes).toEqual([]);
		expect(await grantsOf('People Ops')).toEqual(['Ledger: full', 'Payroll: full']);
		expect((await elsewhere(stage, 'GET', 'groups/7/data_sources')).status).toBe(200);
	});

	test('the same pair five times in one list is done once', async () => {
		const items = Array.from({ length: 5 }, () => ({}));
		const { items: out, writes } = await add('Ledger', 'People Ops', false, { items });
		expect(out.map(({ changed }) => changed)).toEqual([true, false, false, false, false]);
		expect(writes).toHaveLength(1);
		expect(await grantsOf('People Ops')).toEqual(['Ledger: full', 'Payroll: full']);
	});

	test('several groups to one data source at once', async () => {
		const items = ['People Ops', 'Sales, EMEA', 'Platform'].map((group) => ({ group }));
		const { message } = await add('Ledger', '={{ $json.group }}', true, { items });
		expect(message).toBe('');
		for (const { group } of items) expect(await grantsOf(group)).toContain('Ledger: viewOnly');
	});

	test.each(['lost:1@POST /data_sources#1', 'reset:1@POST /data_sources#1', 'truncated:1@POST /data_sources#1', '503:1@POST /data_sources#1'])('with an answer that got lost (%s) is done once', async (spec) => {
		await faults(spec);
		const { items, message } = await add('Ledger', 'People Ops', true);
		expect([message, items[0]?.access, items[0]?.changed]).toEqual(['', 'viewOnly', true]);
		expect(await grantsOf('People Ops')).toEqual(['Ledger: viewOnly', 'Payroll: full']);
	});

	test('that stops half way is completed by the next run', async () => {
		await faults('html:1@POST /data_sources/2');
		const half = await add('Ledger', 'People Ops', true);
		expect(half.status).toBe('error');
		expect(await grantsOf('People Ops')).toContain('Ledger: full');
		await faults('');
		const whole = await add('Ledger', 'People Ops', true);
		expect(whole.items).toMatchObject([{ access: 'viewOnly', changed: true }]);
		expect(await grantsOf('People Ops')).toEqual(['Ledger: viewOnly', 'Payroll: full']);
	});
});

describe('view only', () => {
	test('is switched on and off, and does nothing where it is so', async () => {
		const set = async (viewOnly: boolean) => await stage.play('dataSource.setAccess', { ...pair('Warehouse', 'Analytics'), viewOnly });
		for (const [viewOnly, access, changed] of [[true, 'viewOnly', true], [true, 'viewOnly', false], [false, 'full', true], [false, 'full', false]] as const) {
			const { items, writes } = await set(viewOnly);
			expect(items).toMatchObject([{ access, changed }]);
			expect(writes).toHaveLength(changed ? 1 : 0);
			expect(await grantsOf('Analytics')).toContain(`Warehouse: ${access}`);
		}
	});

	test('of what a group does not have is no attaching by the back door', async () => {
		const { message, writes } = await stage.play('dataSource.setAccess', { ...pair('Payroll', 'Analytics'), viewOnly: true });
		expect(message).toMatch(/group "Analytics" does not have the data source "Payroll".*"Add to Group"/);
		expect(writes).toEqual([]);
	});

	test('of a group narrows what is attached with full access', async () => {
		const { items } = await add('Warehouse', 'Analytics', true);
		expect(items).toMatchObject([{ access: 'viewOnly', changed: true }]);
		expect(await grantsOf('Analytics')).toEqual(['Warehouse: viewOnly', 'Ledger: full']);
	});
});

describe('a data source that is attached twice already', () => {
	beforeEach(async () => {
		expect((await elsewhere(stage, 'POST', 'groups/4/data_sources', { data_source_id: 1 })).status).toBe(200);
		expect((await elsewhere(stage, 'GET', 'groups/4/data_sources')).status).toBe(500);
	});

	test.each(['dataSource.setAccess', 'dataSource.addToGroup'])('is explained by %s, with the cure', async (operation) => {
		const { message } = await stage.play(operation, { ...pair('Warehouse', 'Analytics'), viewOnly: true });
		expect(message).toMatch(/"Warehouse" is attached to the group "Analytics" twice.*"Remove From Group".*"Add to Group"/);
	});

	test.each(['dataSource.setAccess', 'dataSource.addToGroup'])('is told by %s also where the access is as wanted', async (operation) => {
		const { message, writes } = await stage.play(operation, { ...pair('Warehouse', 'Analytics'), viewOnly: false });
		expect(message).toMatch(/"Warehouse", or another one, is attached to the group "Analytics" twice.*"Remove From Group"/);
		expect(writes).toEqual([]);
	});

	test('is cured by removing and adding', async () => {
		const removed = await stage.play('dataSource.removeFromGroup', pair('Warehouse', 'Analytics'));
		expect(removed.items).toMatchObject([{ access: 'none', changed: true }]);
		expect(await grantsOf('Analytics')).toEqual(['Ledger: full']);
		const added = await add('Warehouse', 'Analytics', true);
		expect(added.items).toMatchObject([{ access: 'viewOnly', changed: true }]);
		expect((await elsewhere(stage, 'GET', 'groups/4/data_sources')).status).toBe(200);
	});
});

describe('taking away', () => {
	test('what is not there is no change', async () => {
		const { items, writes } = await stage.play('dataSource.removeFromGroup', pair('Payroll', 'Analytics'));
		expect(items).toMatchObject([{ access: 'none', changed: false }]);
		expect(writes).toEqual([]);
	});

	test('from everybody closes a data source that was open to all', async () => {
		await stage.play('dataSource.removeFromGroup', pair('Warehouse', 'default'));
		expect(await grantsOf('default')).toEqual([]);
		expect(await grantsOf('Analytics')).toContain('Warehouse: full');
	});
});

describe('a name', () => {
	test('that two data sources have is refused with both IDs', async () => {
		await elsewhere(stage, 'POST', 'data_sources', { name: 'Ledger', type: 'pg', options: {} });
		const { message, writes } = await add('Ledger', 'People Ops');
		expect(message).toMatch(/"Ledger" is the name of 2 data sources: IDs 2, 4\./);
		expect(writes).toEqual([]);
	});

	test('nobody knows fails its item alone, with near ones', async () => {
		const items = [{ name: 'Ledger' }, { name: 'Warehous' }];
		const played = await add('={{ $json.name }}', 'People Ops', false, { items, ...TOLERANT });
		expect(played.items).toHaveLength(1);
		expect(textOf(played.failures[0])).toMatch(/no data source "Warehous".*Warehouse/);
	});
});
