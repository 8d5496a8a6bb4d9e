/** Redash lets in 50 creations and 50 changes of profiles an hour, 200 creations a day, and does not say when it goes on (contract 10). */
import { elsewhere, idsOf, redashStage, stateOf } from './cast.mts';
import { byName, EACH_EMAIL, emails, groupNamed, textOf, TOLERANT } from '../given.mts';

const stage = redashStage();
const HOUR = 3_600_000;

const crowd = (count: number) => Array.from({ length: count }, (_, i) => ({ email: `n${i}@example.com`, name: `New ${i}` }));
const UPSERT = { email: '={{ $json.email }}', name: '={{ $json.name }}' };

const refusedOf = ({ requests }: { requests: Array<{ status: number }> }) => requests.filter(({ status }) => status === 429);
const countNew = async () => (await stateOf(stage)).accounts.filter(({ email }) => /^n\d+@/.test(email)).length;

/** As after fifty changes by whoever shares the address. */
async function spendUpdates(): Promise<void> {
	for (let i = 0; i < 50; i++) await elsewhere(stage, 'POST', 'users/17', {});
	expect((await elsewhere(stage, 'POST', 'users/17', {})).status).toBe(429);
}

/** The time a text tells, in milliseconds from now. */
function waitIn(text: string): number {
	const at = /again after (\d{4}-\d\d-\d\dT[\d:.]+Z) at the latest/.exec(text)?.[1];
	return Date.parse(String(at)) - Date.now();
}

describe('120 new people', () => {
	test('50 are made, the rest fails at once with when to go on, at the latest', async () => {
		const started = performance.now();
		const played = await stage.play('user.upsert', UPSERT, { items: crowd(120), ...TOLERANT });
		expect(performance.now() - started).toBeLessThan(15_000);
		expect(played.items.filter(({ changed }) => changed === true)).toHaveLength(50);
		expect(played.failures).toHaveLength(70);
		for (const failure of played.failures) {
			expect(textOf(failure)).toMatch(/Redash allows no more creations of users for now \(50 per 1 hour\); this run made 50\./);
			expect(waitIn(textOf(failure))).toBeGreaterThan(HOUR - 60_000);
			expect(waitIn(textOf(failure))).toBeLessThanOrEqual(HOUR);
		}
		// As many as were under way at the same time, and none after them.
		expect(refusedOf(played).length).toBeGreaterThan(0);
		expect(refusedOf(played).length).toBeLessThanOrEqual(5);
		expect(await countNew()).toBe(50);
	});

	test('an hour later a second run goes on, and does nothing twice', async () => {
		const items = crowd(120);
		await stage.play('user.upsert', UPSERT, { items, ...TOLERANT });
		await stage.control('clock', { advance: HOUR });
		const second = await stage.play('user.upsert', UPSERT, { items, ...TOLERANT });
		expect(second.items.filter(({ changed }) => changed === false)).toHaveLength(50);
		expect(second.items.filter(({ changed }) => changed === true)).toHaveLength(50);
		expect(second.writes.filter(({ status }) => status === 200)).toHaveLength(50);
		expect(second.failures).toHaveLength(20);
		await stage.control('clock', { advance: HOUR });
		const third = await stage.play('user.upsert', UPSERT, { items, ...TOLERANT });
		expect(third.failures).toEqual([]);
		expect(third.writes).toHaveLength(20);
		expect(third.items.map(({ email }) => email)).toEqual(items.map(({ email }) => email));
		expect(await countNew()).toBe(120);
	});

	test('with On Error = Stop the message tells what is done, what failed and what was not begun', async () => {
		const { status, message, items } = await stage.play('user.upsert', UPSERT, { items: crowd(120) });
		expect([status, items]).toEqual(['error', []]);
		const [, done, failed, open] = /Done: (\d+) \([\d, –]+\)\. Failed: (\d+) \([\d, –]+\)\. Not started: (\d+) \([\d, –]+\)\./.exec(message) ?? [];
		expect([Number(done), Number(done) + Number(failed) + Number(open)]).toEqual([50, 120]);
		expect(Number(failed)).toBeLessThanOrEqual(5);
		expect(message).toMatch(/50 per 1 hour/);
		expect(await countNew()).toBe(50);
	});

	test('what others used of the budget counts, and is not told as ours', async () => {
		for (let i = 0; i < 10; i++) await elsewhere(stage, 'POST', 'users?no_invite=true', { name: 'X', email: `x${i}@example.com` });
		const { failures } = await stage.play('user.create', UPSERT, { items: crowd(45), ...TOLERANT });
		expect(failures).toHaveLength(5);
		expect(textOf(failures[0])).toContain('this run made 40.');
	});

	test('the budget of the day is told as such', async () => {
		const items = crowd(201);
		for (let hour = 0; hour < 4; hour++) {
			await stage.play('user.upsert', UPSERT, { items, ...TOLERANT });
			await stage.control('clock', { advance: HOUR });
		}
		const { failures, items: good } = await stage.play('user.upsert', UPSERT, { items, ...TOLERANT });
		expect(good).toHaveLength(200);
		expect(textOf(failures[0])).toContain('(200 per 1 day); this run made 0.');
		expect(waitIn(textOf(failures[0]))).toBeGreaterThan(23 * HOUR);
		expect(waitIn(textOf(failures[0]))).toBeLessThanOrEqual(24 * HOUR);
	});

	test('with the limits switched off on the server all are made in one run', async () => {
		await stage.reset({ 'redash.rateLimit': 'off' });
		const { message, items } = await stage.play('user.upsert', UPSERT, { items: crowd(60) });
		expect([message, items.length]).toEqual(['', 60]);
	});
});

