import { clients, person, type Client } from './client.mts';

/** What the recordings do not show of contract section 14; numbers are its items. */
const S = '/api/v1/security';
const start = clients();

const q = (rison: string): string => `?q=${encodeURIComponent(rison)}`;
const find = (client: Client, filter: string, token?: string) =>
	client.get(`${S}/users/${q(`(filters:!(${filter}),keys:!(none),page_size:100)`)}`, token);

describe('1, 2: tokens and sign-in', () => {
	test('a refresh token works for 30 days and stays the same', async () => {
		const client = await start();
		const { access_token, refresh_token } = (await client.login('admin', 'admin', { refresh: true })).body;
		await client.sandbox.control('superset', 'clock', { advance: 29 * 86_400_000 });
		expect((await client.get(`${S}/users/1`, access_token)).body).toEqual({ msg: 'Token has expired' });
		const renewed = await client.post(`${S}/refresh`, undefined, refresh_token);
		expect(Object.keys(renewed.body)).toEqual(['access_token']);
		expect((await client.get(`${S}/users/1`, renewed.body.access_token)).status).toBe(200);
		await client.sandbox.control('superset', 'clock', { advance: 2 * 86_400_000 });
		expect((await client.post(`${S}/refresh`, undefined, refresh_token)).body).toEqual({
			msg: 'Token has expired',
		});
	});

	test('counters of an account move; failures go back to 0', async () => {
		const client = await start();
		const before = (await client.get(`${S}/users/15`)).body.result;
		expect(before).toMatchObject({ login_count: null, fail_login_count: null, last_login: null });
		await client.login('nadia.petrova', 'wrong');
		await client.login('nadia.petrova', 'wrong');
		expect((await client.get(`${S}/users/15`)).body.result).toMatchObject({ login_count: 0, fail_login_count: 2 });
		expect((await client.login('NADIA.Petrova@example.com')).status).toBe(200);
		const after = (await client.get(`${S}/users/15`)).body.result;
		expect(after).toMatchObject({ login_count: 1, fail_login_count: 0 });
		expect(after.last_login).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
	});

	test('e-mails that differ only in case sign nobody in; the usernames still do', async () => {
		const client = await start();
		expect((await client.login('priya.nair@example.com')).status).toBe(401);
		expect((await client.login('priya.nair')).status).toBe(200);
		expect((await client.login('pnair')).status).toBe(200);
	});

	test('an old server with a new PyJWT signs in and then refuses its own tokens', async () => {
		const client = await start({ version: '4.1', pyjwt: 'new' });
		expect((await client.get(`${S}/users/`)).body).toEqual({ msg: 'Subject must be a string' });
	});

	test('locking oneself out is allowed', async () => {
		const client = await start();
		expect((await client.put(`${S}/users/1`, { active: false })).status).toBe(200);
		expect((await client.get(`${S}/users/1`)).body).toEqual({ msg: 'Error loading the user 1' });
	});
});

