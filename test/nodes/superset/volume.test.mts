/** Five thousand people, as a company with a data platform for everybody has them. */
import { stateOf, supersetStage } from './cast.mts';
import { EACH_EMAIL, TOLERANT } from '../given.mts';

const COUNT = 5_000;
/** Pages of a hundred, the company of the sandbox included. */
const PAGES = Math.ceil((COUNT + 17) / 100);
const stage = supersetStage('6.1');

const everybody = Array.from({ length: COUNT }, (_, i) => ({ email: `crowd${i + 1}@example.com` }));

beforeEach(async () => await stage.control('people', { count: COUNT, prefix: 'crowd' }));

/** Runs it and says what it took; memory in megabytes, what is garbage by then included. */
async function measured<T>(work: () => Promise<T>) {
	const before = process.memoryUsage().heapUsed;
	const started = performance.now();
	const result = await work();
	return { result, seconds: (performance.now() - started) / 1000, megabytes: (process.memoryUsage().heapUsed - before) / 2 ** 20 };
}

test('Get Many with Return All gives everybody once, page by page', async () => {
	const { result, seconds, megabytes } = await measured(async () => await stage.play('user.getAll', { returnAll: true }));
	expect(result.message).toBe('');
	expect(new Set(result.items.map(({ id }) => id)).size).toBe(COUNT + 17);
	expect(result.requests.length).toBeLessThanOrEqual(PAGES + 2);
	expect(seconds).toBeLessThan(20);
	expect(megabytes).toBeLessThan(300);
});

test('Get Many with a Limit reads no more pages than it needs', async () => {
	const { items, requests } = await stage.play('user.getAll', { limit: 150 });
	expect(items).toHaveLength(150);
	expect(requests.length).toBeLessThanOrEqual(3);
});

test('Get for five thousand items reads the list once, not each person', async () => {
	const run = async () => await stage.play('user.get', EACH_EMAIL, { items: everybody });
	const { result, seconds, megabytes } = await measured(run);
	expect(result.message).toBe('');
	expect(result.items.map(({ email }) => email)).toEqual(everybody.map(({ email }) => email));
	expect(result.requests.length).toBeLessThanOrEqual(PAGES + 2);
	expect(seconds).toBeLessThan(25);
	expect(megabytes).toBeLessThan(400);
});

test('an upsert of five thousand people who are as wanted writes nothing', async () => {
	const parameters = { email: '={{ $json.email }}', roles: ['Gamma'] };
	const { items, writes, requests } = await stage.play('user.upsert', parameters, { items: everybody });
	expect(items).toHaveLength(COUNT);
	expect(items.every(({ changed }) => changed === false)).toBe(true);
	expect(writes).toEqual([]);
	expect(requests.length).toBeLessThanOrEqual(PAGES + 3);
});

test('a role for two thousand people is one write', async () => {
	const items = everybody.slice(0, 2_000);
	const parameters = { ...EACH_EMAIL, role: { __rl: true, mode: 'name', value: 'Finance Viewers' } };
	const played = await stage.play('user.addToRole', parameters, { items, ...TOLERANT });
	expect(played.failures).toEqual([]);
	expect(played.items.every(({ changed }) => changed === true)).toBe(true);
	expect(played.writes).toHaveLength(1);
	const { accounts } = await stateOf(stage);
	expect(accounts.filter(({ username, roles }) => username.startsWith('crowd') && roles.includes('Finance Viewers'))).toHaveLength(2_000);
	// Who had the role before keeps it: the list is written as a whole.
	expect(accounts.find(({ username }) => username === 'kofi.mensah')?.roles).toContain('Finance Viewers');
});
