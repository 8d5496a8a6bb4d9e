/** A membership is a list of ids on the account that may hold doubled and dead ones; adding and taking are not idempotent (contract 6). */
import { account, elsewhere, idsOf, redashStage, stateOf } from './cast.mts';
import { byName, EACH_EMAIL, emails, groupNamed, groupWithId, textOf, TOLERANT } from '../given.mts';

const stage = redashStage();
const FINANCE = groupWithId(5);
const faults = async (spec: string) => await stage.control('faults', { spec });
const setGroups = async (local: string, groups: unknown, play = {}) => await stage.play('user.update', { ...byName(local), updateFields: { groups: groups as never } }, play);

describe('a doubled membership', () => {
	test('is healed by adding, once', async () => {
		expect(await idsOf(stage, 'kofi.mensah')).toEqual([2, 5, 5]);
		const first = await stage.play('user.addToGroup', { ...byName('kofi.mensah'), ...FINANCE });
		expect(first.items).toMatchObject([{ groups: ['Finance', 'default'], changed: true }]);
		expect(await idsOf(stage, 'kofi.mensah')).toEqual([2, 5]);
		const second = await stage.play('user.addToGroup', { ...byName('kofi.mensah'), ...FINANCE });
		expect([second.items[0].changed, second.writes]).toEqual([false, []]);
	});

	test('ends with one removal, which takes all of it', async () => {
		const { items } = await stage.play('user.removeFromGroup', { ...byName('kofi.mensah'), ...FINANCE });
		expect(items).toMatchObject([{ groups: ['default'], changed: true }]);
		expect(await idsOf(stage, 'kofi.mensah')).toEqual([2]);
	});

	test.each(['user.update', 'user.upsert'])('becomes a single one by %s with exact groups', async (operation) => {
		const fields = operation === 'user.update' ? { ...byName('kofi.mensah'), updateFields: { groups: [5, 2] } } : { email: 'kofi.mensah@example.com', name: 'Kofi Mensah', additionalFields: { groups: [5, 2] } };
		const first = await stage.play(operation, fields);
		expect(first.items).toMatchObject([{ groups: ['Finance', 'default'], changed: true }]);
		expect([...(await idsOf(stage, 'kofi.mensah'))].sort()).toEqual([2, 5]);
		const second = await stage.play(operation, fields);
		expect([second.items[0].changed, second.writes]).toEqual([false, []]);
	});

	test('is shown once', async () => {
		const { items } = await stage.play('user.get', byName('kofi.mensah'));
		expect(items).toMatchObject([{ groups: ['Finance', 'default'] }]);
		const members = await stage.play('group.getMembers', { ...FINANCE, returnAll: true });
		expect(members.items.map(({ email }) => email).sort()).toEqual(['kofi.mensah@example.com', 'lena.fischer@example.com']);
	});

	test('leaves no dead id behind when the group is deleted', async () => {
		const { items } = await stage.play('group.delete', { ...FINANCE, options: { allowInUse: true } });
		expect(items).toMatchObject([{ deleted: true, id: 5, name: 'Finance', members: 2 }]);
		for (const { groupIds } of (await stateOf(stage)).accounts) expect(groupIds).not.toContain(5);
	});
});

describe('the id of a deleted group', () => {
	test('is not shown, and harms no other membership', async () => {
		expect(await idsOf(stage, 'yuki.tanaka')).toContain(9);
		const { items } = await stage.play('user.addToGroup', { ...byName('yuki.tanaka'), ...groupNamed('Analytics') });
		expect(items).toMatchObject([{ groups: ['Analytics', 'default'], changed: true }]);
	});

	test('goes when the groups are set exactly', async () => {
		const { items } = await setGroups('yuki.tanaka', ['default']);
		expect(items).toMatchObject([{ groups: ['default'], changed: true }]);
		expect(await idsOf(stage, 'yuki.tanaka')).toEqual([2]);
		expect((await setGroups('yuki.tanaka', ['default'])).writes).toEqual([]);
	});
});

