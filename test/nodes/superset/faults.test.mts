/** What goes wrong on the way: nothing is done twice, nothing is lost, and the message says what to check. */
import { account, COMMON_PASSWORD, stateOf, supersetStage } from './cast.mts';
import { byEmail, byUsername, EACH_EMAIL, textOf, TOLERANT } from '../given.mts';

const stage = supersetStage('6.1');
const faults = async (spec: string) => await stage.control('faults', { spec });
const FIFTEEN_MINUTES = 16 * 60_000;

/** People made for the test: `name1` … `nameN`. */
async function crowd(count: number, prefix = 'crowd'): Promise<Array<{ email: string }>> {
	await stage.control('people', { count, prefix });
	return Array.from({ length: count }, (_, i) => ({ email: `${prefix}${i + 1}@example.com` }));
}

const accountsOf = async (email: string) => (await stateOf(stage)).accounts.filter((one) => one.email.toLowerCase() === email);

describe('an answer that got lost after the server did its work', () => {
	const CREATE = { email: 'n@example.com', firstName: 'N', roles: ['Gamma'] };

	test.each(['lost:1@POST /users/#1', 'truncated:1@POST /users/#1', 'lost:1@POST /users/#2'])('%s: a create makes one account and succeeds', async (spec) => {
		await faults(spec);
		const { items, message } = await stage.play('user.create', CREATE);
		expect(message).toBe('');
		expect(items).toMatchObject([{ email: 'n@example.com', firstName: 'N', active: true, changed: true }]);
		expect(await accountsOf('n@example.com')).toHaveLength(1);
	});

	test('a create that never reached the server is sent again', async () => {
		await faults('reset:1@POST /users/#1');
		const { items, writes } = await stage.play('user.create', CREATE);
		expect(items).toMatchObject([{ changed: true }]);
		expect(writes).toHaveLength(2);
		expect(await accountsOf('n@example.com')).toHaveLength(1);
	});

	test.each(['user.update', 'user.deactivate'])('%s is sent again and done once', async (operation) => {
		await faults('lost:1@PUT /users/#1');
		const parameters = { ...byUsername('gita.rao'), ...(operation === 'user.update' && { updateFields: { firstName: 'G' } }) };
		const { items, message } = await stage.play(operation, parameters);
		expect(message).toBe('');
		expect(items).toMatchObject([operation === 'user.update' ? { firstName: 'G', changed: true } : { active: false, changed: true }]);
	});

	test('each of many creates is made once, whatever breaks', async () => {
		await faults('lost:0.1@POST,reset:0.05,503:0.05,truncated:0.05@GET,seed:11');
		const items = Array.from({ length: 12 }, (_, i) => ({ email: `many${i}@example.com` }));
		const played = await stage.play('user.create', { email: '={{ $json.email }}', roles: ['Gamma'] }, { items });
		expect(played.message).toBe('');
		expect(played.items.map(({ email }) => email)).toEqual(items.map(({ email }) => email));
		for (const { email } of items) expect(await accountsOf(email)).toHaveLength(1);
	});
});

describe('a session that runs out', () => {
	test('before the run: one sign-in, and nobody notices', async () => {
		await stage.play('user.get', byUsername('gita.rao'));
		await stage.control('clock', { advance: FIFTEEN_MINUTES });
		const { items, signIns } = await stage.play('user.get', byUsername('gita.rao'));
		expect(items).toMatchObject([{ id: 14 }]);
		expect(signIns).toHaveLength(1);
	});

	test('in the middle of 50 items: one sign-in, no item lost, none done twice', async () => {
		const items = await crowd(50);
		await stage.play('user.get', byUsername('gita.rao'));
		const running = stage.play('user.deactivate', EACH_EMAIL, { items });
		const done = async () => (await stateOf(stage)).accounts.filter(({ username, active }) => username.startsWith('crowd') && active === false).length;
		while ((await done()) < 10) await new Promise((resolve) => setTimeout(resolve, 5));
		await stage.control('clock', { advance: FIFTEEN_MINUTES });
		const played = await running;
		expect(played.message).toBe('');
		expect(played.items.filter(({ active, changed }) => active === false && changed === true)).toHaveLength(50);
		expect(await done()).toBe(50);
		expect(played.signIns).toHaveLength(1);
		expect(played.requests.some(({ status }) => status === 401)).toBe(true);
	});

	test('refused again right after signing in is told, not tried for ever', async () => {
		await faults('expired:1@/users/');
		const { message, signIns } = await stage.play('user.get', byUsername('gita.rao'));
		expect(message).toMatch(/refuses the credential/);
		expect(signIns.length).toBeLessThanOrEqual(2);
	});

	test('of somebody whose password was changed meanwhile: the new sign-in is refused once', async () => {
		const credentials = stage.storeOf({ username: 'grace.okafor', password: COMMON_PASSWORD });
		await stage.play('user.get', byUsername('gita.rao'), { credentials });
		await stage.play('user.update', { ...byUsername('grace.okafor'), updateFields: { password: 'Another pass 77!' } });
		await stage.control('clock', { advance: FIFTEEN_MINUTES });
		const { message, signIns } = await stage.play('user.get', byUsername('gita.rao'), { credentials });
		expect(message).toMatch(/refused the sign-in: username, password or provider is wrong/);
		expect(signIns).toHaveLength(1);
	});
});

