/** Members of roles and groups are written as whole lists (contract 5 and 6): nobody may fall out of one by accident. */
import { startWire } from '../wire.mts';
import { account, COMMON_PASSWORD, elsewhere, stateOf, supersetStage, type State } from './cast.mts';
import { byUsername, EACH_EMAIL, textOf, TOLERANT } from '../given.mts';

const named = (field: 'role' | 'group', value: string) => ({ [field]: { __rl: true, mode: 'name', value } });
const FINANCE_ROLE = named('role', 'Finance Viewers');
const holders = ({ accounts }: State, role: string) => accounts.filter(({ roles }) => roles.includes(role)).map(({ username }) => username);
const membersOf = ({ groups }: State, name: string) => groups.find((group) => group.name === name)?.members;
const emails = (...names: string[]) => names.map((name) => ({ email: `${name}@example.com` }));

describe.each(['6.1', '5.0'])('Superset %s', (version) => {
	const stage = supersetStage(version);

	test('three people get a role with one write, and keep password and other roles', async () => {
		const before = await stateOf(stage);
		const { items, writes } = await stage.play('user.addToRole', { ...EACH_EMAIL, ...FINANCE_ROLE }, { items: emails('gita.rao', 'kofi.mensah', 'zoe') });
		expect(items.map(({ changed }) => changed)).toEqual([true, false, true]);
		expect(items[0]).toMatchObject({ username: 'gita.rao', roles: ['Finance Viewers', 'Gamma'] });
		expect(writes).toHaveLength(1);
		expect(holders(await stateOf(stage), 'Finance Viewers')).toEqual([...holders(before, 'Finance Viewers'), 'zoe', 'gita.rao'].sort(byOrderIn(before)));
		expect(await stage.play('user.get', byUsername('gita.rao'), { credentials: stage.storeOf({ username: 'grace.okafor', password: COMMON_PASSWORD }) })).toMatchObject({ message: '' });
	});

	test('a role with more members than a page has keeps all of them', async () => {
		await stage.control('people', { count: 230, prefix: 'crowd', roles: ['Data Team'] });
		await stage.play('user.addToRole', { ...byUsername('gita.rao'), ...named('role', 'Data Team') });
		expect(holders(await stateOf(stage), 'Data Team')).toHaveLength(232);
		await stage.play('user.removeFromRole', { ...byUsername('crowd1'), ...named('role', 'Data Team') });
		expect(holders(await stateOf(stage), 'Data Team')).toHaveLength(231);
	});

	test('somebody deleted between reading and writing the list fails alone', async () => {
		const wire = await startWire(stage.url);
		let deleted = 0;
		wire.before = async ({ method }) => {
			if (method === 'PUT' && deleted === 0) deleted = await elsewhere(stage, 'DELETE', 'users/14');
		};
		const credentials = stage.storeOf({ url: wire.url });
		const played = await stage.play('user.addToRole', { ...EACH_EMAIL, ...FINANCE_ROLE }, { items: emails('zoe', 'gita.rao', 'nadia.petrova'), credentials, ...TOLERANT });
		await wire.close();
		expect(deleted).toBe(200);
		expect(played.items.map(({ username }) => username)).toEqual(['zoe', 'nadia.petrova']);
		expect(textOf(played.failures[0])).toMatch(/gita\.rao@example\.com.*does not exist any more/);
		expect(holders(await stateOf(stage), 'Finance Viewers')).toEqual(expect.arrayContaining(['kofi.mensah', 'lena.fischer', 'zoe']));
	});

	test('lists of one collection are never asked two at a time: the server would mix their filters', async () => {
		const wire = await startWire(stage.url);
		let [open, most] = [0, 0];
		wire.before = async ({ path }) => {
			if (!path.includes('/users/?')) return;
			most = Math.max(most, ++open);
			await new Promise((resolve) => setTimeout(resolve, 30));
			open--;
		};
		const parameters = { role: { __rl: true, mode: 'name', value: '={{ $json.role }}' }, returnAll: true };
		const items = ['Finance Viewers', 'Data Team', 'Gamma'].map((role) => ({ role }));
		const played = await stage.play('role.getMembers', parameters, { items, credentials: stage.storeOf({ url: wire.url }) });
		await wire.close();
		const counts = items.map((_, item) => played.outputs[0].filter(({ pairedItem }) => (pairedItem as { item: number }).item === item).length);
		const truth = await stateOf(stage);
		expect(counts).toEqual(items.map(({ role }) => holders(truth, role).length));
		expect(most).toBe(1);
	});

	test('the last role can be taken, which leaves somebody with none', async () => {
		const { items } = await stage.play('user.removeFromRole', { ...byUsername('gita.rao'), ...named('role', 'Gamma') });
		expect(items).toMatchObject([{ username: 'gita.rao', roles: [], changed: true }]);
		expect(holders(await stateOf(stage), 'Gamma')).toContain('zoe');
	});

	test('people of a role are named by e-mail, username or ID; a text of digits is a username first', async () => {
		const { items } = await stage.play('role.addMembers', { ...FINANCE_ROLE, users: ['12345', 14, 'ZOE@example.com'] });
		expect(items).toMatchObject([{ name: 'Finance Viewers', changed: true, people: ['nur.aziz@example.com', 'gita.rao@example.com', 'zoe@example.com'] }]);
		expect(holders(await stateOf(stage), 'Finance Viewers')).toEqual(expect.arrayContaining(['12345', 'gita.rao', 'zoe', 'kofi.mensah']));
		const twins = await stage.play('role.addMembers', { ...FINANCE_ROLE, users: 'priya.nair@example.com' });
		expect(twins.message).toContain('2 Superset users match');
		expect(twins.writes).toEqual([]);
	});

	test('an item that names somebody unknown fails alone, the others are one write', async () => {
		const items = [{ users: 'zoe' }, { users: 'nobody.here' }, { users: 'gita.rao, nadia.petrova' }];
		const played = await stage.play('role.addMembers', { ...FINANCE_ROLE, users: '={{ $json.users }}' }, { items, ...TOLERANT });
		expect(played.items).toHaveLength(2);
		expect(textOf(played.failures[0])).toContain('nobody.here');
		expect(played.writes).toHaveLength(1);
	});

	test('groups are written as a whole too, and nobody falls out', async () => {
		const { items, writes } = await stage.play('user.addToGroup', { ...EACH_EMAIL, ...named('group', 'Finance') }, { items: emails('gita.rao', 'kofi.mensah') });
		expect(items.map(({ changed }) => changed)).toEqual([true, false]);
		expect(writes).toHaveLength(1);
		expect([...membersOf(await stateOf(stage), 'Finance')!].sort()).toEqual(['gita.rao', 'kofi.mensah', 'lena.fischer']);
		await stage.play('group.removeMembers', { ...named('group', 'Finance'), users: ['kofi.mensah@example.com'] });
		expect([...membersOf(await stateOf(stage), 'Finance')!].sort()).toEqual(['gita.rao', 'lena.fischer']);
	});
});

