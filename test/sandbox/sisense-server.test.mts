import { ADMIN_EMAIL, COMMON_PASSWORD, idOf, tokenOf } from '../../sandbox/sisense/seed.mts';
import { readReply } from './client.mts';
import { codeOf, sisenseClients } from './sisense-client.mts';

/** Contract sections 1, 9 and 15: transport, errors, switches and the control routes. */
const start = sisenseClients();

describe('transport', () => {
	test('paths outside the API are the app, or 404', async () => {
		const page = await (await start()).get('/app/main', {});
		expect([page.status, page.type]).toEqual([200, 'text/html']);
		expect((await (await start({ htmlForUnknown: 'off' })).get('/app/main', {})).status).toBe(404);
	});

	test('below /api: 401 for who is not signed in, then 404 as HTML', async () => {
		const client = await start();
		expect(codeOf(await client.get('/api/v1/nothing', {}))).toEqual([401, 5002]);
		const reply = await client.get('/api/v1/nothing');
		expect([reply.status, reply.type]).toEqual([404, 'text/html']);
		expect((await client.get('/api/v0.9/users')).status).toBe(404);
	});

	test('a JSON content type on GET and DELETE without a body is no error', async () => {
		const client = await start();
		expect((await client.get('/api/v1/users', { token: tokenOf('admin'), headers: {} })).status).toBe(200);
		expect((await client.del(`/api/v1/users/${idOf('ann')}`)).status).toBe(204);
	});

	test('malformed JSON', async () => {
		const client = await start();
		const send = async (path: string) => {
			const headers = { authorization: `Bearer ${tokenOf('admin')}` };
			return readReply(await fetch(client.url + path, { method: 'POST', body: '{', headers }));
		};
		expect(codeOf(await send('/api/v1/users'))).toEqual([400, 400]);
		const legacy = await send('/api/users');
		expect([legacy.status, legacy.body]).toEqual([400, { message: 'Malformed JSON.' }]);
	});
});

describe('strictQuery', () => {
	test('on: an unknown parameter of v1 is 422; trc is known, and v0.9 does not look', async () => {
		const client = await start();
		expect(codeOf(await client.get('/api/v1/users?adminAccess=true'))).toEqual([422, 601]);
		expect(codeOf(await client.get(`/api/v1/dashboards/${'0'.repeat(24)}?adminAccess=true`))).toEqual([422, 601]);
		expect((await client.get('/api/v1/users?trc=sdk&limit=1&sort=_id')).status).toBe(200);
		expect((await client.get('/api/users?whatever=1')).status).toBe(200);
		expect((await client.get('/api/v2/datamodels/schema?whatever=1')).status).toBe(200);
	});

	test('off: it is passed over', async () => {
		const client = await start({ strictQuery: 'off' });
		expect((await client.get('/api/v1/users?adminAccess=true')).status).toBe(200);
	});

	test.each([
		['new', { message: expect.any(String) }],
		['old', { error: { message: expect.any(String) } }],
	])('%s servers list what is wrong in their own way', async (generation, expected) => {
		const client = await start({ generation });
		expect((await client.get('/api/v1/users/me')).body.error.subErrors).toEqual([expected]);
	});
});

describe('credentials', () => {
	test('open the server both ways, and name the SCIM side', async () => {
		const client = await start();
		const { url, authentication, apiToken, username, password, scimUrl, scimToken } = client.sandbox.tools.sisense;
		expect([url, authentication, scimUrl]).toEqual([client.url, 'apiToken', `${client.url}/api/scim/v2`]);
		expect((await client.get('/api/v1/users', { token: apiToken })).status).toBe(200);
		expect((await client.login(username, password)).status).toBe(200);
		expect(codeOf(await client.get('/api/v1/users', { token: scimToken }))).toEqual([401, 5002]);
	});

	test('a reset brings the token back to life', async () => {
		const client = await start();
		await client.post('/api/v1/authentication/tokens/api/renew');
		expect((await client.get('/api/users/loggedin')).status).toBe(401);
		await client.control('reset');
		expect((await client.get('/api/users/loggedin')).status).toBe(200);
	});
});

