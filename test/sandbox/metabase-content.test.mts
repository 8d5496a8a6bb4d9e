import { FINANCE, GLOBEX_READERS, idOf } from '../../sandbox/metabase/seed.mts';
import { metabaseClients } from './metabase-client.mts';

/** Contract sections 7 and 8, editions, tenants and sign-in at a provider. */
const start = metabaseClients();
const VERSIONS = ['v49', 'v54', 'v57', 'v60'];
const [lena, maria] = [idOf('lena.fischer'), idOf('maria.silva')];
const NO_ROUTE = 'API endpoint does not exist.';
interface Row {
	readonly id: number;
	readonly name: string;
}
const idsOf = (rows: Row[]) => rows.map((row) => row.id);

describe('what somebody owns', () => {
	test('search by creator, repeatable, by model and place', async () => {
		const client = await start();
		const search = async (query: string) =>
			(await client.get(`/api/search?${query}`)).body.data.map((row: Row) => row.name);
		expect(await search(`created_by=${lena}`)).toEqual(['Support load', 'Churn', 'Customers', 'Draft of Lena']);
		expect(await search(`created_by=${lena}&models=card&models=dashboard`)).not.toContain('Customers');
		expect(await search(`created_by=${lena}&filter_items_in_personal_collection=exclude`)).toHaveLength(3);
		expect(await search(`created_by=${lena}&created_by=${maria}`)).toHaveLength(6);
		expect(await search(`created_by=${idOf('boris.ivanov')}&archived=true`)).toEqual(['Cost']);
		const { body } = await client.get(`/api/search?created_by=${lena}&limit=1&offset=1`);
		expect([body.total, body.limit, body.offset, idsOf(body.data)]).toEqual([4, 1, 1, [2]]);
	});

	test('the personal collection: for its owner and superusers', async () => {
		const client = await start();
		const { data } = (await client.get('/api/user?query=lena')).body;
		const path = `/api/collection/${data[0].personal_collection_id}/items`;
		expect((await client.get(path)).body.data.map((row: Row) => row.name)).toEqual(['Draft of Lena']);
		expect((await client.get(path, await client.as('ann'))).status).toBe(403);
		expect((await client.get(path, await client.as('lena.fischer'))).status).toBe(200);
	});

	test('an item can be moved, but keeps its creator', async () => {
		const client = await start();
		const { body } = await client.put('/api/card/2', { collection_id: 21, creator_id: maria });
		expect([body.collection_id, body.creator_id]).toEqual([21, lena]);
		expect((await client.put('/api/dashboard/2', { archived: true })).body.archived).toBe(true);
		expect((await client.get('/api/card/99')).body).toBe('Not found.');
		expect((await client.put('/api/card/2', { name: 'X' }, await client.as('ann'))).status).toBe(403);
	});
});

describe('making things', () => {
	const QUESTION = { display: 'table', visualization_settings: {}, dataset_query: { type: 'native', database: 1 } };

	test('who asks is the creator, and somebody else’s personal collection is closed', async () => {
		const client = await start();
		const ann = await client.as('ann');
		const { body: me } = await client.get('/api/user/current', ann);
		const wish = { ...QUESTION, name: 'By Ann', creator_id: maria, collection_id: me.personal_collection_id };
		const { status, body } = await client.post('/api/card', wish, ann);
		expect([status, body.creator_id, body.collection_id]).toEqual([200, me.id, me.personal_collection_id]);
		expect((await client.post('/api/dashboard', wish, await client.as('joann'))).status).toBe(403);
		expect((await client.post('/api/dashboard', { name: 'In the root' }, ann)).body.collection_id).toBeNull();
		expect((await client.post('/api/card', { ...QUESTION, name: ' ' }, ann)).body.errors).toHaveProperty('name');
		expect((await client.post('/api/card', { name: 'No query' }, ann)).body.errors).toHaveProperty('dataset_query');
	});

	test.each(VERSIONS)('an alert on a question goes to whom it is made for: %s', async (version) => {
		const client = await start({ version });
		const ann = await client.as('ann');
		const route = version === 'v49' ? 'alert' : 'notification';
		const body =
			version === 'v49'
				? {
						card: { id: 1 },
						alert_condition: 'rows',
						alert_first_only: false,
						channels: [{ channel_type: 'email', recipients: [{ id: lena }] }],
					}
				: {
						payload_type: 'notification/card',
						payload: { card_id: 1 },
						subscriptions: [{ type: 'notification-subscription/cron', cron_schedule: '0 0 8 * * ? *' }],
						handlers: [{ channel_type: 'channel/email', recipients: [{ user_id: lena }] }],
					};
		const made = await client.post(`/api/${route}`, body, ann);
		expect([made.status, made.body.creator_id]).toEqual([200, idOf('ann')]);
		const { alerts } = (await client.control('state')).content;
		expect(alerts.at(-1)).toMatchObject({ creator: 'ann@example.com', recipients: ['lena.fischer@example.com'] });
		const other = version === 'v49' ? 'notification' : 'alert';
		expect((await client.post(`/api/${other}`, body, ann)).body).toBe(NO_ROUTE);
		const nowhere = version === 'v49' ? { ...body, card: { id: 99 } } : { ...body, payload: { card_id: 99 } };
		expect((await client.post(`/api/${route}`, nowhere, ann)).status).toBe(404);
	});
});

