/** How often the server is asked, and how fast it is written to: 5 to 10 writes a second are what its makers advise (contract 9). */
import type { INodeParameters } from 'n8n-workflow';

import type { Wire } from '../wire.mts';
import { elsewhere, sisenseStage, stateOf } from './cast.mts';
import { aRole, byEmail, byId, byName, EACH_EMAIL, groupNamed, isWrite, json, roleNamed, routesOf, successor, wired } from './given.mts';
import { idOf } from '../../../sandbox/sisense/seed.mts';

const stage = sisenseStage();

async function crowd(count: number, prefix = 'crowd'): Promise<Array<{ email: string }>> {
	await stage.control('people', { count, prefix });
	return Array.from({ length: count }, (_, at) => ({ email: `${prefix}${at + 1}@example.com` }));
}

describe('one item', () => {
	/** Who is it, and may they: the first two requests of every execution. */
	const WHO = ['GET users/loggedin', 'GET roles'];
	/** Everybody's names in one light answer, then the one person. */
	const FIND = ['GET v1/users', 'GET v1/users/…'];
	const MEMBERS = ['GET groups/…/users', 'GET v1/users'];

	test.each<[string, INodeParameters, string[]]>([
		['user.getCurrent', {}, [...WHO, 'GET v1/users/…']],
		['user.get', byName('ann'), [...WHO, ...FIND]],
		['user.get', byId(idOf('ann')), [...WHO, 'GET v1/users/…']],
		['user.getAll', {}, [...WHO, 'GET v1/users']],
		['user.create', { email: 'new1@example.com', ...roleNamed('Viewer') }, [...WHO, 'GET v1/users', 'POST v1/users', 'GET v1/users/…', 'GET v1/users/…']],
		['user.update', { ...byName('ann'), updateFields: { firstName: 'Anne' } }, [...WHO, ...FIND, 'PATCH v1/users/…', 'GET v1/users/…']],
		['user.update', { ...byName('ann'), updateFields: { firstName: 'Ann' } }, [...WHO, ...FIND]],
		['user.upsert', { email: 'ann@example.com', ...roleNamed('Viewer') }, [...WHO, ...FIND, 'PATCH v1/users/…', 'GET v1/users/…']],
		['user.addToGroup', { ...byName('ann'), ...groupNamed('Analytics') }, [...WHO, 'GET v1/groups', ...FIND, ...MEMBERS, 'POST groups/…/users', ...MEMBERS, 'GET v1/users/…']],
		['user.removeFromGroup', { ...byName('ann'), ...groupNamed('Analytics') }, [...WHO, 'GET v1/groups', ...FIND, ...MEMBERS, 'GET v1/users/…']],
		['user.deactivate', { ...byName('ann'), options: { lockOut: true } }, [...WHO, ...FIND, 'PATCH v1/users/…', 'GET v1/users/…', 'PATCH users/…', 'GET v1/authentication/admin/logout', 'PATCH v1/users/…', 'GET v1/users/…']],
		['user.logOut', byName('ann'), [...WHO, ...FIND, 'GET v1/authentication/admin/logout']],
		['user.delete', byName('ann'), [...WHO, ...FIND, 'GET v1/dashboards/admin', 'GET v1/folders', 'GET v1/report_manager/reports', 'DELETE v1/users/…', 'GET v1/users/…']],
		['role.get', roleNamed('Viewer'), WHO],
		['group.get', groupNamed('Analytics'), [...WHO, 'GET v1/groups']],
	])('%s %j', async (operation, parameters, routes) => {
		const { message, requests } = await stage.play(operation, parameters);
		expect(message).toBe('');
		expect(requests.map(({ status }) => status).filter((status) => status >= 400 && status !== 404)).toEqual([]);
		expect(routesOf(requests).sort()).toEqual([...routes].sort());
	});
});

describe('many items', () => {
	test('are looked up and read back together', async () => {
		const items = await crowd(150);
		const { requests } = await stage.play('user.get', EACH_EMAIL, { items });
		expect(routesOf(requests)).toEqual(['GET users/loggedin', 'GET roles', 'GET v1/users', 'GET v1/users', 'GET v1/users']);
		const changed = await stage.play('user.update', { ...EACH_EMAIL, updateFields: { role: aRole('Designer') } }, { items: items.slice(0, 20) });
		expect(changed.writes).toHaveLength(20);
		expect(changed.requests).toHaveLength(2 + 2 + 20 + 1);
	});

	test('that are as wanted cost no write', async () => {
		const items = await crowd(150);
		const { items: out, writes, requests } = await stage.play('user.upsert', { email: '={{ $json.email }}', ...roleNamed('Viewer') }, { items });
		expect(out.every(({ changed }) => changed === false)).toBe(true);
		expect(writes).toEqual([]);
		expect(requests.length).toBeLessThanOrEqual(5);
	});

	test('into one group are one write', async () => {
		const items = await crowd(120);
		const { writes, requests } = await stage.play('user.addToGroup', { ...EACH_EMAIL, ...groupNamed('Analytics') }, { items });
		expect(routesOf(writes)).toEqual(['POST groups/…/users']);
		expect(requests.length).toBeLessThanOrEqual(13);
	});
});

