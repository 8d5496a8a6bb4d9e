/** How many requests things cost, with a session or key that is known: the contract's figures (11.4, 11.6) and the issue's. */
import type { INodeParameters } from 'n8n-workflow';

import { byEmail, byId, byName, EACH_EMAIL, groupNamed } from '../given.mts';
import type { Stage } from '../stage.mts';
import { metabaseStage, stateOf } from './cast.mts';

const GENERATIONS = ['v49', 'v54', 'v57', 'v60'];

const crowd = (count: number) => Array.from({ length: count }, (_, i) => ({ email: `crowd${i + 1}@example.com` }));

/** `GET user`, each as often as it was asked; numbers left out. */
function routesOf(requests: Array<{ method: string; path: string }>): string[] {
	return requests.map(({ method, path }) => `${method} ${path.replace(/^\/api\//, '').replace(/\?.*/, '').replaceAll(/\d+/g, 'N')}`);
}

describe.each(GENERATIONS)('Metabase %s, one item', (version) => {
	const stage = metabaseStage({ version }, version === 'v57' ? 'session' : 'apiKey');
	const cases: Array<[string, INodeParameters, number]> = [
		// Whose key it is, the person, the names of groups.
		['user.get', byName('gita.rao'), 3],
		['user.upsert', { email: 'gita.rao@example.com', additionalFields: { firstName: 'Gita', groups: ['People Ops'] } }, 3],
		// … the write, and a look at what it did.
		['user.upsert', { email: 'gita.rao@example.com', additionalFields: { firstName: 'G' } }, 5],
		// … the flags of managers before it.
		['user.upsert', { email: 'gita.rao@example.com', additionalFields: { groups: ['Analytics'] } }, 6],
		// … what the server is, for mail and passwords.
		['user.upsert', { email: 'n@example.com', additionalFields: { groups: ['Analytics'] } }, 6],
		['user.addToGroup', { ...byName('gita.rao'), ...groupNamed('Analytics') }, 5],
		// … the ids of memberships before it.
		['user.removeFromGroup', { ...byName('gita.rao'), ...groupNamed('People Ops') }, 6],
		// … what stays behind, part of which the server forgets, and what can undo it; 0.49 hides deactivated people and new alerts behind 404s.
		['user.deactivate', byName('gita.rao'), version === 'v49' ? 11 : 9],
	];

	test.each(cases)('%s %j: %i requests', async (operation, parameters, most) => {
		await stage.play('user.getCurrent', {});
		const { message, items, requests, signIns } = await stage.play(operation, parameters);
		expect([message, items.length]).toEqual(['', 1]);
		expect(signIns).toEqual([]);
		expect({ routes: routesOf(requests), count: requests.length }).toEqual({ routes: expect.anything(), count: most });
	});
});

