import { keyOf } from '../../sandbox/redash/seed.mts';
import { redashClients } from './redash-client.mts';

/** Contract section 12: what older and newer releases do. */
const start = redashClients();
const person = (local: string) => ({ name: local, email: `${local}@example.com` });

test.each([
	['4', '4.0.2'],
	['8', '8.0.0'],
	['25.8', '25.8.0'],
	['26.3', '26.3.0'],
])('%s says it is %s', async (version, text) => {
	const client = await start({ version });
	expect((await client.get('/api/session')).body.client_config.version).toBe(text);
});

describe('4', () => {
	test('a bare array, no disabling, no domain refused', async () => {
		const client = await start({ version: '4' }, { fresh: true });
		const { body } = await client.get('/api/users?page=7&disabled=true');
		expect(body).toHaveLength(1);
		expect(Object.keys(body[0])).not.toContain('is_disabled');
		expect((await client.post('/api/users/1/disable')).status).toBe(405);
		expect((await client.post('/api/users', { name: 'A', email: 'a@qq.com' })).status).toBe(200);
	});
});

describe.each(['5', '6'])('%s', (version) => {
	test('`disabled` counts by being there', async () => {
		const client = await start({ version });
		const count = async (query: string) => (await client.get(`/api/users${query}`)).body.count;
		expect([await count(''), await count('?disabled=false'), await count('?disabled=maybe')]).toEqual([17, 2, 2]);
	});

	test('no invitation fields, no pending filter, no renewal, no delete; disabled keys still work', async () => {
		const client = await start({ version });
		const { body } = await client.get('/api/users?pending=true');
		expect([body.count, 'is_invitation_pending' in body.results[0]]).toEqual([17, false]);
		expect((await client.post('/api/users/2/regenerate_api_key')).status).toBe(405);
		expect((await client.del('/api/users/9')).status).toBe(405);
		expect((await client.get('/api/session', keyOf('omar.haddad@example.com'))).status).toBe(200);
	});

	test('the link is always told', async () => {
		const client = await start({ version, mail: 'on' });
		expect((await client.post('/api/users', person('new'))).body.invite_link).toContain('/invite/');
	});
});

test.each([
	['5', 400],
	['6', 403],
])('%s: disabling oneself is a %i', async (version, status) => {
	const client = await start({ version });
	expect((await client.post('/api/users/1/disable')).status).toBe(status);
});

test('5: an update takes any address', async () => {
	const client = await start({ version: '5' });
	expect((await client.post('/api/users/17', { email: 'a@qq.com' })).status).toBe(200);
});

describe.each(['6', '7'])('%s', (version) => {
	test('the list has no order, a search has', async () => {
		const client = await start({ version });
		const ids = async (query: string) =>
			(await client.get(`/api/users?${query}`)).body.results.map((row: { id: number }) => row.id);
		expect(await ids('page_size=50')).not.toEqual(await ids('page_size=51'));
		expect(await ids('q=example&page_size=50')).toEqual(await ids('q=example&page_size=51'));
		expect(await ids('page_size=50&order=created_at')).toEqual(await ids('page_size=51&order=created_at'));
	});
});

describe('7', () => {
	test('group_ids counts for nothing', async () => {
		const client = await start({ version: '7' });
		expect((await client.post('/api/users/17', { group_ids: [4] })).body.groups).toEqual([2]);
	});

	test('a changed e-mail is always unverified; a reset link of an accepted person is broken', async () => {
		const client = await start({ version: '7' });
		expect((await client.post('/api/users/17', { email: 'g@example.com' })).body.is_email_verified).toBe(false);
		const { reset_link: link } = (await client.post('/api/users/17/reset_password')).body;
		expect((await client.form(link, 'secret123')).status).toBe(400);
	});
});

test.each([
	['8', 400],
	['10', 200],
])('%s: qq.com is refused by a list one can’t change: %i', async (version, status) => {
	const client = await start({ version, blockedDomains: '' });
	expect((await client.post('/api/users', { name: 'A', email: 'a@qq.com' })).status).toBe(status);
	expect((await client.post('/api/users/17', { group_ids: [2, 4] })).body.groups).toEqual([2, 4]);
});
