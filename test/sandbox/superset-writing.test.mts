import { clients, person } from './client.mts';

/** What the recordings do not show of contract section 14; numbers are its items. */
const S = '/api/v1/security';
const start = clients();

const q = (rison: string): string => `?q=${encodeURIComponent(rison)}`;

describe('7: deleting people', () => {
	test.each<[string, number, number]>([
		['plain person', 14, 200],
		['inactive owner of what others made', 7, 200],
		['author', 2, 422],
		['author, SQL, favourites', 16, 422],
	])('%s', async (_, id, status) => {
		const client = await start();
		expect((await client.del(`${S}/users/${id}`)).status).toBe(status);
	});

	test('the last to change content is held back until somebody else saves it, and nothing changed meanwhile', async () => {
		const client = await start();
		await client.addPerson('editor', { roles: [1] });
		const { id } = await client.account('editor');
		const token = await client.tokenOf('editor', 'x');
		await client.content('PUT', '/api/v1/dashboard/4', { dashboard_title: 'Edited' }, token);
		expect((await client.del(`${S}/users/${id}`)).status).toBe(422);
		expect(await client.account('editor')).toMatchObject({ roles: ['Admin'], active: true });
		await client.content('PUT', '/api/v1/dashboard/4', { dashboard_title: 'Saved again' });
		expect((await client.del(`${S}/users/${id}`)).status).toBe(200);
	});

	test('what vanishes: ownership, saved queries, authorship of people, API keys', async () => {
		const client = await start({ apiKeys: 'on' });
		const id = await client.addPerson('manager', { roles: [1, 5] });
		const token = await client.tokenOf('manager', 'x');
		const { key } = (await client.post(`${S}/api_keys/`, { name: 'k' }, token)).body.result;
		await client.post(`${S}/users/`, person('hire'), token);
		await client.content('POST', '/api/v1/saved_query/', { db_id: 1, label: 'mine', sql: 'select 1' }, token);
		await client.content('PUT', '/api/v1/dashboard/4', { owners: [id] });
		expect((await client.del(`${S}/users/${id}`)).status).toBe(200);
		const state = await client.sandbox.control('superset', 'state');
		const content = (name: string) => state.content.find((item: { name: string }) => item.name === name);
		expect(content('Nobody’s board').owners).toEqual([]);
		expect(content('mine')).toBeUndefined();
		expect((await client.get(`${S}/users/${(await client.account('hire')).id}`)).body.result).toMatchObject({
			created_by: null,
			changed_by: null,
		});
		expect((await client.get(`${S}/users/`, key)).body).toEqual({ message: 'Not authorized' });
	});

	test('an admin who did nothing may delete themselves, even the last one', async () => {
		const client = await start({}, { fresh: true });
		expect((await client.del(`${S}/users/1`)).status).toBe(200);
	});

	test('SQLite gives a deleted last id again, PostgreSQL does not', async () => {
		for (const [db, next] of [
			['sqlite', 18],
			['postgres', 19],
		] as const) {
			const client = await start({ db });
			await client.del(`${S}/users/${await client.addPerson('brief')}`);
			expect(await client.addPerson('after')).toBe(next);
		}
	});
});

describe('8: CSRF and cookies', () => {
	test('the pair is not tied to a user, lives a week, and halves of two pairs do not match', async () => {
		const client = await start();
		const pair = await client.csrf();
		const other = await client.csrf();
		const token = await client.tokenOf('maria.silva');
		const write = (headers: Record<string, string>, by = token) =>
			client.send('PUT', '/api/v1/dashboard/1', { body: { css: '' }, token: by, headers });
		expect((await write(pair)).status).toBe(200);
		const text = async (headers: Record<string, string>) => (await write(headers)).body.errors[0].message;
		expect(await text({ ...pair, cookie: other.cookie })).toBe('400 Bad Request: The CSRF tokens do not match.');
		expect(await text({ ...pair, 'x-csrftoken': 'junk' })).toBe('400 Bad Request: The CSRF token is invalid.');
		const later = await client.get(`${S}/users/1`);
		expect(await text({ ...pair, cookie: later.headers.getSetCookie()[0].split(';')[0] })).toBe(
			'400 Bad Request: The CSRF session token is missing.',
		);
		await client.sandbox.control('superset', 'clock', { advance: 8 * 86_400_000 });
		expect(await text(pair)).toBe('400 Bad Request: The CSRF token has expired.');
	});

	test('a body that is not declared JSON is sent to the login page', async () => {
		const client = await start();
		const reply = await client.send('PUT', '/api/v1/dashboard/1', {
			body: 'a=b',
			headers: { ...(await client.csrf()), 'content-type': 'text/plain' },
		});
		expect([reply.status, reply.headers.get('location')]).toEqual([302, '/login/']);
	});

	test('the person of a browser session wins over the token', async () => {
		const client = await start();
		const pair = await client.csrf();
		const form = `username=gita.rao&password=sandbox-pass&csrf_token=${pair['x-csrftoken']}`;
		const signedIn = await client.send('POST', '/login/', {
			body: form,
			token: '',
			headers: { cookie: pair.cookie, 'content-type': 'application/x-www-form-urlencoded' },
		});
		const cookie = signedIn.headers.getSetCookie()[0].split(';')[0];
		expect((await client.get(`${S}/users/`, undefined, { cookie })).status).toBe(403);
		expect((await client.get(`${S}/users/`)).status).toBe(200);
	});
});