describe('subscriptions', () => {
	test('an admin sees all, others their own; creator_or_recipient means the caller', async () => {
		const client = await start();
		const list = async (query = '', who?: object) => idsOf((await client.get(`/api/pulse${query}`, who)).body);
		expect(await list()).toEqual([1, 2, 3]);
		expect(await list('?archived=true')).toEqual([4]);
		expect(await list('?dashboard_id=2')).toEqual([2]);
		expect(await list('?creator_or_recipient=true')).toEqual([]);
		expect(await list('', await client.as('kofi.mensah'))).toEqual([1]);
	});

	test('a bare address has no id; the creator can’t be set', async () => {
		const client = await start();
		const { recipients } = (await client.get('/api/pulse/1')).body.channels[0];
		expect(recipients.at(-1)).toEqual({ email: 'board@partner.example' });
		const { body } = await client.put('/api/pulse/2', { archived: true, creator_id: maria });
		expect([body.archived, body.creator_id]).toEqual([true, lena]);
	});
});

describe('alerts', () => {
	test('v49: /alert, to read and to archive', async () => {
		const client = await start({ version: 'v49' });
		expect(idsOf((await client.get('/api/alert')).body)).toEqual([1, 2, 3]);
		expect(idsOf((await client.get(`/api/alert?user_id=${idOf('omar.haddad')}`)).body)).toContain(3);
		expect((await client.get('/api/alert?user_id=1', await client.as('ann'))).status).toBe(403);
		expect((await client.put('/api/alert/1', { archived: true })).body.archived).toBe(true);
		expect((await client.get('/api/notification')).body).toBe(NO_ROUTE);
	});

	test('v54: /notification, and /alert only to read', async () => {
		const client = await start({ version: 'v54' });
		expect((await client.get('/api/alert')).status).toBe(200);
		expect((await client.put('/api/alert/1', { archived: true })).body).toBe(NO_ROUTE);
		expect((await client.get('/api/notification')).status).toBe(200);
	});

	test.each(['v57', 'v60'])('%s: filters of /notification', async (version) => {
		const client = await start({ version });
		const list = async (query: string) => idsOf((await client.get(`/api/notification?${query}`)).body);
		expect(await list(`creator_id=${lena}`)).toEqual([1]);
		expect(await list(`creator_id=${lena}&include_inactive=true`)).toEqual([1, 4]);
		expect(await list(`recipient_id=${lena}`)).toEqual([1, 2]);
		expect(await list(`creator_or_recipient_id=${maria}`)).toEqual([1, 2]);
		expect(await list('card_id=5')).toEqual([3]);
		expect((await client.get('/api/alert')).body).toBe(NO_ROUTE);
	});

	test.each([
		['v54', lena],
		['v57', lena],
		['v60', maria],
	])('%s: PUT takes the whole object; the creator is then %i', async (version, creator) => {
		const client = await start({ version });
		const path = '/api/notification/1';
		const whole = (await client.get(path)).body;
		expect((await client.put(path, { creator_id: maria })).status).toBe(400);
		expect((await client.put(path, { ...whole, creator_id: maria })).body.creator_id).toBe(creator);
		expect((await client.put(path, { ...whole, active: false })).body.active).toBe(false);
		expect((await client.get(path)).body.handlers).toEqual(whole.handlers);
	});

	test('bulk: newest ee only', async () => {
		const client = await start({ edition: 'ee' });
		const bulk = (body: object) => client.post('/api/ee/notifications/bulk', body);
		const { body } = await client.get('/api/ee/notifications?creatorless=true');
		expect([idsOf(body.data), body.total, body.limit, body.offset]).toEqual([[3], 1, 50, 0]);
		expect((await client.get('/api/ee/notifications?creator_active=true&limit=1')).body.total).toBe(2);
		const change = { notification_ids: [3, 99], action: 'change-creator' };
		expect((await bulk(change)).status).toBe(400);
		expect((await bulk({ ...change, creator_id: maria })).body).toEqual({ updated: 1 });
		expect((await client.get('/api/ee/notifications/3')).body.creator_id).toBe(maria);
		expect((await bulk({ notification_ids: [1], action: 'archive' })).body).toEqual({ updated: 1 });
		const told = async (set: Record<string, string>) => {
			const reply = await (await start(set)).get('/api/ee/notifications');
			return [reply.status, reply.body.message ?? reply.body];
		};
		expect(await told({})).toEqual([404, NO_ROUTE]);
		expect(await told({ edition: 'ee', version: 'v57' })).toEqual([404, NO_ROUTE]);
		expect((await told({ edition: 'unlicensed' }))[0]).toBe(402);
	});
});

