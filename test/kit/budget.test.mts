/** Budgets of a server, such as so many creations per hour: used up, they cost no further request, and the rest can go on later. */
import { byId, people, RENAME, useClub } from './club/setup.mts';

const { open, run } = useClub();

const MAKE = { email: '={{ $json.email }}' };
const twelve = Array.from({ length: 12 }, (_, i) => ({ email: `new${i}@example.com` }));

/** A server that makes five members and then says in how many seconds it makes more. */
async function openWithBudget(reopens: number, spent = 5) {
	const club = await open();
	let posts = 0;
	club.intercept = ({ method, path }) =>
		method === 'POST' && path === '/api/members' && ++posts > spent
			? { status: 429, headers: { 'x-reopens': String(reopens) }, body: JSON.stringify({ message: '5 per 1 hour' }) }
			: undefined;
	return club;
}

describe('a budget that is used up', () => {
	test('fails the items that are left at once, and says when to go on at the latest', async () => {
		const club = await openWithBudget(3600);
		const before = Date.now();
		const { outputs, durationMs } = await run('make', MAKE, { items: twelve, onError: 'continueErrorOutput' });
		const [made, left] = outputs.map((output) => (output ?? []).map(({ json }) => json));
		expect([made.length, left.length, club.members.length]).toEqual([5, 7, 5]);
		for (const { error, message } of left) {
			expect(error).toMatch(/^Club allows no more creations of members for now \(5 per 1 hour\); this run made 5\.$/);
			const [, at] = /again after (20\S+) at the latest: what is done is left alone\./.exec(String(message))!;
			expect(Math.abs(Date.parse(at) - before - 3_600_000)).toBeLessThan(20_000);
		}
		// Those under way together with the first refused one were sent; no other was.
		expect(club.count('POST', /members/)).toBeLessThanOrEqual(10);
		expect(durationMs).toBeLessThan(3000);
	});

	test('stops the run with what is done, failed and not started', async () => {
		await openWithBudget(3600);
		const { error } = await run('make', { ...MAKE, options: { maxConcurrency: 1 } }, { items: twelve });
		expect(error?.message).toMatch(/this run made 5.*Done: 5 \(0–4\)\. Failed: 1 \(5\)\. Not started: 6 \(6–11\)\./);
	});

	test('is waited for if it opens within Max Wait', async () => {
		const club = await open();
		let refused = 0;
		club.intercept = ({ method, path }) =>
			method === 'POST' && path === '/api/members' && club.members.length === 5 && refused++ === 0
				? { status: 429, headers: { 'x-reopens': '1' }, body: '{}' }
				: undefined;
		const { status, json } = await run('make', { ...MAKE, options: { maxConcurrency: 1 } }, { items: twelve });
		expect([status, json().length, club.members.length]).toEqual(['success', 12, 12]);
		expect(club.count('POST', /members/)).toBe(13);
	});

	test('holds up nothing that draws on none', async () => {
		const club = await open(3);
		club.intercept = ({ method, path }) =>
			method === 'POST' && path === '/api/members' ? { status: 429, headers: { 'x-reopens': '3600' } } : undefined;
		expect((await run('make', { email: 'new@example.com' })).status).toBe('error');
		expect((await run('rename', RENAME, { items: people(3) })).status).toBe('success');
		expect((await run('get', byId('1'))).status).toBe('success');
	});
});
