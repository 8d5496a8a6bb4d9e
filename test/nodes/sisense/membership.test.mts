/** Who is in a group: two sides tell it, three groups are nobody's to fill, and a proxy can drop what leaving needs (contract 6). */
import { DIRECTORY_GROUP, groupId, idOf, STALE_MEMBER } from '../../../sandbox/sisense/seed.mts';
import type { Wire } from '../wire.mts';
import { account, elsewhere, sisenseStage, stateOf } from './cast.mts';
import { byName, EACH_EMAIL, emails, groupNamed, groupWithId, isWrite, json, routesOf, textOf, TOLERANT, wired } from './given.mts';

const stage = sisenseStage();
const BUILT_IN = ['Everyone', 'Admins', 'All users in system'];
const ADD = 'POST groups/…/users';
const REMOVE = 'DELETE groups/…/users';

const membersOf = async (name: string, tenant = 'system') => (await stateOf(stage)).groups.find((one) => one.name === name && one.tenant === tenant)!.members.map((one) => one.split('@')[0]);
const groupsOf = async (local: string) => (await account(stage, local))!.groups;

describe('several people', () => {
	test('go into a group with one write, and who was in stays', async () => {
		const before = await membersOf('Analytics');
		const played = await stage.play('user.addToGroup', { ...EACH_EMAIL, ...groupNamed('Analytics') }, { items: emails('ann', 'joann', 'zoe.muller', 'maria.silva') });
		expect(played.items.map(({ email, changed }) => [email, changed])).toEqual([['ann@example.com', true], ['joann@example.com', true], ['zoe.muller@example.com', true], ['maria.silva@example.com', false]]);
		expect(routesOf(played.writes)).toEqual([ADD]);
		expect((await membersOf('Analytics')).sort()).toEqual([...before, 'ann', 'joann', 'zoe.muller'].sort());
	});

	test('leave it with one write', async () => {
		const played = await stage.play('user.removeFromGroup', { ...EACH_EMAIL, ...groupNamed('Finance') }, { items: emails('alex.kim', 'kofi.mensah', 'ann') });
		expect(played.items.map(({ changed }) => changed)).toEqual([true, true, false]);
		expect(routesOf(played.writes)).toEqual([REMOVE]);
		expect(await membersOf('Finance')).toEqual(['lena.fischer']);
		expect(await groupsOf('lena.fischer')).toEqual(['Analytics', 'Finance']);
	});

	test('of whom one is unknown go without that one', async () => {
		const played = await stage.play('user.addToGroup', { ...EACH_EMAIL, ...groupNamed('Analytics') }, { items: emails('ann', 'nobody', 'priya.nair', 'joann'), ...TOLERANT });
		expect(played.items.map(({ email }) => email)).toEqual(['ann@example.com', 'joann@example.com']);
		expect(played.failures.map(textOf)).toEqual([expect.stringMatching(/no user with the e-mail nobody/), expect.stringMatching(/2 Sisense users match/)]);
		expect(routesOf(played.writes)).toEqual([ADD]);
	});

	test('named in one field go with one write; an unknown one refuses all of it', async () => {
		const users = ['ann@example.com', idOf('joann'), 'pnair'];
		const { items, writes } = await stage.play('group.addMembers', { ...groupNamed('Analytics'), users });
		expect(items).toMatchObject([{ changed: true, people: ['ann@example.com', 'joann@example.com', 'Priya.Nair@example.com'] }]);
		expect(routesOf(writes)).toEqual([ADD]);
		const refused = await stage.play('group.removeMembers', { ...groupNamed('Analytics'), users: [...users, 'nobody@example.com'] });
		expect(refused.message).toMatch(/no user with the e-mail nobody@example\.com/);
		expect(refused.writes).toEqual([]);
	});

	test('of whom the server takes one only: the others are told, and not as done', async () => {
		const before: Wire['before'] = async ({ method, path, body }) => {
			if (method === 'PATCH') return json(200, {});
			if (method !== 'POST' || !path.endsWith('/users')) return undefined;
			await elsewhere(stage, 'POST', path.slice('/api/'.length), (body as string[]).slice(0, 1));
			return json(200, body);
		};
		const run = async ({ url }: Wire) => await stage.play('user.addToGroup', { ...EACH_EMAIL, ...groupNamed('Analytics') }, { items: emails('ann', 'joann'), ...TOLERANT, credentials: stage.storeOf({ url }) });
		const played = await wired(stage, before, run);
		expect(played.items.map(({ email }) => email)).toEqual(['ann@example.com']);
		expect(textOf(played.failures[0])).toMatch(/accepted the change of the group "Analytics" but did not apply it to joann@example\.com/);
	});
});