describe.each(GENERATIONS)('Metabase %s, 300 people', (version) => {
	const stage = metabaseStage({ version, edition: 'ee' });
	beforeEach(async () => await stage.control('people', { count: 300, prefix: 'crowd' }));

	test('are found by e-mail with one list and two requests beside it', async () => {
		const { items, requests } = await stage.play('user.get', EACH_EMAIL, { items: crowd(300) });
		expect(items.map(({ email }) => ({ email }))).toEqual(crowd(300));
		expect(routesOf(requests).sort()).toEqual(['GET permissions/group', 'GET user', 'GET user/current']);
	});

	test.each(['user.upsert', 'user.update'])('get their groups by %s with one write each and at most eight requests beside', async (operation) => {
		const fields = { groups: ['Analytics', 'Interns'] };
		const parameters = operation === 'user.upsert' ? { email: '={{ $json.email }}', additionalFields: fields } : { ...EACH_EMAIL, updateFields: fields };
		const { items, message, requests, writes } = await stage.play(operation, parameters as never, { items: crowd(300) });
		expect(message).toBe('');
		expect(items.every(({ changed }) => changed === true)).toBe(true);
		expect(writes).toHaveLength(300);
		expect(requests.length).toBeLessThanOrEqual(308);
		const { groups } = await stateOf(stage);
		expect(groups.find(({ name }) => name === 'Interns')?.members).toHaveLength(300);
		const again = await stage.play(operation, parameters as never, { items: crowd(300) });
		expect([again.writes, again.requests.length]).toEqual([[], 3]);
	});

	test.each([
		['user.addToGroup', 'Analytics', 4],
		['user.removeFromGroup', 'Analytics', 5],
	])('%s, %s: one write each and %i requests beside', async (operation, group, beside) => {
		if (operation === 'user.removeFromGroup') await stage.play('user.addToGroup', { ...EACH_EMAIL, ...groupNamed(group) }, { items: crowd(300) });
		const { items, message, writes, requests } = await stage.play(operation, { ...EACH_EMAIL, ...groupNamed(group) }, { items: crowd(300) });
		expect([message, items.length, writes.length]).toEqual(['', 300, 300]);
		expect(requests.length - writes.length).toBe(beside);
	});

	test('leave with what stays behind read once for everybody', async () => {
		const { items, requests } = await stage.play('user.deactivate', EACH_EMAIL, { items: crowd(300) });
		expect(items.every(({ state, changed }) => state === 'deactivated' && changed === true)).toBe(true);
		const routes = routesOf(requests);
		expect(routes.filter((route) => route === 'GET pulse')).toHaveLength(1);
		expect(routes.filter((route) => route === 'DELETE user/N')).toHaveLength(300);
		// Alerts can only be asked for by person.
		expect(requests.length).toBeLessThanOrEqual(2 * 300 + 12);
	});
});

describe.each(['v49', 'v60'])('Metabase %s, 5,000 people', (version) => {
	const COUNT = 5_000;
	const stage = metabaseStage({ version });
	beforeEach(async () => await stage.control('people', { count: COUNT, prefix: 'crowd' }));
	const measured = async (work: () => ReturnType<Stage['play']>) => {
		const started = performance.now();
		return { ...(await work()), seconds: (performance.now() - started) / 1000 };
	};

	test('come out of Get Many once each, by pages of a thousand', async () => {
		const { message, items, requests, seconds } = await measured(async () => await stage.play('user.getAll', { returnAll: true }));
		expect(message).toBe('');
		expect(new Set(items.map(({ id }) => id)).size).toBe(COUNT + 19);
		expect(requests).toHaveLength(8);
		expect(seconds).toBeLessThan(20);
	});

	test('come out of Get Many with a Limit without reading further than that needs', async () => {
		const some = await stage.play('user.getAll', { limit: 150 });
		expect(new Set(some.items.map(({ id }) => id)).size).toBe(150);
		expect(some.requests).toHaveLength(3);
		const none = await stage.play('user.getAll', { limit: 5, filters: { groups: ['Interns'] } });
		expect([none.items, none.requests.length]).toEqual([[], 8]);
	});

	test('are found for 5,000 items with the list read once', async () => {
		const { message, items, requests, seconds } = await measured(async () => await stage.play('user.get', EACH_EMAIL, { items: crowd(COUNT) }));
		expect([message, items.length]).toEqual(['', COUNT]);
		expect(requests).toHaveLength(8);
		expect(seconds).toBeLessThan(25);
	});

	test('are as wanted: an upsert of all writes nothing', async () => {
		const { items, writes, requests } = await stage.play('user.upsert', { email: '={{ $json.email }}', additionalFields: { firstName: 'Person' } }, { items: crowd(COUNT) });
		expect(items.every(({ changed }) => changed === false)).toBe(true);
		expect([writes, requests.length]).toEqual([[], 8]);
	});

	test('do not make three look-ups a sweep', async () => {
		const { items, requests } = await stage.play('user.get', EACH_EMAIL, { items: [{ email: 'crowd1@example.com' }, { email: 'gita.rao@example.com' }, { email: 'crowd4999@example.com' }] });
		expect(items).toHaveLength(3);
		expect(requests.length).toBeLessThanOrEqual(6);
		const one = await stage.play('user.get', byEmail('crowd77@example.com'));
		expect(one.requests).toHaveLength(3);
		expect((await stage.play('user.get', byId(one.items[0].id as number))).requests).toHaveLength(3);
	});
});
