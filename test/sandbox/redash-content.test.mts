import { keyOf } from '../../sandbox/redash/seed.mts';
import { queryKeyOf } from '../../sandbox/redash/content/index.mts';
import { redashClients, type RedashClient } from './redash-client.mts';

/** What no recording shows of contract section 8, on the default company (ids: sandbox/redash/content/seed.mts). */
const start = redashClients();

const key = (local: string): string => keyOf(`${local}@example.com`);
const [MARIA, LENA, KOFI, YUKI, NADIA, GITA, PRIYA, IVO] = [5, 6, 7, 8, 9, 17, 18, 19];
const NOT_YOURS = "You don't have permission to edit this resource.";

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const ids = (body: any): number[] => (body.results ?? body).map((row: { id: number }) => row.id);

async function listed(client: RedashClient, path: string, who?: string): Promise<number[]> {
	const by = path === 'alerts' ? '' : '?order=created_at&page_size=250';
	return ids((await client.get(`/api/${path}${by}`, who)).body).sort((left, right) => left - right);
}

describe('the blind spot', () => {
	test('an admin misses what is on a data source of no group of theirs, in lists and counters, but reads it by id', async () => {
		const client = await start();
		expect(await listed(client, 'queries')).toEqual([1, 2, 4, 5, 8, 9]);
		expect(await listed(client, 'alerts')).toEqual([1, 2]);
		expect(await listed(client, 'dashboards')).toEqual([1]);
		const { object_counters } = (await client.get('/api/organization/status')).body;
		expect(object_counters).toMatchObject({ alerts: 2, data_sources: 2, queries: 6, dashboards: 4 });
		for (const path of ['queries/6', 'queries/7', 'alerts/3', 'dashboards/4'])
			expect((await client.get(`/api/${path}`)).status).toBe(200);
		expect((await client.get('/api/dashboards/4')).body.widgets[0]).toHaveProperty('visualization');
	});

	test('joining the group shows it', async () => {
		const client = await start();
		await client.post('/api/groups/7/members', { user_id: 1 });
		expect(await listed(client, 'queries')).toEqual([1, 2, 4, 5, 6, 7, 8, 9]);
		expect(await listed(client, 'alerts')).toEqual([1, 2, 3]);
		expect(await listed(client, 'dashboards')).toEqual([1, 4]);
	});

	test('an admin by another group sees by that group', async () => {
		const client = await start();
		expect(await listed(client, 'queries', key('chen.wei'))).toEqual([1, 2, 8, 9]);
		expect((await client.get('/api/queries/4', key('chen.wei'))).status).toBe(200);
	});

	test('own lists: everything of their own that their groups see', async () => {
		const client = await start();
		expect(await listed(client, 'queries/my', key('priya.nair'))).toEqual([6, 7]);
		expect(await listed(client, 'dashboards/my', key('maria.silva'))).toEqual([1, 2]);
		expect(await listed(client, 'dashboards', key('maria.silva'))).toEqual([1, 2]);
		await client.send('DELETE', `/api/groups/7/members/${PRIYA}`);
		expect(await listed(client, 'queries/my', key('priya.nair'))).toEqual([]);
		expect((await client.get('/api/queries/6', key('priya.nair'))).status).toBe(403);
		expect(await listed(client, 'dashboards/my', key('priya.nair'))).toEqual([4]);
	});

	test('somebody without access gets the dashboard, but widgets without content', async () => {
		const client = await start();
		const { body } = await client.get('/api/dashboards/4', key('gita.rao'));
		expect(body).toMatchObject({ can_edit: false, widgets: [{ restricted: true }] });
		expect(body.widgets[0]).not.toHaveProperty('visualization');
		expect((await client.get('/api/queries/6', key('gita.rao'))).status).toBe(403);
		expect((await client.get('/api/alerts/3', key('gita.rao'))).status).toBe(403);
	});

	test('the list of archived queries lacks drafts of others', async () => {
		const client = await start();
		await client.del('/api/queries/2');
		expect(await listed(client, 'queries/archive')).toEqual([3]);
		expect(await listed(client, 'queries/archive', key('maria.silva'))).toEqual([2, 3]);
		expect((await client.get('/api/queries/2')).body).toMatchObject({ is_archived: true, is_draft: true });
	});

	test('what `q` looks at, and orders', async () => {
		const client = await start();
		const found = async (path: string) => ids((await client.get(`/api/${path}`)).body);
		expect(await found('queries?q=REVENUE')).toEqual([1]);
		expect(await found('queries?q=balance%20acc')).toEqual([5]);
		expect(await found('queries?q=fischer')).toEqual([]);
		expect(await found('queries?order=-name')).toEqual([8, 1, 4, 9, 2, 5]);
		expect((await found('queries?order=created_by')).slice(0, 1)).toEqual([8]);
		expect(await found('dashboards?q=comp_ny%25')).toEqual([1]);
	});
});