describe('a group that somebody else fills', () => {
	test.each(BUILT_IN)('such as Sisense’s own %s is left alone', async (name) => {
		for (const [operation, parameters] of [
			['user.addToGroup', { ...byName('ann'), ...groupNamed(name) }],
			['user.removeFromGroup', { ...byName('ann'), ...groupNamed(name) }],
			['group.addMembers', { ...groupNamed(name), users: ['ann@example.com'] }],
			['group.update', { ...groupNamed(name), name: 'Mine' }],
			['group.delete', { ...groupNamed(name), options: { allowInUse: true } }],
			['user.update', { ...byName('ann'), updateFields: { groups: [name, 'Analytics'] } }],
			['user.getAll', { filters: { groups: [name] } }],
		] as const) {
			const { message, writes, items } = await stage.play(operation, parameters as never);
			expect([operation, message]).toEqual([operation, expect.stringContaining(`"${name}" is one of Sisense's own groups: it can't be`)]);
			expect([writes, items]).toEqual([[], []]);
		}
	});

	test('such as one of a directory is refused before anything is sent', async () => {
		for (const [operation, parameters] of [
			['user.addToGroup', { ...byName('ann'), ...groupNamed(DIRECTORY_GROUP) }],
			['user.removeFromGroup', { ...byName('tomas.novak'), ...groupNamed(DIRECTORY_GROUP) }],
			['user.update', { ...byName('ann'), updateFields: { groups: [DIRECTORY_GROUP] } }],
			['user.create', { email: 'new1@example.com', role: { __rl: true, mode: 'name', value: 'Viewer' }, additionalFields: { groups: [DIRECTORY_GROUP] } }],
		] as const) {
			const { message, writes } = await stage.play(operation, parameters as never);
			expect([operation, message]).toEqual([operation, expect.stringMatching(/"DIR-Sales" comes from a directory, which decides who is in it/)]);
			expect(writes).toEqual([]);
		}
	});

	test('such as one of a directory stays with who is in it, when their other groups are set', async () => {
		const { items } = await stage.play('user.update', { ...byName('tomas.novak'), updateFields: { groups: [DIRECTORY_GROUP, 'Analytics'] } });
		expect(items).toMatchObject([{ groups: ['Analytics', DIRECTORY_GROUP, 'Everyone'], changed: true }]);
		expect((await stage.play('user.getAll', { filters: { groups: [DIRECTORY_GROUP] } })).items).toMatchObject([{ email: 'tomas.novak@example.com' }]);
	});
});

describe('groups set as a whole', () => {
	test.each(['on', 'off'])('replace the others, without the built-in ones, whether the server shows Everyone (%s) or not', async (everyoneInUserGroups) => {
		await stage.reset({ 'sisense.everyoneInUserGroups': everyoneInUserGroups });
		const run = async ({ url }: Wire) => await stage.play('user.update', { ...byName('lena.fischer'), updateFields: { groups: ['Finance', 'Interns'] } }, { credentials: stage.storeOf({ url }) });
		const { items, seen } = await wired(stage, undefined, run);
		expect(seen.filter(isWrite).map(({ body }) => body)).toEqual([{ groups: [groupId('Finance'), groupId('Interns')] }]);
		expect(items).toMatchObject([{ groups: [...(everyoneInUserGroups === 'on' ? ['Everyone'] : []), 'Finance', 'Interns'], changed: true }]);
		expect((await membersOf('Everyone')).includes('lena.fischer')).toBe(true);
		const again = await stage.play('user.update', { ...byName('lena.fischer'), updateFields: { groups: ['Interns', 'Finance'] } });
		expect([again.items, again.writes]).toMatchObject([[{ changed: false }], []]);
	});

	test('by name, by ID, and two groups of nearly one name', async () => {
		await stage.play('user.update', { ...byName('joann'), updateFields: { groups: ['Finance', groupId('Finance Team')] } });
		expect(await groupsOf('joann')).toEqual(['Finance', 'Finance Team']);
		const { message } = await stage.play('user.update', { ...byName('joann'), updateFields: { groups: ['finance'] } });
		expect(message).toMatch(/There is no group "finance"\. Near: .*Finance.*upper and lower case count/);
	});

	test('of one person by several items go one after another', async () => {
		const items = [{ groups: ['Analytics'] }, { groups: ['Analytics', 'Interns'] }, { groups: ['Interns'] }];
		const { items: out, writes } = await stage.play('user.update', { ...byName('joann'), updateFields: { groups: '={{ $json.groups }}' } }, { items });
		expect(out.map(({ changed }) => changed)).toEqual([true, true, true]);
		expect(writes).toHaveLength(3);
		expect(await groupsOf('joann')).toEqual(['Interns']);
	});
});