describe('12: permissions', () => {
	test('the service account lists, creates and edits anybody, and nothing more', async () => {
		const client = await start();
		const token = await client.tokenOf('svc-people');
		expect((await client.get(`${S}/users/`, token)).status).toBe(200);
		expect((await client.get(`${S}/users/_info`, token)).body.permissions.sort()).toEqual([
			'can_get',
			'can_info',
			'can_post',
			'can_put',
		]);
		expect((await client.post(`${S}/users/`, person('boss', { roles: [1] }), token)).status).toBe(201);
		expect((await client.put(`${S}/users/1`, { last_name: 'Edited' }, token)).status).toBe(200);
		expect((await client.del(`${S}/users/14`, token)).status).toBe(403);
		expect((await client.put(`${S}/roles/4/users`, { user_ids: [] }, token)).status).toBe(403);
		expect((await client.get('/api/v1/dashboard/', token)).status).toBe(403);
	});

	test('content: others get 403 or 404, an owner stays owner, an Admin is not added', async () => {
		const client = await start();
		const maria = await client.tokenOf('maria.silva');
		const put = async (path: string, body: unknown, token?: string) =>
			(await client.content('PUT', path, body, token)).status;
		// Alpha sees every chart and dataset, but only published dashboards and her own.
		expect(await put('/api/v1/chart/3', { owners: [2] }, maria)).toBe(403);
		expect(await put('/api/v1/dataset/2', { owners: [2] }, maria)).toBe(403);
		expect(await put('/api/v1/dashboard/3', { owners: [2] }, maria)).toBe(404);
		expect(await put('/api/v1/chart/1', { owners: [16] }, maria)).toBe(200);
		expect(await put('/api/v1/chart/2', { owners: [16, '14', 16] })).toBe(200);
		const { content } = await client.sandbox.control('superset', 'state');
		const owners = (name: string) => content.find((item: { name: string }) => item.name === name).owners;
		expect(owners('Revenue by month')).toEqual(['tomas.novak', 'maria.silva']);
		expect(owners('Open invoices')).toEqual(['tomas.novak', 'gita.rao']);
	});

	test('lists come newest change first, and each PUT moves its item', async () => {
		const client = await start();
		const ids = async () => (await client.get(`/api/v1/dashboard/${q('(columns:!(id),keys:!(none))')}`)).body.ids;
		expect(await ids()).toEqual([2, 4, 3, 1]);
		await client.content('PUT', '/api/v1/dashboard/1', { owners: [2] });
		expect(await ids()).toEqual([1, 2, 4, 3]);
	});

	test('somebody without any role may sign in and nothing else', async () => {
		const client = await start();
		await client.put(`${S}/roles/4/users`, { user_ids: [] });
		const token = await client.tokenOf('gita.rao');
		expect((await client.get('/api/v1/dashboard/', token)).status).toBe(403);
	});
});

