/** One thing fails: the rest is done all the same, the row names the step and why, and a second run ends it. */
import { accountIn, ALL, biStage, each, heir, inAll, of, playing, rowOf, type ToolName } from './stage.mts';

const stage = biStage();
const offboard = playing(stage, 'person.offboard');
const onboard = playing(stage, 'person.onboard');

const QUICK = { options: { maxWait: 0 } };
const MARIA = { email: 'maria.silva@example.com', ...heir('grace.okafor'), removeAccess: true, ...QUICK };
const CLOSED: Record<ToolName, string> = { metabase: 'inactive', redash: 'inactive', sisense: 'active', superset: 'inactive' };

/** Which requests of a tool fail, the step that needs them, and whether the account is closed all the same. */
const FAILURES: Array<[ToolName, string, string, 'partial' | 'failed']> = [
	['superset', '503:1@PUT /api/v1/chart', 'handOver', 'partial'],
	['superset', 'html:1@GET /csrf_token', 'handOver', 'partial'],
	['superset', '503:1@PUT /roles/', 'removeAccess', 'partial'],
	['superset', '503:1@PUT /security/users', 'close', 'failed'],
	['redash', '503:1@POST /api/queries', 'handOver', 'partial'],
	['redash', '503:1@/regenerate_api_key', 'cut', 'partial'],
	['redash', '503:1@DELETE /members', 'removeAccess', 'partial'],
	['redash', '503:1@/disable', 'close', 'failed'],
	['metabase', '503:1@PUT /password', 'cut', 'partial'],
	['metabase', '503:1@PUT /api/notification', 'handOver', 'partial'],
	['metabase', '503:1@DELETE /permissions/membership', 'removeAccess', 'partial'],
	['metabase', '503:1@DELETE /api/user', 'close', 'failed'],
	// Sessions that go on are a door that stands open.
	['sisense', '503:1@/admin/logout', 'cut', 'failed'],
	['sisense', '503:1@/change_owner', 'handOver', 'partial'],
	['sisense', '503:1@PATCH /api/v1/folders', 'handOver', 'partial'],
	['sisense', '503:1@PATCH /api/v1/users', 'removeAccess', 'failed'],
];

describe('a departure', () => {
	test.each(FAILURES)('in %s with %s: fails in %s and ends %s, names it, and is ended by a second run', async (tool, spec, step, status) => {
		await stage.on(tool, 'faults', { spec });
		const first = await offboard({ ...MARIA, tools: [tool] });
		expect(first.message).toBe('');
		expect(first.items).toMatchObject([{ status, step, message: expect.stringMatching(/\S.{20}/) }]);
		const now = await accountIn(stage, tool, 'maria.silva');
		if (status === 'partial') expect(now?.state).toBe(CLOSED[tool]);
		else if (tool !== 'sisense') expect(now?.state).toBe('active');
		await stage.on(tool, 'faults', { spec: '' });
		const second = await offboard({ ...MARIA, tools: [tool] });
		expect(second.items).toMatchObject([{ status: expect.stringMatching(/^(done|already|lockedOut)$/), step: null, message: null }]);
		// What ends with the closed account, but would come back with it, nobody can make good any more.
		const unseen = second.items[0].status === 'already' && (tool === 'redash' ? /^The API key: .*can not be seen.*enables the account/ : tool === 'metabase' && /^The password: .*can not be seen.*reactivates the account/);
		expect((second.items[0].blindSpots as string[]).filter((one) => /can not be seen/.test(one))).toEqual(unseen ? [expect.stringMatching(unseen)] : []);
		expect(await accountIn(stage, tool, 'maria.silva')).toMatchObject({ state: CLOSED[tool], access: tool === 'sisense' ? ['consumer'] : tool === 'metabase' ? ['All Users'] : [] });
	});

	test('lists what could not be handed over among what remains, with the reason', async () => {
		await stage.on('superset', 'faults', { spec: '503:1@PUT /api/v1/chart' });
		const one = await offboard({ ...MARIA, tools: ['superset'] });
		expect(one.items[0]).toMatchObject({ moved: [{ type: 'dashboard' }, { type: 'dataset' }], remaining: [{ type: 'chart', name: 'Revenue by month', reason: expect.stringMatching(/did not answer properly/), link: expect.stringContaining('slice_id=1') }] });
		expect(one.items[0].message).toContain('chart "Revenue by month" (ID 1)');
		await stage.reset();
		await stage.on('superset', 'faults', { spec: 'html:1@GET /csrf_token' });
		const all = await offboard({ ...MARIA, tools: ['superset'] });
		expect(all.items[0].moved).toEqual([]);
		expect(all.items[0].remaining).toHaveLength(3);
	});

	test('whose content can’t be listed closes the account and says so; with Refuse it closes nothing', async () => {
		const lists: Array<[ToolName, string]> = [['superset', '503:1@GET /api/v1/dashboard'], ['redash', '503:1@GET /api/queries'], ['metabase', '503:1@GET /api/search'], ['sisense', '503:1@GET /api/v1/dashboards']];
		for (const [tool, spec] of lists) await stage.on(tool, 'faults', { spec });
		const refused = await offboard({ ...MARIA, whenOwnedContent: 'refuse' });
		expect(each(refused, 'status')).toEqual(inAll('failed'));
		expect([each(refused, 'step'), each(refused, 'changed'), refused.writes]).toEqual([inAll('stock'), inAll(false), []]);
		const played = await offboard(MARIA);
		expect(each(played, 'status')).toEqual(inAll('partial'));
		for (const row of played.items) expect(row).toMatchObject({ step: 'stock', owned: [], moved: [], message: expect.stringMatching(/^What maria\.silva@example\.com owns could not be read: \S/) });
		for (const tool of ALL) expect((await accountIn(stage, tool, 'maria.silva'))?.state).toBe(CLOSED[tool]);
	});

	test('that can’t be read back is done, but not proved', async () => {
		await stage.on('metabase', 'faults', { spec: '503:1@GET /api/user/6' });
		const { items } = await offboard({ ...MARIA, email: 'gita.rao@example.com', tools: ['metabase'] });
		const list = items as Array<{ status: string; proof: unknown }>;
		// Read one by one or in a list: either way it says what is true.
		expect(list).toHaveLength(1);
		expect(await accountIn(stage, 'metabase', 'gita.rao')).toMatchObject({ state: 'inactive' });
		await stage.reset();
		await stage.on('redash', 'faults', { spec: '503:1@GET /api/users/17' });
		const redash = await offboard({ email: 'gita.rao@example.com', tools: ['redash'], ...QUICK });
		expect(redash.items).toMatchObject([{ status: 'partial', proof: null }]);
		expect(await accountIn(stage, 'redash', 'gita.rao')).toMatchObject({ state: 'inactive' });
	});
});

