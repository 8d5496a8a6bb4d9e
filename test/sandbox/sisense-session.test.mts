import { idOf, tokenOf, WEB_ACCESS_TOKEN } from '../../sandbox/sisense/seed.mts';
import { codeOf, sisenseClients, type SisenseClient } from './sisense-client.mts';

/** Contract section 2: signing in, tokens and how they die. */
const start = sisenseClients();
const AUTH = '/api/v1/authentication';
const DAY = 86_400_000;
const LENA = 'lena.fischer@example.com';

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
const isIn = async (client: SisenseClient, token: string) =>
	(await client.get('/api/users/loggedin', { token })).status === 200;

describe('login', () => {
	test('a form; the answer has success and a token, and no token_type', async () => {
		const client = await start();
		const { status, body } = await client.login(LENA);
		expect([status, body.success, body.userId]).toEqual([200, true, idOf('lena.fischer')]);
		expect('token_type' in body).toBe(false);
		expect((await client.get('/api/users/loggedin', { token: body.access_token })).body.email).toBe(LENA);
	});

	test('JSON works too, and so does the user name', async () => {
		const client = await start();
		const { body } = await client.post(`${AUTH}/login`, { username: 'admin', password: 'sandbox-pass-1' }, {});
		expect(await isIn(client, body.access_token)).toBe(true);
	});

	test.each([
		['a wrong password', LENA, 'wrong'],
		['nobody', 'nobody@example.com', 'sandbox-pass-1'],
		['who signs in at the provider', 'yuki.tanaka@example.com', 'sandbox-pass-1'],
		['who was invited only', 'nadia.petrova@example.com', 'sandbox-pass-1'],
		['somebody of another tenant', 'eve.stone@example.com', 'sandbox-pass-1'],
	])('%s: 401 in the form of v1', async (_, username, password) => {
		const client = await start();
		const { status, body } = await client.login(username, password);
		expect([status, body.error.status, body.error.httpMessage]).toEqual([401, 401, 'Unauthorized']);
	});

	test('any letter case, unless two differ in nothing else', async () => {
		const client = await start();
		expect((await client.login('LENA.Fischer@example.com')).body.userId).toBe(idOf('lena.fischer'));
		expect((await client.login('Priya.Nair@example.com')).body.userId).toBe(idOf('Priya.Nair'));
		expect((await client.login('PRIYA.NAIR@example.com')).status).toBe(401);
	});

	test('without a password: 422', async () => {
		const client = await start();
		expect(codeOf(await client.post(`${AUTH}/login`, { username: 'admin' }, {}))).toEqual([422, 601]);
	});
});

describe('lockout', () => {
	const status = async (client: SisenseClient) =>
		(await client.get(`/api/v1/account/lockout_status/${idOf('lena.fischer')}`)).body;

	test('after N wrong passwords the right one does not help for 15 minutes', async () => {
		const client = await start({ lockout: '2' });
		for (let count = 0; count < 2; count++) await client.login(LENA, 'wrong');
		expect((await client.login(LENA)).status).toBe(401);
		expect(await status(client)).toEqual({ blocked: true, blockedUntil: expect.any(String) });
		await client.advance(15 * 60_000);
		expect((await client.login(LENA)).status).toBe(200);
		expect(await status(client)).toEqual({ blocked: false, blockedUntil: null });
	});

	test('an administrator ends it; off by default', async () => {
		const client = await start({ lockout: '1' });
		await client.login(LENA, 'wrong');
		const path = `/api/v1/account/remove_lockout/${idOf('lena.fischer')}`;
		expect((await client.post(path)).status).toBe(204);
		expect((await client.login(LENA)).status).toBe(200);
		const open = await start();
		for (let count = 0; count < 9; count++) await open.login(LENA, 'wrong');
		expect((await open.login(LENA)).status).toBe(200);
	});

	test('the switch takes off or a number', async () => {
		await expect(start({ lockout: 'never' })).rejects.toThrow('off or a number above 0');
	});
});

