/** The lifecycle on Superset alone: these tests also run on real servers (test/real/selection.mts). */
import { account, canSignIn, COMMON_PASSWORD, stateOf } from '../superset/cast.mts';
import { useStage } from '../stage.mts';

const ONLY = { tools: ['superset'] };

const MAY_SET_MEMBERS = '6.1';

describe.each(['6.1', '4.1'])('Superset %s', (version) => {
	const stage = useStage({
		node: 'biAccess',
		credential: 'supersetApi',
		tool: 'superset',
		set: { 'superset.version': version },
		signInPath: '/api/v1/security/login',
	});
	const trap = version !== MAY_SET_MEMBERS;
	const onboard = async (email: string, supersetRoles: string, more = {}) => {
		const { items, writes, message } = await stage.play('person.onboard', { ...ONLY, email, firstName: 'New', lastName: 'Person', grants: { supersetRoles }, ...more });
		return { row: items[0], writes, message };
	};
	const offboard = async (email: string, more = {}) => {
		const { items, writes, message } = await stage.play('person.offboard', { ...ONLY, email, ...more });
		return { row: items[0], writes, message };
	};

	test('somebody new gets an account with the roles, and a second run writes nothing', async () => {
		const first = await onboard('joiner@example.com', 'Gamma, Data Team');
		expect([first.message, first.row]).toMatchObject(['', { tool: 'superset', status: 'created', changed: true, state: 'active', by: 'admin@example.com', step: null }]);
		expect(await account(stage, 'joiner@example.com')).toMatchObject({ active: true, firstName: 'New', roles: expect.arrayContaining(['Gamma', 'Data Team']) });
		const second = await onboard('Joiner@Example.com', 'Gamma, Data Team');
		expect(second.row).toMatchObject({ status: 'unchanged', changed: false, id: first.row.id });
		expect(second.writes).toEqual([]);
	});

	test('a role is added to somebody who is there, unless that would destroy the password', async () => {
		const { row, writes } = await onboard('GITA.RAO@example.com', 'Data Team');
		if (trap) {
			expect(row).toMatchObject({ status: 'refused', step: 'guard', message: expect.stringMatching(/destroys the password.*node Superset/) });
			expect(writes).toEqual([]);
		} else {
			expect(row).toMatchObject({ status: 'updated', added: [{ kind: 'role', name: 'Data Team' }], removed: [] });
			expect((await account(stage, 'gita.rao'))!.roles.sort()).toEqual(['Data Team', 'Gamma']);
		}
		expect(await canSignIn(stage, 'gita.rao', COMMON_PASSWORD)).toBe(true);
	});

	test('a dry run writes nothing', async () => {
		const before = await stateOf(stage);
		expect((await onboard('joiner@example.com', 'Gamma', { options: { dryRun: true } })).row).toMatchObject({ status: 'created', changed: false, dryRun: true });
		const { row, writes } = await offboard('maria.silva@example.com', { removeAccess: true, options: { dryRun: true } });
		expect(row).toMatchObject({ status: 'done', changed: false, dryRun: true, did: ['Close the account', 'Take away role "Alpha", role "Data Team"'] });
		expect(writes).toEqual([]);
		const withoutCount = ({ accounts, ...rest }: typeof before) => ({ ...rest, accounts: accounts.map(({ loginCount: _, ...one }) => one) });
		expect(withoutCount(await stateOf(stage))).toEqual(withoutCount(before));
	});

	test('a leaver is shut out, content goes to the successor, access goes, and the account is read again to prove it', async () => {
		const how = { whenOwnedContent: 'transfer', successor: { __rl: true, mode: 'email', value: 'zoe@example.com' }, removeAccess: true };
		const { row } = await offboard('Maria.Silva@example.com', how);
		expect(row).toMatchObject({ status: 'done', changed: true, step: null, remaining: [], proof: { state: 'inactive', admin: false } });
		const now = (await account(stage, 'maria.silva'))!;
		expect(now.active).toBe(false);
		expect(now.roles.filter((name) => name !== 'Public')).toEqual([]);
		expect(await canSignIn(stage, 'maria.silva', COMMON_PASSWORD)).toBe(false);
		const owners = (await stateOf(stage)).content.flatMap((one) => one.owners);
		expect(owners).not.toContain('maria.silva');
		expect((row.moved as Array<{ type: string }>).length).toBe((row.owned as unknown[]).length);
		const again = await offboard('maria.silva@example.com', how);
		expect(again.row).toMatchObject({ status: 'already', changed: false, owned: [], proof: { state: 'inactive' } });
		expect(again.writes).toEqual([]);
	});

	test('the account of the credential, and an e-mail that two accounts have, are refused', async () => {
		expect((await offboard('admin@example.com')).row).toMatchObject({ status: 'refused', step: 'guard', changed: false, proof: null });
		expect((await offboard('priya.nair@example.com')).row).toMatchObject({ status: 'refused', step: 'find', message: expect.stringMatching(/2 Superset accounts.*pnair/) });
		expect((await account(stage, 'admin'))!.active).toBe(true);
	});

	test('an account that may create people but not look at groups is enough to onboard', async () => {
		const credentials = stage.storeOf({ username: 'svc-people', password: COMMON_PASSWORD });
		const { items } = await stage.play('person.onboard', { ...ONLY, email: 'joiner@example.com', firstName: 'New', lastName: 'Person', grants: { supersetRoles: 'Gamma' } }, { credentials });
		expect(items).toMatchObject([{ status: 'created', by: 'svc-people@example.com', message: expect.any(String) }]);
		expect(await account(stage, 'joiner@example.com')).toMatchObject({ roles: ['Gamma'] });
	});

	test('the review has everybody, and the check says what this server can do', async () => {
		const { items } = await stage.play('access.review', ONLY);
		const { accounts } = await stateOf(stage);
		expect(items.map(({ username, state, admin }) => [username, state, admin]).sort()).toEqual(
			accounts.map(({ username, active, admin }) => [username, active === true ? 'active' : 'inactive', admin]).sort(),
		);
		const [row] = (await stage.play('access.check', ONLY)).items;
		expect(row).toMatchObject({ status: trap ? 'limited' : 'ok', email: 'admin@example.com', fix: null });
		expect(/destroy the password/.test(String(row.limits))).toBe(trap);
	});
});
