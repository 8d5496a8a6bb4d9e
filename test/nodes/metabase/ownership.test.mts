/** What people made and receive, and what can change hands: alerts on newest servers, nothing else (contract 7). */
import type { Played, Stage } from '../stage.mts';
import { byName, EACH_EMAIL, emails, successor, textOf, TOLERANT } from '../given.mts';
import { withWire, type Seen } from '../wire.mts';
import { elsewhere, metabaseStage, stateOf, type State } from './cast.mts';

const things = ({ items }: Played) => items.map(({ type, id, role, archived }) => `${String(type)} ${String(id)} ${String(role)}${archived === true ? ', not sent' : ''}`).sort();
const told = (list: unknown) => (list as Array<Record<string, unknown>>).map(({ type, id, reason, action }) => `${String(type)} ${String(id)}: ${String(reason ?? action)}`);
const ids = (list: unknown) => (list as Array<{ type: string; id: number }>).map(({ type, id }) => `${type} ${id}`);

const owned = async (stage: Stage, local: string) => await stage.play('user.getOwned', { ...byName(local), returnAll: true });
const hand = async (stage: Stage, from: string, to: string, options = {}, play = {}) =>
	await stage.play('user.transferOwned', { ...byName(from), ...successor(`${to}@example.com`), options }, play);
const alertsOf = async (stage: Stage) => Object.fromEntries((await stateOf(stage)).content.alerts.map(({ id, creator, active }) => [id, `${creator.split('@')[0]}${active ? '' : ', off'}`]));

const LENA = [
	'alert 1 creator',
	'alert 1 recipient',
	'alert 2 recipient',
	'alert 4 creator, not sent',
	'alert 4 recipient, not sent',
	'apiKey 3 creator',
	'collection 7 creator',
	'dashboard 2 creator',
	'model 3 creator',
	'question 2 creator',
	'question 4 creator',
	'subscription 1 recipient',
	'subscription 2 creator',
	'subscription 2 recipient',
	'subscription 4 creator, not sent',
];

