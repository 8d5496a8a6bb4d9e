/** Getting in: by a form once, by a token for as long as it lives, and to the right address (contract 1 and 2). */
import type { IDataObject } from 'n8n-workflow';

import { COMMON_PASSWORD, SERVICE_TOKEN, tokenOf } from '../../../sandbox/sisense/seed.mts';
import type { Wire } from '../wire.mts';
import { account, elsewhere, sisenseStage } from './cast.mts';
import { byName, EACH_EMAIL, emails, json, textOf, TOLERANT, wired } from './given.mts';

const DAY = 86_400_000;
const LOGIN = '/api/v1/authentication/login';

describe('by login', () => {
	const stage = sisenseStage({}, 'login');
	const get = async (fields: IDataObject = {}, play = {}) => await stage.play('user.get', byName('ann'), { credentials: stage.storeOf(fields), ...play });

	test('the password goes out once, in a form, for all items and for the next execution', async () => {
		const { seen, items } = await wired(stage, undefined, async ({ url }) => {
			const credentials = stage.storeOf({ url });
			await stage.play('user.get', EACH_EMAIL, { credentials, items: emails('ann', 'joann', 'lena.fischer') });
			return await stage.play('user.get', byName('ann'), { credentials });
		});
		expect(items).toHaveLength(1);
		const [login, ...others] = seen.filter(({ path }) => path === LOGIN);
		expect(others).toEqual([]);
		expect(login.headers['content-type']).toBe('application/x-www-form-urlencoded');
		expect(login.body).toBe(new URLSearchParams({ username: 'admin@example.com', password: COMMON_PASSWORD }).toString());
		for (const { path, headers } of seen.filter((one) => one !== login)) {
			expect([path.includes(COMMON_PASSWORD), headers.cookie]).toEqual([false, undefined]);
			expect(headers.authorization).toMatch(/^Bearer \S+\.\S+\.\S+$/);
		}
	});

	test.each(['admin', 'ADMIN@example.com'])('works with "%s" as user name', async (username) => {
		expect((await get({ username })).items).toHaveLength(1);
	});

	test.each([{}, { 'sisense.lockout': '3' }])('a wrong password is tried once, however many items wait: %o', async (set) => {
		await stage.reset(set as never);
		const played = await stage.play('user.get', EACH_EMAIL, { credentials: stage.storeOf({ password: 'wrong' }), items: emails('ann', 'joann', 'zoe.muller', 'alex.kim'), ...TOLERANT });
		expect(played.signIns).toHaveLength(1);
		expect(played.failures).toHaveLength(4);
		for (const failure of played.failures) expect(textOf(failure)).toMatch(/refused the sign-in: user name or password is wrong\. People who sign in at an identity provider have no password here: use an API token/);
		expect(played.requests.filter(({ path }) => path !== LOGIN).map(({ status }) => status).filter((status) => status !== 401)).toEqual([]);
		expect(JSON.stringify(played.failures)).not.toContain('wrong"');
	});

	test('a lockout is told as such', async () => {
		await stage.reset({ 'sisense.lockout': '1' });
		await get({ password: 'wrong' });
		const { message, signIns } = await get();
		expect(message).toMatch(/the account is locked after too many wrong passwords\. Wait, or have an admin remove the lockout/);
		expect(signIns).toHaveLength(1);
		await stage.control('clock', { advance: 16 * 60_000 });
		expect((await get()).message).toBe('');
	});

	test.each([
		['somebody who signs in at the provider', { username: 'yuki.tanaka@example.com' }],
		['somebody invited', { username: 'nadia.petrova@example.com' }],
		['nobody', { username: 'nobody@example.com' }],
	])('of %s is refused, with the other way', async (_, fields) => {
		expect((await get({ password: COMMON_PASSWORD, ...fields })).message).toMatch(/use an API token/);
	});

	test('a token that ran out costs one new login, and no item', async () => {
		await stage.reset({ 'sisense.tokenExpiry': 'on' });
		const credentials = stage.storeOf();
		await stage.play('user.get', byName('ann'), { credentials });
		await stage.control('clock', { advance: 15 * DAY });
		const played = await stage.play('user.get', EACH_EMAIL, { credentials, items: emails('ann', 'joann', 'zoe.muller') });
		expect([played.message, played.items.length, played.signIns.length]).toEqual(['', 3, 1]);
	});

	test('a token that an admin revoked costs one new login', async () => {
		const credentials = stage.storeOf();
		await stage.play('user.get', byName('ann'), { credentials });
		await elsewhere(stage, 'GET', `v1/authentication/admin/logout?users=${(await account(stage, 'admin'))!.id}`);
		const { message, signIns } = await stage.play('user.get', byName('ann'), { credentials });
		expect([message, signIns.length]).toEqual(['', 1]);
	});

	test('a token refused for ever is told, not tried for ever', async () => {
		await stage.control('faults', { spec: 'expired:1@/api/v1/' });
		const { message, signIns } = await get();
		expect(message).toMatch(/refuses the credential/);
		expect(signIns.length).toBeLessThanOrEqual(2);
	});

	test('the app instead of an answer is told as such', async () => {
		await stage.control('faults', { spec: 'html:1@/authentication/login' });
		const { message, signIns } = await get();
		expect(message).toMatch(/is not the Sisense API\. Check the URL/);
		expect(signIns).toHaveLength(1);
	});

	test.each(['503:1@/authentication/login#1', '429:1@/authentication/login#1'])('a restarting server is waited for: %s', async (spec) => {
		await stage.control('faults', { spec });
		expect((await get()).message).toBe('');
	});

	test.each([
		[{ success: false, message: 'No.' }, /user name or password is wrong/],
		[{ success: true, message: 'Fine.' }, /is not the Sisense API/],
		[{ success: false, access_token: 'a.b.c' }, /user name or password is wrong/],
	])('a 200 that says %o is no login', async (body, says) => {
		const before: Wire['before'] = async ({ path }) => (path === LOGIN ? json(200, body) : undefined);
		const { message } = await wired(stage, before, async ({ url }) => await get({ url }));
		expect(message).toMatch(says);
	});

	test('a redirected login is not followed with the password', async () => {
		const before: Wire['before'] = async ({ path }) => (path === LOGIN ? { status: 302, location: `${stage.url}${LOGIN}`, body: '' } : undefined);
		const { message, seen } = await wired(stage, before, async ({ url }) => await get({ url }));
		expect(message).toMatch(/sends requests elsewhere/);
		expect(seen.filter(({ path }) => path === LOGIN)).toHaveLength(1);
	});

	test('an edited password takes no old token', async () => {
		const credentials = stage.storeOf();
		await stage.play('user.get', byName('ann'), { credentials });
		credentials.edit('sisenseApi', { password: 'wrong' });
		expect((await stage.play('user.get', byName('ann'), { credentials })).message).toMatch(/user name or password is wrong/);
	});
});

