import { COMMON_PASSWORD, idOf, SETUP_TOKEN, SYNC_KEY } from '../../sandbox/metabase/seed.mts';
import { metabaseClients } from './metabase-client.mts';

/** Contract section 1, and the first start of section 2. */
const start = metabaseClients();

describe('answers', () => {
	test('two kinds of 404, and plain text for 401 and 403', async () => {
		const client = await start();
		const told = async (path: string, who?: object) => {
			const { status, type, body } = await client.get(path, who);
			return [status, type, body];
		};
		expect(await told('/api/user/999')).toEqual([404, 'text/plain', 'Not found.']);
		expect(await told('/api/user/abc')).toEqual([404, 'text/plain', 'API endpoint does not exist.']);
		expect(await told('/api/nothing', {})).toEqual([404, 'text/plain', 'API endpoint does not exist.']);
		expect(await told('/api/user/current', {})).toEqual([401, 'text/plain', 'Unauthenticated']);
		expect(await told('/api/api-key', { key: SYNC_KEY })).toEqual([
			403,
			'text/plain',
			"You don't have permissions to do that.",
		]);
	});

	test('204 comes without body or type', async () => {
		const client = await start();
		const { status, type, body } = await client.del('/api/permissions/group/10');
		expect([status, type, body]).toEqual([204, '', '']);
	});

	test.each([
		['v49', false],
		['v54', true],
		['v60', true],
	])('%s: specific-errors beside errors: %s', async (version, there) => {
		const client = await start({ version });
		const { status, body } = await client.post('/api/permissions/group', {});
		expect([status, body.errors]).toEqual([400, { name: 'value must be a non-blank string.' }]);
		expect(body['specific-errors']).toEqual(
			there ? { name: ['should be a string, received: nil', 'non-blank string, received: nil'] } : undefined,
		);
	});

	test('an exception tells what it carries; newest servers may hide it', async () => {
		const reactivate = async (set: Record<string, string>) =>
			await (await start(set)).put(`/api/user/${idOf('ann')}/reactivate`);
		const { status, body } = await reactivate({});
		expect([status, body.message, body.cause]).toEqual([
			400,
			'Not able to reactivate an active user',
			'Not able to reactivate an active user',
		]);
		expect(Object.keys(body)).toEqual(expect.arrayContaining(['via', 'trace', 'data']));
		const hidden = await reactivate({ hideStacktraces: 'on' });
		expect([hidden.status, hidden.body]).toEqual([400, { message: 'Something went wrong' }]);
	});

	test('outside /api there is only the front end', async () => {
		const client = await start();
		const { status, type } = await client.get('/auth/login', {});
		expect([status, type]).toEqual([200, 'text/html']);
	});
});

describe('session/properties', () => {
	test.each([
		['v49', 'oss', 'v0.49', false],
		['v57', 'ee', 'v1.58', true],
		['v60', 'unlicensed', 'v1.6', true],
	])('%s %s: tag %s, tenants known: %s', async (version, edition, tag, tenants) => {
		const client = await start({ version, edition });
		const { body } = await client.get('/api/session/properties');
		const features = body['token-features'];
		expect(body.version.tag.startsWith(tag)).toBe(true);
		expect(features.advanced_permissions).toBe(edition === 'ee');
		expect([features.tenants, features['support-users']]).toEqual(
			tenants ? [edition === 'ee', edition === 'ee'] : [undefined, undefined],
		);
		expect('use-tenants' in body).toBe(tenants);
	});

	test('who is not signed in sees less', async () => {
		const client = await start({ mail: 'on' });
		const [outside, inside] = [
			(await client.get('/api/session/properties', {})).body,
			(await client.get('/api/session/properties')).body,
		];
		expect([outside['email-configured?'], inside['email-configured?']]).toEqual([undefined, true]);
		expect(inside['password-complexity']).toEqual({ total: 6, digit: 1 });
		expect('setup-token' in outside).toBe(false);
	});

	test('settings are for admins', async () => {
		const client = await start({ edition: 'ee', sso: 'jwt' });
		const { body } = await client.get('/api/setting');
		const value = (key: string) => body.find((one: { key: string }) => one.key === key)?.value;
		expect([value('jwt-user-provisioning-enabled?'), value('scim-enabled')]).toEqual([true, false]);
		expect((await client.get('/api/setting', await client.as('ann'))).status).toBe(403);
		expect((await client.get('/api/setting/version')).body.tag).toMatch(/^v1\./);
	});
});

