/** Signing in with e-mail and password: one login per credential, 14 days long, and never a second try where the first was refused (contract 2). */
import { COMMON_PASSWORD } from '../../../sandbox/metabase/seed.mts';
import { byId, byName, EACH_EMAIL, emails, textOf, TOLERANT } from '../given.mts';
import { withWire, type Seen } from '../wire.mts';
import { account, elsewhere, metabaseStage, stateOf } from './cast.mts';

const DAY = 86_400_000;
const LIFE = 14 * DAY;

describe.each(['v49', 'v60'])('Metabase %s by e-mail and password', (version) => {
	const stage = metabaseStage({ version }, 'session');
	const get = async (fields = {}, play = {}) => await stage.play('user.get', byName('gita.rao'), { credentials: stage.storeOf(fields), ...play });
	const crowd = async (count: number) => {
		await stage.control('people', { count, prefix: 'crowd' });
		return emails(...Array.from({ length: count }, (_, i) => `crowd${i + 1}`));
	};

	test('signs in once for many items, and not again for the next run', async () => {
		const items = await crowd(20);
		const credentials = stage.storeOf();
		const first = await stage.play('user.deactivate', EACH_EMAIL, { items, credentials });
		expect([first.message, first.items.length, first.signIns.length]).toEqual(['', 20, 1]);
		const second = await stage.play('user.get', EACH_EMAIL, { items, credentials });
		expect([second.items.length, second.signIns.length]).toEqual([20, 0]);
	});

	test('sends the session in its header, no cookie, and the e-mail as the username', async () => {
		const all = await withWire(stage.url, undefined, async ({ url, seen }) => {
			expect((await get({ url: `${url}/`, username: 'ADMIN@example.com' })).items).toMatchObject([{ id: 20 }]);
			return seen;
		});
		const [signIn, ...rest] = all;
		expect(signIn).toMatchObject({ method: 'POST', path: '/api/session', body: { username: 'ADMIN@example.com', password: COMMON_PASSWORD } });
		for (const { headers } of rest) {
			expect(headers['x-metabase-session']).toMatch(/^[0-9a-f-]{36}$/);
			expect([headers.cookie, headers['x-api-key']]).toEqual([undefined, undefined]);
		}
	});

	test('signs in anew after fourteen days, once, and nobody notices', async () => {
		await stage.play('user.getCurrent', {});
		await stage.control('clock', { advance: LIFE - DAY });
		expect((await stage.play('user.get', byId(20))).signIns).toEqual([]);
		await stage.control('clock', { advance: DAY });
		const items = await crowd(5);
		const played = await stage.play('user.get', EACH_EMAIL, { items });
		expect([played.message, played.items.length, played.signIns.length]).toEqual(['', 5, 1]);
	});

	test('in the middle of 50 items signs in once, and no item is lost or done twice', async () => {
		const items = await crowd(50);
		await stage.play('user.getCurrent', {});
		const running = stage.play('user.deactivate', EACH_EMAIL, { items });
		const gone = async () => (await stateOf(stage)).accounts.filter(({ email, state }) => email.startsWith('crowd') && state === 'deactivated').length;
		while ((await gone()) < 10) await new Promise((resolve) => setTimeout(resolve, 5));
		await stage.control('clock', { advance: LIFE });
		const played = await running;
		expect([played.message, played.signIns.length, await gone()]).toEqual(['', 1, 50]);
		expect(played.items.every(({ changed }) => changed === true)).toBe(true);
		expect(played.items.filter((item) => 'hint' in item)).toEqual([]);
		expect(played.requests.some(({ status }) => status === 401)).toBe(true);
	});

	test('tries a wrong password once, however many items wait', async () => {
		for (const fields of [{ password: 'not it' }, { username: 'nobody@example.com' }]) {
			const { failures, requests } = await stage.play('user.get', EACH_EMAIL, { items: emails('gita.rao', 'ann', 'joann'), credentials: stage.storeOf(fields), ...TOLERANT });
			expect(failures.map(textOf)).toEqual(Array(3).fill(expect.stringMatching(/refused the sign-in: e-mail or password is wrong/)));
			expect(requests).toMatchObject([{ method: 'POST', path: '/api/session', status: 401 }]);
		}
	});

	test('is told as blocked, with the seconds, after one try that is not repeated', async () => {
		for (let i = 0; i < 10; i++) await elsewhere(stage, 'POST', 'session', { username: 'admin@example.com', password: 'wrong' }, {});
		const { failures, requests } = await stage.play('user.get', EACH_EMAIL, { items: emails('gita.rao', 'ann', 'joann'), credentials: stage.storeOf(), ...TOLERANT });
		expect(failures.map(textOf)).toEqual(Array(3).fill(expect.stringMatching(/accepts no sign-in for now: too many sign-ins failed, and the server blocks this account or address for 1\d seconds; every try in between makes it longer\. Wait that long, then run again/)));
		expect(requests).toHaveLength(1);
		await stage.control('clock', { advance: DAY });
		expect((await get()).items).toMatchObject([{ id: 20 }]);
	});

	test('whose session ran out while the server blocks sign-ins stops after one try', async () => {
		await stage.play('user.getCurrent', {});
		await stage.control('clock', { advance: LIFE });
		for (let i = 0; i < 10; i++) await elsewhere(stage, 'POST', 'session', { username: 'admin@example.com', password: 'wrong' }, {});
		const { failures, signIns } = await stage.play('user.get', EACH_EMAIL, { items: emails('gita.rao', 'ann', 'joann'), ...TOLERANT });
		expect(failures.map(textOf)).toEqual(Array(3).fill(expect.stringMatching(/accepts no sign-in for now/)));
		expect(signIns).toHaveLength(1);
	});

	test('of somebody deactivated is told as such, before and after signing in', async () => {
		const fields = { username: 'grace.okafor@example.com' };
		const credentials = stage.storeOf(fields);
		await stage.play('user.getCurrent', {}, { credentials });
		await stage.play('user.deactivate', byName('grace.okafor'));
		const later = await stage.play('user.get', byId(20), { credentials });
		expect([later.message, later.signIns.length]).toEqual([expect.stringMatching(/refused the sign-in: the account is deactivated/), 1]);
		expect((await get(fields)).message).toMatch(/refused the sign-in: the account is deactivated/);
	});

	test('of somebody who is no admin is told what is missing', async () => {
		const { message, writes } = await stage.play('user.deactivate', byName('gita.rao'), { credentials: stage.storeOf({ username: 'svc-people@example.com' }) });
		expect(message).toMatch(/it is no admin of Metabase\. Use an API key of the group Administrators/);
		expect(writes).toEqual([]);
	});

	test.each([
		['an answer without a session', 200, '{}'],
		['a demand to set one up', 403, '{"mfa-setup-required":true}'],
	])('that needs a second factor, told by %s, is advised to use an API key', async (_, status, body) => {
		const before = async ({ path }: Seen) => (path === '/api/session' ? { status, body } : undefined);
		const { message } = await withWire(stage.url, before, async ({ url }) => await get({ url }));
		expect(message).toMatch(/the account needs a second factor\. Use an API key, which needs none/);
	});

	test.each([
		['a web page', { status: 200, 'content-type': 'text/html', body: '<!doctype html><html></html>' }, /is not the Metabase API\. Check the URL/],
		['plain text', { status: 200, 'content-type': 'text/plain', body: 'hello' }, /is not the Metabase API/],
		['no such page', { status: 404, 'content-type': 'text/plain', body: 'API endpoint does not exist.' }, /is not the Metabase API/],
		['a redirect', { status: 302, location: 'https://sso.example.com/', body: '' }, /sends requests elsewhere/],
		['a fault', { status: 500, body: '{"message":"boom"}' }, /the server answered with status 500/],
	])('answered with %s is told as such, after one try', async (_, answer, says) => {
		const { message, seen } = await withWire(
			stage.url,
			async () => answer,
			async ({ url, seen: all }) => ({ ...(await get({ url })), seen: all }),
		);
		expect(message).toMatch(says);
		expect(message).not.toContain(COMMON_PASSWORD);
		expect(seen).toHaveLength(1);
	});

	test('waits for a server that is starting', async () => {
		await stage.control('faults', { spec: '503:1@POST /api/session#1' });
		const { items, message } = await get();
		expect([message, items.length]).toEqual(['', 1]);
	});

	test('never uses a session with another URL, e-mail or password than it was made with', async () => {
		const store = stage.storeOf();
		await stage.play('user.getCurrent', {}, { credentials: store });
		const { sessionToken } = store.get('metabaseAdminApi')!;
		expect(sessionToken).toMatch(/:/);
		for (const fields of [{ password: 'not it' }, { username: 'grace.okafor@example.com', password: 'not it' }]) {
			const played = await get({ ...fields, sessionToken });
			expect(played.message).toMatch(/e-mail or password is wrong/);
			expect(played.signIns).toHaveLength(1);
		}
		const headers = await withWire(
			stage.url,
			async () => ({ status: 401, 'content-type': 'text/plain', body: 'Unauthenticated' }),
			async ({ url, seen }) => {
				await get({ url, sessionToken });
				return seen.map((one) => one.headers['x-metabase-session']);
			},
		);
		expect(headers.filter((one) => one !== undefined)).toEqual([]);
	});

	test('is the own account, by name', async () => {
		expect((await stage.play('user.getCurrent', {})).items).toMatchObject([{ id: 1, email: 'admin@example.com', admin: true }]);
		expect((await account(stage, 'admin'))?.id).toBe(1);
	});
});