describe('by API token', () => {
	const stage = sisenseStage();
	const get = async (fields: IDataObject, play = {}) => await stage.play('user.get', byName('ann'), { credentials: stage.storeOf(fields), ...play });
	const DEAD = /Sisense refuses the credential\. The API token is expired or revoked/;

	test.each([
		['of nobody', 'abc.def.ghi'],
		['that is empty', ''],
		['of somebody who is gone', tokenOf('ivo.kral')],
	])('one %s is told, and not tried again', async (_, apiToken) => {
		const { message, requests } = await get({ apiToken });
		expect(message).toMatch(DEAD);
		expect(requests).toHaveLength(1);
	});

	test('a revoked one is told for each item, after one request', async () => {
		await elsewhere(stage, 'POST', 'v1/authentication/tokens/api/renew', {}, tokenOf('grace.okafor'));
		const played = await stage.play('user.get', EACH_EMAIL, { credentials: stage.storeOf({ apiToken: tokenOf('grace.okafor') }), items: emails('ann', 'joann', 'alex.kim'), ...TOLERANT });
		expect(played.failures.map(textOf)).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(DEAD)));
		expect(played.requests).toHaveLength(1);
	});

	test('one without an end is dead on a server that enforces it', async () => {
		await stage.reset({ 'sisense.tokenExpiry': 'on' });
		expect((await get({ apiToken: tokenOf('admin') })).message).toMatch(DEAD);
	});

	test('it is never logged out or renewed, whatever is asked', async () => {
		for (const [operation, parameters] of [
			['user.getCurrent', {}],
			['user.deactivate', { ...byName('ann'), options: { lockOut: true } }],
			['user.update', { ...byName('ann'), updateFields: { password: 'Another-one-77' } }],
			['user.delete', byName('joann')],
		] as const) {
			const { requests } = await stage.play(operation, parameters as never);
			for (const { path } of requests) expect(path).not.toMatch(/authentication\/logout|logout_all|tokens\/api\/renew|auth\/logout/);
		}
		expect((await get({})).message).toBe('');
	});

	test('of a Designer is told which right is missing', async () => {
		expect((await get({ apiToken: SERVICE_TOKEN })).message).toMatch(/it is no admin of Sisense\. Use an account with the role Admin/);
	});

	describe('the address', () => {
		test.each(['', '/', '//', ' ', '/app', '/app/main', '/app/main#/home', '/app/account/login?src=x', '/api', '/api/', '/api/v1', '/api/v1/', '?x=1'])('with "%s" pasted along is no other', async (end) => {
			const { message, items } = await get({ url: `${stage.url}${end}` });
			expect([message, items.length]).toEqual(['', 1]);
		});

		test.each([
			['http://127.0.0.1:9', /accepts no connection.*URL and port/],
			['sisense.example.com', /not a web address.*https:\/\//],
			['', /not a web address/],
		])('%s is told as wrong', async (url, says) => {
			expect((await get({ url })).message).toMatch(says);
		});

		test.each(['/bi/sisense', '/nowhere'])('with the path %s of something else is told, and what may be missing', async (path) => {
			const { message, requests } = await get({ url: `${stage.url}${path}` });
			expect(message).toMatch(/This is not the Sisense API: .* answered with a web page\..*the port, the name of the tenant/);
			expect(requests).toHaveLength(1);
		});

		test('behind a prefix of a proxy is kept', async () => {
			const before: Wire['before'] = async (request) => {
				request.path = request.path.replace(/^\/bi/, '');
				return undefined;
			};
			const { seen } = await wired(stage, before, async ({ url }) => await get({ url: `${url}/bi/app/main` }));
			for (const { path } of seen) expect(path).toMatch(/^\/(bi\/)?api\//);
			expect(seen.length).toBeGreaterThan(0);
		});
	});

	test.each([['user.update', 'PATCH'], ['user.delete', 'DELETE']])('%s answered with the app is no success', async (operation, method) => {
		await stage.control('faults', { spec: `html:1@${method} /api/v1/users` });
		const { message, items } = await stage.play(operation, { ...byName('joann'), updateFields: { firstName: 'J' } });
		expect(message).toMatch(/This is not the Sisense API: .* answered with a web page/);
		expect(items).toEqual([]);
	});

	test('a 429 is waited out, a server that stays away is told', async () => {
		await stage.control('faults', { spec: '429-retry-after:1@/api/roles#1' });
		expect((await get({})).message).toBe('');
		await stage.control('faults', { spec: '503:1@/api/v1/users' });
		expect((await stage.play('user.getAll', { options: { maxWait: 1 } })).message).toMatch(/did not answer properly.*status 503/);
	});
});