describe('hand-over', () => {
	test.each([
		['disabled', LENA],
		['pending', NADIA],
		['without access to the data source', GITA],
	])('to somebody %s: not checked', async (_, heir) => {
		const client = await start();
		const { status, body } = await client.post('/api/queries/6', { user_id: heir });
		expect([status, body.user.id]).toEqual([200, heir]);
	});

	test('last modifier: the caller, or the heir where the caller was it before; the answer shows the caller', async () => {
		const client = await start();
		const modifier = async () => (await client.get('/api/queries/1')).body.last_modified_by.id;
		expect((await client.post('/api/queries/1', { user_id: KOFI })).body.last_modified_by.id).toBe(1);
		expect(await modifier()).toBe(1);
		expect((await client.post('/api/queries/1', { user_id: YUKI })).body.last_modified_by.id).toBe(1);
		expect(await modifier()).toBe(YUKI);
	});

	test('ids as text are taken, others are a 500 that changes nothing', async () => {
		const client = await start();
		for (const user_id of [999, null, 'x', {}])
			expect((await client.post('/api/queries/1', { user_id, name: 'Changed' })).status).toBe(500);
		expect((await client.get('/api/queries/1')).body).toMatchObject({
			name: 'Revenue by month',
			user: { id: MARIA },
		});
		expect((await client.post('/api/queries/1', { user_id: String(KOFI) })).body.user.id).toBe(KOFI);
	});

	test('a pending owner can be deleted once all is handed over', async () => {
		const client = await start();
		expect((await client.del(`/api/users/${IVO}`)).status).toBe(500);
		await client.post('/api/queries/8', { user_id: MARIA });
		expect((await client.del(`/api/users/${IVO}`)).status).toBe(200);
		expect((await client.get('/api/queries/8')).body.user.id).toBe(MARIA);
	});

	test('a stale version is a 409, for schedules too; without a version there is none', async () => {
		const client = await start();
		const schedule = { schedule: null };
		expect((await client.post('/api/queries/4', { ...schedule, version: 2 })).status).toBe(409);
		expect((await client.get('/api/queries/4')).body.schedule).toMatchObject({ interval: 3600 });
		expect((await client.post('/api/queries/4', { ...schedule, version: 1 })).body.schedule).toBeNull();
		expect((await client.post('/api/dashboards/1', { name: 'X', version: 1 })).status).toBe(409);
		expect((await client.post('/api/dashboards/1', { name: 'X', version: 2 })).body).toMatchObject({ version: 3 });
		expect((await client.post('/api/dashboards/1', { user_id: KOFI })).body).toMatchObject({
			version: 3,
			user_id: MARIA,
		});
	});
});