describe('the cascade of ee', () => {
	const path = `/api/ee/audit-app/user/${lena}/subscriptions`;

	test('it archives also what others receive', async () => {
		const client = await start({ edition: 'ee' });
		expect((await client.del(path)).status).toBe(204);
		const { subscriptions, alerts } = (await client.control('state')).content;
		expect(subscriptions.map((row: { archived: boolean }) => row.archived)).toEqual([false, true, false, true]);
		expect(subscriptions[0].recipients).not.toContain('lena.fischer@example.com');
		expect(alerts.map((row: { active: boolean }) => row.active)).toEqual([false, true, true, false]);
	});

	test('v54 misses alerts; without the feature it is 402 in words', async () => {
		const client = await start({ edition: 'ee', version: 'v54' });
		await client.del(path);
		expect((await client.control('state')).content.alerts[0].active).toBe(true);
		for (const edition of ['oss', 'unlicensed']) {
			const { status, type } = await (await start({ edition })).del(path);
			expect([status, type]).toEqual([402, 'text/plain']);
		}
	});
});

describe('paid routes', () => {
	test.each(['/api/ee/tenant', '/api/ee/scim/v2/Users', '/api/ee/scim/api_key'])('%s', async (path) => {
		const open = await (await start()).get(path);
		expect([open.status, open.body]).toEqual([404, NO_ROUTE]);
		const { status, body } = await (await start({ edition: 'unlicensed' })).get(path);
		expect([status, body.status]).toEqual([402, 'error-premium-feature-not-available']);
		expect(body.message).toContain('is a paid feature not currently available to your instance.');
	});

	test('SCIM is off: nobody has made its key', async () => {
		const client = await start({ edition: 'ee' });
		expect((await client.get('/api/ee/scim/v2/Users')).status).toBe(401);
		expect((await client.get('/api/ee/scim/api_key')).status).toBe(404);
	});
});