describe('exact groups', () => {
	test('come before the old ones go, and "default" goes too', async () => {
		const { items, writes } = await setGroups('maria.silva', ['Sales, EMEA', 'People Ops']);
		expect(items).toMatchObject([{ groups: ['People Ops', 'Sales, EMEA'], changed: true }]);
		expect(writes.map(({ method }) => method)).toEqual(['POST', 'POST', 'DELETE', 'DELETE']);
		expect([...(await idsOf(stage, 'maria.silva'))].sort()).toEqual([7, 8]);
	});

	test('by name, by ID, by text, and with a comma in the name', async () => {
		const groups = async (value: unknown) => {
			const { items, message } = await setGroups('gita.rao', value);
			return message || items[0].groups;
		};
		expect(await groups('Analytics, People Ops')).toEqual(['Analytics', 'People Ops']);
		expect(await groups([4, '7'])).toEqual(['Analytics', 'People Ops']);
		expect(await groups(['Sales, EMEA'])).toEqual(['Sales, EMEA']);
		expect(await groups('Sales, EMEA')).toMatch(/no group "Sales"/);
		expect(await groups(['analytics'])).toMatch(/no group "analytics".*Analytics/);
	});

	test.each([
		['in a list', async () => await setGroups('gita.rao', ['Finance']), /"Finance" can mean more than one group: Finance \(ID 5\), Finance \(ID 6\)/],
		['by a locator', async () => await stage.play('user.addToGroup', { ...byName('gita.rao'), ...groupNamed('Finance') }), /"Finance" is the name of 2 groups: IDs 5, 6\..*by its ID/],
	])('a name that two groups have is refused with both IDs, %s', async (_, play, says) => {
		const { message, writes } = await play();
		expect(message).toMatch(says);
		expect(writes).toEqual([]);
	});

	test('one of two groups of a name is reached by its ID', async () => {
		const { items } = await setGroups('gita.rao', [6, 2]);
		expect(items).toMatchObject([{ groups: ['Finance', 'default'] }]);
		expect([...(await idsOf(stage, 'gita.rao'))].sort()).toEqual([2, 6]);
	});

	test('of a new person are set after the account is made', async () => {
		const { items } = await stage.play('user.create', { email: 'n@example.com', name: 'N', additionalFields: { groups: ['Analytics'] } });
		expect(items).toMatchObject([{ state: 'pending', groups: ['Analytics'], changed: true }]);
		expect(await idsOf(stage, 'n')).toEqual([4]);
	});

	test('of a new person that can not be set leave a message that says what is there', async () => {
		await faults('html:1@POST /members');
		const { message } = await stage.play('user.create', { email: 'n@example.com', name: 'N', additionalFields: { groups: ['Analytics'] } });
		expect(message).toMatch(/account of n@example\.com was created \(ID 20\), but its groups could not be set.*"Create or Update"/);
		await faults('');
		const again = await stage.play('user.upsert', { email: 'n@example.com', name: 'N', additionalFields: { groups: ['Analytics'] } });
		expect(again.items).toMatchObject([{ id: 20, groups: ['Analytics'], changed: true }]);
	});
});

describe('leaving and joining', () => {
	test('the last group can be left, which leaves somebody with none', async () => {
		const { items } = await stage.play('user.removeFromGroup', { ...byName('gita.rao'), ...groupNamed('default') });
		expect(items).toMatchObject([{ groups: [], changed: true }]);
		expect(await idsOf(stage, 'gita.rao')).toEqual([]);
	});

	test('twenty people at once each join once', async () => {
		await stage.control('people', { count: 20, prefix: 'crowd' });
		const items = Array.from({ length: 20 }, (_, i) => ({ email: `crowd${i + 1}@example.com` }));
		const played = await stage.play('user.addToGroup', { ...EACH_EMAIL, ...groupNamed('Analytics'), options: { maxConcurrency: 20 } }, { items });
		expect(played.items.every(({ changed }) => changed === true)).toBe(true);
		for (const { email, groupIds } of (await stateOf(stage)).accounts) if (email.startsWith('crowd')) expect(groupIds).toEqual([2, 4]);
	});

	test('several groups for one person in one list add up', async () => {
		const items = [{ group: 'Analytics' }, { group: 'People Ops' }, { group: 'Analytics' }, { group: 'Sales, EMEA' }];
		const played = await stage.play('user.addToGroup', { ...byName('gita.rao'), ...groupNamed('={{ $json.group }}') }, { items });
		expect(played.items.map(({ changed }) => changed)).toEqual([true, true, false, true]);
		expect(await idsOf(stage, 'gita.rao')).toEqual([2, 4, 7, 8]);
	});

	test('disabled and pending people can be put into groups and taken out of them', async () => {
		const items = emails('omar.haddad', 'nadia.petrova');
		const added = await stage.play('user.addToGroup', { ...EACH_EMAIL, ...groupNamed('People Ops') }, { items });
		expect(added.items.map(({ changed }) => changed)).toEqual([true, true]);
		const taken = await stage.play('user.removeFromGroup', { ...EACH_EMAIL, ...groupNamed('People Ops') }, { items });
		expect(taken.items).toMatchObject([{ groups: ['Analytics', 'default'] }, { groups: ['default'] }]);
	});

	test('a group deleted meanwhile is a failed item that says so, and no success', async () => {
		const items = [{ group: 4 }, { group: 4242 }];
		const played = await stage.play('user.addToGroup', { ...byName('gita.rao'), ...groupWithId('={{ $json.group }}') }, { items, ...TOLERANT });
		expect(played.items).toHaveLength(1);
		expect(textOf(played.failures[0])).toContain('4242');
	});
});