describe('4: lists', () => {
	test.each<[string, number, string | undefined]>([
		['(page:0,', 500, 'Fatal error'],
		['(page:0', 400, 'Not a valid rison/json argument'],
		['(page:', 500, 'Fatal error'],
		['!', 500, 'Fatal error'],
		["(filters:!((col:email,opr:ct,value:'a)))", 400, 'Not a valid rison/json argument'],
		['(filters:!((col:username,opr:eq,value:a b)))', 400, 'Not a valid rison/json argument'],
		['(filters:!((col:username,opr:eq,value:a&b)))', 400, 'Not a valid rison/json argument'],
		['(filters:!((col:username,opr:eq)))', 400, "Not a valid rison schema 'value' is a required property"],
		[
			'(filters:!((col:username,opr:eq,value:!n)))',
			400,
			'Not a valid rison schema None is not valid under any of the given schemas',
		],
		['(order_column:id,order_direction:up)', 400, "Not a valid rison schema 'up' is not one of ['asc', 'desc']"],
		['(order_column:groups)', 400, 'Invalid order by column: groups'],
		['(columns:!(id),select_columns:!(id))', 400, 'Cannot use both select and sel columns'],
		['abc', 400, "Not a valid rison schema 'abc' is not of type 'object'"],
		["(filters:!((col:last_name,opr:eq,value:'O!'Brien')))", 200, undefined],
		['{"page_size":1}', 200, undefined],
	])('q=%s → %i', async (rison, status, text) => {
		const client = await start();
		const reply = await client.get(`${S}/users/${q(rison)}`);
		expect([reply.status, reply.body.message]).toEqual([status, text]);
	});

	test('JSON in q is decoded twice: a plus turns into a blank', async () => {
		const client = await start();
		const json = (name: string): string =>
			`?q=${encodeURIComponent(JSON.stringify({ filters: [{ col: 'last_name', opr: 'ct', value: name }] }))}`;
		expect((await client.get(`${S}/users/${json('A+B!')}`)).body.count).toBe(0);
		expect((await find(client, "(col:last_name,opr:ct,value:'A+B!!')")).body.count).toBe(1);
	});

	test('a column without a direction sorts descending; unknown columns vanish, and if none is left all come', async () => {
		const client = await start();
		expect((await client.get(`${S}/users/${q('(order_column:id,page_size:2)')}`)).body.ids).toEqual([17, 16]);
		const [row] = (await client.get(`${S}/users/${q('(columns:!(nope,roles),page_size:1)')}`)).body.result;
		expect(Object.keys(row)).toHaveLength(15);
		const [narrow] = (await client.get(`${S}/users/${q('(columns:!(nope,username),page_size:1)')}`)).body.result;
		expect(narrow).toEqual({ username: 'admin' });
	});

	test('ct ignores case and knows wildcards, eq does neither', async () => {
		const client = await start();
		expect((await find(client, "(col:email,opr:ct,value:'PRIYA.NAIR@')")).body.ids).toEqual([9, 10]);
		expect((await find(client, "(col:email,opr:eq,value:'priya.nair@example.com')")).body.ids).toEqual([9]);
		expect((await find(client, "(col:username,opr:ct,value:'g_ta%rao')")).body.ids).toEqual([14]);
		expect((await find(client, "(col:username,opr:sw,value:'%')")).body.count).toBe(17);
	});
});

describe('5: filters that match everyone, and PostgreSQL', () => {
	test.each([
		'(col:username,opr:equals,value:x)',
		'(col:roles,opr:rel_m_m,value:4242)',
		'(col:roles,opr:rel_m_m,value:Gamma)',
		'(col:roles,opr:rel_m_m,value:!(4242,4243))',
		'(col:last_login,opr:lt,value:soon)',
	])('%s', async (filter) => {
		const client = await start();
		expect((await find(client, filter)).body.count).toBe(17);
	});

	test('in a list of ids the unknown ones are dropped', async () => {
		const client = await start();
		expect((await find(client, '(col:roles,opr:rel_m_m,value:!(4242,1))')).body.ids).toEqual([1, 17]);
		expect((await find(client, '(col:roles,opr:rel_m_m,value:!(4,6))')).body.ids).toEqual([3, 7]);
	});

	test('an author who does not exist matches no content', async () => {
		const client = await start();
		const lookup = (who: number) =>
			client.get(`/api/v1/dashboard/${q(`(filters:!((col:created_by,opr:rel_o_m,value:${who})))`)}`);
		expect((await lookup(4242)).body.count).toBe(0);
		expect((await lookup(2)).body.count).toBe(2);
	});

	test('roles/search ignores unknown columns', async () => {
		const client = await start();
		const search = async (filter: string) =>
			(await client.get(`${S}/roles/search/${q(`(filters:!(${filter}),page_size:100)`)}`)).body;
		expect((await search('(col:nope,opr:eq,value:1)')).count).toBe(9);
		expect((await search("(col:name,opr:whatever,value:'sales')")).result).toMatchObject([
			{ name: 'Sales, EMEA', user_ids: [4], group_ids: [3] },
		]);
		expect((await search('(col:user_ids,opr:eq,value:3)')).ids).toEqual([4, 6]);
	});

	test.each([
		['sqlite', 200, 201, 201],
		['postgres', 500, 500, 500],
	])('%s: unquoted digits and names that are too long', async (db, digits, name, username) => {
		const client = await start({ db });
		expect((await find(client, '(col:username,opr:eq,value:12345)')).status).toBe(digits);
		expect((await find(client, "(col:username,opr:eq,value:'12345')")).body.ids).toEqual([6]);
		expect((await client.post(`${S}/users/`, person('long-last', { last_name: 'x'.repeat(65) }))).status).toBe(
			name,
		);
		expect((await client.post(`${S}/users/`, person('u'.repeat(129)))).status).toBe(username);
		expect((await client.post(`${S}/users/`, person('v'.repeat(128)))).status).toBe(201);
	});

	test('without an order PostgreSQL moves what was written behind the rest', async () => {
		const client = await start({ db: 'postgres' });
		await client.put(`${S}/users/2`, { last_name: 'Written' });
		expect((await client.get(`${S}/users/${q('(page_size:100)')}`)).body.ids.at(-1)).toBe(2);
		expect(
			(await client.get(`${S}/users/${q('(page_size:100,order_column:id,order_direction:asc)')}`)).body.ids.at(
				-1,
			),
		).toBe(17);
	});

	test('a username of 65 characters fits since 6 only', async () => {
		const old = await start({ version: '5.0', db: 'postgres' });
		expect((await old.post(`${S}/users/`, person('u'.repeat(65)))).status).toBe(500);
	});
});