describe.each(['v57', 'v60'])('%s: tenants', (version) => {
	const on = { version, edition: 'ee', tenants: 'on' };
	const eve = 'eve.stone@example.com';
	const emails = (body: { data: { email: string }[] }) => body.data.map((row) => row.email);

	test('their people are listed only when asked for', async () => {
		const client = await start(on);
		const list = async (query: string) => emails((await client.get(`/api/user?${query}`)).body);
		expect(await list('query=stone')).toEqual([]);
		expect(await list('query=stone&tenancy=all')).toEqual([eve]);
		expect(await list('tenancy=external&status=all')).toEqual([eve, 'sam.reed@example.com']);
		expect(await list('tenant_id=1')).toEqual([eve]);
		expect((await client.get('/api/user?tenant_id=1&tenancy=all')).status).toBe(400);
	});

	test('groups: another name for All Users, filters, no mixing', async () => {
		const client = await start(on);
		const names = async (query: string) =>
			(await client.get(`/api/permissions/group${query}`)).body.map((row: Row) => row.name);
		expect(await names('?tenancy=external')).toEqual(['All tenant users', 'Globex readers']);
		expect(await names('')).toContain('All internal users');
		expect((await client.get('/api/permissions/group?tenancy=x')).status).toBe(400);
		const mix = { group_id: FINANCE, user_id: idOf('eve.stone') };
		expect((await client.post('/api/permissions/membership', mix)).body.message).toContain('non-tenant user');
		const all = await client.post('/api/permissions/membership', { group_id: 4, user_id: idOf('eve.stone') });
		expect(all.body).toBe("You cannot add or remove users to/from the 'All tenant users' group.");
	});

	test('the key tenant_id alone wipes all memberships', async () => {
		const client = await start(on);
		const path = `/api/user/${lena}`;
		expect((await client.put(path, { tenant_id: null })).body.user_group_memberships).toHaveLength(1);
		const { body } = await client.put(path, { tenant_id: 1 });
		expect([body.tenant_id, body.user_group_memberships]).toEqual([1, [{ id: 4, is_group_manager: false }]]);
		expect((await client.put('/api/user/1', { tenant_id: 1 })).status).toBe(400);
	});

	test('a new person of a tenant gets no mail', async () => {
		const client = await start({ ...on, mail: 'on' });
		const { status, body } = await client.post('/api/user', { email: 'new@example.com', tenant_id: 1 });
		expect([status, body.tenant_id]).toEqual([200, 1]);
		expect(await client.control('mail')).toEqual([]);
	});

	test('off again: their people are nowhere, their e-mails are taken', async () => {
		const client = await start({ ...on, tenants: 'off' });
		expect(emails((await client.get('/api/user?status=all&tenancy=all&query=stone')).body)).toEqual([]);
		expect((await client.post('/api/user', { email: eve })).body.errors.email).toContain('already in use');
		expect((await client.login(eve)).status).toBe(401);
		const refused = await client.post('/api/user', { email: 'new@example.com', tenant_id: 1 });
		expect([refused.status, Object.keys(refused.body.errors)]).toEqual([400, ['tenant_id']]);
		expect((await client.post('/api/permissions/group', { name: 'T', is_tenant_group: true })).status).toBe(402);
		const graph = { revision: 3, groups: { [GLOBEX_READERS]: {} } };
		expect((await client.put('/api/permissions/graph', graph)).status).toBe(400);
	});

	test('a tenant takes its people along', async () => {
		const client = await start(on);
		const made = (await client.post('/api/ee/tenant', { name: 'Initech', slug: 'initech' })).body;
		expect(made).toMatchObject({ name: 'Initech', slug: 'initech', is_active: true, member_count: 0 });
		expect((await client.post('/api/ee/tenant', { name: 'X', slug: 'initech' })).status).toBe(400);
		expect((await client.put('/api/ee/tenant/1', { is_active: false })).body.is_active).toBe(false);
		expect((await client.account(idOf('eve.stone'))).state).toBe('deactivated');
		const back = await client.put(`/api/user/${idOf('eve.stone')}/reactivate`);
		expect([back.status, back.body.message]).toEqual([400, expect.stringContaining('tenant')]);
		const { data } = (await client.get('/api/ee/tenant?status=deactivated')).body;
		expect(data.map((row: Row) => row.name)).toEqual(['Globex']);
	});
});

describe('sign-in by JWT', () => {
	test.each(VERSIONS)('%s: it reactivates the deactivated and syncs groups', async (version) => {
		const client = await start({ version, edition: 'ee', sso: 'jwt' });
		const omar = idOf('omar.haddad');
		const told = await client.control('sso', { email: 'omar.haddad@example.com', groups: ['Finance'] });
		expect(told).toEqual({ signedIn: true, id: omar, created: false, reactivated: true });
		expect(await client.account(omar)).toMatchObject({
			state: 'active',
			sso: 'jwt',
			groups: ['All Users', 'Finance'],
		});
	});

	test('somebody new is made; without the switch nobody comes', async () => {
		const client = await start({ edition: 'ee', sso: 'jwt' });
		const told = await client.control('sso', { email: 'New@example.com', first_name: 'N' });
		expect([told.created, (await client.account(told.id)).groups]).toEqual([true, ['All Users']]);
		await expect((await start()).control('sso', { email: 'ann@example.com' })).rejects.toThrow('metabase.sso=jwt');
	});
});