describe('the two budgets', () => {
	test('are apart: where no more people can be made, the names of others are changed all the same', async () => {
		await stage.play('user.upsert', UPSERT, { items: crowd(50) });
		const items = [
			{ email: 'late@example.com', name: 'Too Late' },
			{ email: 'gita.rao@example.com', name: 'Gita R.' },
		];
		const played = await stage.play('user.upsert', UPSERT, { items, ...TOLERANT });
		expect(played.items).toMatchObject([{ name: 'Gita R.', changed: true }]);
		expect(textOf(played.failures[0])).toContain('creations of users');
	});

	test('a list of 60 new names does 50 and fails the rest at once', async () => {
		await stage.control('people', { count: 60, prefix: 'crowd' });
		const items = Array.from({ length: 60 }, (_, i) => ({ email: `crowd${i + 1}@example.com` }));
		const parameters = { ...EACH_EMAIL, updateFields: { name: '=Renamed {{ $json.email }}' } };
		const played = await stage.play('user.update', parameters, { items, ...TOLERANT });
		expect(played.items).toHaveLength(50);
		expect(textOf(played.failures[0])).toMatch(/no more changes of names and e-mails for now \(50 per 1 hour\); this run made 50\./);
		expect(refusedOf(played).length).toBeLessThanOrEqual(5);
	});
});

describe('where the budget of changes is spent', () => {
	beforeEach(spendUpdates);

	test('groups are still set, by every operation that does', async () => {
		const added = await stage.play('user.addToGroup', { ...EACH_EMAIL, ...groupNamed('Analytics') }, { items: emails('gita.rao', 'joann', 'ann') });
		expect(added.items.map(({ changed }) => changed)).toEqual([true, true, true]);
		const updated = await stage.play('user.update', { ...byName('zoe.muller'), updateFields: { groups: ['People Ops', 'default'] } });
		expect(updated.items).toMatchObject([{ groups: ['People Ops', 'default'], changed: true }]);
		const upserted = await stage.play('user.upsert', { email: 'gita.rao@example.com', name: 'Gita Rao', additionalFields: { groups: ['Sales, EMEA'] } });
		expect(upserted.items).toMatchObject([{ groups: ['Sales, EMEA'], changed: true }]);
		expect(await idsOf(stage, 'gita.rao')).toEqual([8]);
		expect([added, updated, upserted].flatMap(refusedOf)).toEqual([]);
	});

	test('people are still disabled and enabled', async () => {
		const off = await stage.play('user.disable', byName('gita.rao'));
		const on = await stage.play('user.enable', byName('gita.rao'));
		expect([off.message, on.message]).toEqual(['', '']);
	});

	test('a change of name says so, and an unchanged name costs nothing', async () => {
		const renamed = await stage.play('user.update', { ...byName('gita.rao'), updateFields: { name: 'Gita R.' } });
		expect(renamed.message).toMatch(/no more changes of names and e-mails.*this run made 0\..*at the latest/);
		const same = await stage.play('user.update', { ...byName('gita.rao'), updateFields: { name: 'Gita Rao', email: 'GITA.RAO@example.com' } });
		expect(same.items).toMatchObject([{ changed: false }]);
		expect(same.writes).toEqual([]);
	});

	test('a person whose groups were set before the name could not be is told as such, and completed later', async () => {
		const parameters = { email: 'gita.rao@example.com', name: 'Gita R.', additionalFields: { groups: ['Analytics', 'default'] } };
		const first = await stage.play('user.upsert', parameters);
		expect(first.message).toMatch(/50 per 1 hour/);
		await stage.control('clock', { advance: HOUR });
		const second = await stage.play('user.upsert', parameters);
		expect(second.items).toMatchObject([{ name: 'Gita R.', groups: ['Analytics', 'default'], changed: true }]);
		const third = await stage.play('user.upsert', parameters);
		expect([third.items[0].changed, third.writes]).toEqual([false, []]);
	});
});