describe('10: HTML', () => {
	test('404 and 500 ERRORS are pages where Accept admits them; everything else stays JSON', async () => {
		const client = await start({ version: '4.1' });
		const as = async (accept: string, path: string, token?: string) => {
			const { status, type } = await client.get(path, token, { accept });
			return `${status} ${type}`;
		};
		expect(await as('*/*', `${S}/nope`)).toBe('404 text/html');
		expect(await as('application/json, text/plain, */*', `${S}/nope`)).toBe('404 text/html');
		expect(await as('application/json', `${S}/nope`)).toBe('404 application/json');
		expect(await as('*/*', `${S}/users/4242`)).toBe('404 application/json');
		expect(await as('*/*', `${S}/users/word`)).toBe('405 application/json');
		const token = await client.tokenOf('gita.rao');
		await client.put(`${S}/users/14`, { active: false, password: 'x' });
		expect(await as('*/*', '/api/v1/dashboard/', token)).toBe('500 text/html');
	});

	test('behind a prefix; outside it another server answers', async () => {
		const client = await start({ prefix: '/bi' });
		expect(client.url).toMatch(/\/bi$/);
		expect((await client.get(`${S}/users/`)).status).toBe(200);
		expect((await client.get(`${S}/users`)).headers.get('location')).toBe(`${client.url}${S}/users/`);
		const outside = await fetch(new URL(`${S}/users/`, client.url), { headers: { accept: 'application/json' } });
		expect([outside.status, outside.headers.get('content-type')]).toEqual([404, 'text/html']);
	});
});

test('11: fifty requests a second, health and logins included, no headers', async () => {
	const client = await start({ rateLimit: 'on' });
	await client.sandbox.control('superset', 'clock', { advance: 2000 });
	const statuses = await Promise.all(
		Array.from({ length: 49 }, () => fetch(`${client.url}/health`).then((reply) => reply.status)),
	);
	expect(new Set(statuses)).toEqual(new Set([200]));
	expect((await client.get(`${S}/users/1`)).status).toBe(200);
	const over = await client.login('admin', 'admin');
	expect(over.status).toBe(429);
	expect([...over.headers.keys()].filter((name) => /retry|ratelimit/.test(name))).toEqual([]);
	await client.sandbox.control('superset', 'clock', { advance: 1000 });
	expect((await client.get(`${S}/users/1`)).status).toBe(200);
});