describe('tokens', () => {
	test('a bad one is 401 with code 5002; none at all too', async () => {
		const client = await start();
		for (const who of [{}, { token: 'junk' }, { token: `${tokenOf('admin')}x` }])
			expect(codeOf(await client.get('/api/v1/users', who))).toEqual([401, 5002]);
	});

	test('claims are the owner, a secret and the time, and no end', async () => {
		const client = await start();
		const { body } = await client.get(`${AUTH}/tokens/api`);
		expect(Object.keys(claimsOf(body.token))).toEqual(['user', 'apiSecret', 'iat']);
		expect(claimsOf(body.token).user).toBe(idOf('admin'));
		await client.advance(400 * DAY);
		expect(await isIn(client, body.token)).toBe(true);
	});

	test('with expiry they end after 14 days, and those without an end are dead', async () => {
		const client = await start({ tokenExpiry: 'on' });
		const { apiToken } = client.sandbox.tools.sisense;
		expect(claimsOf(apiToken).exp - claimsOf(apiToken).iat).toBe(14 * 86_400);
		expect([await isIn(client, apiToken), await isIn(client, tokenOf('admin'))]).toEqual([true, false]);
		await client.advance(14 * DAY);
		expect(await isIn(client, apiToken)).toBe(false);
	});

	test('an old server knows no expiry', async () => {
		const client = await start({ tokenExpiry: 'on', generation: 'old' });
		expect(await isIn(client, tokenOf('admin'))).toBe(true);
	});

	test('renewing kills every earlier one of the caller, that of a login included', async () => {
		const client = await start();
		const { token } = await client.as('lena.fischer');
		const { body } = await client.post(`${AUTH}/tokens/api/renew`, {}, { token });
		const alive = [token, tokenOf('lena.fischer'), body.token, tokenOf('admin')].map((one) => isIn(client, one));
		expect(await Promise.all(alive)).toEqual([false, false, true, true]);
	});

	test('a password change leaves tokens alone', async () => {
		const client = await start();
		const { token } = await client.as('lena.fischer');
		await client.patch(`/api/users/${idOf('lena.fischer')}`, { password: 'brand-new-9' });
		expect(await isIn(client, token)).toBe(true);
		expect((await client.login(LENA)).status).toBe(401);
		expect((await client.login(LENA, 'brand-new-9')).status).toBe(200);
	});
});

describe('logging out', () => {
	/** Cookies of a login as a browser sends them back. */
	const browser = async (client: SisenseClient, device?: string) => {
		const { headers } = await client.login(LENA, undefined, '', device);
		const cookies = headers.getSetCookie().map((one) => one.split(';')[0]);
		const xsrf = cookies.find((one) => one.startsWith('XSRF-TOKEN='))?.split('=')[1] ?? '';
		return { headers: { cookie: cookies.join('; '), 'x-xsrf-token': xsrf } };
	};
	const browserIsIn = async (client: SisenseClient, who: { headers: Record<string, string> }) =>
		(await client.get('/api/users/loggedin', who)).status === 200;

	test('a cookie needs the header with the value of the other cookie', async () => {
		const client = await start();
		const who = await browser(client);
		expect(await browserIsIn(client, who)).toBe(true);
		const { cookie } = who.headers;
		expect((await client.get('/api/users/loggedin', { headers: { cookie } })).status).toBe(403);
	});

	test('a GET without a device kills the API token; with one only that device', async () => {
		const client = await start();
		const [phone, laptop] = [await browser(client, 'phone'), await browser(client, 'laptop')];
		const token = tokenOf('lena.fischer');
		expect((await client.get(`${AUTH}/logout?targetDevice=phone`, { token })).status).toBe(200);
		expect([
			await browserIsIn(client, phone),
			await browserIsIn(client, laptop),
			await isIn(client, token),
		]).toEqual([false, true, true]);
		await client.get(`${AUTH}/logout`, { token });
		expect([await browserIsIn(client, laptop), await isIn(client, token)]).toEqual([false, false]);
	});

	test('logout_all: 204, all of the caller’s', async () => {
		const client = await start();
		const [who, token] = [await browser(client), tokenOf('lena.fischer')];
		expect((await client.get(`${AUTH}/logout_all`, { token })).status).toBe(204);
		expect([await browserIsIn(client, who), await isIn(client, token)]).toEqual([false, false]);
	});

	test('admin/logout cuts tokens and sessions of those named, nobody else’s', async () => {
		const client = await start();
		const who = await browser(client);
		const users = [idOf('lena.fischer'), idOf('maria.silva')].join();
		const reply = await client.get(`${AUTH}/admin/logout?users=${encodeURIComponent(users)}`);
		expect([reply.status, reply.body]).toEqual([204, '']);
		expect([
			await browserIsIn(client, who),
			await isIn(client, tokenOf('lena.fischer')),
			await isIn(client, tokenOf('maria.silva')),
			await isIn(client, tokenOf('ann')),
		]).toEqual([false, false, false, true]);
		// The password is still good: it has to be changed first.
		expect((await client.login(LENA)).status).toBe(200);
	});

	test.each([
		['api', false],
		['odbc', true],
		['sso', true],
	])('admin/tokens/%s leaves sessions; the API token lives: %s', async (kind, lives) => {
		const client = await start();
		const who = await browser(client);
		const { status } = await client.del(`${AUTH}/admin/tokens/${kind}?users=${idOf('lena.fischer')}`);
		expect([status, await isIn(client, tokenOf('lena.fischer')), await browserIsIn(client, who)]).toEqual([
			204,
			lives,
			true,
		]);
	});

	test('unknown people, no people, an unknown kind', async () => {
		const client = await start();
		expect(codeOf(await client.get(`${AUTH}/admin/logout?users=${'0'.repeat(24)}`))).toEqual([404, 2001]);
		expect(codeOf(await client.get(`${AUTH}/admin/logout`))).toEqual([422, 601]);
		expect((await client.del(`${AUTH}/admin/tokens/web?users=${idOf('ann')}`)).status).toBe(422);
		const ann = { token: tokenOf('ann') };
		expect((await client.get(`${AUTH}/admin/logout?users=${idOf('ann')}`, ann)).status).toBe(403);
	});

	test('where admin/logout is missing, tokens can still be cut', async () => {
		const client = await start({ adminLogout: 'off' });
		expect((await client.get(`${AUTH}/admin/logout?users=${idOf('ann')}`)).status).toBe(404);
		expect((await client.del(`${AUTH}/admin/tokens/api?users=${idOf('ann')}`)).status).toBe(204);
	});

	test('logout_all_users is everybody, the caller too', async () => {
		const client = await start();
		expect((await client.post(`${AUTH}/admin/logout_all_users`)).status).toBe(204);
		expect((await client.get('/api/users/loggedin')).status).toBe(401);
	});

	test('/api/auth/logout ends the browser’s session, not the token', async () => {
		const client = await start();
		const who = await browser(client);
		expect((await client.get('/api/auth/logout', who)).status).toBe(200);
		expect([await browserIsIn(client, who), await isIn(client, tokenOf('lena.fischer'))]).toEqual([false, true]);
	});
});

