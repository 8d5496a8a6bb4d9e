/** Redash keeps nobody from taking the last admin's rights, and few from taking their own (contract 5 and 6): the node does. */
import { keyOf } from '../../../sandbox/redash/seed.mts';
import { account, idsOf, redashStage, stateOf } from './cast.mts';
import { byId, byName, EACH_EMAIL, emails, groupNamed, textOf, TOLERANT } from '../given.mts';

const stage = redashStage();

const activeAdmins = async () => (await stateOf(stage)).accounts.filter(({ state, admin }) => state === 'active' && admin).map(({ email }) => email.split('@')[0]);

/** Works with the key of somebody else. */
const as = (local: string) => ({ credentials: local === 'admin' ? stage.store : stage.storeOf({ apiKey: keyOf(`${local}@example.com`) }) });

/** After this only these are left of the three admins: admin, grace.okafor, chen.wei (by the group Platform). */
async function leaveOnly(...stay: string[]): Promise<void> {
	const go = ['admin', 'grace.okafor', 'chen.wei'].filter((name) => !stay.includes(name));
	await stage.play('user.disable', EACH_EMAIL, { items: emails(...go), ...as(stay[0]) });
	expect(await activeAdmins()).toEqual(stay);
}

/** Every way there is to take the rights from somebody who is admin by one group. */
const demotions = (local: string, group: string): Array<[string, Parameters<typeof stage.play>]> => [
	['leaving the group', ['user.removeFromGroup', { ...byName(local), ...groupNamed(group) }]],
	['exact groups by an update', ['user.update', { ...byName(local), updateFields: { groups: ['default'] } }]],
	['exact groups by an upsert', ['user.upsert', { email: `${local}@example.com`, name: 'Other', additionalFields: { groups: ['default'] } }]],
];

