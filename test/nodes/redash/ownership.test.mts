/** What people own, what the server hides of it, and what can change hands: queries can, nothing else (contract 8 and 9). */
import { queryKeyOf, shareTokenOf } from '../../../sandbox/redash/content/seed.mts';
import { ADMIN_KEY } from '../../../sandbox/redash/seed.mts';
import type { Played } from '../stage.mts';
import { startWire } from '../wire.mts';
import { elsewhere, redashStage, stateOf } from './cast.mts';
import { byId, byName, groupNamed, successor, textOf, TOLERANT } from '../given.mts';

const stage = redashStage();

const owned = async (local: string, options = {}) => await stage.play('user.getOwned', { ...byName(local), returnAll: true, options });
const things = ({ items }: Played) => items.filter(({ type }) => type !== 'blindSpot').map(({ type, id }) => `${String(type)} ${String(id)}`);
const blind = ({ items }: Played) => items.filter(({ type }) => type === 'blindSpot').map(({ name }) => String(name));

const hand = async (from: string, to: string, options = {}, play = {}) =>
	await stage.play('user.transferOwned', { ...byName(from), ...successor(`${to}@example.com`), options }, play);
const contentOf = async (kind: string, id: number) => (await stateOf(stage)).content.find((one) => one.kind === kind && one.id === id);
const ownerOf = async (kind: string, id: number) => (await contentOf(kind, id))?.owner.split('@')[0].trim();
const sentences = (list: unknown) => (list as Array<Record<string, unknown>>).map(({ type, id, reason, action }) => `${String(type)} ${String(id)}: ${String(reason ?? action)}`);

const queryKeyWorks = async (id: number) => (await elsewhere(stage, 'GET', `queries/${id}`, undefined, queryKeyOf(id))).status === 200;
const linkWorks = async (id: number) => (await fetch(`${stage.url}/api/dashboards/public/${shareTokenOf(id)}`)).status === 200;

const HIDDEN_SOURCE = /Queries and alerts on Payroll: the user of the API key is in no group/;

describe('what somebody owns', () => {
	test('is told with what matters about it', async () => {
		const { items } = await owned('maria.silva');
		expect(items.filter(({ type }) => type !== 'blindSpot')).toEqual([
			{ type: 'query', id: 1, name: 'Revenue by month', draft: false, archived: false, scheduled: true, shared: false },
			{ type: 'query', id: 2, name: 'Churn, first idea', draft: true, archived: false, scheduled: false, shared: false },
			{ type: 'query', id: 3, name: 'Revenue 2024', draft: false, archived: true, scheduled: false, shared: false },
			{ type: 'dashboard', id: 1, name: 'Company overview', draft: false, archived: false, scheduled: false, shared: true },
			{ type: 'alert', id: 1, name: 'Revenue low', draft: false, archived: false, scheduled: false, shared: false },
			{ type: 'snippet', id: 1, name: 'thisyear', draft: false, archived: false, scheduled: false, shared: false },
		]);
	});

	test('counts subscriptions, also of people who left', async () => {
		expect(things(await owned('omar.haddad'))).toEqual(['subscription 2']);
		expect((await owned('omar.haddad')).items[0].name).toBe('Revenue low');
		expect(things(await owned('lena.fischer'))).toEqual(['query 4', 'query 5', 'alert 2', 'subscription 3', 'snippet 2']);
	});

	test('is nothing, and not everything of everybody, where there is nothing', async () => {
		expect(things(await owned('gita.rao'))).toEqual([]);
	});

	test('is never told as complete where the server hides some of it', async () => {
		const hidden = await owned('priya.nair');
		expect(things(hidden)).toEqual([]);
		expect(blind(hidden)).toEqual([expect.stringMatching(HIDDEN_SOURCE), expect.stringMatching(/^3 dashboards of other people .*"Search Hidden Dashboards"/)]);
	});

	test('is found where lists do not show it, if asked for', async () => {
		const maria = await owned('maria.silva', { searchHidden: true });
		expect(things(maria)).toEqual(['query 1', 'query 2', 'query 3', 'dashboard 1', 'dashboard 2', 'alert 1', 'snippet 1']);
		expect(blind(maria)).toEqual([expect.stringMatching(HIDDEN_SOURCE)]);
		const lena = await owned('lena.fischer', { searchHidden: true });
		expect(lena.items).toContainEqual({ type: 'dashboard', id: 3, name: 'Quarter close', draft: true, archived: false, scheduled: false, shared: true });
		expect(things(await owned('priya.nair', { searchHidden: true }))).toEqual(['dashboard 4']);
	});

	test('has no blind spots for a key whose user is in all groups', async () => {
		await stage.play('user.addToGroup', { ...byId(1), ...groupNamed('People Ops') });
		const priya = await owned('priya.nair', { searchHidden: true });
		expect(things(priya)).toEqual(['query 6', 'query 7', 'dashboard 4', 'alert 3', 'subscription 4']);
		expect(blind(priya)).toEqual([]);
	});

	test('of several people is read once', async () => {
		const one = await owned('maria.silva');
		const items = ['maria.silva', 'lena.fischer', 'omar.haddad', 'gita.rao'].map((local) => ({ email: `${local}@example.com` }));
		const many = await stage.play('user.getOwned', { user: { __rl: true, mode: 'email', value: '={{ $json.email }}' }, returnAll: true }, { items });
		expect(many.requests.filter(({ path }) => path.startsWith('/api/queries'))).toHaveLength(one.requests.filter(({ path }) => path.startsWith('/api/queries')).length);
		expect(many.items.filter(({ type }) => type === 'query')).toHaveLength(5);
	});
});