describe('isauth', () => {
	const ask = async (client: SisenseClient, who?: { token?: string }) =>
		(await client.get('/api/auth/isauth', who)).body;

	test('200 with false instead of 401', async () => {
		const client = await start();
		expect((await ask(client)).isAuthenticated).toBe(true);
		for (const who of [{}, { token: 'junk' }]) expect((await ask(client, who)).isAuthenticated).toBe(false);
	});

	test('tells where the provider is, if there is one', async () => {
		expect(await ask(await start(), {})).toMatchObject({ ssoEnabled: true, loginUrl: expect.any(String) });
		expect(await ask(await start({ sso: 'off' }), {})).toEqual({ isAuthenticated: false, ssoEnabled: false });
	});

	test('a deleted person gets the app', async () => {
		const client = await start();
		await client.del(`/api/v1/users/${idOf('ann')}`);
		const reply = await client.get('/api/auth/isauth', { token: tokenOf('ann') });
		expect([reply.status, reply.type]).toEqual([200, 'text/html']);
	});
});

test('a session of a web access token is good for nothing here', async () => {
	const client = await start();
	const { status, body } = await client.post('/api/v1/wat/sessionToken', { webAccessToken: WEB_ACCESS_TOKEN }, {});
	expect(status).toBe(200);
	const headers = { authorization: body.webSessionToken, initialiser: body.initialiser };
	for (const path of ['/api/v1/users', '/api/users/loggedin', '/api/roles'])
		expect((await client.get(path, { headers })).status).toBe(403);
	expect((await client.post('/api/v1/wat/sessionToken', { webAccessToken: 'x' }, {})).status).toBe(401);
});

test('globals: version and own rights', async () => {
	const client = await start();
	const { body } = await client.get('/api/globals');
	expect([body.version, body.user.roleName, body.user.userAuth.manage.users.add]).toEqual([
		'L2025.4.0',
		'super',
		true,
	]);
	expect(body.user.tenant).toMatchObject({ name: 'system', default: true });
	const viewer = (await client.get('/api/globals', { token: tokenOf('alex.kim') })).body.user;
	expect([viewer.userAuth.manage.users.add, viewer.userAuth.base.isConsumer]).toEqual([false, true]);
	expect(viewer.groupsName.map((group: { name: string }) => group.name)).toEqual(['Everyone', 'Finance']);
});