describe('too many requests', () => {
	test.each(['429:1@/users/#2', '429-retry-after:1@/users/#1', '429:1@/login#1'])('%s is waited out', async (spec) => {
		await faults(spec);
		const started = performance.now();
		const { items, message } = await stage.play('user.get', byUsername('gita.rao'), { credentials: stage.storeOf() });
		expect([message, items.length]).toEqual(['', 1]);
		// The server's window is a second; half of that could be jitter.
		expect(performance.now() - started).toBeGreaterThan(700);
	});

	test('that last longer than Max Wait end with when to run again', async () => {
		await faults('429:1@/users/');
		const { message } = await stage.play('user.get', { ...byUsername('gita.rao'), options: { maxWait: 1 } });
		expect(message).toMatch(/Superset refuses more requests for now, longer than the 1 s.*Run again after \d{4}-\d\d-\d\dT.*"Max Wait"/);
	});

	test('never happen by our own doing: 50 people stay under the limit of an official image', async () => {
		await stage.reset({ 'superset.rateLimit': 'on' });
		const items = await crowd(50);
		const played = await stage.play('user.deactivate', { ...EACH_EMAIL, options: { maxConcurrency: 20 } }, { items });
		expect(played.items).toHaveLength(50);
		expect(played.requests.filter(({ status }) => status === 429)).toEqual([]);
		expect((await stage.control('requests')).peakPerSecond).toBeLessThanOrEqual(50);
	});
});

describe('an answer that is none', () => {
	test('a login page instead of a list is told as such, at once', async () => {
		await faults('html:1@/users/');
		const { message, requests } = await stage.play('user.getAll', {});
		expect(message).toMatch(/This is not the Superset API: .* answered with a web page.*sign-in proxy/);
		expect(requests).toHaveLength(1);
	});

	test('a login page instead of a sign-in too', async () => {
		await faults('html:1@/login');
		const { message, signIns } = await stage.play('user.getAll', {}, { credentials: stage.storeOf() });
		expect(message).toMatch(/is not the Superset API/);
		expect(signIns).toHaveLength(1);
	});

	test('a cut-off list is read again', async () => {
		await faults('truncated:1@/users/#1');
		const { items, requests } = await stage.play('user.getAll', { returnAll: true });
		expect(items).toHaveLength(17);
		expect(requests).toHaveLength(2);
	});

	test('a server that stays away is told after a few tries, and the rest of the list is not sent after it', async () => {
		const items = await crowd(4);
		await faults('503:1@/users/');
		const played = await stage.play('user.deactivate', { ...EACH_EMAIL, options: { maxWait: 2 } }, { items, ...TOLERANT });
		expect(played.failures).toHaveLength(4);
		for (const failure of played.failures) expect(textOf(failure)).toMatch(/did not answer properly.*status 503.*healthy/);
		expect(played.requests.length).toBeLessThanOrEqual(6);
	});
});

describe('a write that could not be checked', () => {
	test('stays done, says so, and is not sent again', async () => {
		// The look-up of one person by e-mail and the read-back by ID are different paths.
		const { id } = (await account(stage, 'gita.rao'))!;
		await faults(`503:1@GET /users/${id}`);
		const { items, writes, message } = await stage.play('user.deactivate', { ...byEmail('gita.rao@example.com'), options: { maxWait: 1 } });
		expect(message).toBe('');
		expect(items).toMatchObject([{ active: false, changed: true, verified: false, note: expect.stringContaining('could not be read back') }]);
		expect(writes).toHaveLength(1);
		expect((await account(stage, 'gita.rao'))?.active).toBe(false);
	});
});
