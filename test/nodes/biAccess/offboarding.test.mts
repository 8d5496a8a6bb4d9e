/** Somebody leaves: in each tool what its contract says, in its order, and proved by reading the account again. */
import { accountIn, ALL, biStage, each, everything, heir, inAll, playing, routesOf, rowOf, type ToolName } from './stage.mts';

const stage = biStage();
const offboard = playing(stage, 'person.offboard');

const person = (local: string) => ({ email: `${local}@example.com` });
const MARIA = { ...person('maria.silva'), ...heir('grace.okafor'), removeAccess: true };
const names = (things: unknown) => (things as Array<{ type: string; name: string }>).map(({ type, name }) => `${type} ${name}`);

/** Routes without the ids of things, one for each run of the same. */
const shapeOf = (routes: string[]) => routes.map((one) => one.replace(/\/(\d+|[0-9a-f]{24})(?=\/|$)/g, '/…')).filter((one, at, all) => one !== all[at - 1]);

describe('the order of the writes', () => {
	test.each([
		// Closing ends everything at once; what comes after may be repeated.
		['superset', ['PUT /api/v1/security/users/…', 'PUT /api/v1/dashboard/…', 'PUT /api/v1/chart/…', 'PUT /api/v1/dataset/…', 'PUT /api/v1/security/roles/…/users']],
		// A key can't be renewed once its owner is disabled, and would come back to life.
		[
			'redash',
			['POST /api/queries/…', 'POST /api/dashboards/…/acl', 'POST /api/users/…/regenerate_api_key', 'POST /api/users/…/disable', 'DELETE /api/groups/…/members/…'],
		],
		// A password can't be replaced once its owner is deactivated.
		['metabase', ['PUT /api/user/…/password', 'POST /api/ee/notifications/bulk', 'PUT /api/notification/…', 'DELETE /api/user/…', 'DELETE /api/permissions/membership/…']],
		// Ways in first; who has lost the rights can't own any more; the account last.
		[
			'sisense',
			[
				'PATCH /api/users/…',
				'POST /api/v1/dashboards/…/change_owner',
				'POST /api/shares/dashboard/…',
				'POST /api/v1/dashboards/…/change_owner',
				'POST /api/shares/dashboard/…',
				'PATCH /api/v1/folders/…',
				'PATCH /api/v1/users/…',
			],
		],
	] as Array<[ToolName, string[]]>)('in %s is that of its contract', async (tool, order) => {
		const { writes } = await offboard({ ...MARIA, tools: [tool] });
		expect(shapeOf(routesOf(writes, tool))).toEqual(order);
	});

	test('in Sisense ends sessions after the password, or the person would be in again', async () => {
		const { requests } = await offboard({ ...MARIA, tools: ['sisense'] });
		const routes = shapeOf(routesOf(requests, 'sisense'));
		expect(routes.indexOf('GET /api/v1/authentication/admin/logout')).toBe(routes.indexOf('PATCH /api/users/…') + 1);
	});
});

