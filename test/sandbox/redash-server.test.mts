import { ACME_KEY, ADMIN_KEY, keyOf, SERVICE_KEY } from '../../sandbox/redash/seed.mts';
import type { Reply } from './client.mts';
import { redashClients } from './redash-client.mts';

/** What no recording shows of contract section 16, about the server itself. Numbers are its items. */
const start = redashClients();
const HOUR = 3_600_000;
const KEY_TEXT = "Couldn't find resource. Please login and try again.";
const CSRF_TEXT = 'The CSRF token is missing.';
const BAD = 'x'.repeat(40);
const textOf = ({ status, type, body }: Reply) => [status, type, type.includes('json') ? body.message : ''];
const person = (local: string) => ({ name: local, email: `${local}@example.com` });

describe('1, 2: keys and routes', () => {
	test('a disabled person’s key is dead, a pending one’s works', async () => {
		const client = await start();
		expect(textOf(await client.get('/api/session', keyOf('omar.haddad@example.com')))).toEqual([
			404,
			'application/json',
			KEY_TEXT,
		]);
		const { body } = await client.get('/api/session', keyOf('nadia.petrova@example.com'));
		expect(body.user.email).toBe('nadia.petrova@example.com');
	});

	test('a person is admin by a permission, whatever the group is called', async () => {
		const client = await start();
		expect((await client.get('/api/events', keyOf('chen.wei@example.com'))).status).toBe(200);
		expect((await client.get('/api/events', SERVICE_KEY)).status).toBe(403);
		expect((await client.account('chen.wei@example.com')).admin).toBe(true);
	});

	test('outside /api/ nobody without a key gets further than the login page', async () => {
		const client = await start();
		const reply = await client.get('/dashboards', '');
		expect([reply.status, reply.headers.get('location')]).toEqual([302, `/login?next=${client.url}/dashboards`]);
		expect((await client.get('/login', '')).status).toBe(200);
		expect((await client.get('/dashboards')).type).toBe('text/html');
	});

	test('faults look like the product', async () => {
		const client = await start({}, { faults: '429:1@POST#1,html:1@GET#1' });
		expect(textOf(await client.post('/api/groups'))).toEqual([429, 'application/json', '50 per 1 hour']);
		expect((await client.get('/api/users')).type).toBe('text/html');
	});
});

describe('3: multi-org', () => {
	const links = async (set: Record<string, string>) => {
		const client = await start({ multiOrg: 'on', ...set });
		const { invite_link: link } = (await client.post('/api/users', person('new'))).body;
		return String(link).replace(/\/[^/]*$/, '/TOKEN');
	};

	test.each<[string, Record<string, string>, string]>([
		['a host', { host: 'https://bi.example.com' }, 'https://https://bi.example.com/default/invite/TOKEN'],
		[
			'a host, 26.3',
			{ host: 'https://bi.example.com', version: '26.3' },
			'https://bi.example.com/default/invite/TOKEN',
		],
		['no host, 26.3', { version: '26.3' }, '/default/invite/TOKEN'],
	])('links with %s', async (_, set, link) => {
		expect(await links(set)).toBe(link);
	});

	test('one person, two organisations, two accounts and two keys', async () => {
		const client = await start({ multiOrg: 'on' });
		const { accounts } = await client.control('state');
		const twins = accounts.filter((account: { email: string }) => account.email === 'maria.silva@example.com');
		expect(twins.map((account: { org: string }) => account.org)).toEqual(['default', 'acme']);
		expect(client.url).toMatch(/\/default$/);
		const origin = client.url.replace('/default', '');
		const asAcme = (path: string) => fetch(origin + path, { headers: { authorization: `Key ${ACME_KEY}` } });
		expect((await asAcme('/acme/api/session')).status).toBe(200);
		expect((await asAcme('/default/api/session')).status).toBe(404);
		expect((await asAcme('/acme/api/config')).headers.get('content-type')).toContain('text/html');
	});
});

