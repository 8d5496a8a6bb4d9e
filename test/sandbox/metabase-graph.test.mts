import { FINANCE, idOf, INTERNS, PEOPLE_OPS, SYNC_KEY } from '../../sandbox/metabase/seed.mts';
import { metabaseClients } from './metabase-client.mts';

/** Contract sections 5 and 6: API keys and the permission graph. */
const start = metabaseClients();
const VERSIONS = ['v49', 'v54', 'v57', 'v60'];

describe('API keys', () => {
	const KEYS = '/api/api-key';

	test.each(VERSIONS)('%s: the key itself is told once, and again when it is renewed', async (version) => {
		const client = await start({ version });
		const made = (await client.post(KEYS, { name: 'Mine', group_id: 2 }, await client.as('admin'))).body;
		expect(made.unmasked_key).toMatch(/^mb_/);
		expect([made.group, made.creator_id, made.updated_by.id]).toEqual([{ id: 2, name: 'Administrators' }, 1, 1]);
		expect(made.masked_key).not.toBe(made.unmasked_key);
		const listed = (await client.get(KEYS)).body;
		expect(listed.some((row: object) => 'unmasked_key' in row)).toBe(false);
		expect((await client.get(`${KEYS}/count`)).body).toBe(listed.length);
		const renewed = (await client.put(`${KEYS}/${made.id}/regenerate`)).body.unmasked_key;
		expect((await client.get('/api/user', { key: made.unmasked_key })).status).toBe(401);
		expect((await client.get('/api/user', { key: renewed })).status).toBe(200);
	});

	test('a name is taken; another group changes what the key may do', async () => {
		const client = await start();
		expect((await client.post(KEYS, { name: 'n8n', group_id: 2 })).body.errors).toEqual({
			name: 'An API key with this name already exists.',
		});
		await client.put(`${KEYS}/3`, { name: 'Sync', group_id: 2 });
		expect((await client.get('/api/user', { key: SYNC_KEY })).status).toBe(200);
		expect((await client.account(22)).name).toBe('Sync');
		expect((await client.put(`${KEYS}/99`, {})).status).toBe(404);
	});

	test('a leaver’s keys are found by creator_id; a deleted one leaves an inactive account', async () => {
		const client = await start();
		const { body } = await client.get(KEYS);
		const theirs = body.filter((row: { creator_id: number }) => row.creator_id === idOf('lena.fischer'));
		expect(theirs).toMatchObject([{ id: 3, name: 'Dashboard sync' }]);
		expect((await client.del(`${KEYS}/3`)).status).toBe(204);
		expect((await client.account(22)).state).toBe('deactivated');
		expect((await client.get('/api/user/current', { key: SYNC_KEY })).status).toBe(401);
	});
});

describe('the permission graph', () => {
	const GRAPH = '/api/permissions/graph';
	const STALE = /^Looks like someone else edited the permissions/;
	const sql = { 'view-data': 'unrestricted', 'create-queries': 'query-builder-and-native' };

	test.each([
		['v49', { data: { native: 'write', schemas: 'all' } }],
		['v54', sql],
		['v60', sql],
	])('%s: words, with nothing where nothing is', async (version, full) => {
		const client = await start({ version });
		const { body } = await client.get(GRAPH);
		expect(body.revision).toBe(3);
		expect(body.groups[2]).toEqual({ 1: full, 2: full, 3: full });
		expect(body.groups[1]).toEqual({ 1: full });
		expect(INTERNS in body.groups).toBe(false);
	});

	test('parts of it carry the revision too', async () => {
		const client = await start();
		const { body } = await client.get(`${GRAPH}/group/${FINANCE}`);
		expect(body).toEqual({
			revision: 3,
			groups: { [FINANCE]: { 2: { 'view-data': 'unrestricted', 'create-queries': 'query-builder' } } },
		});
		const payroll = (await client.get(`${GRAPH}/db/3`)).body;
		expect(Object.keys(payroll.groups)).toEqual(['2', String(PEOPLE_OPS)]);
	});

	test('only what is sent is changed and echoed; defaults vanish', async () => {
		const client = await start();
		const change = { [INTERNS]: { 2: sql }, [FINANCE]: { 2: { 'view-data': 'blocked', 'create-queries': 'no' } } };
		const { status, body } = await client.put(GRAPH, { revision: 3, groups: change });
		expect([status, body]).toEqual([200, { revision: 4, groups: { [INTERNS]: { 2: sql } } }]);
		const short = await client.put(`${GRAPH}?skip-graph=true`, { revision: 4, groups: change });
		expect(short.body).toEqual({ revision: 5 });
	});

	test('a stale revision is a 409 in words, unless forced', async () => {
		const client = await start();
		const body = { revision: 2, groups: { [INTERNS]: { 2: sql } } };
		const stale = await client.put(GRAPH, body);
		expect([stale.status, stale.type]).toEqual([409, 'text/plain']);
		expect(stale.body).toMatch(STALE);
		expect((await client.put(`${GRAPH}?force=true`, body)).status).toBe(200);
		const old = await start({ version: 'v49' });
		const words = { revision: 2, groups: { [INTERNS]: { 2: { data: { schemas: 'all' } } } } };
		expect((await old.put(`${GRAPH}?force=true`, words)).status).toBe(409);
	});

	test('unknown words, words of another generation', async () => {
		const client = await start();
		const put = async (words: object) =>
			(await client.put(GRAPH, { revision: 3, groups: { [INTERNS]: { 2: words } } })).status;
		expect(await put({ 'view-data': 'everything' })).toBe(400);
		expect(await put({ data: { schemas: 'all' } })).toBe(400);
		expect(await put({ 'create-queries': { public: { 5: 'query-builder' } } })).toBe(200);
	});

	test('SQL without data: raised on oss, refused on ee; sandboxes are paid for, even none', async () => {
		const words = { 'view-data': 'blocked', 'create-queries': 'query-builder-and-native' };
		const body = { revision: 3, groups: { [INTERNS]: { 2: words } } };
		const [oss, ee] = [await start(), await start({ edition: 'ee' })];
		expect((await oss.put(GRAPH, body)).body.groups[INTERNS]).toEqual({ 2: sql });
		expect((await ee.put(GRAPH, body)).status).toBe(400);
		const paid = await oss.put(GRAPH, { revision: 4, groups: {}, sandboxes: [] });
		expect([paid.status, paid.body.status]).toEqual([402, 'error-premium-feature-not-available']);
		expect((await ee.put(GRAPH, { revision: 3, groups: {}, sandboxes: [] })).status).toBe(200);
	});

	test('a fresh server takes revision 0', async () => {
		const client = await start({}, { fresh: true });
		expect((await client.put(GRAPH, { revision: 0, groups: {} })).body).toEqual({ revision: 1, groups: {} });
	});

	test.each([
		['v54', { root: 'none', 20: 'none', 21: 'none' }],
		['v57', {}],
	])('%s: the collection graph and `none`', async (version, empty) => {
		const client = await start({ version });
		const { body } = await client.get('/api/collection/graph');
		expect(body.groups[INTERNS]).toEqual(empty);
		const stale = await client.put('/api/collection/graph', { revision: 1, groups: {} });
		expect([stale.status, STALE.test(stale.body)]).toEqual([409, true]);
		const change = { revision: 2, groups: { [INTERNS]: { root: 'read' } } };
		expect((await client.put('/api/collection/graph', change)).body.revision).toBe(3);
	});
});