describe('setup', () => {
	const admin = { email: 'First@Example.com', password: 'first-one-1', first_name: 'First' };
	const prefs = { site_name: 'New' };

	test('before it only three routes answer; it makes user 1, once', async () => {
		const client = await start({ setup: 'pending' });
		const properties = (await client.get('/api/session/properties', {})).body;
		expect([properties['has-user-setup'], properties['setup-token']]).toEqual([false, SETUP_TOKEN]);
		expect((await client.get('/api/user')).status).toBe(401);
		expect((await client.get('/api/health', {})).body).toEqual({ status: 'ok' });
		const weak = await client.post(
			'/api/setup',
			{ token: SETUP_TOKEN, user: { ...admin, password: 'abc' }, prefs },
			{},
		);
		expect([weak.status, Object.keys(weak.body.errors)]).toEqual([400, ['password']]);
		const done = await client.post('/api/setup', { token: SETUP_TOKEN, user: admin, prefs }, {});
		const { body } = await client.get('/api/user/current', { session: done.body.id });
		expect([body.id, body.email, body.is_superuser]).toEqual([1, 'first@example.com', true]);
		expect((await client.get('/api/session/properties', {})).body['setup-token']).toBeUndefined();
	});

	test('with a user there it is 403', async () => {
		const client = await start();
		const { status, body } = await client.post('/api/setup', { token: SETUP_TOKEN, user: admin, prefs }, {});
		expect(status).toBe(403);
		expect(body).toContain('a user currently exists');
	});

	test('a fresh server holds one admin, a key and the magic groups', async () => {
		const client = await start({}, { fresh: true });
		const { body } = await client.get('/api/user');
		expect(body.data.map((row: { id: number }) => row.id)).toEqual([1]);
		const groups = (await client.get('/api/permissions/group')).body;
		expect(groups.map((row: { name: string }) => row.name)).toEqual(['Administrators', 'All Users']);
	});
});

test('credentials open the server both ways', async () => {
	const client = await start();
	const { url, authentication, apiKey, username, password } = client.sandbox.tools.metabase;
	expect([url, authentication]).toEqual([client.url, 'apiKey']);
	expect((await client.get('/api/user', { key: apiKey })).status).toBe(200);
	expect((await client.login(username, password)).status).toBe(200);
});

test.each([
	['0.49', 'v0.49.'],
	['0.54', 'v0.54.'],
	['0.58', 'v0.58.'],
	['0.60', 'v0.6'],
])('a release may stand for its generation: %s', async (version, tag) => {
	const client = await start({ version });
	const { body } = await client.get('/api/session/properties', {});
	expect(body.version.tag.startsWith(tag)).toBe(true);
});

describe('control', () => {
	test('a session can expire by fault, a key can not', async () => {
		const client = await start({}, { faults: 'expired:1@/api/user' });
		const { status, body } = await client.get('/api/user/current', await client.as('ann'));
		expect([status, body]).toEqual([401, 'Unauthenticated']);
		expect((await client.get('/api/user/current')).status).toBe(200);
	});

	test('people by group, active or not; a name that is taken is refused', async () => {
		const client = await start();
		const wish = { count: 3, prefix: 'crowd', roles: ['Interns'], active: false };
		const { firstId, lastId } = await client.control('people', wish);
		expect(lastId - firstId).toBe(2);
		expect(await client.account(lastId)).toMatchObject({ state: 'deactivated', groups: ['All Users', 'Interns'] });
		await expect(client.control('people', wish)).rejects.toThrow('choose another prefix');
		await expect(client.control('people', { count: 1, roles: ['Nobody'] })).rejects.toThrow('No group "Nobody"');
	});

	test('the state holds no secret', async () => {
		const client = await start({ edition: 'ee', tenants: 'on' });
		const text = JSON.stringify(await client.control('state'));
		expect(text).not.toContain('mb_');
		expect(text).not.toContain(COMMON_PASSWORD);
	});

	test('a reset may choose another server', async () => {
		const client = await start();
		await client.control('reset', { set: { 'metabase.version': 'v49', 'metabase.edition': 'ee' }, fresh: true });
		const { body } = await client.get('/api/session/properties', {});
		expect(body.version.tag).toMatch(/^v1\.49/);
		// The first admin and the key of the credential.
		expect((await client.get('/api/user')).body.total).toBe(2);
	});
});