describe.each([
	['v49', 'oss'],
	['v54', 'ee'],
	['v57', 'oss'],
	['v60', 'oss'],
	['v60', 'unlicensed'],
	['v60', 'ee'],
])('Metabase %s, %s', (version, edition) => {
	const stage = metabaseStage({ version, edition });
	const newest = version === 'v60';

	test('tells what somebody made and receives, each with what it is to them', async () => {
		const played = await owned(stage, 'lena.fischer');
		expect(things(played).map((one) => one.replace(/^collection \d+/, 'collection 7'))).toEqual(LENA);
		expect(played.items).toContainEqual({ type: 'question', id: 4, name: 'Draft of Lena', role: 'creator', archived: false, inPersonalCollection: true });
		expect(played.items).toContainEqual({ type: 'question', id: 2, name: 'Churn', role: 'creator', archived: false, inPersonalCollection: false });
		expect(played.items).toContainEqual({ type: 'alert', id: 1, name: 'Churn', role: 'creator', archived: false, inPersonalCollection: false });
		expect(played.items).toContainEqual({ type: 'apiKey', id: 3, name: 'Dashboard sync', role: 'creator', archived: false, inPersonalCollection: false });
	});

	test('tells the same of people who have left, trash and keys included', async () => {
		const omar = things(await owned(stage, 'omar.haddad')).filter((one) => !one.startsWith('collection'));
		expect(omar).toEqual(['alert 2 recipient', 'alert 3 creator', 'dashboard 3 creator', 'question 5 creator', 'subscription 3 creator']);
		const boris = await owned(stage, 'boris.ivanov');
		expect(things(boris).filter((one) => !one.startsWith('collection'))).toEqual(['apiKey 2 creator', 'question 6 creator, not sent']);
	});

	test('of somebody without anything is the personal collection alone', async () => {
		expect((await owned(stage, 'gita.rao')).items).toMatchObject([{ type: 'collection', name: 'Personal collection', role: 'creator' }]);
	});

	test('hands alerts over where the server can, and says of all else why it stays', async () => {
		const { items, message } = await hand(stage, 'lena.fischer', 'gita.rao');
		expect(message).toBe('');
		const [{ from, to, moved, done, remaining, changed }] = items;
		expect([from, to, done, changed]).toEqual(['lena.fischer@example.com', 'gita.rao@example.com', [], newest]);
		expect(ids(moved)).toEqual(newest ? ['alert 1', 'alert 4'] : []);
		expect(await alertsOf(stage)).toEqual(
			newest ? { 1: 'gita.rao', 2: 'maria.silva', 3: 'omar.haddad', 4: 'gita.rao, off' } : { 1: 'lena.fischer', 2: 'maria.silva', 3: 'omar.haddad', 4: 'lena.fischer, off' },
		);
		const reasons = told(remaining);
		if (!newest) expect(reasons).toEqual(expect.arrayContaining(["alert 1: This Metabase can't change the creator of an alert; it goes on being sent", "alert 4: This Metabase can't change the creator of an alert; it is not sent"]));
		expect(reasons).toEqual(
			expect.arrayContaining([
				"dashboard 2: Metabase can't change the creator of a dashboard",
				"question 4: Metabase can't change the creator of a question",
				"model 3: Metabase can't change the creator of a model",
				"subscription 2: Metabase can't change the creator of a subscription; it goes on being sent",
				"subscription 4: Metabase can't change the creator of a subscription",
				'subscription 1: The person receives it; deactivation takes a subscription away for good',
				'alert 2: The person receives it; it does not go to somebody deactivated',
				'apiKey 3: The key goes on working: regenerate or delete it if the person knew it',
			]),
		);
	});

	test('takes one request for all alerts where the licence has that', async () => {
		const { writes } = await hand(stage, 'lena.fischer', 'gita.rao');
		const good = writes.filter(({ status }) => status === 200).map(({ method, path }) => `${method} ${path}`);
		if (version === 'v60' && edition === 'ee') expect(good).toEqual(['POST /api/ee/notifications/bulk']);
		else expect(good).toEqual(newest ? ['PUT /api/notification/1', 'PUT /api/notification/4'] : []);
	});

	test('leaves recipients, schedules and everybody else’s content as they are', async () => {
		const strip = ({ content: { alerts, ...rest } }: State) => ({ ...rest, alerts: alerts.map(({ creator, ...one }) => one) });
		const before = strip(await stateOf(stage));
		await hand(stage, 'lena.fischer', 'gita.rao');
		expect(strip(await stateOf(stage))).toEqual(before);
	});

	test('stops what is sent, where that is chosen, and never deletes', async () => {
		const { items, message } = await hand(stage, 'lena.fischer', 'gita.rao', { alerts: 'stop', subscriptions: 'stop' });
		expect([message, items[0].moved]).toEqual(['', []]);
		expect(told(items[0].done).sort()).toEqual(['alert 1: stopped', 'subscription 2: stopped']);
		const { content } = await stateOf(stage);
		expect(content.alerts.map(({ id, active, creator }) => [id, active, creator.split('@')[0]])).toEqual([[1, false, 'lena.fischer'], [2, true, 'maria.silva'], [3, true, 'omar.haddad'], [4, false, 'lena.fischer']]);
		expect(content.subscriptions.map(({ archived }) => archived)).toEqual([false, true, false, true]);
		expect(content.subscriptions[1].recipients).toEqual(['lena.fischer@example.com', 'maria.silva@example.com']);
	});

	test('leaves alerts, where that is chosen', async () => {
		const { items, writes } = await hand(stage, 'lena.fischer', 'gita.rao', { alerts: 'leave' });
		expect([items[0].moved, items[0].done, items[0].changed, writes]).toEqual([[], [], false, []]);
		expect(told(items[0].remaining)).toContain('alert 1: Left as it is; it goes on being sent');
	});

	test('moves what is in the personal collection to one that all see, where one is named', async () => {
		expect((await stateOf(stage)).content.cards.find(({ id }) => id === 4)?.collection).toBe("Lena Fischer's Personal Collection");
		const all = (await elsewhere(stage, 'GET', 'collection')).body as Array<{ id: number; name: string }>;
		const company = all.find(({ name }) => name === 'Company')!.id;
		const { items } = await hand(stage, 'lena.fischer', 'gita.rao', { alerts: 'leave', collectionId: company });
		expect(told(items[0].done)).toEqual([`question 4: moved to collection ${company}`]);
		expect((await stateOf(stage)).content.cards.find(({ id }) => id === 4)).toMatchObject({ collection: 'Company', creator: 'lena.fischer@example.com' });
		const again = await hand(stage, 'lena.fischer', 'gita.rao', { alerts: 'leave', collectionId: company });
		expect([again.items[0].changed, again.writes]).toEqual([false, []]);
	});

	test('run twice does nothing the second time', async () => {
		const options = { subscriptions: 'stop' };
		await hand(stage, 'lena.fischer', 'gita.rao', options);
		const before = await stateOf(stage);
		const { items } = await hand(stage, 'lena.fischer', 'gita.rao', options);
		expect(items).toMatchObject([{ moved: [], done: [], changed: false }]);
		expect(await stateOf(stage)).toEqual(before);
	});

	test('of somebody who has left works as well', async () => {
		const { items } = await hand(stage, 'omar.haddad', 'maria.silva');
		expect(ids(items[0].moved)).toEqual(newest ? ['alert 3'] : []);
	});

	test.each([
		['omar.haddad', /successor omar\.haddad@example\.com is deactivated in Metabase/],
		['lena.fischer', /can't be their own successor/],
		['nobody', /no user with the e-mail nobody@example\.com/],
	])('to %s is refused before anything is written', async (to, says) => {
		const { message, writes } = await hand(stage, 'lena.fischer', to);
		expect(message).toMatch(says);
		expect(writes).toEqual([]);
	});

	test('what fails stops nothing else, is named, and comes with the next run', async () => {
		await stage.control('faults', { spec: 'html:1@PUT /api/pulse/2' });
		const first = await hand(stage, 'lena.fischer', 'gita.rao', { alerts: 'stop', subscriptions: 'stop' }, TOLERANT);
		expect(textOf(first.failures[0])).toMatch(/0 alerts of lena\.fischer@example\.com went to gita\.rao@example\.com, 1 things were stopped or moved; failed: subscription "Support load" \(ID 2\)\..*Run again for the rest/);
		expect((await alertsOf(stage))[1]).toBe('lena.fischer, off');
		await stage.control('faults', { spec: '' });
		const second = await hand(stage, 'lena.fischer', 'gita.rao', { alerts: 'stop', subscriptions: 'stop' });
		expect(told(second.items[0].done)).toEqual(['subscription 2: stopped']);
	});

	if (newest) {
		test.each(['html:1@POST /bulk', 'html:1@PUT /api/notification/1', 'html:1@GET /api/notification/1', '503:1@POST /bulk'])('%s: the other alerts go over all the same', async (spec) => {
			await stage.control('faults', { spec });
			const first = await hand(stage, 'lena.fischer', 'gita.rao', { maxWait: 1 }, TOLERANT);
			expect((await alertsOf(stage))[4]).toBe('gita.rao, off');
			// One request for all is made up for one by one.
			if (first.failures.length > 0) expect(textOf(first.failures[0])).toMatch(/1 alerts of .* went to gita\.rao@example\.com, .*failed: alert "Churn" \(ID 1\)/);
			await stage.control('faults', { spec: '' });
			const second = await hand(stage, 'lena.fischer', 'gita.rao');
			expect(second.message).toBe('');
			expect(await alertsOf(stage)).toMatchObject({ 1: 'gita.rao', 4: 'gita.rao, off' });
		});
	}

	test('says what the server does not show', async () => {
		const before = async ({ path }: Seen) => {
			if (/\/api\/(notification|alert)/.test(path)) return { status: 404, 'content-type': 'text/plain', body: 'API endpoint does not exist.' };
			return /collection\/\d+\/items/.test(path) ? { status: 403, 'content-type': 'text/plain', body: "You don't have permissions to do that." } : undefined;
		};
		const { seen, gone } = await withWire(stage.url, before, async ({ url }) => {
			const credentials = stage.storeOf({ url });
			return { seen: await stage.play('user.getOwned', { ...byName('lena.fischer'), limit: 1 }, { credentials }), gone: await stage.play('user.deactivate', byName('lena.fischer'), { credentials }) };
		});
		expect(seen.items.filter(({ type }) => type === 'blindSpot').map(({ name }) => name)).toEqual([
			'Metabase does not show this credential what is in the personal collection.',
			'This Metabase offers no list of alerts that is known here.',
		]);
		// The limit counts things, not what is said beside.
		expect(seen.items).toHaveLength(3);
		expect(gone.items).toMatchObject([{ state: 'deactivated', hint: 'This Metabase offers no list of alerts that is known here.' }]);
	});

	test('of several leavers reads what is everybody’s once', async () => {
		const { items, requests } = await stage.play('user.getOwned', { ...EACH_EMAIL, returnAll: true }, { items: emails('lena.fischer', 'omar.haddad', 'boris.ivanov', 'gita.rao') });
		expect(items.length).toBeGreaterThan(20);
		expect(requests.filter(({ path }) => path.startsWith('/api/pulse'))).toHaveLength(2);
		expect(requests.filter(({ path }) => path.startsWith('/api/api-key'))).toHaveLength(1);
	});
});
