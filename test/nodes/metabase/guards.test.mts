/** The server guards the last admin and nobody else (contract 3 and 12): the own account, and lists with all admins in them, are the node's to guard. */
import type { INodeParameters } from 'n8n-workflow';

import { COMMON_PASSWORD, LEFTOVER_KEY } from '../../../sandbox/metabase/seed.mts';
import { byId, byName, EACH_EMAIL, emails, groupNamed, groupWithId, keyNamed, textOf, TOLERANT } from '../given.mts';
import { account, metabaseStage, stateOf } from './cast.mts';

const ADMINS = groupNamed('Administrators');

describe.each(['v49', 'v54', 'v57', 'v60'])('Metabase %s', (version) => {
	const stage = metabaseStage({ version });
	const activeAdmins = async () => (await stateOf(stage)).accounts.filter(({ type, state, admin }) => type === 'personal' && state === 'active' && admin).map(({ email }) => email.split('@')[0]);
	/** Works as somebody who signs in. */
	const as = (local: string) => ({ credentials: stage.storeOf({ authentication: 'session', username: `${local}@example.com`, password: COMMON_PASSWORD }) });

	describe('the own account', () => {
		test('is never deactivated, though the server would do it', async () => {
			const { message, writes } = await stage.play('user.deactivate', byId(1), as('admin'));
			expect(message).toMatch(/admin@example\.com is the account of this credential.*another admin/);
			expect(writes.filter(({ method }) => method === 'DELETE')).toEqual([]);
			expect((await account(stage, 'admin'))?.state).toBe('active');
		});

		test('keeps its rights, unless told', async () => {
			const leave = { ...byId(1), ...ADMINS };
			const { message, writes } = await stage.play('user.removeFromGroup', leave, as('admin'));
			expect(message).toMatch(/admin@example\.com is the account of this credential.*"Allow Own Account"/);
			expect(writes.filter(({ method }) => method === 'DELETE')).toEqual([]);
			await stage.play('user.removeFromGroup', { ...leave, options: { allowSelf: true } }, as('admin'));
			expect(await activeAdmins()).toEqual(['grace.okafor']);
		});

		test('may be renamed, join groups, and have its groups set', async () => {
			const { items, message } = await stage.play('user.update', { ...byId(1), updateFields: { firstName: 'Root', groups: ['Analytics'] } }, as('admin'));
			expect([message, items]).toMatchObject(['', [{ firstName: 'Root', admin: true, groups: ['Administrators', 'All Users', 'Analytics'], changed: true }]]);
		});

		test('of a person is another one’s to deactivate for who works with a key', async () => {
			const { items } = await stage.play('user.deactivate', byId(1));
			expect(items).toMatchObject([{ state: 'deactivated', changed: true }]);
		});
	});

	describe('the last active admin', () => {
		/** Grace has left: admin@example.com is the last one; a deactivated admin and two keys are none. */
		const leaveOne = async () => {
			await stage.play('user.deactivate', byName('grace.okafor'));
			expect(await activeAdmins()).toEqual(['admin']);
		};

		test.each([
			['user.deactivate', byId(1), 'deactivated'],
			['user.removeFromGroup', { ...byId(1), ...ADMINS, options: { allowSelf: true } }, 'demoted'],
		] as Array<[string, INodeParameters, string]>)('is safe from %s, with a key and with the own session', async (operation, parameters, doing) => {
			await leaveOne();
			const byKey = await stage.play(operation, parameters);
			expect(byKey.message).toContain(`admin@example.com is the last active admin of this Metabase and can't be ${doing}. Make somebody else an admin first.`);
			const bySession = await stage.play(operation, parameters, as('admin'));
			expect(bySession.message).toMatch(/is the last active admin|is the account of this credential/);
			expect([...byKey.writes, ...bySession.writes].filter(({ method }) => method === 'DELETE')).toEqual([]);
			expect(await activeAdmins()).toEqual(['admin']);
		});

		test('does not stand in the way of an admin who has left already', async () => {
			await leaveOne();
			const { items } = await stage.play('user.removeFromGroup', { ...byName('boris.ivanov'), ...ADMINS });
			expect(items).toMatchObject([{ admin: false, state: 'deactivated', changed: true }]);
		});

		test.each(['user.deactivate', 'user.removeFromGroup'])('stays in a list with all admins in it, given to %s', async (operation) => {
			await stage.control('people', { count: 4, prefix: 'boss', roles: ['Administrators'] });
			const items = emails('boss1', 'grace.okafor', 'boss2', 'admin', 'boss3', 'boss4');
			const parameters = { ...EACH_EMAIL, ...(operation === 'user.removeFromGroup' && ADMINS), options: { maxConcurrency: 10 } };
			const played = await stage.play(operation, parameters as INodeParameters, { items, ...TOLERANT });
			const left = await activeAdmins();
			expect(left).toHaveLength(1);
			expect(played.items).toHaveLength(5);
			expect(played.failures.map(textOf)).toEqual([expect.stringContaining(`${left[0]}@example.com is the last active admin`)]);
			expect(played.requests.filter(({ status }) => status >= 400 && status !== 404)).toEqual([]);
		});

		test('may go where somebody who never signed in is an admin too', async () => {
			await stage.play('user.addToGroup', { ...byName('nadia.petrova'), ...ADMINS });
			await stage.play('user.deactivate', byName('grace.okafor'));
			expect((await stage.play('user.deactivate', byId(1))).items).toMatchObject([{ changed: true }]);
			expect(await activeAdmins()).toEqual(['nadia.petrova']);
		});
	});

	describe('the groups of the server', () => {
		test.each(['Administrators', 'All Users'])('%s is never renamed, deleted or emptied', async (name) => {
			for (const [operation, more, says] of [
				['group.update', { name: 'Other' }, /own groups: it can't be renamed/],
				['group.delete', { options: { allowInUse: true } }, /own groups: it can't be deleted/],
				['group.removeAllMembers', { options: { allowInUse: true } }, /own groups: it can't be emptied|puts everybody into/],
			] as Array<[string, object, RegExp]>) {
				const { message, writes } = await stage.play(operation, { ...groupNamed(name), ...more } as INodeParameters);
				expect([operation, message]).toEqual([operation, expect.stringMatching(says)]);
				expect(writes).toEqual([]);
			}
		});

		test('may be "renamed" to what they are called', async () => {
			expect((await stage.play('group.update', { ...groupWithId(2), name: 'Administrators' })).items).toMatchObject([{ changed: false }]);
		});
	});

	describe('the own API key', () => {
		test.each([
			['apiKey.delete', {}, /"n8n" is the API key of this credential: if it were deleted/],
			['apiKey.regenerate', {}, /"n8n" is the API key of this credential: if it were renewed/],
			['apiKey.update', { updateFields: { group: groupNamed('Analytics').group } }, /"n8n" is the API key of this credential: if it were moved to another group/],
		] as Array<[string, object, RegExp]>)('is safe from %s, which another key may do', async (operation, more, says) => {
			const parameters = { ...keyNamed('n8n'), ...more } as INodeParameters;
			const { message, writes } = await stage.play(operation, parameters);
			expect(message).toMatch(says);
			expect(writes).toEqual([]);
			const other = await stage.play(operation, parameters, { credentials: stage.storeOf({ apiKey: LEFTOVER_KEY }) });
			expect([other.message, other.items.length]).toEqual(['', 1]);
		});

		test('may be renamed: it stays the same key', async () => {
			const { items } = await stage.play('apiKey.update', { ...keyNamed('n8n'), updateFields: { name: 'n8n automation' } });
			expect(items).toMatchObject([{ name: 'n8n automation', group: 'Administrators', changed: true }]);
			expect((await stage.play('apiKey.delete', keyNamed('n8n automation'))).message).toMatch(/is the API key of this credential/);
			const list = [{ fields: { name: 'n8n' } }, { fields: { group: 'Analytics' } }];
			const id = { apiKeyId: { __rl: true, mode: 'id', value: '1' } };
			const updateFields = { name: "={{ $json.fields.name }}", group: { __rl: true, mode: 'name', value: '={{ $json.fields.group }}' } };
			const played = await stage.play('apiKey.update', { ...id, updateFields }, { items: list, ...TOLERANT });
			expect(played.items).toMatchObject([{ name: 'n8n', changed: true }]);
			expect(textOf(played.failures[0])).toMatch(/"n8n" is the API key of this credential: if it were moved/);
		});
	});
});