describe('a hand-over', () => {
	test('makes the successor the owner of all queries, and tells what it can not move', async () => {
		const { items, message } = await hand('maria.silva', 'gita.rao');
		expect(message).toBe('');
		expect(items).toMatchObject([{ from: 'maria.silva@example.com', to: 'gita.rao@example.com', changed: true }]);
		expect((items[0].moved as Array<{ id: number }>).map(({ id }) => id)).toEqual([1, 2, 3]);
		for (const id of [1, 2, 3]) expect(await ownerOf('query', id)).toBe('gita.rao');
		expect(sentences(items[0].done)).toEqual(['dashboard 1: successor may edit']);
		expect(sentences(items[0].remaining)).toEqual([
			"dashboard 1: Redash can't change the owner of a dashboard; its public link still works",
			"alert 1: Redash can't change the owner of an alert",
			"snippet 1: Redash can't change the owner of a snippet",
		]);
		expect((items[0].blindSpots as string[]).join()).toMatch(HIDDEN_SOURCE);
		expect(await contentOf('dashboard', 1)).toMatchObject({ owner: 'maria.silva@example.com', editors: ['gita.rao@example.com'] });
	});

	test('leaves everybody else’s content, schedules, keys and links as they are', async () => {
		const before = (await stateOf(stage)).content;
		await hand('maria.silva', 'gita.rao');
		const strip = (all: typeof before) => all.map(({ owner, editors, ...rest }) => rest);
		const after = (await stateOf(stage)).content;
		expect(strip(after)).toEqual(strip(before));
		const others = (all: typeof before) => all.filter(({ kind, id }) => !(kind === 'query' && id <= 3) && !(kind === 'dashboard' && id === 1));
		expect(others(after)).toEqual(others(before));
		expect([await queryKeyWorks(1), await linkWorks(1)]).toEqual([true, true]);
	});

	test('never archives or deletes, whatever is chosen', async () => {
		const before = (await stateOf(stage)).content;
		const all = { dashboards: 'fork', schedules: 'pause', renewQueryKeys: true, revokeLinks: true, unsubscribe: true, searchHidden: true };
		for (const from of ['maria.silva', 'lena.fischer', 'omar.haddad']) {
			const { message, writes } = await hand(from, 'kofi.mensah', all);
			expect(message).toBe('');
			expect(writes.filter(({ method, path }) => method === 'DELETE' && !/\/(share|subscriptions\/\d+)$/.test(path))).toEqual([]);
		}
		const after = (await stateOf(stage)).content;
		for (const { kind, id, archived } of before.filter((one) => one.kind !== 'subscription')) {
			expect(after.find((one) => one.kind === kind && one.id === id)).toMatchObject({ archived });
		}
	});

	test('run twice does nothing the second time', async () => {
		for (const dashboards of ['grant', 'fork', 'leave']) {
			await stage.reset();
			const options = { dashboards, schedules: 'pause', renewQueryKeys: true, revokeLinks: true, unsubscribe: true, searchHidden: true };
			await hand('maria.silva', 'kofi.mensah', options);
			const before = (await stateOf(stage)).content;
			const { items, writes } = await hand('maria.silva', 'kofi.mensah', options);
			expect(items).toMatchObject([{ moved: [], done: [], changed: false }]);
			expect(writes).toEqual([]);
			expect((await stateOf(stage)).content).toEqual(before);
		}
	});

	test('of somebody disabled works as well', async () => {
		const { items } = await hand('lena.fischer', 'maria.silva');
		expect((items[0].moved as unknown[]).length).toBe(2);
		expect(await ownerOf('query', 4)).toBe('maria.silva');
	});

	test('of nothing moves nothing', async () => {
		const { items, writes } = await hand('gita.rao', 'joann');
		expect(items).toMatchObject([{ moved: [], done: [], remaining: [], changed: false }]);
		expect(writes).toEqual([]);
	});
});

