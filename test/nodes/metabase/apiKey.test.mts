/** API keys: told once, bound to a group, outliving whoever made them (contract 5). */
import { LEFTOVER_KEY, SYNC_KEY } from '../../../sandbox/metabase/seed.mts';
import type { Stage } from '../stage.mts';
import { groupNamed, groupWithId, keyNamed, textOf, TOLERANT } from '../given.mts';
import { elsewhere, metabaseStage, stateOf } from './cast.mts';

const statusOf = async (stage: Stage, key: unknown, path = 'user/current') => (await elsewhere(stage, 'GET', path, undefined, { 'x-api-key': String(key) })).status;

describe.each(['v49', 'v54', 'v57', 'v60'])('Metabase %s', (version) => {
	const stage = metabaseStage({ version });
	const create = async (name: string, group: string) => await stage.play('apiKey.create', { name, ...groupNamed(group) });
	const peopleOf = async () => (await stage.play('user.getAll', { returnAll: true })).items.length;

	test('a new one works with the rights of its group, and is told this once', async () => {
		const before = await peopleOf();
		const { items, runData } = await create('Onboarding', 'Administrators');
		expect(items).toMatchObject([{ name: 'Onboarding', group: 'Administrators', groupId: 2, changed: true, apiKey: expect.stringMatching(/^mb_.{40,}$/) }]);
		const { apiKey } = items[0];
		expect(JSON.stringify(runData.Node).split(String(apiKey))).toHaveLength(2);
		expect(await statusOf(stage, apiKey, 'user')).toBe(200);
		const reader = (await create('Reading', 'Finance')).items[0].apiKey;
		expect([await statusOf(stage, reader), await statusOf(stage, reader, 'user')]).toEqual([200, 403]);
		for (const simplify of [true, false]) {
			const all = await stage.play('apiKey.getAll', { returnAll: true, simplify });
			expect(all.items.map(({ name }) => name)).toEqual(['n8n', 'Nightly export', 'Dashboard sync', 'Onboarding', 'Reading']);
			expect(JSON.stringify(all.items)).not.toMatch(/unmasked|mb_[^"]{10,}[^*"]"/);
		}
		expect(await peopleOf()).toBe(before);
	});

	test('a new one with Simplify off is told once too', async () => {
		const { items } = await stage.play('apiKey.create', { name: 'Whole', ...groupNamed('Interns'), simplify: false });
		expect(items[0]).toMatchObject({ name: 'Whole', apiKey: expect.stringMatching(/^mb_/), changed: true });
		expect(items[0]).not.toHaveProperty('unmasked_key');
	});

	test('one whose name is taken is not made, in any case of the name', async () => {
		const same = await create('Nightly export', 'Interns');
		expect(same.message).toMatch(/has an API key "Nightly export" already \(ID 2\)/);
		expect(same.writes).toEqual([]);
		expect((await create('NIGHTLY Export', 'Interns')).message).toMatch(/"Name": An API key with this name already exists/);
		expect((await stateOf(stage)).apiKeys).toHaveLength(3);
	});

	test('one made while the answer got lost is there, of no use, and told as such', async () => {
		await stage.control('faults', { spec: 'lost:1@POST /api-key#1' });
		const { message, writes } = await create('Onboarding', 'Interns');
		expect(message).toMatch(/The API key "Onboarding" was made, but the connection broke before Metabase told it\..*"Regenerate"/);
		expect(writes).toHaveLength(1);
		const renewed = await stage.play('apiKey.regenerate', keyNamed('Onboarding'));
		expect(await statusOf(stage, renewed.items[0].apiKey)).toBe(200);
	});

	test('one renewed works, and the old one is dead', async () => {
		expect(await statusOf(stage, LEFTOVER_KEY)).toBe(200);
		const { items } = await stage.play('apiKey.regenerate', keyNamed('Nightly export'));
		expect(items).toMatchObject([{ id: 2, name: 'Nightly export', group: 'Administrators', apiKey: expect.stringMatching(/^mb_/) }]);
		expect([await statusOf(stage, LEFTOVER_KEY), await statusOf(stage, items[0].apiKey)]).toEqual([401, 200]);
	});

	test('one moved has the rights of the other group, and is otherwise the same', async () => {
		expect([await statusOf(stage, SYNC_KEY, 'user')]).toEqual([403]);
		const { items, writes } = await stage.play('apiKey.update', { ...keyNamed('Dashboard sync'), updateFields: groupWithId(2) });
		expect(items).toMatchObject([{ id: 3, name: 'Dashboard sync', group: 'Administrators', changed: true }]);
		expect(writes).toHaveLength(1);
		expect(await statusOf(stage, SYNC_KEY, 'user')).toBe(200);
		const again = await stage.play('apiKey.update', { ...keyNamed('Dashboard sync'), updateFields: groupNamed('Administrators') });
		expect([again.items[0].changed, again.writes]).toEqual([false, []]);
	});

	test('one renamed keeps its group, and three items about one follow each other', async () => {
		const items = [{ name: 'A' }, { name: 'A' }, { name: 'B' }];
		const id = { apiKeyId: { __rl: true, mode: 'id', value: '3' } };
		const played = await stage.play('apiKey.update', { ...id, updateFields: { name: '={{ $json.name }}' } }, { items });
		expect(played.items.map(({ changed }) => changed)).toEqual([true, false, true]);
		expect((await stateOf(stage)).apiKeys.find(({ id: one }) => one === 3)).toEqual({ id: 3, name: 'B', group: 'Analytics', creator: 'lena.fischer@example.com' });
	});

	test('one deleted is dead, and of no other key', async () => {
		const { items } = await stage.play('apiKey.delete', keyNamed('Dashboard sync'));
		expect(items).toEqual([{ deleted: true, id: 3, name: 'Dashboard sync' }]);
		expect([await statusOf(stage, SYNC_KEY), await statusOf(stage, LEFTOVER_KEY)]).toEqual([401, 200]);
		const people = await stage.play('user.getAll', { returnAll: true });
		expect(people.items.filter(({ email }) => /invalid/.test(String(email)))).toEqual([]);
	});

	test.each(['lost:1@DELETE /api-key#1', '503:1@DELETE /api-key#1'])('%s: is deleted once', async (spec) => {
		await stage.control('faults', { spec });
		const { items, message } = await stage.play('apiKey.delete', keyNamed('Dashboard sync'));
		expect([message, items.length]).toEqual(['', 1]);
	});

	test('one that does not exist, or a group that does not, is named', async () => {
		const items = [{ name: 'Nightly Export' }, { name: 'Dashboard sync' }];
		const played = await stage.play('apiKey.delete', keyNamed('={{ $json.name }}'), { items, ...TOLERANT });
		expect(textOf(played.failures[0])).toMatch(/no API key "Nightly Export"\. Near: .*Nightly export/);
		expect(played.items).toHaveLength(1);
		expect((await create('New', 'Nowhere')).message).toMatch(/no group "Nowhere"/);
	});

	test('outlives who made it: a leaver’s is found among what they own', async () => {
		const { items } = await stage.play('user.getOwned', { user: { __rl: true, mode: 'email', value: 'boris.ivanov@example.com' }, returnAll: true });
		expect(items).toContainEqual(expect.objectContaining({ type: 'apiKey', name: 'Nightly export' }));
		expect((await stage.play('apiKey.getAll', { filters: { name: 'NIGHTLY' } })).items).toMatchObject([{ creatorId: 4, maskedKey: expect.stringMatching(/^mb_.{0,6}\*+$/) }]);
	});
});