describe('what is left of somebody', () => {
	test('is told by tool: state, proof, what moved, what did not and why, with links', async () => {
		const played = await offboard(MARIA);
		expect(played.message).toBe('');
		expect(played.items.map(({ tool }) => tool)).toEqual(ALL);
		expect(each(played, 'status')).toEqual({ metabase: 'done', redash: 'done', sisense: 'lockedOut', superset: 'done' });
		expect(each(played, 'changed')).toEqual(inAll(true));
		expect(each(played, 'message')).toEqual(inAll(null));
		expect(each(played, 'proof')).toEqual({
			metabase: { state: 'inactive', admin: false, access: [{ kind: 'group', name: 'All Users' }] },
			redash: { state: 'inactive', admin: false, access: [], keyRefused: true },
			sisense: { state: 'active', admin: false, access: [{ kind: 'role', name: 'Viewer' }, { kind: 'group', name: 'Everyone' }] },
			superset: { state: 'inactive', admin: false, access: [] },
		});
		expect(names(rowOf(played, 'superset').moved)).toEqual(['dashboard Company overview', 'chart Revenue by month', 'dataset orders']);
		expect(names(rowOf(played, 'redash').moved)).toEqual(['query Revenue by month', 'query Churn, first idea', 'query Revenue 2024']);
		expect(names(rowOf(played, 'metabase').moved)).toEqual(['alert Orders per day']);
		expect(names(rowOf(played, 'sisense').moved)).toEqual(['dashboard Company overview', 'dashboard Revenue by month', 'folder Company', 'folder Reports']);
		expect([rowOf(played, 'superset').remaining, rowOf(played, 'sisense').remaining]).toEqual([[], []]);
		const { url } = stage.sandbox.tools.redash;
		expect(rowOf(played, 'redash').remaining).toEqual([
			{ type: 'dashboard', id: '1', name: 'Company overview', reason: expect.stringMatching(/can't change the owner of a dashboard; its public link still works/), link: `${url}/dashboards/1` },
			{ type: 'alert', id: '1', name: 'Revenue low', reason: expect.any(String), link: `${url}/alerts/1` },
			{ type: 'snippet', id: '1', name: 'thisyear', reason: expect.any(String), link: `${url}/query_snippets/1` },
		]);
		expect(rowOf(played, 'redash').did).toContain('dashboard "Company overview" (ID 1): successor may edit');
		expect(names(rowOf(played, 'metabase').remaining)).toEqual(expect.arrayContaining(['dashboard Revenue', 'question Orders per day', 'subscription Revenue', 'collection Personal collection']));
		expect(rowOf(played, 'redash').blindSpots).toEqual([expect.stringContaining('Payroll'), expect.stringMatching(/^3 dashboards of other people/)]);
		expect(rowOf(played, 'superset').blindSpots).toContainEqual(expect.stringContaining('Saved queries'));
	});

	test('is so on the servers: closed, without access, and the successor has what moved', async () => {
		await offboard(MARIA);
		expect(await accountIn(stage, 'metabase', 'maria.silva')).toMatchObject({ state: 'inactive', access: ['All Users'] });
		expect(await accountIn(stage, 'redash', 'maria.silva')).toMatchObject({ state: 'inactive', access: [] });
		expect(await accountIn(stage, 'sisense', 'maria.silva')).toMatchObject({ state: 'active', access: ['consumer'] });
		expect(await accountIn(stage, 'superset', 'maria.silva')).toMatchObject({ state: 'inactive', access: [] });
		const { redash, superset, sisense } = (await everything(stage)) as Record<ToolName, { content: never }>;
		const owners = (superset.content as Array<{ owners: string[] }>).flatMap((one) => one.owners);
		expect([owners.includes('maria.silva'), owners.filter((one) => one === 'grace.okafor').length]).toEqual([false, 3]);
		const queries = (redash.content as Array<{ kind: string; id: number; owner: string }>).filter(({ kind, id }) => kind === 'query' && id <= 3);
		expect(queries.map(({ owner }) => owner)).toEqual(Array(3).fill('grace.okafor@example.com'));
		const { dashboards, folders } = sisense.content as { dashboards: Array<{ owner: string; shares: Array<{ with: string }> }>; folders: Array<{ owner: string }> };
		expect([...dashboards, ...folders].filter(({ owner }) => owner === 'maria.silva@example.com')).toEqual([]);
	});

	test('stays so when it is run again: nothing is written where the account is closed', async () => {
		await offboard(MARIA);
		const before = await everything(stage);
		const again = await offboard(MARIA);
		expect(each(again, 'status')).toEqual({ metabase: 'already', redash: 'already', sisense: 'lockedOut', superset: 'already' });
		expect(again.writes.filter(({ tool }) => tool !== 'sisense')).toEqual([]);
		for (const tool of ['metabase', 'redash', 'superset'] as const) expect(rowOf(again, tool)).toMatchObject({ changed: false, did: [], moved: [] });
		// Sisense does not tell whether the password is still the one nobody knows.
		expect(rowOf(again, 'sisense').did).not.toContainEqual(expect.stringMatching(/^(Took|Handed)/));
		expect(await everything(stage)).toEqual(before);
	});

	test('of somebody who left long ago is tidied up without opening the account', async () => {
		const played = await offboard({ ...person('lena.fischer'), ...heir('grace.okafor'), removeAccess: true });
		expect(each(played, 'status')).toEqual({ metabase: 'done', redash: 'already', sisense: 'lockedOut', superset: 'already' });
		expect(each(played, 'changed')).toEqual(inAll(true));
		expect(names(rowOf(played, 'superset').moved)).toEqual(['report Weekly revenue', 'dashboard Finance monthly', 'chart Open invoices']);
		expect(names(rowOf(played, 'redash').moved)).toEqual(['query Overdue invoices', 'query Cash position']);
		expect(rowOf(played, 'redash').proof).toEqual({ state: 'inactive', admin: false, access: [] });
		expect(rowOf(played, 'metabase').remaining).toContainEqual(expect.objectContaining({ type: 'apiKey', name: 'Dashboard sync', reason: expect.stringMatching(/goes on working/) }));
		expect(routesOf(played.writes, 'redash').some((route) => /enable|regenerate/.test(route))).toBe(false);
	});
});

describe('a Sisense that stores who is active', () => {
	test.each([
		['new', ['Viewer', 'Everyone']],
		['old', ['Viewer']],
	])('closes the account, generation %s', async (generation, left) => {
		await stage.reset({ 'sisense.active': 'stored', 'sisense.generation': generation });
		const played = await offboard({ ...MARIA, tools: ['sisense'] });
		expect(played.items).toMatchObject([{ status: 'done', proof: { state: 'inactive', access: left.map((name) => ({ name })) } }]);
		expect(await accountIn(stage, 'sisense', 'maria.silva')).toMatchObject({ state: 'inactive', access: ['consumer'] });
		const again = await offboard({ ...MARIA, tools: ['sisense'] });
		expect([again.items, again.writes]).toMatchObject([[{ status: 'already', changed: false }], []]);
	});
});

test('nobody of that e-mail is a row that says so, not an error', async () => {
	const played = await offboard(person('nobody'));
	expect(each(played, 'status')).toEqual(inAll('notFound'));
	for (const row of played.items) expect(row).toMatchObject({ changed: false, id: null, proof: null, did: [], owned: [], step: null });
	expect(played.writes).toEqual([]);
});

test('two accounts of one e-mail are left to a person to decide, and named', async () => {
	const played = await offboard({ ...person('priya.nair'), removeAccess: true });
	expect(each(played, 'status')).toEqual({ metabase: 'notFound', redash: 'done', sisense: 'refused', superset: 'refused' });
	for (const tool of ['sisense', 'superset'] as const) expect(rowOf(played, tool)).toMatchObject({ step: 'find', proof: null, message: expect.stringMatching(/2 \w+ accounts have this e-mail: .*pnair.*by its ID/) });
	expect(await accountIn(stage, 'superset', 'priya.nair')).toMatchObject({ state: 'active' });
});
