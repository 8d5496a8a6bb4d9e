/** Closing an account: most servers can't, and take the write with a 200 all the same (contract 3 and 13). Nobody may be told as closed who is not. */
import { idOf, tokenOf } from '../../../sandbox/sisense/seed.mts';
import { byName, EACH_EMAIL, emails, textOf, TOLERANT } from '../given.mts';
import type { Played } from '../stage.mts';
import { account, canSignIn, elsewhere, sisenseStage } from './cast.mts';
import { json, routesOf, wired } from './given.mts';

const stage = sisenseStage();
const LENA = 'lena.fischer';

const tokenWorks = async (local: string) => (await elsewhere(stage, 'GET', 'users/loggedin', undefined, tokenOf(local))).status === 200;
const passwordWorks = async (local: string) => await canSignIn(stage, `${local}@example.com`, 'sandbox-pass-1');
const deactivate = async (local: string, options = {}) => await stage.play('user.deactivate', { ...byName(local), options });
/** Those that cut something, in the order they went out. */
const cutsOf = ({ requests }: Played) => routesOf(requests).filter((route) => !/^GET (?!.*logout)/.test(route));

describe('Deactivate', () => {
	test.each(['ignored', 'rejected'])('on a server where the write is %s fails, with what does work', async (active) => {
		await stage.reset({ 'sisense.active': active });
		const { message, items } = await deactivate('joann');
		expect(message).toMatch(/joann@example\.com is still active in Sisense: this server can't deactivate accounts/);
		expect(message).toMatch(/"Log Out".*"Update" with a new password, the role Viewer and no groups.*"Transfer Owned" and "Delete".*"Lock Out Instead"/);
		expect(items).toEqual([]);
		expect(await account(stage, 'joann')).toMatchObject({ state: 'active', groups: [] });
		expect([await passwordWorks('joann'), await tokenWorks('joann')]).toEqual([true, true]);
	});

	test('on a server that stores it is done, read back, and not done twice', async () => {
		await stage.reset({ 'sisense.active': 'stored' });
		const { items } = await deactivate('joann', { lockOut: true });
		expect(items).toMatchObject([{ state: 'deactivated', status: 'deactivated', sessionsEnded: true, changed: true }]);
		expect(items[0]).not.toHaveProperty('passwordReplaced');
		expect([await passwordWorks('joann'), await tokenWorks('joann')]).toEqual([false, false]);
		expect(await account(stage, 'joann')).toMatchObject({ state: 'inactive', role: 'consumer' });
		const again = await deactivate('joann');
		expect(again.items).toMatchObject([{ status: 'deactivated', changed: false }]);
		expect(again.writes).toEqual([]);
	});

	test('says so where sessions and tokens could not be ended with it', async () => {
		await stage.reset({ 'sisense.active': 'stored' });
		const before = async ({ path }: { path: string }) => (path.includes('/admin/logout') ? json(500, { message: 'Out of order.' }) : undefined);
		const run = async (wire: { url: string }) => await stage.play('user.deactivate', { ...byName('joann'), options: { maxWait: 1 } }, { credentials: stage.storeOf({ url: wire.url }) });
		const { message, items } = await wired(stage, before, run);
		expect(message).toMatch(/joann@example\.com is deactivated in Sisense, but sessions and tokens could not be ended.*Use "Log Out"/);
		expect(items).toEqual([]);
	});

	test('of a list tells each for itself', async () => {
		const played = await stage.play('user.deactivate', EACH_EMAIL, { items: emails('joann', 'nobody', 'alex.kim'), ...TOLERANT });
		expect(played.items).toEqual([]);
		expect(played.failures.map(textOf)).toEqual([expect.stringMatching(/joann.*can't deactivate/), expect.stringMatching(/no user with the e-mail nobody/), expect.stringMatching(/alex\.kim.*can't deactivate/)]);
	});

	test.each(['ignored', 'stored'])('of somebody invited proves nothing, with active %s: the invitation still opens the account', async (active) => {
		await stage.reset({ 'sisense.active': active });
		for (const options of [{}, { lockOut: true }]) {
			const { message, items, writes } = await deactivate('nadia.petrova', options);
			expect(message).toMatch(/nadia\.petrova@example\.com never accepted the invitation: .*the invitation still opens it\. Use "Delete"/);
			expect([items, writes]).toEqual([[], []]);
		}
		expect((await stage.play('user.delete', byName('nadia.petrova'))).items).toMatchObject([{ deleted: true }]);
		expect(await account(stage, 'nadia.petrova')).toBeUndefined();
	});
});

describe('Lock Out Instead', () => {
	test('replaces the password before it ends the sessions, and takes rights last', async () => {
		const played = await deactivate(LENA, { lockOut: true });
		expect(cutsOf(played)).toEqual(['PATCH v1/users/…', 'PATCH users/…', 'GET v1/authentication/admin/logout', 'PATCH v1/users/…']);
		expect(played.message).toBe('');
	});

	test('shuts every way in, and says lockedOut, never deactivated', async () => {
		const [otherPassword, otherToken] = [await passwordWorks(LENA), await tokenWorks(LENA)];
		expect([otherPassword, otherToken]).toEqual([true, true]);
		const { items } = await deactivate(LENA, { lockOut: true });
		expect(items).toMatchObject([{ status: 'lockedOut', state: 'active', role: 'Viewer', groups: ['Everyone'], passwordReplaced: true, sessionsEnded: true, changed: true }]);
		expect(JSON.stringify(items)).not.toContain('deactivated');
		expect([await passwordWorks(LENA), await tokenWorks(LENA)]).toEqual([false, false]);
		expect(await account(stage, LENA)).toMatchObject({ state: 'active', role: 'consumer', groups: [] });
	});

	test('ends browser windows that are open', async () => {
		const login = await fetch(`${stage.url}/api/v1/authentication/login`, { method: 'POST', body: new URLSearchParams({ username: `${LENA}@example.com`, password: 'sandbox-pass-1' }) });
		const [cookie, xsrf] = login.headers.getSetCookie().map((one) => one.split(';')[0]);
		const look = async () => (await fetch(`${stage.url}/api/users/loggedin`, { headers: { cookie: `${cookie}; ${xsrf}`, 'x-xsrf-token': xsrf.split('=')[1] } })).status;
		expect(await look()).toBe(200);
		await deactivate(LENA, { lockOut: true });
		expect(await look()).toBe(401);
	});

	test('sends a password nobody has seen, another one each time', async () => {
		const sent: string[] = [];
		const run = async (wire: { url: string }) =>
			await stage.play('user.deactivate', { ...EACH_EMAIL, options: { lockOut: true } }, { items: emails('joann', 'zoe.muller'), credentials: stage.storeOf({ url: wire.url }) });
		const played = await wired(stage, undefined, run);
		for (const { body } of played.seen) if (typeof body === 'object' && body !== null && 'password' in body) sent.push(String(body.password));
		expect(sent).toHaveLength(2);
		expect(new Set(sent).size).toBe(2);
		for (const one of sent) expect([one.length >= 20, JSON.stringify(played.items).includes(one)]).toEqual([true, false]);
	});

	test('leaves what they own where it is', async () => {
		await deactivate(LENA, { lockOut: true });
		const { items } = await stage.play('user.getOwned', { ...byName(LENA), returnAll: true });
		expect(items.filter(({ type }) => type === 'dashboard')).toHaveLength(3);
	});

	test('says where sessions could not be ended: then each kind of token goes by itself', async () => {
		await stage.reset({ 'sisense.adminLogout': 'off' });
		const played = await deactivate(LENA, { lockOut: true });
		expect(played.items).toMatchObject([{ status: 'lockedOut', sessionsEnded: false, passwordReplaced: true }]);
		expect(cutsOf(played).slice(2, 6)).toEqual([
			'GET v1/authentication/admin/logout',
			'DELETE v1/authentication/admin/tokens/api',
			'DELETE v1/authentication/admin/tokens/odbc',
			'DELETE v1/authentication/admin/tokens/sso',
		]);
		expect([await passwordWorks(LENA), await tokenWorks(LENA)]).toEqual([false, false]);
	});

	test('finds another way to the password on an old server', async () => {
		await stage.reset({ 'sisense.generation': 'old' });
		const played = await deactivate(LENA, { lockOut: true });
		expect(played.items).toMatchObject([{ status: 'lockedOut', passwordReplaced: true }]);
		expect(cutsOf(played)).toEqual(['PATCH v1/users/…', 'PATCH users/…', 'PATCH v1/users/…', 'GET v1/authentication/admin/logout', 'PATCH v1/users/…']);
		expect([await passwordWorks(LENA), await tokenWorks(LENA)]).toEqual([false, false]);
	});

	test.each(['yuki.tanaka', 'tomas.novak'])('tells that the password of %s is not Sisense’s', async (local) => {
		const played = await deactivate(local, { lockOut: true });
		expect(played.items).toMatchObject([
			{ status: 'lockedOut', passwordReplaced: false, sessionsEnded: true, role: 'Viewer', hint: expect.stringMatching(/also remove the person there/) },
		]);
		expect(cutsOf(played).filter((route) => route === 'PATCH users/…')).toEqual([]);
		expect(await tokenWorks(local)).toBe(false);
	});

	test.each([
		['PATCH', '/api/users/', /not locked out of Sisense yet: the password \(.*500.*Everything else is cut/],
		['GET', '/admin/logout', /not locked out of Sisense yet: sessions and tokens \(.*500.*Everything else is cut/],
	])('that fails at %s %s is no success, says so, and cuts the rest', async (method, path, says) => {
		const before = async (seen: { method: string; path: string }) => (seen.method === method && seen.path.includes(path) ? json(500, { message: 'Out of order.' }) : undefined);
		const run = async (wire: { url: string }) => await stage.play('user.deactivate', { ...byName(LENA), options: { lockOut: true, maxWait: 1 } }, { credentials: stage.storeOf({ url: wire.url }) });
		const { message, items } = await wired(stage, before, run);
		expect(message).toMatch(says);
		expect(items).toEqual([]);
		expect(await account(stage, LENA)).toMatchObject({ role: 'consumer', groups: [] });
	});

	test('whose rights the server does not take is no success', async () => {
		const before = async ({ method, path, body }: { method: string; path: string; body: unknown }) =>
			method === 'PATCH' && path.includes('/v1/users/') && 'roleId' in (body as object) ? json(200, {}) : undefined;
		const run = async (wire: { url: string }) => await stage.play('user.deactivate', { ...byName(LENA), options: { lockOut: true } }, { credentials: stage.storeOf({ url: wire.url }) });
		const { message, items } = await wired(stage, before, run);
		expect(message).toMatch(/did not apply it: role Designer instead of Viewer; groups "Analytics", "Finance" instead of none/);
		expect(items).toEqual([]);
	});
});

describe('Reactivate', () => {
	test('opens what was deactivated, where the server stores that', async () => {
		await stage.reset({ 'sisense.active': 'stored' });
		await deactivate('joann');
		expect(await passwordWorks('joann')).toBe(false);
		expect((await stage.play('user.reactivate', byName('joann'))).items).toMatchObject([{ state: 'active', changed: true }]);
		expect(await passwordWorks('joann')).toBe(true);
		expect((await stage.play('user.reactivate', byName('joann'))).items).toMatchObject([{ changed: false }]);
	});

	test('of somebody invited says what helps', async () => {
		const { message, writes } = await stage.play('user.reactivate', byName('nadia.petrova'));
		expect(message).toMatch(/never accepted the invitation.*"Send Invitation"/);
		expect(writes).toEqual([]);
	});

	test('that the server ignores is no success', async () => {
		const gone = { _id: idOf('joann'), email: 'joann@example.com', active: false, lastLogin: '2026-01-01T00:00:00.000Z' };
		const before = async ({ path }: { path: string }) => (path.includes(`/v1/users/${idOf('joann')}`) ? json(200, gone) : undefined);
		const { message } = await wired(stage, before, async (wire) => await stage.play('user.reactivate', byName('joann'), { credentials: stage.storeOf({ url: wire.url }) }));
		expect(message).toMatch(/accepted that joann@example\.com is active again but did not apply it/);
	});
});

describe('Log Out', () => {
	test('ends tokens, and the person may sign in again', async () => {
		const { items, requests } = await stage.play('user.logOut', byName(LENA));
		expect(items).toEqual([{ id: idOf(LENA), email: 'lena.fischer@example.com', sessionsEnded: true, verified: false }]);
		expect([await tokenWorks(LENA), await passwordWorks(LENA)]).toEqual([false, true]);
		expect(requests.filter(({ path }) => /logout/.test(path)).map(({ path }) => path)).toEqual([`/api/v1/authentication/admin/logout?users=${idOf(LENA)}`]);
	});

	test('is for named people only, and touches nobody else', async () => {
		const played = await stage.play('user.logOut', EACH_EMAIL, { items: emails('joann', LENA) });
		for (const { path } of played.requests) expect(path).not.toMatch(/logout_all|authentication\/logout|users=(&|$)/);
		expect([await tokenWorks('ann'), await tokenWorks('admin')]).toEqual([true, true]);
	});

	test.each(['apiToken', 'login'])('of the own account is refused, by %s', async (authentication) => {
		const { message, requests } = await stage.play('user.logOut', byName('admin'), { credentials: stage.storeOf({ authentication }) });
		expect(message).toMatch(/admin@example\.com is the account of this credential: its token would be revoked/);
		expect(requests.filter(({ path }) => /logout|tokens/.test(path))).toEqual([]);
		expect(await tokenWorks('admin')).toBe(true);
	});
});

describe('Send Invitation', () => {
	test('mails who never accepted', async () => {
		expect((await stage.play('user.sendInvitation', byName('nadia.petrova'))).items).toMatchObject([{ verified: false }]);
		expect(await stage.control('mail')).toMatchObject([{ to: 'nadia.petrova@example.com' }]);
	});

	test('of somebody active is refused', async () => {
		const { message, writes } = await stage.play('user.sendInvitation', byName('ann'));
		expect(message).toMatch(/ann@example\.com is active in Sisense: an invitation would be of no use/);
		expect(writes).toEqual([]);
	});
});