describe('rights on one thing', () => {
	const grant = (user_id: unknown, access_type: unknown = 'modify') => ({ access_type, user_id });

	test.each([
		['queries/1', grant(KOFI, 'own'), 400, 'Unknown access type.'],
		['queries/1', grant(999), 400, 'User not found.'],
		['dashboards/1', grant(999), 400, 'User not found.'],
		['queries/1', { user_id: KOFI }, 500, 'Internal Server Error'],
		['queries/1', { access_type: 'modify' }, 500, 'Internal Server Error'],
		['queries/999', grant(KOFI), 404, expect.stringContaining('requested URL was not found')],
		['dashboards/999', grant(KOFI), 404, expect.stringContaining('requested URL was not found')],
		['alerts/1', grant(KOFI), 404, expect.stringContaining('requested URL was not found')],
	])('%s with %j: %i', async (path, body, status, message) => {
		const client = await start();
		const reply = await client.post(`/api/${path}/acl`, body);
		expect([reply.status, reply.body.message]).toEqual([status, message]);
	});

	test('granting again gives the same row; revoking takes it, and once more', async () => {
		const client = await start();
		const first = (await client.post('/api/dashboards/1/acl', grant(KOFI))).body;
		expect((await client.post('/api/dashboards/1/acl', grant(KOFI))).body).toEqual(first);
		expect(first).toMatchObject({ object_type: 'dashboards', object_id: 1, grantor: 1, grantee: KOFI });
		expect((await client.get('/api/dashboards/1/acl')).body).toEqual({
			modify: [expect.objectContaining({ id: KOFI })],
		});
		expect((await client.get('/api/dashboards/1/acl/modify', key('kofi.mensah'))).body).toEqual({ response: true });
		for (let times = 0; times < 2; times++)
			expect((await client.send('DELETE', '/api/dashboards/1/acl', { body: grant(KOFI) })).body).toBeNull();
		expect((await client.get('/api/dashboards/1/acl')).body).toEqual({});
	});

	test('an editor may change it, but neither grant, archive, renew its key nor share it', async () => {
		const client = await start();
		const kofi = key('kofi.mensah');
		expect((await client.get('/api/queries/2', kofi)).body.can_edit).toBe(true);
		expect((await client.post('/api/queries/2', { name: 'Churn' }, kofi)).status).toBe(200);
		expect((await client.post('/api/queries/1', { name: 'Churn' }, kofi)).status).toBe(403);
		for (const path of ['queries/2/acl', 'queries/2/regenerate_api_key', 'dashboards/1/share']) {
			const reply = await client.post(`/api/${path}`, grant(YUKI), kofi);
			expect([path, reply.status, reply.body.message]).toEqual([path, 403, NOT_YOURS]);
		}
		expect((await client.del('/api/queries/2', kofi)).status).toBe(403);
		expect((await client.del('/api/alerts/1', kofi)).body.message).toBe(NOT_YOURS);
		expect((await client.post('/api/query_snippets/1', { snippet: '' }, kofi)).body.message).toBe(NOT_YOURS);
	});
});

describe('copies', () => {
	test('of a query: draft of the caller, no schedule, a name that grows', async () => {
		const client = await start();
		const copy = (await client.post('/api/queries/1/fork')).body;
		expect(copy).toMatchObject({
			name: 'Copy of (#1) Revenue by month',
			is_draft: true,
			schedule: null,
			user: { id: 1 },
			visualizations: [{ type: 'TABLE' }],
		});
		expect(copy.api_key).not.toBe(queryKeyOf(1));
		expect((await client.post(`/api/queries/${copy.id}/fork`)).body.name).toBe(
			`Copy of (#${copy.id}) Copy of (#1) Revenue by month`,
		);
		expect((await client.post('/api/queries/999/fork')).status).toBe(404);
	});

	test('view only is not enough for one', async () => {
		const client = await start();
		expect((await client.get('/api/queries/4', key('kofi.mensah'))).status).toBe(200);
		expect((await client.post('/api/queries/4/fork', {}, key('kofi.mensah'))).status).toBe(403);
		const body = { name: 'x', query: 'select 1', data_source_id: 2, schedule: null, options: {} };
		expect((await client.post('/api/queries', body, key('kofi.mensah'))).status).toBe(403);
	});

	test('of a shared dashboard: not shared; a slug is used once', async () => {
		const client = await start();
		const slugs = [];
		for (let times = 0; times < 2; times++) {
			const { id, slug } = (await client.post('/api/dashboards/3/fork')).body;
			slugs.push(slug);
			const whole = (await client.get(`/api/dashboards/${id}`)).body;
			expect(whole).toMatchObject({ name: 'Copy of (#3) Quarter close', is_draft: true, user_id: 1 });
			expect(whole).not.toHaveProperty('public_url');
			expect(whole.widgets).toHaveLength(2);
		}
		expect(slugs).toEqual(['copy-of-3-quarter-close', 'copy-of-3-quarter-close_1']);
	});
});
