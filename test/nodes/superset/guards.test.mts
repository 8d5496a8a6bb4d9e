/** Superset lets anybody shut everybody out, themselves included (contract 2.1, 15.13): the node does not. */
import { account, stateOf, supersetStage, type State } from './cast.mts';
import { byUsername, EACH_EMAIL, textOf, TOLERANT } from '../given.mts';

const activeAdmins = ({ accounts }: State) => accounts.filter(({ active, roles }) => active === true && roles.includes('Admin')).map(({ username }) => username);

describe.each(['6.1', '5.0', '4.1'])('Superset %s', (version) => {
	const stage = supersetStage(version);
	const options = version === '4.1' ? { acceptPasswordLoss: true } : {};

	/** Every way there is to shut somebody out or demote them. */
	const ways: Array<[string, (username: string) => Parameters<typeof stage.play>]> = [
		['deactivating', (username) => ['user.deactivate', { ...byUsername(username) }]],
		['taking the role by an update', (username) => ['user.update', { ...byUsername(username), updateFields: { roles: ['Gamma'] }, options }]],
		['taking the role by an upsert', (username) => ['user.upsert', { email: `${username}@example.com`, roles: ['Gamma'], options }]],
	];

	test.each(ways)('the own account is safe from %s', async (_, play) => {
		const { message, writes } = await stage.play(...play('admin'));
		expect(message).toContain('admin@example.com is the account of this credential');
		expect(message).toContain('"Allow Own Account"');
		expect(writes).toEqual([]);
	});

	test.each(ways)('"Allow Own Account" lifts that for %s', async (_, play) => {
		const [operation, parameters] = play('admin');
		const { message } = await stage.play(operation, { ...parameters, options: { ...options, allowSelf: true } });
		const { active, roles } = (await account(stage, 'admin'))!;
		// What the server then says to a session that has no rights any more is another matter.
		expect(message).not.toContain('"Allow Own Account"');
		expect(active === false || !roles.includes('Admin')).toBe(true);
	});

	test.each(ways)('the last active Admin is safe from %s, whatever "Allow Own Account" says', async (_, play) => {
		await stage.play('user.deactivate', byUsername('grace.okafor'));
		// On 6.x the group Platform Admins makes chen.wei an Admin too.
		await stage.play('user.deactivate', byUsername('chen.wei'));
		const [operation, parameters] = play('admin');
		const { message, writes } = await stage.play(operation, { ...parameters, options: { ...options, allowSelf: true } });
		expect(message).toContain('admin@example.com is the last active Admin');
		expect(message).toContain('"Allow Last Admin"');
		expect(writes).toEqual([]);
		expect(activeAdmins(await stateOf(stage))).toEqual(['admin']);
	});

	test('a list with all admins in it stops before the last one', async () => {
		await stage.control('people', { count: 4, prefix: 'boss', roles: ['Admin'] });
		const all = ['boss1', 'grace.okafor', 'boss2', 'chen.wei', 'boss3', 'boss4', 'admin'];
		const items = all.map((name) => ({ email: `${name}@example.com` }));
		const played = await stage.play('user.deactivate', { ...EACH_EMAIL, options: { allowSelf: true, maxConcurrency: 10 } }, { items, ...TOLERANT });
		const left = activeAdmins(await stateOf(stage));
		expect(left).toHaveLength(1);
		expect(played.items).toHaveLength(6);
		expect(textOf(played.failures[0])).toContain(`${left[0]}@example.com is the last active Admin`);
	});

	test('a list in which everybody loses the role stops before the last one too', async () => {
		const items = ['grace.okafor', 'admin'].map((name) => ({ email: `${name}@example.com` }));
		const demote = { email: '={{ $json.email }}', roles: ['Gamma'], options: { ...options, allowSelf: true } };
		const played = await stage.play('user.upsert', demote, { items, ...TOLERANT });
		const left = activeAdmins(await stateOf(stage));
		// Where a group makes chen.wei an Admin, both may go.
		if (version === '6.1') expect(left).toEqual([]);
		else expect(left).toEqual(['admin']);
		expect(played.failures).toHaveLength(version === '6.1' ? 0 : 1);
	});

	test('an Admin may keep the role and change otherwise; other people are no matter', async () => {
		const roles = ['Admin', 'Alpha'];
		const own = await stage.play('user.upsert', { email: 'admin@example.com', roles, options });
		expect(own.items).toMatchObject([{ roles, changed: true }]);
		const other = await stage.play('user.deactivate', byUsername('grace.okafor'));
		expect(other.items).toMatchObject([{ active: false, changed: true }]);
	});

	test('an inactive Admin may be demoted without counting', async () => {
		await stage.play('user.deactivate', byUsername('grace.okafor'));
		const { items } = await stage.play('user.update', { ...byUsername('grace.okafor'), updateFields: { roles: ['Gamma'] }, options });
		expect(items).toMatchObject([{ roles: ['Gamma'], changed: true }]);
	});
});

describe('an Admin by group', () => {
	const stage = supersetStage('6.1');

	test('counts from Superset 6 on: the last one is safe', async () => {
		for (const username of ['grace.okafor']) await stage.play('user.deactivate', byUsername(username));
		const own = await stage.play('user.deactivate', { ...byUsername('admin'), options: { allowSelf: true, allowLastAdmin: true } });
		expect(own.message).not.toContain('last active Admin');
		expect((await account(stage, 'admin'))?.active).toBe(false);
		const credentials = stage.storeOf({ username: 'chen.wei', password: 'sandbox-pass' });
		const last = await stage.play('user.deactivate', { ...byUsername('chen.wei'), options: { allowSelf: true } }, { credentials });
		expect(last.message).toContain('chen.wei@example.com is the last active Admin');
		expect(last.writes).toEqual([]);
	});

	test('counts for nothing before: the direct one is the last', async () => {
		await stage.reset({ 'superset.version': '5.0' });
		await stage.play('user.deactivate', byUsername('grace.okafor'));
		const { message } = await stage.play('user.deactivate', { ...byUsername('admin'), options: { allowSelf: true } });
		expect(message).toContain('last active Admin');
		expect((await account(stage, 'chen.wei'))?.active).toBe(true);
	});
});
