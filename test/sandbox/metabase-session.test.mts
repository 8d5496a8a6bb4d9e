import { ADMIN_EMAIL, ADMIN_KEY, COMMON_PASSWORD, idOf, LEFTOVER_KEY, SYNC_KEY } from '../../sandbox/metabase/seed.mts';
import { metabaseClients } from './metabase-client.mts';

/** Contract section 2: signing in, and passwords that are forgotten. */
const start = metabaseClients();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const VERSIONS = ['v49', 'v54', 'v57', 'v60'];

describe('signing in by session', () => {
	test('username takes the e-mail in any case; the answer sets cookies', async () => {
		const client = await start();
		const { status, body, headers } = await client.login('ADMIN@Example.com');
		expect([status, Object.keys(body)]).toEqual([200, ['id']]);
		expect(headers.getSetCookie().map((one) => one.split('=')[0])).toEqual([
			'metabase.SESSION',
			'metabase.TIMEOUT',
		]);
		expect((await client.get('/api/user/current', { session: body.id })).body.email).toBe(ADMIN_EMAIL);
	});

	test('every other answer', async () => {
		const client = await start({ version: 'v57' });
		const email = await client.post('/api/session', { email: ADMIN_EMAIL, password: 'x' }, {});
		expect([email.status, email.body.errors]).toEqual([400, { username: 'value must be a non-blank string.' }]);
		for (const username of [ADMIN_EMAIL, 'nobody@example.com']) {
			const { status, body } = await client.login(username, 'wrong');
			expect([status, body]).toEqual([401, { errors: { password: 'did not match stored password' } }]);
		}
		const gone = await client.login('omar.haddad@example.com');
		expect([gone.status, gone.body.errors]).toEqual([401, { _error: 'Your account is disabled.' }]);
	});

	test('newest servers put a code for a disabled account', async () => {
		const client = await start();
		expect((await client.login('omar.haddad@example.com')).body.errors._error).not.toContain(' ');
	});

	test('a session lives for 14 days, however much it is used', async () => {
		const client = await start();
		const who = await client.as('ann');
		await client.advance(13 * DAY);
		expect((await client.get('/api/user/current', who)).status).toBe(200);
		await client.advance(DAY);
		expect((await client.get('/api/user/current', who)).status).toBe(401);
	});

	test('a cookie hides the header', async () => {
		const client = await start();
		const [ann, admin] = [await client.as('ann'), await client.as('admin')];
		const who = { ...admin, headers: { cookie: `metabase.SESSION=${ann.session}` } };
		expect((await client.get('/api/user/current', who)).body.email).toBe('ann@example.com');
	});

	test('signing out: 204 once, then 404', async () => {
		const client = await start();
		const who = await client.as('ann');
		const statuses = [await client.del('/api/session', who), await client.del('/api/session', who)];
		expect(statuses.map(({ status }) => status)).toEqual([204, 404]);
		expect((await client.del('/api/session', {})).status).toBe(404);
	});

	test('own logins in the history', async () => {
		const client = await start();
		const who = await client.as('ann');
		expect((await client.get('/api/login-history/current', who)).body).toHaveLength(1);
	});
});

describe('the throttle', () => {
	const wait = /^Too many attempts! You must wait (\d+) seconds before trying again\.$/;
	const seconds = (body: { errors: { username: string } }) => Number(wait.exec(body.errors.username)?.[1]);
	type Client = Awaited<ReturnType<typeof start>>;
	const fail = async (client: Client, times: number, username = ADMIN_EMAIL) => {
		for (let count = 0; count < times; count++) await client.login(username, 'wrong');
	};

	test('10 failures of one name, then 401 with the wait, for the right password too', async () => {
		const client = await start();
		await fail(client, 10);
		const { status, body, headers } = await client.login(ADMIN_EMAIL);
		expect([status, seconds(body), headers.get('retry-after')]).toEqual([401, 15, null]);
		expect((await client.login('ann@example.com')).status).toBe(200);
	});

	test('an attempt while blocked makes the wait longer', async () => {
		const client = await start();
		await fail(client, 10);
		const waits = [];
		for (let count = 0; count < 3; count++) waits.push(seconds((await client.login(ADMIN_EMAIL)).body));
		expect(waits).toEqual([15, 43, 78]);
		await client.advance(121_000);
		expect((await client.login(ADMIN_EMAIL)).status).toBe(200);
	});

	test('50 failures of one address, told under username as well', async () => {
		const client = await start();
		for (let count = 0; count < 50; count++) await client.login(`nobody${count}@example.com`, 'wrong');
		expect(seconds((await client.login('ann@example.com')).body)).toBe(15);
		const elsewhere = { headers: { 'x-forwarded-for': '10.0.0.9' } };
		expect((await client.login('ann@example.com', COMMON_PASSWORD, elsewhere)).status).toBe(200);
	});

	test('it forgets after an hour, and can be switched off', async () => {
		const client = await start();
		await fail(client, 10);
		await client.advance(HOUR + 1000);
		expect((await client.login(ADMIN_EMAIL)).status).toBe(200);
		const open = await start({ throttle: 'off' });
		await fail(open, 12);
		expect((await open.login(ADMIN_EMAIL)).status).toBe(200);
	});
});