describe('control', () => {
	test('a fresh server holds one super-user and the built-in groups', async () => {
		const client = await start({}, { fresh: true });
		expect((await client.get('/api/v1/users')).body.map(({ email }: { email: string }) => email)).toEqual([
			ADMIN_EMAIL,
		]);
		expect((await client.get('/api/v1/groups')).body).toHaveLength(3);
		expect((await client.get('/api/roles')).body).toHaveLength(7);
		expect((await client.get('/api/v1/tenants')).body).toHaveLength(1);
		expect((await client.get('/api/v1/dashboards/admin')).body).toEqual([]);
	});

	test('the state is readable and holds no secret', async () => {
		const client = await start();
		const state = await client.control('state');
		expect(
			state.accounts.find(({ email }: { email: string }) => email === 'lena.fischer@example.com'),
		).toMatchObject({
			name: 'Lena Fischer',
			role: 'contributor',
			admin: false,
			state: 'active',
			source: 'local',
			tenant: 'system',
			groups: ['Analytics', 'Finance'],
		});
		expect(state.accounts.find(({ role }: { role: string | null }) => role === null).email).toMatch(/^omar/);
		const text = JSON.stringify(state);
		for (const secret of [COMMON_PASSWORD, tokenOf('admin'), 'hash']) expect(text).not.toContain(secret);
	});

	test('people by group or role, active or not', async () => {
		const client = await start();
		const wish = { count: 2, prefix: 'crowd', roles: ['Interns', 'contributor'], active: false };
		expect((await client.control('people', wish)).added).toBe(2);
		expect(await client.account('crowd2@example.com')).toMatchObject({
			role: 'contributor',
			groups: ['Interns'],
			state: 'pending',
		});
		await expect(client.control('people', wish)).rejects.toThrow('choose another prefix');
		await expect(client.control('people', { count: 1, roles: ['Nobody'] })).rejects.toThrow(
			'No role or group "Nobody"',
		);
	});

	test('a reset may choose another server', async () => {
		const client = await start();
		await client.control('reset', { set: { 'sisense.generation': 'old' }, fresh: true });
		expect((await client.get('/api/globals')).body.version).toBe('L8.2.4');
	});

	test('faults: limits with and without a time, and a session that ran out', async () => {
		const client = await start({}, { faults: '429-retry-after:1@/api/v1/users#1,expired:1@/api/roles#1' });
		const limited = await client.get('/api/v1/users');
		expect([...codeOf(limited), limited.headers.get('retry-after')]).toEqual([429, 429, '1']);
		expect(codeOf(await client.get('/api/roles'))).toEqual([401, 5002]);
		expect((await client.get('/api/roles')).status).toBe(200);
	});
});

describe('sign-in at the provider', () => {
	test('somebody new is a viewer; with a token, and no password', async () => {
		const client = await start();
		const { created, id, token } = await client.control('sso', { email: 'new@example.com', groups: ['Finance'] });
		expect([created, (await client.get('/api/users/loggedin', { token })).body._id]).toEqual([true, id]);
		expect(await client.account('new@example.com')).toMatchObject({
			role: 'consumer',
			groups: ['Finance'],
			source: 'sso',
			hasPassword: false,
			state: 'active',
		});
	});

	test('role and groups of people from there are set again, of others they stay', async () => {
		const client = await start();
		const says = { role: 'contributor', groups: ['Analytics'] };
		await client.control('sso', { email: 'yuki.tanaka@example.com', ...says });
		await client.control('sso', { email: 'ann@example.com', ...says });
		expect(await client.account('yuki.tanaka@example.com')).toMatchObject({
			role: 'contributor',
			groups: ['Analytics'],
		});
		expect(await client.account('ann@example.com')).toMatchObject({ groups: ['Finance Team'] });
	});

	test('who was deleted comes back with another id', async () => {
		const client = await start();
		await client.del(`/api/v1/users/${idOf('yuki.tanaka')}`);
		const { id } = await client.control('sso', { email: 'yuki.tanaka@example.com' });
		expect(id).not.toBe(idOf('yuki.tanaka'));
	});

	test('who was switched off stays out; and a server may have no provider', async () => {
		const client = await start({ active: 'stored' });
		await client.patch(`/api/v1/users/${idOf('yuki.tanaka')}`, { active: false });
		expect((await client.control('sso', { email: 'yuki.tanaka@example.com' })).signedIn).toBe(false);
		const without = await start({ sso: 'off' });
		await expect(without.control('sso', { email: 'a@example.com' })).rejects.toThrow('sisense.sso=on');
		await expect(client.control('sso', {})).rejects.toThrow('sso takes');
	});
});