describe('4, 5: CSRF and cookies', () => {
	test('with CSRF on, a key needs no token; a bad one looks like a missing token', async () => {
		const client = await start({ csrf: 'on' });
		expect((await client.post('/api/groups', { name: 'G' })).status).toBe(200);
		expect(textOf(await client.get('/api/users', BAD))).toEqual([404, 'application/json', KEY_TEXT]);
		for (const key of [BAD, keyOf('omar.haddad@example.com'), ''])
			for (const reply of [
				await client.post('/api/groups', {}, key),
				await client.del('/api/users/2/disable', key),
			])
				expect(textOf(reply)).toEqual([400, 'application/json', CSRF_TEXT]);
	});

	test('an unknown path is a page about the token even with a good key, without CSRF a 405', async () => {
		const client = await start({ csrf: 'on' });
		const reply = await client.post('/api/nope');
		expect([reply.status, reply.type]).toEqual([400, 'text/html']);
		expect(reply.body).toContain(CSRF_TEXT);
		const plain = await start();
		expect((await plain.post('/api/nope')).status).toBe(405);
	});

	test('an invitation is not accepted by a plain form, but it is with a key', async () => {
		const client = await start({ csrf: 'on' });
		const { invite_link: link } = (await client.post('/api/users', person('new'))).body;
		expect((await client.form(link, 'secret123')).status).toBe(400);
		expect((await client.form(link, 'secret123', ADMIN_KEY)).status).toBe(302);
	});

	test('the cookie of a self-update signs in alone, beside a bad key too, until the password changes', async () => {
		const client = await start();
		const names = (reply: Reply) => reply.headers.getSetCookie().map((text) => text.split('=')[0]);
		expect(names(await client.post('/api/users/2', { name: 'G' }))).toEqual(['csrf_token', 'session']);
		const reply = await client.post('/api/users/1', { name: 'Admin' });
		expect(names(reply)).toEqual(['remember_token', 'csrf_token', 'session']);
		const cookie = reply.headers.getSetCookie()[0].split(';')[0];
		const signedIn = (key: string) => client.send('GET', '/api/session', { key, headers: { cookie } });
		expect((await signedIn('')).body.user.id).toBe(1);
		expect((await signedIn(BAD)).status).toBe(200);
		await client.post('/api/users/1', { password: 'another', old_password: 'sandbox-pass' });
		expect((await signedIn('')).status).toBe(404);
	});
});

describe('13: limits', () => {
	const fill = async (client: Awaited<ReturnType<typeof start>>, count: number, headers = {}) => {
		for (let index = 0; index < count; index++) await client.send('POST', '/api/users', { body: {}, headers });
	};

	test('the hour opens again, the day counts on', async () => {
		const client = await start();
		for (let hour = 0; hour < 4; hour++) {
			await fill(client, 50);
			expect((await client.post('/api/users', person('late'))).body).toEqual({ message: '50 per 1 hour' });
			await client.advance(HOUR);
		}
		const reply = await client.post('/api/users', person('late'));
		expect([reply.status, reply.body.message]).toEqual([429, '200 per 1 day']);
		expect([...reply.headers.keys()].filter((name) => /retry|limit/.test(name))).toEqual([]);
		await client.advance(24 * HOUR);
		expect((await client.post('/api/users', person('late'))).status).toBe(200);
	});

	test('counted per address, the last one forwarded', async () => {
		const client = await start();
		await fill(client, 50, { 'x-forwarded-for': '10.0.0.1, 10.0.0.2' });
		const from = (address: string) =>
			client.send('POST', '/api/users', { body: {}, headers: { 'x-forwarded-for': address } });
		expect((await from('10.0.0.2')).status).toBe(429);
		expect((await from('10.0.0.1')).status).toBe(400);
	});

	test.each<Record<string, string>>([{ rateLimit: 'off' }, { version: '7' }])('none with %j', async (set) => {
		const client = await start(set);
		await fill(client, 51);
		expect((await client.post('/api/users', {})).status).toBe(400);
	});
});

describe('14: events', () => {
	test('stored a moment late, ties in an order that the page size changes', async () => {
		const client = await start({ worker: 'on' });
		const read = async (query: string) =>
			(await client.get(`/api/events${query}`)).body.results.map((row: { object_id: string }) => row.object_id);
		for (let index = 0; index < 6; index++) await client.post('/api/groups', { name: `G${index}` });
		expect(await read('')).toEqual([]);
		await client.advance(2000);
		const [first, second] = [await read('?page_size=25'), await read('?page_size=24')];
		expect([...first].sort()).toEqual([...second].sort());
		expect(first).not.toEqual(second);
	});

	test('no worker, no events', async () => {
		const client = await start();
		await client.post('/api/groups', { name: 'G' });
		await client.advance(HOUR);
		expect((await client.get('/api/events')).body.count).toBe(0);
	});
});

test('the settings of the organization tell whether SAML is on', async () => {
	const settings = async (set: Record<string, string>) => (await (await start(set)).get('/api/settings/organization')).body.settings;
	expect(await settings({})).toMatchObject({ auth_saml_enabled: false, auth_saml_type: '', auth_password_login_enabled: true });
	expect(await settings({ saml: 'on' })).toMatchObject({ auth_saml_enabled: true, auth_saml_type: 'dynamic', auth_password_login_enabled: true });
});