describe('writes', () => {
	/** When each write arrived, in milliseconds. */
	async function arrivals(run: (wire: Wire) => Promise<unknown>, counts = isWrite): Promise<number[]> {
		const times: number[] = [];
		const before: Wire['before'] = async (request) => {
			if (counts(request)) times.push(performance.now());
			return undefined;
		};
		await wired(stage, before, async (wire) => ({ result: await run(wire) }));
		return times;
	}

	const COUNT = 17;
	/** Milliseconds that the last one may come early, where the first one was held up on its way. */
	const LATE = 120;

	test('keep to eight a second, however many at a time are allowed', async () => {
		const items = await crowd(COUNT);
		const parameters = { ...EACH_EMAIL, updateFields: { role: aRole('Designer') }, options: { maxConcurrency: 20 } };
		const times = await arrivals(async ({ url }) => await stage.play('user.update', parameters, { items, credentials: stage.storeOf({ url }) }));
		expect(times).toHaveLength(COUNT);
		expect(times.at(-1)! - times[0]).toBeGreaterThanOrEqual(((COUNT - 1) / 8) * 1000 - LATE);
		// In no second more than ten.
		for (const start of times) expect(times.filter((time) => time >= start && time < start + 1000).length).toBeLessThanOrEqual(10);
	});

	test('that are a GET are writes: log-outs keep to it as well', async () => {
		const items = await crowd(COUNT);
		const isLogOut = ({ path }: { path: string }) => path.includes('/admin/logout');
		const times = await arrivals(async ({ url }) => await stage.play('user.logOut', { ...EACH_EMAIL, options: { maxConcurrency: 20 } }, { items, credentials: stage.storeOf({ url }) }), isLogOut as never);
		expect(times).toHaveLength(COUNT);
		expect(times.at(-1)! - times[0]).toBeGreaterThanOrEqual(((COUNT - 1) / 8) * 1000 - LATE);
	});

	test('hold up no reads', async () => {
		const items = await crowd(60);
		const started = performance.now();
		const parameters = { user: byEmail('={{ $json.email }}').user, returnAll: true, options: { maxConcurrency: 20 } };
		const { requests } = await stage.play('user.getOwned', parameters as INodeParameters, { items });
		expect(requests.length).toBeGreaterThan(20);
		expect(performance.now() - started).toBeLessThan((requests.length / 8) * 1000 * 0.6);
	});

	test('of a hand-over keep to it too', async () => {
		const times = await arrivals(async ({ url }) => await stage.play('user.transferOwned', { ...byName('lena.fischer'), ...successor('grace.okafor@example.com') }, { credentials: stage.storeOf({ url }) }));
		expect(times).toHaveLength(5);
		expect(times[4] - times[0]).toBeGreaterThanOrEqual(4 * 125 - LATE);
	});
});

describe('long lists', () => {
	const HUNDREDS = [1, 2, 3];
	const everybody = async (play = {}) => await stage.play('user.getAll', { returnAll: true }, play);

	test('come whole, sorted, everybody once', async () => {
		await crowd(260);
		const { items, requests } = await everybody();
		expect(items).toHaveLength(282);
		expect(new Set(items.map(({ id }) => id)).size).toBe(282);
		const pages = requests.filter(({ path }) => path.startsWith('/api/v1/users'));
		expect(pages.map(({ path }) => new URL(path, stage.url).searchParams).map((query) => [query.get('sort'), query.get('limit'), query.get('skip')])).toEqual([
			['_id', '100', '0'],
			['_id', '100', '100'],
			['_id', '100', '200'],
		]);
	});

	test('of exactly full pages end', async () => {
		await crowd(300 - (await stateOf(stage)).accounts.length);
		const { items, requests } = await everybody();
		expect(items).toHaveLength(298);
		expect(requests.length).toBeLessThanOrEqual(6);
	});

	test.each(['sort', 'limit', 'skip'])('come in one piece from a server that does not know "%s"', async (parameter) => {
		await crowd(260);
		const before: Wire['before'] = async ({ path }) => (path.includes(`${parameter}=`) ? json(422, { error: { code: 601, message: 'Request validation failed.', status: 422, subErrors: [{ message: `${parameter} is not known` }] } }) : undefined);
		const { items, seen } = await wired(stage, before, async ({ url }) => await everybody({ credentials: stage.storeOf({ url }) }));
		expect(items).toHaveLength(282);
		expect(seen.filter(({ path }) => path.startsWith('/api/v1/users')).length).toBe(2);
	});

	test('whose middle is missing are a failure, not a short list', async () => {
		await crowd(260);
		await stage.control('faults', { spec: 'html:1@/api/v1/users#1' });
		const { message, items } = await everybody();
		expect(message).toMatch(/not the Sisense API/);
		expect(items).toEqual([]);
	});

	test('of groups come whole', async () => {
		for (const hundred of HUNDREDS) {
			const body = Array.from({ length: 80 }, (_, at) => ({ name: `Team ${hundred} ${at}` }));
			expect((await elsewhere(stage, 'POST', 'v1/groups/bulk', body)).status).toBe(201);
		}
		const { items } = await stage.play('group.getAll', { returnAll: true });
		expect(items).toHaveLength(240 + 10);
		expect((await stage.play('group.get', groupNamed('Team 3 79'))).items).toHaveLength(1);
	});

	test('hold who was asked for at the end', async () => {
		await crowd(260);
		expect((await stage.play('user.get', byEmail('CROWD260@example.com'))).items).toHaveLength(1);
		const members = await stage.play('group.getMembers', { ...groupNamed('Everyone'), returnAll: true });
		expect(members.items).toHaveLength(282);
	});
});

test('no request has a parameter that the server would refuse', async () => {
	for (const [operation, parameters] of [
		['user.getAll', { returnAll: true, filters: { groups: ['Analytics'], role: aRole('Designer'), state: 'active' } }],
		['user.getOwned', byName('lena.fischer')],
		['group.getMembers', { ...groupNamed('Analytics'), returnAll: true }],
		['user.transferOwned', { ...byName('lena.fischer'), ...successor('grace.okafor@example.com'), options: { formerOwner: 'none' } }],
	] as const) {
		const { requests } = await stage.play(operation, parameters as never);
		expect(requests.filter(({ status }) => status === 422)).toEqual([]);
	}
});