/** The order of the accounts, in which the state names holders. */
const byOrderIn = ({ accounts }: State) => (a: string, b: string) => {
	const at = (username: string) => accounts.findIndex((one) => one.username === username);
	return at(a) - at(b);
};

describe('a filtered list that somebody else disturbs', () => {
	const stage = supersetStage('5.0');

	/** Adds somebody to a role while every second of so many lists of its members comes without any. */
	const addWithListCut = async (cuts: number) => {
		const wire = await startWire(stage.url);
		let lists = 0;
		wire.before = async ({ method, path }) =>
			method === 'GET' && path.includes('rel_m_m') && lists++ % 2 === 0 && lists <= cuts * 2
				? { status: 200, body: JSON.stringify({ count: 0, ids: [], result: [] }) }
				: undefined;
		const played = await stage.play('user.addToRole', { ...byUsername('zoe'), ...FINANCE_ROLE }, { credentials: stage.storeOf({ url: wire.url }) });
		await wire.close();
		return { ...played, lists };
	};

	test('one that leaves people out once costs nobody the role', async () => {
		const { message, lists } = await addWithListCut(1);
		expect(message).toBe('');
		expect(lists).toBeGreaterThan(1);
		expect(holders(await stateOf(stage), 'Finance Viewers')).toEqual(expect.arrayContaining(['kofi.mensah', 'lena.fischer', 'zoe']));
	});

	test('one that never comes out twice alike is not written from', async () => {
		const { message, writes } = await addWithListCut(Number.POSITIVE_INFINITY);
		expect(message).toContain('The list of who has the role Finance Viewers comes out differently each time');
		expect(writes).toEqual([]);
	});
});