describe('an arrival', () => {
	const GRANTS = { supersetRoles: 'Alpha', redashGroups: 'Analytics, People Ops', metabaseGroups: 'Analytics', sisenseRole: 'Designer', sisenseGroups: 'Analytics' };
	const NEW = { email: 'new@example.com', firstName: 'New', grants: GRANTS, ...QUICK };

	test('that loses its groups on the way says that the account is there, and a second run gives them', async () => {
		await stage.on('redash', 'faults', { spec: '503:1@/members' });
		const first = await onboard(NEW);
		expect(each(first, 'status')).toEqual({ ...inAll('created'), redash: 'failed' });
		expect(rowOf(first, 'redash')).toMatchObject({ step: 'change', changed: true, added: [], message: expect.stringMatching(/The account was created\./) });
		await stage.on('redash', 'faults', { spec: '' });
		const second = await onboard(NEW);
		expect(each(second, 'status')).toEqual({ ...inAll('unchanged'), redash: 'updated' });
		expect((await accountIn(stage, 'redash', 'new'))?.access).toEqual(['Analytics', 'People Ops', 'default']);
	});

	test('of somebody who is there, which fails on the way, tells what was written all the same', async () => {
		await stage.on('redash', 'faults', { spec: '503:1@POST /api/users/' });
		const wish = { email: 'gita.rao@example.com', firstName: 'Gita', lastName: 'Lund', tools: ['redash'], grants: { redashGroups: 'Analytics' }, options: { ...QUICK.options, updateNames: true } };
		const first = await onboard(wish);
		expect(first.items).toMatchObject([{ status: 'failed', step: 'change', changed: true, added: [{ kind: 'group', name: 'Analytics' }], name: 'Gita Rao' }]);
		expect(first.items[0].access).toContainEqual({ kind: 'group', name: 'Analytics' });
		await stage.on('redash', 'faults', { spec: '' });
		expect((await onboard(wish)).items).toMatchObject([{ status: 'updated', added: [], name: 'Gita Lund' }]);
	});

	test.each([
		['superset', 'lost:1@POST /security/users#1'],
		['redash', 'lost:1@POST /api/users#1'],
		['redash', 'lost:1@POST /members#1'],
		['metabase', 'lost:1@POST /api/user#1'],
		['sisense', 'lost:1@POST /api/v1/users#1'],
	] as Array<[ToolName, string]>)('in %s whose answer got lost (%s) makes one account', async (tool, spec) => {
		await stage.on(tool, 'faults', { spec });
		const { items } = await onboard({ ...NEW, options: {}, tools: [tool] });
		expect(items).toMatchObject([{ status: 'created', step: null }]);
		const { accounts } = await stage.on(tool, 'state');
		expect((accounts as Array<{ email: string }>).filter(({ email }) => email === 'new@example.com')).toHaveLength(1);
		expect((await onboard({ ...NEW, tools: [tool] })).items).toMatchObject([{ status: 'unchanged' }]);
	});

	test.each(ALL)('in %s that does not answer is a failed row, and the others are served', async (tool) => {
		await stage.on(tool, 'faults', { spec: '503:1' });
		const played = await onboard(NEW);
		expect(played.message).toBe('');
		expect(each(played, 'status')).toEqual({ ...inAll('created'), [tool]: 'failed' });
		expect(rowOf(played, tool)).toMatchObject({ step: 'find', id: null, message: expect.stringMatching(/did not answer properly|not available/), by: null });
		expect(rowOf(played, tool).server).toBe(stage.sandbox.tools[tool].url);
		expect(of(played.writes, tool).filter(({ status }) => status < 400 && status > 0)).toEqual([]);
	});
});
