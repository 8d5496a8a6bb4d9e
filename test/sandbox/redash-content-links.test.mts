import { Clock } from '../../sandbox/frame/clock.mts';
import { fillCompany, install } from '../../sandbox/redash/company.mts';
import {
	addQueries,
	contentState,
	queryKeyOf,
	seedContent,
	shareTokenOf,
} from '../../sandbox/redash/content/index.mts';
import { ACME_KEY, keyOf } from '../../sandbox/redash/seed.mts';
import { readSettings, SWITCHES } from '../../sandbox/redash/switches.mts';
import { World } from '../../sandbox/redash/world.mts';
import { redashClients, type RedashClient } from './redash-client.mts';

/** Content that acts without its owner, what goes with what, and the seed (contract 8, 16.12). */
const start = redashClients();

const key = (local: string): string => keyOf(`${local}@example.com`);

interface Item {
	readonly kind: string;
	readonly id: number;
	readonly [name: string]: unknown;
}

async function content(client: RedashClient): Promise<Item[]> {
	return (await client.control('state')).content;
}

async function item(client: RedashClient, kind: string, id: number): Promise<Item | undefined> {
	return (await content(client)).find((one) => one.kind === kind && one.id === id);
}

describe('public links', () => {
	const visit = (client: RedashClient, token: string) => client.get(`/api/dashboards/public/${token}`, '');

	test('drafts and archived dashboards answer without key', async () => {
		const client = await start();
		const draft = await visit(client, shareTokenOf(3));
		expect([draft.status, draft.body.name]).toEqual([200, 'Quarter close']);
		expect(JSON.stringify(draft.body)).not.toMatch(/example\.com|[A-Za-z0-9]{40}/);
		expect((await client.del('/api/dashboards/1')).body.is_archived).toBe(true);
		expect((await visit(client, shareTokenOf(1))).body.widgets).toHaveLength(2);
		expect(await item(client, 'dashboard', 1)).toMatchObject({ archived: true, shared: true });
	});

	test('sharing twice makes two links; each revoke takes one', async () => {
		const client = await start();
		const { body } = await client.post('/api/dashboards/1/share');
		expect(body.public_url).toBe(`${client.url}/public/dashboards/${body.api_key}?org_slug=default`);
		expect((await client.get('/api/dashboards/1')).body.api_key).toBe(shareTokenOf(1));
		await client.del('/api/dashboards/1/share');
		expect((await visit(client, shareTokenOf(1))).status).toBe(404);
		expect((await visit(client, body.api_key)).status).toBe(200);
		await client.del('/api/dashboards/1/share');
		expect((await visit(client, body.api_key)).status).toBe(404);
		expect((await client.get('/api/dashboards/1')).body).not.toHaveProperty('public_url');
	});

	test('the page behind a link', async () => {
		const client = await start();
		const open = () => client.get(`/public/dashboards/${shareTokenOf(1)}?org_slug=default`, '');
		expect(await open()).toMatchObject({ status: 200, type: 'text/html' });
		await client.del('/api/dashboards/1/share');
		expect((await open()).status).toBe(302);
	});

	test('the slug stands in front on a multi-org server', async () => {
		const client = await start({ multiOrg: 'on' });
		const { body } = await client.get('/api/dashboards/1');
		expect(new URL(body.public_url).pathname).toBe(`/default/public/dashboards/${shareTokenOf(1)}`);
	});
});

describe('query keys', () => {
	test('open their query alone, for reading alone', async () => {
		const client = await start();
		const own = queryKeyOf(4);
		expect((await client.get('/api/queries/4', own)).body.can_edit).toBe(false);
		expect((await client.get('/api/queries/5', own)).status).toBe(404);
		for (const path of ['queries/4', 'queries/4/fork', 'queries/4/regenerate_api_key'])
			expect((await client.post(`/api/${path}`, {}, own)).status).toBe(403);
		expect((await client.del('/api/queries/4', own)).status).toBe(403);
		expect((await client.get('/api/queries', own)).status).toBe(404);
	});

	test('an archived query keeps its key until it is renewed', async () => {
		const client = await start();
		expect((await client.get('/api/queries/3', queryKeyOf(3))).body.is_archived).toBe(true);
		const renewed = (await client.post('/api/queries/3/regenerate_api_key')).body;
		expect(renewed).not.toHaveProperty('visualizations');
		expect((await client.get('/api/queries/3', queryKeyOf(3))).status).toBe(404);
		expect((await client.get('/api/queries/3', renewed.api_key)).status).toBe(200);
	});
});