describe('guards on memberships', () => {
	const stage = supersetStage('6.1');
	const ADMIN_ROLE = named('role', 'Admin');
	const PLATFORM = named('group', 'Platform Admins');
	const activeAdmins = async () => (await stateOf(stage)).accounts.filter(({ active, admin }) => active === true && admin).map(({ username }) => username);

	test('a list that takes the role from all admins stops before the last', async () => {
		await stage.reset({ 'superset.version': '5.0' });
		const played = await stage.play('user.removeFromRole', { ...EACH_EMAIL, ...ADMIN_ROLE, options: { allowSelf: true } }, { items: emails('grace.okafor', 'admin'), ...TOLERANT });
		expect(played.items).toHaveLength(1);
		expect(textOf(played.failures[0])).toContain('admin@example.com is the last active Admin');
		expect(await activeAdmins()).toEqual(['admin']);
	});

	test('an item that takes it from several at once, the last among them, takes it from none', async () => {
		await stage.reset({ 'superset.version': '5.0' });
		const { message, writes } = await stage.play('role.removeMembers', { ...ADMIN_ROLE, users: ['grace.okafor', 'admin'], options: { allowSelf: true } });
		expect(message).toContain('last active Admin');
		expect(writes).toEqual([]);
		expect(await activeAdmins()).toEqual(['admin', 'grace.okafor']);
	});

	const byGroup: Array<[string, string, object]> = [
		['leaving it', 'user.removeFromGroup', { ...byUsername('chen.wei'), ...PLATFORM }],
		['being taken out', 'group.removeMembers', { ...PLATFORM, users: ['chen.wei'] }],
		['its losing the role', 'group.update', { ...PLATFORM, updateFields: { roles: ['Gamma'] } }],
		['its deletion', 'group.delete', { ...PLATFORM, options: { allowInUse: true } }],
		['an update of the person', 'user.update', { ...byUsername('chen.wei'), updateFields: { groups: ['Finance'] } }],
	];

	test.each(byGroup)('who is the last Admin by a group is safe from %s', async (_, operation, parameters) => {
		// Both direct admins go; chen.wei, who is left, works with an own credential from here on.
		const credentials = stage.storeOf({ username: 'chen.wei', password: COMMON_PASSWORD });
		await stage.play('user.deactivate', EACH_EMAIL, { items: emails('grace.okafor', 'admin'), credentials });
		expect(await activeAdmins()).toEqual(['chen.wei']);
		const { options = {}, ...rest } = parameters as { options?: object };
		const own = await stage.play(operation, { ...rest, options: { ...options } } as never, { credentials });
		expect(own.message).toContain('is the account of this credential');
		const last = await stage.play(operation, { ...rest, options: { ...options, allowSelf: true } } as never, { credentials });
		expect(last.message).toContain('chen.wei@example.com is the last active Admin');
		expect([...own.writes, ...last.writes]).toEqual([]);
		expect(await activeAdmins()).toEqual(['chen.wei']);
	});

	test('Superset’s own roles are never deleted, renamed or emptied', async () => {
		for (const role of ['Admin', 'Alpha', 'Gamma', 'Public', 'sql_lab']) {
			const deleted = await stage.play('role.delete', { ...named('role', role), options: { allowInUse: true } });
			const renamed = await stage.play('role.update', { ...named('role', role), name: 'Other' });
			expect([deleted.message, renamed.message]).toEqual([expect.stringMatching(/Superset's own roles/), expect.stringMatching(/Superset's own roles/)]);
			expect([...deleted.writes, ...renamed.writes]).toEqual([]);
		}
		const all = await stage.play('role.getPermissions', { ...named('role', 'Gamma'), returnAll: true });
		const emptied = await stage.play('role.removePermissions', { ...named('role', 'Gamma'), permissions: all.items.map(({ name }) => name) as string[] });
		expect(emptied.message).toMatch(/can't be emptied/);
		expect(emptied.writes).toEqual([]);
	});

	test('what people still have is not deleted unless told', async () => {
		const role = await stage.play('role.delete', FINANCE_ROLE);
		expect(role.message).toMatch(/3 users have the role "Finance Viewers".*"Allow In Use"/);
		const group = await stage.play('group.delete', named('group', 'Finance'));
		expect(group.message).toMatch(/"Finance" has 2 members.*"Allow In Use"/);
		expect([...role.writes, ...group.writes]).toEqual([]);
	});
});

describe('on a server with the password trap', () => {
	const stage = supersetStage('4.1');

	test('a role is given person by person, and only where the loss of the password is accepted', async () => {
		const parameters = { ...EACH_EMAIL, ...FINANCE_ROLE };
		const items = emails('gita.rao', 'kofi.mensah', 'zoe');
		const refused = await stage.play('user.addToRole', parameters, { items, ...TOLERANT });
		expect(refused.failures.map(textOf)).toEqual([expect.stringMatching(/destroys the password of gita/), expect.stringMatching(/destroys the password of zoe/)]);
		expect(refused.items).toMatchObject([{ username: 'kofi.mensah', changed: false }]);
		expect(refused.writes).toEqual([]);
		const done = await stage.play('user.addToRole', { ...parameters, options: { acceptPasswordLoss: true } }, { items });
		expect(done.items.map(({ changed }) => changed)).toEqual([true, false, true]);
		expect((await account(stage, 'gita.rao'))?.roles).toEqual(expect.arrayContaining(['Gamma', 'Finance Viewers']));
	});

	test('two roles for one person in one list add up', async () => {
		const items = [{ role: 'Finance Viewers' }, { role: 'Data Team' }, { role: 'Alpha' }];
		const parameters = { ...byUsername('gita.rao'), role: { __rl: true, mode: 'name', value: '={{ $json.role }}' }, options: { acceptPasswordLoss: true } };
		const { message } = await stage.play('user.addToRole', parameters, { items });
		expect(message).toBe('');
		expect([...(await account(stage, 'gita.rao'))!.roles].sort()).toEqual(['Alpha', 'Data Team', 'Finance Viewers', 'Gamma']);
	});
});