describe('options of a hand-over', () => {
	test('take schedules away', async () => {
		const { items } = await hand('maria.silva', 'gita.rao', { schedules: 'pause' });
		expect(sentences(items[0].done)).toContain('query 1: schedule removed');
		expect((await contentOf('query', 1))?.schedule).toBe(false);
	});

	test('renew the keys of the queries', async () => {
		expect(await queryKeyWorks(1)).toBe(true);
		const { items } = await hand('maria.silva', 'gita.rao', { renewQueryKeys: true });
		expect(sentences(items[0].done)).toEqual(expect.arrayContaining(['query 1: query key renewed', 'query 2: query key renewed']));
		expect([await queryKeyWorks(1), await queryKeyWorks(2)]).toEqual([false, false]);
		expect(await queryKeyWorks(9)).toBe(true);
	});

	test('revoke public links, those of hidden drafts too', async () => {
		const { items } = await hand('lena.fischer', 'maria.silva', { revokeLinks: true, searchHidden: true });
		expect(sentences(items[0].done)).toContain('dashboard 3: public link revoked');
		expect(sentences(items[0].remaining)).toContain("dashboard 3: Redash can't change the owner of a dashboard");
		expect([await linkWorks(3), await linkWorks(1)]).toEqual([false, true]);
	});

	test('end subscriptions, or say that mail goes on', async () => {
		const kept = await hand('omar.haddad', 'gita.rao');
		expect(sentences(kept.items[0].remaining)).toEqual([expect.stringMatching(/subscription 2: .*goes on receiving this alert/)]);
		const ended = await hand('omar.haddad', 'gita.rao', { unsubscribe: true });
		expect(sentences(ended.items[0].done)).toEqual(['subscription 2: unsubscribed']);
		const left = (await stateOf(stage)).content.filter(({ kind, name }) => kind === 'subscription' && name === 'Revenue low');
		expect(left.map(({ owner }) => owner)).toEqual(['kofi.mensah@example.com']);
	});

	test('copy dashboards and let the successor edit the copy', async () => {
		const { items } = await hand('maria.silva', 'gita.rao', { dashboards: 'fork' });
		expect(sentences(items[0].done)).toEqual(['dashboard 1: copied', 'dashboard 1: successor may edit']);
		const copies = (await stateOf(stage)).content.filter(({ kind, name }) => kind === 'dashboard' && name === 'Copy of (#1) Company overview');
		expect(copies).toMatchObject([{ owner: 'admin@example.com', editors: ['gita.rao@example.com'], draft: true }]);
		expect((await contentOf('dashboard', 1))?.editors).toEqual([]);
	});

	test('leave dashboards as they are', async () => {
		const { items } = await hand('maria.silva', 'gita.rao', { dashboards: 'leave' });
		expect(items[0].done).toEqual([]);
		expect((await contentOf('dashboard', 1))?.editors).toEqual([]);
	});
});