describe('an answer that got lost', () => {
	const join = async () => await stage.play('user.addToGroup', { ...byName('gita.rao'), ...groupNamed('Analytics') });

	test.each(['lost:1@POST /members#1', 'truncated:1@POST /members#1', 'reset:1@POST /members#1', '503:1@POST /members#1'])('%s: joins once', async (spec) => {
		await faults(spec);
		const { items, message } = await join();
		expect([message, items[0]?.changed]).toEqual(['', true]);
		expect(await idsOf(stage, 'gita.rao')).toEqual([2, 4]);
	});

	test.each(['lost:1@DELETE /members#1', 'reset:1@DELETE /members#1', 'lost:1@DELETE /members#2', '503:1@DELETE /members#1'])('%s: leaves a doubled membership wholly', async (spec) => {
		await faults(spec);
		const { items, message } = await stage.play('user.removeFromGroup', { ...byName('kofi.mensah'), ...FINANCE });
		expect([message, items[0]?.changed]).toEqual(['', true]);
		expect(await idsOf(stage, 'kofi.mensah')).toEqual([2]);
	});

	test.each(['lost:1@POST /members#1', 'lost:1@DELETE /members#1', 'lost:0.5@POST /members,lost:0.5@DELETE /members,seed:5'])('%s: exact groups are exact', async (spec) => {
		await faults(spec);
		const { message } = await setGroups('kofi.mensah', ['Analytics', 'Sales, EMEA']);
		expect(message).toBe('');
		expect([...(await idsOf(stage, 'kofi.mensah'))].sort()).toEqual([4, 8]);
	});

	test('of the deletion of a group is a deletion all the same', async () => {
		await faults('lost:1@DELETE /api/groups/8#1');
		const { items, message } = await stage.play('group.delete', groupNamed('Sales, EMEA'));
		expect([message, items]).toMatchObject(['', [{ deleted: true, id: 8 }]]);
		expect((await stateOf(stage)).groups.map(({ id }) => id)).not.toContain(8);
	});

	test('of the making of a group makes one', async () => {
		await faults('lost:1@POST /api/groups#1');
		const { items, message } = await stage.play('group.create', { name: 'Interns' });
		expect([message, items]).toMatchObject(['', [{ name: 'Interns', builtIn: false, changed: true }]]);
		expect((await stateOf(stage)).groups.filter(({ name }) => name === 'Interns')).toHaveLength(1);
	});
});

describe('an answer about a person that got lost', () => {
	const CREATE = { email: 'n@example.com', name: 'N' };
	const madeOf = async (email: string) => (await stateOf(stage)).accounts.filter((one) => one.email === email);

	test.each(['lost:1@POST /api/users#1', 'truncated:1@POST /api/users#1', 'reset:1@POST /api/users#1', 'lost:1@POST /api/users#2'])('%s: a create makes one account and succeeds', async (spec) => {
		await faults(spec);
		const { items, message } = await stage.play('user.create', CREATE);
		expect(message).toBe('');
		expect(items).toMatchObject([{ ...CREATE, state: 'pending', changed: true }]);
		expect(await madeOf('n@example.com')).toHaveLength(1);
	});

	test('each of many creates is made once, whatever breaks', async () => {
		await faults('lost:0.1@POST,reset:0.05,503:0.05,truncated:0.05@GET,seed:11');
		const items = Array.from({ length: 12 }, (_, i) => ({ email: `many${i}@example.com` }));
		const played = await stage.play('user.create', { email: '={{ $json.email }}', name: 'M', additionalFields: { groups: ['Analytics'] } }, { items });
		expect(played.message).toBe('');
		expect(played.items.map(({ email }) => email)).toEqual(items.map(({ email }) => email));
		for (const { email } of items) expect(await madeOf(email)).toMatchObject([{ groupIds: [4] }]);
	});

	test.each([
		['user.disable', 'POST', 'disabled'],
		['user.update', 'POST', 'active'],
	])('%s is sent again and done once', async (operation, method, state) => {
		await faults(`lost:1@${method} /api/users/17#1`);
		const parameters = { ...byName('gita.rao'), ...(operation === 'user.update' && { updateFields: { name: 'G' } }) };
		const { items, message } = await stage.play(operation, parameters);
		expect(message).toBe('');
		expect(items).toMatchObject([{ state, name: operation === 'user.update' ? 'G' : 'Gita Rao', changed: true }]);
	});

	test('a deletion whose answer got lost is one all the same', async () => {
		await faults('lost:1@DELETE#1');
		const { items, message } = await stage.play('user.delete', byName('nadia.petrova'));
		expect([message, items]).toMatchObject(['', [{ deleted: true, email: 'nadia.petrova@example.com' }]]);
		expect(await account(stage, 'nadia.petrova')).toBeUndefined();
	});

	test('a write that can not be read back stays done, says so, and is not sent again', async () => {
		await faults('503:1@GET /api/users/17');
		const { items, writes, message } = await stage.play('user.disable', { ...byName('gita.rao'), options: { maxWait: 1 } });
		expect(message).toBe('');
		expect(items).toMatchObject([{ state: 'disabled', changed: true, verified: false, note: expect.stringContaining('could not be read back') }]);
		expect(writes).toHaveLength(1);
	});

	test('somebody deleted meanwhile is told as gone, not as a broken server', async () => {
		await elsewhere(stage, 'DELETE', 'users/9');
		const { message, writes } = await stage.play('user.disable', byName('nadia.petrova'));
		expect(message).toContain('no user with the e-mail nadia.petrova@example.com');
		expect(writes).toEqual([]);
	});
});