describe('API keys', () => {
	test.each(VERSIONS)('%s: a key acts with the rights of its group', async (version) => {
		const client = await start({ version });
		const { body } = await client.get('/api/user/current');
		expect([body.is_superuser, body.personal_collection_id]).toEqual([true, null]);
		expect(body.email).toMatch(/@api-key\.invalid$/);
		expect((await client.get('/api/user', { key: SYNC_KEY })).status).toBe(403);
	});

	test('a key outlives its creator; a wrong one is 401', async () => {
		const client = await start();
		expect((await client.get('/api/user', { key: LEFTOVER_KEY })).status).toBe(200);
		expect((await client.get('/api/user', { key: 'mb_wrong' })).status).toBe(401);
	});

	test('a session that has run out leaves the key to speak', async () => {
		const client = await start();
		expect((await client.get('/api/user/current', { key: ADMIN_KEY, session: 'gone' })).status).toBe(200);
	});
});

describe('passwords', () => {
	test('forgot_password: 204 for anybody, a mail with a link for those who have an account', async () => {
		const client = await start({ mail: 'on' });
		for (const email of ['ann@example.com', 'nobody@example.com', 'omar.haddad@example.com'])
			expect((await client.post('/api/session/forgot_password', { email }, {})).status).toBe(204);
		const mails = await client.control('mail');
		expect(mails.map((mail: { to: string }) => mail.to)).toEqual(['ann@example.com']);
		const token = /reset_password\/(\S+)/.exec(mails[0].text)?.[1];
		expect(token).toMatch(new RegExp(`^${idOf('ann')}_`));
		const valid = async () => (await client.get(`/api/session/password_reset_token_valid?token=${token}`, {})).body;
		expect(await valid()).toEqual({ valid: true });
		const reset = await client.post('/api/session/reset_password', { token, password: 'brand-new-9' }, {});
		expect([reset.status, reset.body.success, typeof reset.body.session_id]).toEqual([200, true, 'string']);
		expect(await valid()).toEqual({ valid: false });
		expect((await client.login('ann@example.com', 'brand-new-9')).status).toBe(200);
	});

	test('an SSO person gets a mail without a link, and the fourth request in a second is 400', async () => {
		const client = await start({ mail: 'on' });
		const ask = () => client.post('/api/session/forgot_password', { email: 'yuki.tanaka@example.com' }, {});
		const replies = [await ask(), await ask(), await ask(), await ask()];
		expect(replies.map(({ status }) => status)).toEqual([204, 204, 204, 400]);
		expect(replies[3].body.errors.email).toContain('Too many attempts');
		const [mail] = await client.control('mail');
		expect(mail.text).not.toContain('http');
	});

	test('a reset link dies after 48 hours', async () => {
		const client = await start();
		const { body } = await client.post(`/api/user/${idOf('ann')}/password-reset-url`);
		const token = body.password_reset_url.split('/').at(-1);
		await client.advance(48 * HOUR);
		const late = await client.post('/api/session/reset_password', { token, password: 'brand-new-9' }, {});
		expect([late.status, late.body.errors]).toEqual([400, { password: 'Invalid reset token' }]);
	});

	test.each([
		['normal', 'abcde1', 'abcdef'],
		['strong', 'abCD12!?', 'abcd12!?'],
		['weak', 'abcdef', 'abc'],
	])('%s: %s will do, %s will not', async (passwords, good, bad) => {
		const client = await start({ passwords });
		const check = (password?: string) => client.post('/api/session/password-check', { password }, {});
		expect((await check(good)).body).toEqual({ valid: true });
		for (const password of [bad, undefined, 'password1']) {
			const { status, body } = await check(password);
			expect([status, body.errors]).toEqual([400, { password: 'password is too common.' }]);
		}
	});
});
