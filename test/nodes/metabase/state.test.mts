/** Leaving and coming back: what is lost, what stays, what revives with an account (contract 3 and 13). */
import { COMMON_PASSWORD } from '../../../sandbox/metabase/seed.mts';
import { byId, byName, EACH_EMAIL, emails, textOf, TOLERANT } from '../given.mts';
import { account, canSignIn, elsewhere, metabaseStage, stateOf } from './cast.mts';

describe.each(['v49', 'v54', 'v57', 'v60'])('Metabase %s', (version) => {
	const stage = metabaseStage({ version });
	const deactivate = async (local: string, options = {}) => await stage.play('user.deactivate', { ...byName(local), options });
	const reactivate = async (local: string, options = {}) => await stage.play('user.reactivate', { ...byName(local), options });
	const signIn = async (local: string) => ((await elsewhere(stage, 'POST', 'session', { username: `${local}@example.com`, password: COMMON_PASSWORD }, {})).body as { id: string }).id;
	const isOpen = async (session: string) => (await elsewhere(stage, 'GET', 'user/current', undefined, { 'x-metabase-session': session })).status === 200;

	test('shuts somebody out at once, with what that loses and what goes on', async () => {
		const { items, message } = await deactivate('lena.fischer');
		expect(message).toBe('');
		expect(items).toMatchObject([
			{
				id: 7,
				state: 'deactivated',
				groups: ['All Users', 'Analytics', 'Finance'],
				changed: true,
				subscriptionsLost: [{ type: 'subscription', id: 1, name: 'Revenue' }, { type: 'subscription', id: 2, name: 'Support load' }],
				staysBehind: [
					{ type: 'subscription', id: 2, name: 'Support load' },
					{ type: 'alert', id: 1, name: 'Churn' },
					{ type: 'apiKey', id: 3, name: 'Dashboard sync' },
					{ type: 'collection', id: expect.any(Number), name: 'Personal collection' },
				],
			},
		]);
		expect(items[0]).not.toHaveProperty('hint');
		expect(items[0]).not.toHaveProperty('passwordReplaced');
		const { content, ...now } = await stateOf(stage);
		expect(now.accounts.find(({ id }) => id === 7)).toMatchObject({ state: 'deactivated', groups: ['All Users', 'Analytics', 'Finance'] });
		expect(content.subscriptions.map(({ recipients }) => recipients.includes('lena.fischer@example.com'))).toEqual([false, false, false, false]);
		expect(await canSignIn(stage, 'lena.fischer@example.com', COMMON_PASSWORD)).toBe(false);
	});

	test('says what will let the person in again: provisioning of the server, or the sign-in of the account', async () => {
		const { items } = await deactivate('yuki.tanaka');
		expect(items[0].hint).toMatch(/by google can make the account active again: also remove the person at the identity provider/);
		await stage.reset({ 'metabase.edition': 'ee', 'metabase.sso': 'jwt' });
		expect((await deactivate('gita.rao')).items[0].hint).toMatch(/by JWT can make the account active again/);
		await stage.control('sso', { email: 'gita.rao@example.com' });
		expect((await account(stage, 'gita.rao'))?.state).toBe('active');
	});

	test('twice is once: the second time says so and sends nothing', async () => {
		await deactivate('gita.rao');
		const again = await deactivate('gita.rao');
		expect(again.items).toMatchObject([{ state: 'deactivated', changed: false }]);
		expect(again.items[0]).not.toHaveProperty('subscriptionsLost');
		expect(again.writes).toEqual([]);
		const list = await stage.play('user.deactivate', EACH_EMAIL, { items: emails('ann', 'ann', 'omar.haddad') });
		expect(list.items.map(({ changed }) => changed)).toEqual([true, false, false]);
	});

	test.each(['lost:1@DELETE /api/user#1', 'reset:1@DELETE /api/user#1', '503:1@DELETE /api/user#1'])('%s: is done once', async (spec) => {
		await stage.control('faults', { spec });
		const { items, message } = await deactivate('gita.rao');
		expect([message, items]).toMatchObject(['', [{ state: 'deactivated', changed: true }]]);
	});

	test.each(['html:1@/api/pulse', '503:1@/api/pulse', version === 'v49' ? 'html:1@/api/alert' : 'html:1@/api/notification'])('%s: the door is shut all the same, and what is not known is said', async (spec) => {
		await stage.control('faults', { spec });
		const { items, message } = await stage.play('user.deactivate', { ...EACH_EMAIL, options: { maxWait: 1 } }, { items: emails('lena.fischer', 'gita.rao') });
		expect(message).toBe('');
		for (const item of items) {
			expect(item).toMatchObject({ state: 'deactivated', changed: true, hint: expect.stringMatching(/^What stays behind could not be read before\. \S/) });
			expect(item).not.toHaveProperty('subscriptionsLost');
		}
		expect((await account(stage, 'lena.fischer'))?.state).toBe('deactivated');
	});

	test('keeps groups over a return, and says nothing of admins where there was none', async () => {
		await deactivate('lena.fischer');
		const { items, writes } = await reactivate('lena.fischer');
		expect(items).toMatchObject([{ state: 'active', admin: false, groups: ['All Users', 'Analytics', 'Finance'], changed: true }]);
		expect(items[0]).not.toHaveProperty('formerAdmin');
		expect(writes).toMatchObject([{ method: 'PUT', path: '/api/user/7/reactivate', status: 200 }]);
		expect(await canSignIn(stage, 'lena.fischer@example.com', COMMON_PASSWORD)).toBe(true);
		const again = await reactivate('lena.fischer');
		expect([again.items[0].changed, again.writes]).toEqual([false, []]);
	});

	test.each(['lost:1@PUT /reactivate#1', 'reset:1@PUT /reactivate#1', '503:1@PUT /reactivate#1'])('%s: comes back once', async (spec) => {
		await stage.control('faults', { spec });
		const { items, message } = await reactivate('omar.haddad');
		expect([message, items]).toMatchObject(['', [{ state: 'active', changed: true }]]);
	});

	test('takes the rights of an admin, says so, and gives them back where told', async () => {
		const plain = await reactivate('boris.ivanov');
		expect(plain.items).toMatchObject([{ state: 'active', admin: false, groups: ['All Users'], formerAdmin: true, adminRestored: false, changed: true }]);
		expect(await account(stage, 'boris.ivanov')).toMatchObject({ admin: false, groups: ['All Users'] });
		await stage.reset();
		const restored = await reactivate('boris.ivanov', { restoreAdmin: true });
		expect(restored.items).toMatchObject([{ state: 'active', admin: true, groups: ['Administrators', 'All Users'], formerAdmin: true, adminRestored: true, changed: true }]);
		expect(await account(stage, 'boris.ivanov')).toMatchObject({ admin: true });
	});

	test('says so where the rights of an admin could not be given back: a second run would leave it at that', async () => {
		await stage.control('faults', { spec: 'html:1@POST /membership' });
		const { message } = await reactivate('boris.ivanov', { restoreAdmin: true });
		expect(message).toMatch(/boris\.ivanov@example\.com was reactivated in Metabase, but is no admin again\. .*"Add to Group" with the group "Administrators"/);
		expect(await account(stage, 'boris.ivanov')).toMatchObject({ state: 'active', admin: false });
	});

	test('revives the old password and, but for newest servers, the sessions that were open', async () => {
		const session = await signIn('gita.rao');
		await deactivate('gita.rao');
		expect(await isOpen(session)).toBe(false);
		await reactivate('gita.rao');
		expect(await isOpen(session)).toBe(version !== 'v60');
		expect(await canSignIn(stage, 'gita.rao@example.com', COMMON_PASSWORD)).toBe(true);
	});

	test('revives neither where the password was replaced before', async () => {
		const session = await signIn('gita.rao');
		const { items, runData } = await deactivate('gita.rao', { replacePassword: true });
		expect(items).toMatchObject([{ state: 'deactivated', changed: true, passwordReplaced: true }]);
		expect(JSON.stringify(runData.Node)).not.toMatch(/"password":/);
		await reactivate('gita.rao');
		expect(await isOpen(session)).toBe(false);
		expect(await canSignIn(stage, 'gita.rao@example.com', COMMON_PASSWORD)).toBe(false);
	});

	test('says that there was no password to replace, or that it could not be', async () => {
		expect((await deactivate('yuki.tanaka', { replacePassword: true })).items).toMatchObject([{ source: 'google', changed: true, passwordReplaced: false }]);
		await stage.control('faults', { spec: 'html:1@PUT /password' });
		const { items } = await deactivate('gita.rao', { replacePassword: true });
		expect(items).toMatchObject([{ state: 'deactivated', changed: true, passwordReplaced: false, hint: expect.stringMatching(/^The password could not be replaced\. This is not the Metabase API/) }]);
		expect((await account(stage, 'gita.rao'))?.state).toBe('deactivated');
	});

	test('in a list fails alone who is not there', async () => {
		const played = await stage.play('user.deactivate', EACH_EMAIL, { items: emails('gita.rao', 'nobody', 'omar.haddad', 'nadia.petrova'), ...TOLERANT });
		expect(played.items.map(({ changed }) => changed)).toEqual([true, false, true]);
		expect(played.failures.map(textOf)).toEqual([expect.stringContaining('no user with the e-mail nobody@example.com')]);
	});

	test('ends the tour of a new person once', async () => {
		const { items, writes } = await stage.play('user.completeTour', byName('nadia.petrova'));
		expect([items[0].changed, writes.length]).toEqual([true, 1]);
		expect((await account(stage, 'nadia.petrova'))?.tourDone).toBe(true);
		const again = await stage.play('user.completeTour', byId(19));
		expect([again.items[0].changed, again.writes]).toEqual([false, []]);
		expect((await stage.play('user.completeTour', byName('omar.haddad'))).message).toMatch(/is deactivated in Metabase: its tour cannot be ended/);
	});
});

describe('somebody who signs in at a provider', () => {
	const stage = metabaseStage({ edition: 'ee', sso: 'jwt' });

	test('comes back by signing in there, whatever was done here', async () => {
		await stage.play('user.deactivate', byName('gita.rao'));
		await stage.control('sso', { email: 'gita.rao@example.com' });
		expect((await stage.play('user.get', byName('gita.rao'))).items).toMatchObject([{ state: 'active', source: 'jwt' }]);
	});
});