describe('a successor', () => {
	test('without the data source gets no query that they could not open', async () => {
		const { items } = await hand('lena.fischer', 'gita.rao');
		expect(items).toMatchObject([{ moved: [] }]);
		expect(sentences(items[0].remaining)).toEqual(
			expect.arrayContaining([
				'query 4: gita.rao@example.com is in no group that has the data source "Ledger"',
				'query 5: gita.rao@example.com is in no group that has the data source "Ledger"',
			]),
		);
		expect(await ownerOf('query', 4)).toBe('lena.fischer');
		await stage.play('user.addToGroup', { ...byName('gita.rao'), ...groupNamed('Analytics') });
		const later = await hand('lena.fischer', 'gita.rao');
		expect((later.items[0].moved as unknown[]).length).toBe(2);
	});

	test.each([
		['omar.haddad', /successor omar\.haddad@example\.com is disabled/],
		['nadia.petrova', /successor nadia\.petrova@example\.com is pending/],
		['maria.silva', /can't be their own successor/],
		['nobody', /no user with the e-mail nobody@example\.com/],
	])('%s is refused before anything is written', async (to, says) => {
		const { message, writes } = await hand('maria.silva', to);
		expect(message).toMatch(says);
		expect(writes).toEqual([]);
	});
});

describe('on the way', () => {
	test('what fails stops nothing else, is named, and comes with the next run', async () => {
		await stage.control('faults', { spec: 'html:1@POST /api/queries/2' });
		const first = await hand('maria.silva', 'gita.rao', {}, TOLERANT);
		expect(textOf(first.failures[0])).toMatch(/2 queries of maria\.silva@example\.com went to gita\.rao@example\.com; failed: query "Churn, first idea" \(ID 2\)\./);
		expect([await ownerOf('query', 1), await ownerOf('query', 2), await ownerOf('query', 3)]).toEqual(['gita.rao', 'maria.silva', 'gita.rao']);
		await stage.control('faults', { spec: '' });
		const second = await hand('maria.silva', 'gita.rao');
		expect(second.items[0].moved).toMatchObject([{ id: 2 }]);
	});

	test('a lost answer loses nothing', async () => {
		await stage.control('faults', { spec: 'lost:1@POST /api/queries/1#1,503:1@POST /api/queries/2#1,lost:1@DELETE /share#1' });
		const { items, message } = await hand('maria.silva', 'gita.rao', { revokeLinks: true });
		expect(message).toBe('');
		expect((items[0].moved as unknown[]).length).toBe(3);
		expect(await linkWorks(1)).toBe(false);
	});

	test.each(['lost:1@DELETE /subscriptions#1', 'reset:1@DELETE /subscriptions#1'])('%s: a subscription ends all the same', async (spec) => {
		await stage.control('faults', { spec });
		const { items, message } = await hand('omar.haddad', 'gita.rao', { unsubscribe: true });
		expect([message, sentences(items[0]?.done ?? [])]).toEqual(['', ['subscription 2: unsubscribed']]);
	});

	test('a link that was made twice is dead afterwards', async () => {
		const again = (await elsewhere(stage, 'POST', 'dashboards/1/share')).body as { api_key: string };
		await hand('maria.silva', 'gita.rao', { revokeLinks: true });
		expect(await linkWorks(1)).toBe(false);
		expect((await fetch(`${stage.url}/api/dashboards/public/${again.api_key}`)).status).toBe(404);
	});

	test('a successor who hands over in the same list passes on what came in', async () => {
		const items = [
			{ from: 'maria.silva@example.com', to: 'gita.rao@example.com' },
			{ from: 'gita.rao@example.com', to: 'joann@example.com' },
		];
		const mode = { __rl: true, mode: 'email' };
		const parameters = { user: { ...mode, value: '={{ $json.from }}' }, successor: { ...mode, value: '={{ $json.to }}' } };
		const { message, items: out } = await stage.play('user.transferOwned', parameters, { items });
		expect(message).toBe('');
		expect(out.map(({ moved }) => (moved as unknown[]).length)).toEqual([3, 3]);
		expect(await ownerOf('query', 1)).toBe('joann');
	});

	test('everything is done with the key of the credential, never with the leaver’s', async () => {
		const wire = await startWire(stage.url);
		const { items } = await hand('maria.silva', 'gita.rao', { searchHidden: true, renewQueryKeys: true }, { credentials: stage.storeOf({ url: wire.url }) });
		await wire.close();
		expect((items[0].moved as unknown[]).length).toBe(3);
		expect(new Set(wire.seen.map(({ headers }) => headers.authorization))).toEqual(new Set([`Key ${ADMIN_KEY}`]));
		expect(wire.seen.filter(({ path }) => path.includes('api_key='))).toEqual([]);
	});
});