describe('a proxy that drops the body of a DELETE', () => {
	beforeEach(async () => await stage.reset({ 'sisense.stripDeleteBodies': 'on' }));

	test('keeps nobody in: their own lists are written', async () => {
		const played = await stage.play('user.removeFromGroup', { ...EACH_EMAIL, ...groupNamed('Finance') }, { items: emails('alex.kim', 'lena.fischer') });
		expect(played.items.map(({ changed }) => changed)).toEqual([true, true]);
		expect(routesOf(played.writes)).toEqual([REMOVE, 'PATCH v1/users/…', 'PATCH v1/users/…']);
		expect(await membersOf('Finance')).toEqual(['kofi.mensah']);
		expect(await groupsOf('lena.fischer')).toEqual(['Analytics']);
	});

	test('loses no change where one person leaves several groups at once', async () => {
		await stage.play('user.update', { ...byName('lena.fischer'), updateFields: { groups: ['Analytics', 'Finance', 'Interns', 'People Ops'] } });
		const items = ['Analytics', 'Finance', 'Interns'].map((group) => ({ group }));
		const { message } = await stage.play('user.removeFromGroup', { ...byName('lena.fischer'), ...groupNamed('={{ $json.group }}') }, { items });
		expect(message).toBe('');
		expect(await groupsOf('lena.fischer')).toEqual(['People Ops']);
	});

	test('keeps nobody in by Remove Members either', async () => {
		const users = emails('lena.fischer', 'maria.silva', 'omar.haddad').map(({ email }) => email);
		expect((await stage.play('group.removeMembers', { ...groupNamed('Analytics'), users })).items).toMatchObject([{ changed: true }]);
		expect(await membersOf('Analytics')).toEqual([]);
		expect(await groupsOf('lena.fischer')).toEqual(['Finance']);
	});
});

describe('the members of a group', () => {
	const members = async (name: string) => (await stage.play('group.getMembers', { ...groupNamed(name), returnAll: true })).items;

	test('who are gone are left out, and keep nothing from working', async () => {
		expect(await membersOf('Interns')).toEqual([`#${STALE_MEMBER}`]);
		expect(await members('Interns')).toEqual([]);
		await stage.play('user.addToGroup', { ...byName('ann'), ...groupNamed('Interns') });
		expect((await members('Interns')).map(({ email }) => email)).toEqual(['ann@example.com']);
	});

	test('of built-in groups come from the group, which alone knows them', async () => {
		expect((await members('Admins')).map(({ email }) => String(email).split('@')[0]).sort()).toEqual(['admin', 'boris.ivanov', 'chen.wei', 'grace.okafor']);
		expect(await members('Everyone')).toHaveLength(22);
	});

	test('are those that either side names', async () => {
		const before: Wire['before'] = async ({ path }) => {
			if (/\/v1\/groups\?.*expand=users/.test(path)) return json(200, [{ _id: groupId('Finance'), name: 'Finance', users: [{ _id: idOf('ann') }] }]);
			return undefined;
		};
		const { items } = await wired(stage, before, async ({ url }) => await stage.play('group.getMembers', { ...groupNamed('Finance'), returnAll: true }, { credentials: stage.storeOf({ url }) }));
		expect(items.map(({ email }) => String(email).split('@')[0]).sort()).toEqual(['alex.kim', 'ann', 'kofi.mensah', 'lena.fischer']);
	});
});

describe('a group', () => {
	test('in use is not deleted unless told, and its name made again brings nobody back', async () => {
		const refused = await stage.play('group.delete', groupNamed('Finance'));
		expect(refused.message).toMatch(/The group "Finance" has 3 members, who would lose what it grants.*"Allow In Use"/);
		expect(refused.writes).toEqual([]);
		const { items, requests } = await stage.play('group.delete', { ...groupNamed('Finance'), options: { allowInUse: true } });
		expect(items).toMatchObject([{ deleted: true, members: 3 }]);
		for (const { path } of requests) expect(path).not.toContain('deleteAdUsers');
		const [made] = (await stage.play('group.create', { name: 'Finance' })).items;
		expect(made.id).not.toBe(groupId('Finance'));
		expect((await stage.play('group.getMembers', { ...groupWithId(String(made.id)), returnAll: true })).items).toEqual([]);
		// The old ID dangles on people, and stops none of them from being shown.
		expect((await stage.play('user.get', byName('alex.kim'))).items).toMatchObject([{ groups: ['Everyone'] }]);
	});

	test('whose name is taken is told with who has it, also by the server', async () => {
		expect((await stage.play('group.create', { name: 'Finance' })).message).toMatch(new RegExp(`has a group "Finance" already \\(ID ${groupId('Finance')}\\)`));
		const blind: Wire['before'] = async ({ method, path }) => (method === 'GET' && path.includes('/v1/groups') ? json(200, []) : undefined);
		const { message } = await wired(stage, blind, async ({ url }) => await stage.play('group.create', { name: 'Finance' }, { credentials: stage.storeOf({ url }) }));
		expect(message).toMatch(/Sisense has a group of this name already/);
	});

	test.each(['lost:1@POST /v1/groups#1', 'truncated:1@POST /v1/groups#1', 'reset:1@POST /v1/groups#1'])('is made once by %s', async (spec) => {
		await stage.control('faults', { spec });
		const { items, message } = await stage.play('group.create', { name: 'Brand new' });
		expect([message, items]).toMatchObject(['', [{ name: 'Brand new', changed: true }]]);
		expect((await stateOf(stage)).groups.filter(({ name }) => name === 'Brand new')).toHaveLength(1);
	});

	test('is renamed where only the old API can', async () => {
		const { items, writes } = await stage.play('group.update', { ...groupNamed('Finance'), name: 'Money' });
		expect(items).toMatchObject([{ id: groupId('Finance'), name: 'Money', changed: true }]);
		expect(routesOf(writes)).toEqual(['PUT groups/…']);
		expect(await membersOf('Money')).toHaveLength(3);
	});
});