test('14: API keys', async () => {
	const client = await start({ apiKeys: 'on' });
	const adminKey = client.sandbox.tools.superset.apiKey;
	expect((await client.get(`${S}/users/`, adminKey)).status).toBe(200);
	const made = await client.post(`${S}/api_keys/`, { name: 'robot', expires_on: '2031-01-01T00:00:00' });
	expect(made.status).toBe(201);
	expect(Object.keys(made.body.result).sort()).toEqual([
		'created_on',
		'expires_on',
		'key',
		'key_prefix',
		'name',
		'scopes',
		'uuid',
	]);
	const { uuid, key } = made.body.result;
	expect((await client.get('/api/v1/me/', key)).body.result.username).toBe('admin');
	expect((await client.content('PUT', '/api/v1/dashboard/1', { owners: [2] }, key)).status).toBe(200);
	const listed = (await client.get(`${S}/api_keys/`)).body.result;
	expect(listed).toHaveLength(2);
	expect(listed.some((row: object) => 'key' in row)).toBe(false);
	expect((await client.get(`${S}/api_keys/`, await client.tokenOf('grace.okafor'))).body.result).toEqual([]);
	expect((await client.del(`${S}/api_keys/${uuid}`)).body).toEqual({ message: 'API key revoked' });
	expect((await client.get(`${S}/users/`, key)).body).toEqual({ message: 'Not authorized' });
	expect((await client.get(`${S}/users/`, 'sst_unknown')).body).toEqual({ message: 'Not authorized' });
	const off = await start({ version: '6.0', apiKeys: 'on' });
	expect((await off.get(`${S}/api_keys/`)).status).toBe(404);
	expect(off.sandbox.tools.superset).not.toHaveProperty('apiKey');
});

test('14: an API key stops with its owner and works again after', async () => {
	const client = await start({ apiKeys: 'on' });
	const { key } = (await client.post(`${S}/api_keys/`, { name: 'k' }, await client.tokenOf('grace.okafor'))).body
		.result;
	await client.put(`${S}/users/17`, { active: false });
	expect((await client.get(`${S}/users/`, key)).status).toBe(401);
	await client.put(`${S}/users/17`, { active: true });
	expect((await client.get(`${S}/users/`, key)).status).toBe(200);
});

test('15: hidden accounts are found nowhere, yet their names stay taken', async () => {
	const client = await start({ excludeUsers: 'gita.rao,zoe' });
	expect((await client.get(`${S}/users/`)).body.count).toBe(15);
	expect((await client.get(`${S}/users/14`)).status).toBe(404);
	expect((await client.put(`${S}/users/14`, { last_name: 'X' })).status).toBe(500);
	expect((await client.del(`${S}/users/14`)).status).toBe(404);
	expect((await client.post(`${S}/users/`, person('gita.rao', { email: 'free@example.com' }))).status).toBe(422);
	const old = await start({ version: '6.0', excludeUsers: 'zoe' });
	expect((await old.get(`${S}/users/`)).body.count).toBe(17);
});

test('the password policy of FAB, where it is on', async () => {
	const client = await start({ passwordPolicy: 'on' });
	const weak = await client.post(`${S}/users/`, person('weak', { password: 'sandbox-pass' }));
	expect([weak.status, Object.keys(weak.body.message)]).toEqual([400, ['password']]);
	expect((await client.post(`${S}/users/`, person('strong', { password: 'AB-cde-12-xyz' }))).status).toBe(201);
});

test('a sign-in at the identity provider overwrites roles', async () => {
	const client = await start({ roleSync: 'Finance Viewers' });
	expect(await client.sandbox.control('superset', 'sso', { email: 'GITA.rao@example.com' })).toEqual({
		signedIn: true,
		id: 14,
	});
	expect(await client.account('gita.rao')).toMatchObject({ roles: ['Finance Viewers'], loginCount: 34 });
	expect(await client.sandbox.control('superset', 'sso', { email: 'lena.fischer@example.com' })).toEqual({
		signedIn: false,
	});
});

test('groups: members without a direct role are left with nothing', async () => {
	const client = await start();
	const id = await client.addPerson('grouped', { roles: undefined, groups: [2] });
	expect((await client.put(`${S}/users/${id}`, { groups: [] })).status).toBe(400);
	await client.del(`${S}/groups/2`);
	expect(await client.account('grouped')).toMatchObject({ roles: [], groups: [] });
});

test('the company holds what its table promises', async () => {
	for (const version of ['4.1', '6.1']) {
		const client = await start({ version });
		const { accounts } = await client.sandbox.control('superset', 'state');
		expect(accounts).toHaveLength(17);
		expect(accounts.map((account: { id: number }) => account.id)).toEqual(
			Array.from({ length: 17 }, (_, index) => index + 1),
		);
		expect(accounts.every((account: { email: string }) => account.email.endsWith('@example.com'))).toBe(true);
		expect(await client.account('omar.haddad')).toMatchObject({
			id: 8,
			active: version === '6.1' ? true : null,
			loginCount: null,
		});
		expect(await client.account('lena.fischer')).toMatchObject({ id: 7, active: false });
		expect(await client.account('chen.wei')).toMatchObject({ id: 11, admin: version === '6.1' });
		expect(await client.account('yuki.tanaka')).toMatchObject({ roles: ['Gamma', 'Sales, EMEA'] });
		expect((await client.login('12345')).status).toBe(200);
	}
});