describe('what archiving takes along', () => {
	test('alerts with their subscriptions, widgets and schedule; coming back brings the query alone', async () => {
		const client = await start();
		expect((await client.del('/api/queries/1')).body).toBeNull();
		expect((await client.get('/api/alerts/1')).status).toBe(404);
		expect((await content(client)).filter(({ kind, id }) => kind === 'subscription' && id <= 2)).toEqual([]);
		expect((await client.get('/api/dashboards/1')).body.widgets).toHaveLength(1);
		await client.post('/api/queries/1', { is_archived: false });
		expect(await item(client, 'query', 1)).toMatchObject({ archived: false, schedule: false });
		expect((await client.get('/api/alerts')).body).toHaveLength(1);
		expect((await client.get('/api/dashboards/1')).body.widgets).toHaveLength(1);
	});

	test('a dashboard in no list, not even in that of its owner, and out of the counter', async () => {
		const client = await start();
		await client.del('/api/dashboards/2');
		expect((await client.get('/api/dashboards/my', key('maria.silva'))).body.count).toBe(1);
		expect((await client.get('/api/organization/status')).body.object_counters.dashboards).toBe(3);
		expect((await client.get('/api/dashboards/2')).body).toMatchObject({ is_archived: true, version: 2 });
		expect((await client.del('/api/dashboards/2')).body.version).toBe(2);
	});

	test('a visualization goes with its widgets', async () => {
		const client = await start();
		const values = { query_id: 1, type: 'CHART', name: 'Bars', options: {} };
		const { id } = (await client.post('/api/visualizations', values, key('maria.silva'))).body;
		const widget = { dashboard_id: 2, visualization_id: id, text: '', width: 1, options: {} };
		expect((await client.post('/api/widgets', widget)).body.visualization).toMatchObject({ id, query: { id: 1 } });
		expect((await client.post('/api/widgets', { ...widget, visualization_id: null })).status).toBe(200);
		expect((await client.del(`/api/visualizations/${id}`, key('kofi.mensah'))).status).toBe(403);
		await client.del(`/api/visualizations/${id}`);
		expect((await client.get('/api/dashboards/2')).body.widgets).toHaveLength(1);
	});
});

describe('alerts, snippets, destinations', () => {
	test('subscribers stay after they left; anybody’s subscription can be deleted by an admin and their own by each', async () => {
		const client = await start();
		const subscribers = async () =>
			(await client.get('/api/alerts/1/subscriptions')).body.map((row: { user: { id: number } }) => row.user.id);
		expect(await subscribers()).toEqual([7, 16]);
		expect((await client.del('/api/alerts/1/subscriptions/2', key('kofi.mensah'))).status).toBe(403);
		expect((await client.del('/api/alerts/1/subscriptions/1', key('kofi.mensah'))).body).toBeNull();
		expect((await client.del('/api/alerts/1/subscriptions/2')).body).toBeNull();
		expect(await subscribers()).toEqual([]);
	});

	test('a destination is told once', async () => {
		const client = await start();
		const [destination] = (await client.get('/api/destinations')).body;
		const subscribe = () => client.post('/api/alerts/1/subscriptions', { destination_id: destination.id });
		expect((await subscribe()).body).toMatchObject({ destination, user: { id: 1 }, alert_id: 1 });
		expect((await subscribe()).status).toBe(500);
	});

	test('muting shows in the options and can be taken back', async () => {
		const client = await start();
		const muted = async () => (await client.get('/api/alerts/1')).body.options.muted;
		expect((await client.post('/api/alerts/1/mute')).body).toBeNull();
		expect(await muted()).toBe(true);
		await client.del('/api/alerts/1/mute');
		expect(await muted()).toBe(false);
	});

	test.each([
		['POST', 'alerts', { name: 'x', options: {} }, 400],
		['POST', 'alerts', { name: 'x', options: {}, query_id: 999 }, 500],
		['POST', 'query_snippets', { trigger: 'x' }, 400],
		['POST', 'query_snippets', { trigger: 'overdue', description: '', snippet: '' }, 500],
		['POST', 'queries', { name: 'x', query: 'select 1' }, 500],
		['POST', 'queries', { name: 'x', query: 'select 1', data_source_id: 999 }, 500],
		['POST', 'queries', { name: 'x', data_source_id: 1 }, 500],
		['POST', 'dashboards', {}, 500],
		['POST', 'widgets', { dashboard_id: 999 }, 500],
		['POST', 'queries/1', '{', 400],
	])('%s /%s %j: %i', async (method, path, body, status) => {
		const client = await start();
		expect((await client.send(method, `/api/${path}`, { body })).status).toBe(status);
	});

	test.each([
		['GET', 'alerts/999', 404],
		['POST', 'alerts/999', 404],
		['POST', 'alerts/999/mute', 404],
		['GET', 'alerts/999/subscriptions', 500],
		['DELETE', 'alerts/1/subscriptions/999', 404],
		['POST', 'queries/999', 404],
		['POST', 'queries/999/regenerate_api_key', 404],
		['POST', 'dashboards/999', 500],
		['POST', 'dashboards/999/share', 500],
		['POST', 'dashboards/999/fork', 500],
		['GET', 'dashboards/my.board', 500],
		['GET', 'query_snippets/999', 404],
		['DELETE', 'query_snippets/999', 404],
		['DELETE', 'widgets/999', 500],
		['DELETE', 'visualizations/999', 404],
	])('missing: %s /%s: %i', async (method, path, status) => {
		const client = await start();
		const body = method === 'POST' ? {} : undefined;
		expect((await client.send(method, `/api/${path}`, { body })).status).toBe(status);
	});
});

