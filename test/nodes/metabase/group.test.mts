/** Groups: names compare without case, keys are members too, and managers are paid for (contract 4 and 5). */
import type { INodeParameters } from 'n8n-workflow';

import { SYNC_KEY } from '../../../sandbox/metabase/seed.mts';
import { byId, byName, EACH_EMAIL, emails, groupNamed, groupWithId, keyNamed, textOf, TOLERANT } from '../given.mts';
import { withWire, type Seen } from '../wire.mts';
import { account, elsewhere, metabaseStage, stateOf } from './cast.mts';

const GENERATIONS = ['v49', 'v54', 'v57', 'v60'];
const IN_USE = { options: { allowInUse: true } };

describe.each(GENERATIONS)('Metabase %s', (version) => {
	const stage = metabaseStage({ version });
	const groupsNow = async () => (await stateOf(stage)).groups;
	const membersOf = async (name: string) => (await groupsNow()).find((group) => group.name === name)?.members;

	test('gets no name that another group has, in any case', async () => {
		for (const [operation, parameters] of [
			['group.create', { name: 'FINANCE team' }],
			['group.create', { name: 'Sales, EMEA' }],
			['group.update', { ...groupNamed('Analytics'), name: 'interns' }],
		] as Array<[string, INodeParameters]>) {
			const { message, writes } = await stage.play(operation, parameters);
			expect(message).toMatch(/has a group "(Finance Team|sALES, emea|Interns)" already \(ID \d+\).*upper and lower case make no difference/);
			expect(writes).toEqual([]);
		}
	});

	test('changes no case of its name alone, which the server would refuse with words about another', async () => {
		const { message, writes } = await stage.play('group.update', { ...groupWithId(8), name: 'Sales, EMEA' });
		expect(message).toMatch(/takes "Sales, EMEA" for the name the group has already: it can't change upper and lower case alone\..*something else first/);
		expect(writes).toEqual([]);
		expect((await stage.play('group.update', { ...groupWithId(8), name: 'Sales' })).items).toMatchObject([{ id: 8, name: 'Sales', changed: true }]);
		expect((await stage.play('group.update', { ...groupWithId(8), name: 'Sales, EMEA' })).items).toMatchObject([{ name: 'Sales, EMEA', changed: true }]);
	});

	test('made by somebody else between look and creation is told in words', async () => {
		let made = 0;
		const before = async ({ method }: Seen) => {
			if (method === 'POST' && made === 0) made = (await elsewhere(stage, 'POST', 'permissions/group', { name: 'newcomers' })).status;
		};
		const { message } = await withWire(stage.url, before, async ({ url }) => await stage.play('group.create', { name: 'Newcomers' }, { credentials: stage.storeOf({ url }) }));
		expect([made, message]).toEqual([200, expect.stringMatching(/name of the group is taken, whatever its upper and lower case/)]);
	});

	test('twice in one list is made once', async () => {
		const items = [{ name: 'Newcomers' }, { name: 'newcomers' }];
		const played = await stage.play('group.create', { name: '={{ $json.name }}' }, { items, ...TOLERANT });
		expect(played.items).toMatchObject([{ name: 'Newcomers', builtIn: false, changed: true }]);
		expect(textOf(played.failures[0])).toContain('has a group "Newcomers" already');
	});

	test.each(['lost:1@POST /group#1', '503:1@POST /group#1', 'truncated:1@POST /group#1'])('%s: is made once', async (spec) => {
		await stage.control('faults', { spec });
		const { items, message } = await stage.play('group.create', { name: 'Newcomers' });
		expect([message, items]).toMatchObject(['', [{ name: 'Newcomers', changed: true }]]);
		expect((await groupsNow()).filter(({ name }) => name === 'Newcomers')).toHaveLength(1);
	});

	test('with a name that the server would fail at is refused before', async () => {
		const { message, requests } = await stage.play('group.create', { name: 'x'.repeat(256) });
		expect(message).toMatch(/"Name" has 256 characters, more than the 255 allowed/);
		expect(requests).toEqual([]);
	});

	test('in use is not deleted unless told, and its keys fall back to All Users', async () => {
		const { message, writes } = await stage.play('group.delete', groupNamed('Analytics'));
		expect(message).toMatch(/"Analytics" is in use: 3 people are in it and would lose what it grants, and 1 API keys act with its rights and would fall back to All Users.*"Allow In Use"/);
		expect(writes).toEqual([]);
		const { items } = await stage.play('group.delete', { ...groupNamed('Analytics'), ...IN_USE });
		expect(items).toEqual([{ deleted: true, id: 5, name: 'Analytics', members: 3, apiKeys: 1 }]);
		expect((await stateOf(stage)).apiKeys.find(({ id }) => id === 3)?.group).toBe('All Users');
		expect((await elsewhere(stage, 'GET', 'user/current', undefined, { 'x-api-key': SYNC_KEY })).status).toBe(200);
	});

	test('that only a deleted key was in is empty', async () => {
		await elsewhere(stage, 'POST', 'api-key', { name: 'Gone', group_id: 10 });
		await stage.play('apiKey.delete', keyNamed('Gone'));
		const emptied = await stage.play('group.removeAllMembers', groupNamed('Interns'));
		expect([emptied.items, emptied.message]).toMatchObject([[{ removed: 0, changed: false }], '']);
		const { items, message } = await stage.play('group.delete', groupNamed('Interns'));
		expect([message, items]).toEqual(['', [{ deleted: true, id: 10, name: 'Interns', members: 0, apiKeys: 0 }]]);
	});

	test.each(['lost:1@DELETE /group#1', 'reset:1@DELETE /group#1'])('%s: is deleted once', async (spec) => {
		await stage.control('faults', { spec });
		const { items, message } = await stage.play('group.delete', groupNamed('Interns'));
		expect([message, items]).toMatchObject(['', [{ deleted: true, id: 10 }]]);
	});

	test('shows its members, deactivated ones too, without keys', async () => {
		const { items } = await stage.play('group.getMembers', { ...groupNamed('Analytics'), returnAll: true });
		expect(items.map(({ email, state }) => [String(email).split('@')[0], state]).sort()).toEqual([['lena.fischer', 'active'], ['maria.silva', 'active'], ['omar.haddad', 'deactivated']]);
		expect(items.every(({ manager }) => manager === null)).toBe(true);
		expect((await stage.play('group.getMembers', { ...groupNamed('Interns'), returnAll: true })).items).toEqual([]);
	});

	test('is emptied, of deactivated people too, but not of a key unless told', async () => {
		const refused = await stage.play('group.removeAllMembers', groupNamed('Analytics'));
		expect(refused.message).toMatch(/API keys act with the rights of "Analytics" and would lose them: Dashboard sync\..*"Allow In Use"/);
		expect(refused.writes).toEqual([]);
		const { items } = await stage.play('group.removeAllMembers', { ...groupNamed('Analytics'), ...IN_USE });
		expect(items).toEqual([{ id: 5, name: 'Analytics', removed: 3, changed: true }]);
		expect(await membersOf('Analytics')).toEqual([]);
		const plain = await stage.play('group.removeAllMembers', groupNamed('Finance'));
		expect(plain.items).toEqual([{ id: 6, name: 'Finance', removed: 3, changed: true }]);
		const again = await stage.play('group.removeAllMembers', groupNamed('Finance'));
		expect([again.items[0], again.writes]).toEqual([{ id: 6, name: 'Finance', removed: 0, changed: false }, []]);
	});

	test('by two names in one list is read as it is after the first item', async () => {
		const items = [{ name: 'A' }, { name: 'A' }, { name: 'B' }];
		const played = await stage.play('group.update', { ...groupWithId(10), name: '={{ $json.name }}' }, { items });
		expect(played.items.map(({ changed }) => changed)).toEqual([true, false, true]);
		expect((await groupsNow()).find(({ id }) => id === 10)?.name).toBe('B');
	});

	test('lists its own groups as such', async () => {
		const { items } = await stage.play('group.getAll', { returnAll: true });
		expect(items.filter(({ builtIn }) => builtIn).map(({ name, admin }) => [name, admin])).toEqual([['Administrators', true], ['All Users', false]]);
		expect(items).toHaveLength(8);
	});

	test('managers are a paid feature, which is said before anything is written', async () => {
		const { message, writes } = await stage.play('group.setManager', { ...byName('ann'), ...groupNamed('Finance Team') });
		expect(message).toMatch(/has no group managers: the feature "advanced_permissions" belongs to a paid edition/);
		expect(writes).toEqual([]);
	});
});

describe.each(GENERATIONS)('managers on Metabase %s, paid', (version) => {
	const stage = metabaseStage({ version, edition: 'ee' });
	const set = async (local: string, group: string, manager = true, play = {}) => await stage.play('group.setManager', { ...byName(local), ...groupNamed(group), manager }, play);

	test('are made and unmade, and a second time there is nothing to do', async () => {
		const made = await set('ann', 'Finance Team');
		expect(made.items).toEqual([{ id: 12, email: 'ann@example.com', group: 'Finance Team', groupId: 7, manager: true, changed: true }]);
		expect(await account(stage, 'ann')).toMatchObject({ manages: ['Finance Team'], groups: ['All Users', 'Finance Team'] });
		const again = await set('ann', 'Finance Team');
		expect([again.items[0].changed, again.writes]).toEqual([false, []]);
		const unmade = await set('kofi.mensah', 'Finance', false);
		expect(unmade.items).toMatchObject([{ manager: false, changed: true }]);
		expect(await account(stage, 'kofi.mensah')).toMatchObject({ manages: [], groups: ['All Users', 'Finance'] });
	});

	test.each([
		['gita.rao', 'Finance', /gita\.rao@example\.com is not in the group "Finance": only members can manage it.*"Add to Group"/],
		['grace.okafor', 'Administrators', /own groups: it can't be given a manager/],
		['gita.rao', 'All Users', /own groups: it can't be given a manager/],
	])('%s of %s: refused', async (local, group, says) => {
		const { message, writes } = await set(local, group);
		expect(message).toMatch(says);
		expect(writes).toEqual([]);
	});

	test('are never admins, who manage everything', async () => {
		await stage.play('user.addToGroup', { ...byName('grace.okafor'), ...groupNamed('Interns') });
		const { message, writes } = await set('grace.okafor', 'Interns');
		expect(message).toMatch(/grace\.okafor@example\.com is an admin, who manages every group already/);
		expect(writes).toEqual([]);
	});

	test('are shown among the members', async () => {
		const { items } = await stage.play('group.getMembers', { ...groupNamed('Finance'), returnAll: true });
		expect(Object.fromEntries(items.map(({ email, manager }) => [String(email).split('@')[0], manager]))).toEqual({ 'lena.fischer': false, 'alex.kim': false, 'kofi.mensah': true });
	});

	test('of several groups in one list are all made', async () => {
		await stage.play('user.addToGroup', { ...EACH_EMAIL, ...groupNamed('Interns') }, { items: emails('ann', 'joann') });
		const items = [{ id: 12, group: 'Interns' }, { id: 13, group: 'Interns' }, { id: 12, group: 'Finance Team' }];
		const played = await stage.play('group.setManager', { ...byId('={{ $json.id }}'), ...groupNamed('={{ $json.group }}') }, { items });
		expect(played.items.map(({ changed }) => changed)).toEqual([true, true, true]);
		expect((await account(stage, 'ann'))?.manages).toEqual(['Finance Team', 'Interns']);
	});
});

describe('the group Data Analysts', () => {
	const stage = metabaseStage({ version: 'v60' });

	test('is kept from sight where it can not be used, and is one of the server’s own where it can', async () => {
		const join = async () => await stage.play('user.addToGroup', { ...byName('gita.rao'), ...groupNamed('Data Analysts') });
		expect((await join()).message).toMatch(/no group "Data Analysts"/);
		await stage.reset({ 'metabase.edition': 'ee' });
		expect((await join()).items).toMatchObject([{ groups: ['All Users', 'Data Analysts', 'People Ops'], changed: true }]);
		expect((await stage.play('group.delete', { ...groupNamed('Data Analysts'), ...IN_USE })).message).toMatch(/own groups: it can't be deleted/);
		const kept = await stage.play('user.upsert', { email: 'gita.rao@example.com', additionalFields: { groups: ['Data Analysts', 'Interns'] } });
		expect(kept.items).toMatchObject([{ groups: ['All Users', 'Data Analysts', 'Interns'] }]);
	});
});