describe('the own account', () => {
	test('is never disabled or deleted: the server does not do it either', async () => {
		const disabled = await stage.play('user.disable', byId(1));
		expect(disabled.message).toMatch(/admin@example\.com is the user of this credential's API key.*another admin/);
		expect(disabled.writes).toEqual([]);
		const deleted = await stage.play('user.delete', byId(1));
		expect(deleted.message).toMatch(/admin@example\.com/);
		expect(deleted.writes).toEqual([]);
	});

	test.each(demotions('admin', 'admin'))('keeps its rights in spite of %s, unless told', async (_, [operation, parameters]) => {
		const { message, writes } = await stage.play(operation, parameters);
		expect(message).toMatch(/admin@example\.com is the user of this credential's API key.*"Allow Own Account"/);
		expect(writes).toEqual([]);
		expect((await account(stage, 'admin'))?.name).toBe('Admin');
		await stage.play(operation, { ...parameters, options: { allowSelf: true } });
		expect((await account(stage, 'admin'))?.admin).toBe(false);
	});

	test('may be renamed and join groups', async () => {
		const renamed = await stage.play('user.update', { ...byId(1), updateFields: { name: 'Root', groups: ['admin', 'default', 'Analytics'] } });
		expect(renamed.items).toMatchObject([{ name: 'Root', groups: ['Analytics', 'admin', 'default'], admin: true, changed: true }]);
	});

	test('keeps its key: a new one would end the credential', async () => {
		const { message, writes } = await stage.play('user.regenerateApiKey', byId(1));
		expect(message).toMatch(/the credential would stop working/);
		expect(writes).toEqual([]);
	});

	test('in a group that is deleted is a refusal, and the group stays', async () => {
		await stage.play('user.addToGroup', { ...byId(1), ...groupNamed('Sales, EMEA') });
		const { message, writes } = await stage.play('group.delete', { ...groupNamed('Sales, EMEA'), options: { allowInUse: true } });
		expect(message).toMatch(/admin@example\.com is the user of this credential's API key/);
		expect(writes).toEqual([]);
	});
});

describe('the last active admin', () => {
	test.each([...demotions('grace.okafor', 'admin'), ['being disabled', ['user.disable', byName('grace.okafor')]] as [string, Parameters<typeof stage.play>]])('is safe from %s', async (_, [operation, parameters]) => {
		await leaveOnly('grace.okafor');
		const own = await stage.play(operation, { ...parameters, options: { allowSelf: true } }, as('grace.okafor'));
		expect(own.message).toMatch(operation === 'user.disable' ? /is the user of this credential's API key/ : /grace\.okafor@example\.com is the last active admin.*"Allow Last Admin"/);
		expect(own.writes).toEqual([]);
		expect(await activeAdmins()).toEqual(['grace.okafor']);
	});

	test('may go where it is told so', async () => {
		await leaveOnly('grace.okafor');
		const { items, message } = await stage.play(
			'user.removeFromGroup',
			{ ...byName('grace.okafor'), ...groupNamed('admin'), options: { allowSelf: true, allowLastAdmin: true } },
			as('grace.okafor'),
		);
		// What the server then shows to a key that has no rights any more is another matter.
		expect(message).not.toContain('"Allow Last Admin"');
		expect(items.every(({ changed }) => changed === true)).toBe(true);
		expect(await activeAdmins()).toEqual([]);
	});

	test('of a list with all admins in it stays', async () => {
		await stage.control('people', { count: 4, prefix: 'boss', roles: ['admin'] });
		const items = emails('boss1', 'grace.okafor', 'boss2', 'chen.wei', 'boss3', 'boss4', 'admin');
		const parameters = { ...EACH_EMAIL, updateFields: { groups: ['default'] }, options: { allowSelf: true, maxConcurrency: 10 } };
		const played = await stage.play('user.update', parameters, { items, ...TOLERANT });
		const left = await activeAdmins();
		expect(left).toHaveLength(1);
		expect(played.failures.map(textOf).join()).toContain(`${left[0]}@example.com is the last active admin`);
	});

	test('of a list that disables all admins but the own one is nobody: the own one stays', async () => {
		const played = await stage.play('user.disable', { ...EACH_EMAIL, options: { maxConcurrency: 10 } }, { items: emails('chen.wei', 'admin', 'grace.okafor'), ...TOLERANT });
		expect(played.items).toHaveLength(2);
		expect(textOf(played.failures[0])).toContain("admin@example.com is the user of this credential's API key");
		expect(await activeAdmins()).toEqual(['admin']);
	});

	test('is counted among those who accepted: a pending or disabled admin is none', async () => {
		await stage.play('user.addToGroup', { ...EACH_EMAIL, ...groupNamed('admin') }, { items: emails('nadia.petrova', 'omar.haddad') });
		await leaveOnly('admin');
		const { message, writes } = await stage.play('user.removeFromGroup', { ...byId(1), ...groupNamed('admin'), options: { allowSelf: true } });
		expect(message).toContain('admin@example.com is the last active admin');
		expect(writes).toEqual([]);
		const pending = await stage.play('user.disable', byName('nadia.petrova'));
		expect(pending.items).toMatchObject([{ state: 'disabled', changed: true }]);
	});
});

describe('an admin by a group of the company', () => {
	test('is shown as admin, like the members of the built-in group', async () => {
		const { items } = await stage.play('user.getAll', { returnAll: true });
		expect(items.filter(({ admin }) => admin).map(({ email }) => email).sort()).toEqual(['admin@example.com', 'chen.wei@example.com', 'grace.okafor@example.com']);
	});

	test.each(demotions('chen.wei', 'Platform'))('is the last one safe from %s', async (_, [operation, parameters]) => {
		await leaveOnly('chen.wei');
		const own = await stage.play(operation, parameters, as('chen.wei'));
		expect(own.message).toMatch(/chen\.wei@example\.com is the user of this credential's API key/);
		const last = await stage.play(operation, { ...parameters, options: { allowSelf: true } }, as('chen.wei'));
		expect(last.message).toContain('chen.wei@example.com is the last active admin');
		expect([...own.writes, ...last.writes]).toEqual([]);
		expect(await idsOf(stage, 'chen.wei')).toEqual([2, 3]);
	});

	test('is safe from the deletion of the group', async () => {
		await leaveOnly('chen.wei');
		const parameters = { ...groupNamed('Platform'), options: { allowInUse: true, allowSelf: true } };
		const { message, writes } = await stage.play('group.delete', parameters, as('chen.wei'));
		expect(message).toContain('chen.wei@example.com is the last active admin');
		expect(writes).toEqual([]);
	});

	test('may leave one of two groups that make an admin', async () => {
		await stage.play('user.addToGroup', { ...byName('chen.wei'), ...groupNamed('admin') });
		await leaveOnly('chen.wei');
		const { items } = await stage.play('user.update', { ...byName('chen.wei'), updateFields: { groups: ['Platform'] }, options: { allowSelf: true } }, as('chen.wei'));
		expect(items).toMatchObject([{ groups: ['Platform'], admin: true, changed: true }]);
	});

	test('is counted for the others: the one in the built-in group may go', async () => {
		await leaveOnly('admin', 'chen.wei');
		const { items } = await stage.play('user.disable', byId(1), as('chen.wei'));
		expect(items).toMatchObject([{ state: 'disabled', changed: true }]);
		expect(await activeAdmins()).toEqual(['chen.wei']);
	});
});

describe('groups', () => {
	test.each(['admin', 'default'])("%s is Redash's own: never renamed or deleted", async (name) => {
		const deleted = await stage.play('group.delete', { ...groupNamed(name), options: { allowInUse: true, allowSelf: true, allowLastAdmin: true } });
		const renamed = await stage.play('group.update', { ...groupNamed(name), name: 'Other' });
		expect([deleted.message, renamed.message]).toEqual([expect.stringMatching(/Redash's own groups: it can't be deleted/), expect.stringMatching(/Redash's own groups: it can't be renamed/)]);
		expect([...deleted.writes, ...renamed.writes]).toEqual([]);
	});

	test('with members are not deleted unless told', async () => {
		const { message, writes } = await stage.play('group.delete', groupNamed('Analytics'));
		expect(message).toMatch(/"Analytics" has 2 members.*"Allow In Use"/);
		expect(writes).toEqual([]);
	});

	test('get no name that another one has', async () => {
		const created = await stage.play('group.create', { name: 'Finance' });
		const renamed = await stage.play('group.update', { ...groupNamed('Analytics'), name: 'People Ops' });
		expect([created.message, renamed.message]).toEqual([expect.stringMatching(/has a group "Finance" already \(ID 5\)/), expect.stringMatching(/has a group "People Ops" already \(ID 7\)/)]);
		expect([...created.writes, ...renamed.writes]).toEqual([]);
	});
});

describe('people who accepted', () => {
	test('are not deleted, with what to do instead', async () => {
		const { message, writes } = await stage.play('user.delete', byName('gita.rao'));
		expect(message).toMatch(/gita\.rao@example\.com accepted the invitation.*"Disable"/);
		expect(writes).toEqual([]);
	});

	test('or own something though they never did are told to be disabled', async () => {
		const { message } = await stage.play('user.delete', byName('ivo.kral'));
		expect(message).toMatch(/can't delete ivo\.kral@example\.com: the account owns something.*"Disable".*"Get Owned"/);
		expect(await account(stage, 'ivo.kral')).toBeDefined();
	});
});