describe('versions and organisations', () => {
	test('before 10 dashboards are read and archived by slug, and changed by id', async () => {
		const client = await start({ version: '8' });
		expect((await client.get('/api/dashboards/company-overview')).body.id).toBe(1);
		expect((await client.get('/api/dashboards/1')).status).toBe(404);
		expect((await client.post('/api/dashboards/1', { name: 'Overview' })).status).toBe(200);
		expect((await client.del('/api/dashboards/company-overview')).body.is_archived).toBe(true);
	});

	test('content of another organisation is not there', async () => {
		const client = await start({ multiOrg: 'on' });
		const origin = new URL(client.url).origin;
		const acme = async (path: string) => {
			const headers = { authorization: `Key ${ACME_KEY}` };
			const reply = await fetch(`${origin}/acme/api/${path}`, { headers });
			return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
		};
		for (const path of ['queries/1', 'dashboards/1', 'alerts/1', 'query_snippets/1'])
			expect((await acme(path)).status).toBe(404);
		expect(await acme('query_snippets')).toEqual({ status: 200, body: [] });
		expect(await acme('destinations')).toEqual({ status: 200, body: [] });
		expect((await acme('queries')).body.count).toBe(0);
		expect((await acme('organization/status')).body.object_counters).toMatchObject({ dashboards: 0 });
	});
});

describe('the seed', () => {
	test('holds the traps, and its state no key', async () => {
		const client = await start();
		const items = await content(client);
		const find = (wanted: Record<string, unknown>) =>
			items.filter((one) => Object.entries(wanted).every(([name, value]) => one[name] === value));
		const lena = 'lena.fischer@example.com';
		expect((await client.account(lena)).state).toBe('disabled');
		expect(find({ kind: 'query', owner: lena, schedule: true })).toHaveLength(2);
		expect(find({ kind: 'dashboard', owner: lena, draft: true, shared: true })).toHaveLength(1);
		expect(find({ kind: 'query', owner: 'priya.nair@example.com', dataSource: 'Payroll' })).toHaveLength(2);
		expect((await client.account('omar.haddad@example.com')).state).toBe('disabled');
		expect(find({ kind: 'subscription', owner: 'omar.haddad@example.com' })).toHaveLength(1);
		const maria = find({ owner: 'maria.silva@example.com' });
		expect(
			maria.map(({ kind, draft, archived, shared, schedule }) => [kind, draft, archived, shared, schedule]),
		).toEqual([
			['query', false, false, false, true],
			['query', true, false, false, false],
			['query', false, true, false, false],
			['dashboard', false, false, true, false],
			['dashboard', true, false, false, false],
			['alert', false, false, false, false],
			['snippet', false, false, false, false],
		]);
		expect(maria[1]).toMatchObject({ editors: ['kofi.mensah@example.com'], dataSource: 'Warehouse' });
		expect(JSON.stringify(items)).not.toMatch(/[A-Za-z0-9]{40}/);
	});

	test('many queries of one person', () => {
		const initial = Object.fromEntries(Object.entries(SWITCHES).map(([name, { initial: value }]) => [name, value]));
		const world = new World(readSettings(initial), new Clock());
		install(world);
		fillCompany(world);
		seedContent(world);
		const owner = 'gita.rao@example.com';
		expect(addQueries(world, { count: 300, owner })).toHaveLength(300);
		const own = contentState(world).filter((one) => one.owner === owner);
		expect([own.length, own.filter((one) => one.schedule).length]).toEqual([300, 30]);
		expect(() => addQueries(world, { count: 1, owner: 'nobody@example.com' })).toThrow('nobody@example.com');
	});
});
