/** What an identity provider undoes: each row that it concerns says so, and the sandbox shows that it is true. */
import { ADMIN_KEY } from '../../../sandbox/superset/api-keys.mts';
import { withWire } from '../wire.mts';
import { accountIn, biStage, each, inAll, playing, rowOf } from './stage.mts';

const stage = biStage();
const offboard = playing(stage, 'person.offboard');
const onboard = playing(stage, 'person.onboard');
const check = playing(stage, 'access.check');

const GITA = { email: 'gita.rao@example.com' };
const MORE = { supersetRoles: 'Alpha', redashGroups: 'Analytics', metabaseGroups: 'Analytics', sisenseGroups: 'Analytics' };

test('without one there is no warning in any row', async () => {
	const joined = await onboard({ ...GITA, grants: MORE });
	expect(each(joined, 'status')).toEqual(inAll('updated'));
	expect(each(joined, 'warnings')).toEqual(inAll([]));
	const left = await offboard(GITA);
	expect(each(left, 'warnings')).toEqual(inAll([]));
});

describe('Metabase with provisioning by JWT', () => {
	beforeEach(async () => await stage.reset({ 'metabase.edition': 'ee', 'metabase.sso': 'jwt' }));

	test('lets a leaver in again at the next sign-in: the row names it, also in a rehearsal and for who left before', async () => {
		const says = [expect.stringMatching(/JWT.*active again.*remove the person at the identity provider/)];
		const rehearsed = await offboard({ ...GITA, tools: ['metabase'], options: { dryRun: true } });
		const left = await offboard({ ...GITA, tools: ['metabase'] });
		const again = await offboard({ ...GITA, tools: ['metabase'] });
		expect([rehearsed, left, again].map(({ items }) => [items[0].status, items[0].warnings])).toEqual([['done', says], ['done', says], ['already', says]]);
		await stage.on('metabase', 'sso', { email: GITA.email });
		expect(await accountIn(stage, 'metabase', 'gita.rao')).toMatchObject({ state: 'active' });
		const shut = await offboard({ ...GITA, tools: ['metabase'] });
		expect(shut.items).toMatchObject([{ status: 'done', proof: { state: 'inactive' } }]);
	});

	test('is told by the check', async () => {
		const { items } = await check({ tools: ['metabase'] });
		expect(items[0]).toMatchObject({ status: 'ok', edition: 'paid build', identityProvider: [expect.stringMatching(/JWT makes a deactivated account active again/)] });
	});
});

test('somebody who comes to Metabase by a provider has no password to replace, and is warned of', async () => {
	const { items, writes } = await offboard({ email: 'yuki.tanaka@example.com', tools: ['metabase'] });
	expect(items).toMatchObject([{ status: 'done', warnings: [expect.stringMatching(/google can make the account active again/)], did: ['Closed the account'] }]);
	expect(writes.map(({ method }) => method)).toEqual(['DELETE']);
});

test('the names of somebody who comes to Metabase by a provider stay, and everything else is done', async () => {
	const YUKI = { email: 'yuki.tanaka@example.com', firstName: 'Yuki', lastName: 'Else', tools: ['metabase'], options: { updateNames: true, whenInactive: 'reactivate' } };
	const given = await onboard({ ...YUKI, grants: { metabaseGroups: 'Finance' } });
	expect(given.items).toMatchObject([{ status: 'updated', added: [{ kind: 'group', name: 'Finance' }], message: expect.stringMatching(/names come from the sign-in with google and stay/) }]);
	const again = await onboard({ ...YUKI, grants: { metabaseGroups: 'Finance' } });
	expect([again.items, again.writes]).toMatchObject([[{ status: 'unchanged', changed: false }], []]);
	await offboard({ email: YUKI.email, tools: ['metabase'] });
	expect((await onboard(YUKI)).items).toMatchObject([{ status: 'reactivated', state: 'active', changed: true }]);
});

describe('Superset', () => {
	const SYNC = [expect.stringMatching(/LDAP or OAuth with AUTH_ROLES_SYNC_AT_LOGIN = True.*roles anew at each sign-in/)];
	const ALPHA = { ...GITA, tools: ['superset'], grants: { supersetRoles: 'Alpha' } };

	test('with a credential by LDAP may set roles anew at each sign-in: the row of who was changed says so, and no other', async () => {
		const url = stage.sandbox.tools.superset.url;
		// The sandbox signs in by its own database: what stands in front of it takes LDAP for that.
		const ldap = async ({ path, body }: { path: string; body: unknown }) => {
			if (!path.endsWith('/login')) return undefined;
			const own = JSON.stringify({ ...(body as object), provider: 'db' });
			const answer = await fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: own });
			return { status: answer.status, body: await answer.text() };
		};
		await withWire(url, ldap, async (wire) => {
			const credentials = stage.storeOf({ url: wire.url, provider: 'ldap' }, 'superset');
			const changed = await onboard(ALPHA, { credentials });
			const again = await onboard(ALPHA, { credentials });
			expect([changed, again].map(({ items }) => [items[0].status, items[0].warnings])).toEqual([['updated', SYNC], ['unchanged', []]]);
			expect((await offboard({ ...GITA, tools: ['superset'] }, { credentials })).items).toMatchObject([{ status: 'done', warnings: [] }]);
			const deleting = { ...GITA, tools: ['superset'], options: { deleteAccount: true } };
			const rehearsed = await offboard({ ...deleting, options: { ...deleting.options, dryRun: true } }, { credentials });
			for (const { items } of [rehearsed, await offboard(deleting, { credentials })]) expect(items[0].warnings).toEqual([expect.stringMatching(/AUTH_USER_REGISTRATION = True somebody deleted comes back/)]);
			expect((await check({ tools: ['superset'] }, { credentials })).items[0].identityProvider).toContainEqual(expect.stringMatching(/^If people sign in through LDAP/));
		});
	});

	test('sets roles anew at a sign-in, but does not let in who was deactivated', async () => {
		await stage.reset({ 'superset.roleSync': 'Gamma' });
		await onboard(ALPHA);
		await stage.on('superset', 'sso', { email: GITA.email });
		expect((await accountIn(stage, 'superset', 'gita.rao'))?.access).toEqual(['Gamma']);
		await offboard({ ...GITA, tools: ['superset'] });
		await stage.on('superset', 'sso', { email: GITA.email });
		expect(await accountIn(stage, 'superset', 'gita.rao')).toMatchObject({ state: 'inactive' });
	});

	test('with a key, whose owner may come by any way, warns too', async () => {
		await stage.reset({ 'superset.apiKeys': 'on' });
		const credentials = stage.storeOf({ authentication: 'apiKey', apiKey: ADMIN_KEY }, 'superset');
		const changed = await onboard(ALPHA, { credentials });
		expect(changed.items).toMatchObject([{ status: 'updated', warnings: SYNC, by: 'admin@example.com' }]);
		expect(changed.signIns).toEqual([]);
		const left = await offboard({ ...GITA, tools: ['superset'] }, { credentials });
		expect(left.items).toMatchObject([{ status: 'done', warnings: [] }]);
	});
});

describe('Redash with SAML', () => {
	beforeEach(async () => await stage.reset({ 'redash.saml': 'on' }));

	test('may replace the groups at each sign-in: the row names the attribute, and it is so', async () => {
		const { items } = await onboard({ ...GITA, tools: ['redash'], grants: MORE });
		expect(items).toMatchObject([{ status: 'updated', warnings: [expect.stringMatching(/SAML sign-in is on: .*RedashGroups.*replaces the groups/)] }]);
		await stage.on('redash', 'sso', { email: GITA.email, groups: ['People Ops'] });
		expect((await accountIn(stage, 'redash', 'gita.rao'))?.access).toEqual(['People Ops', 'default']);
	});

	test('does not let in who was disabled, but the person is still to be removed there', async () => {
		const { items } = await offboard({ ...GITA, tools: ['redash'] });
		expect(items).toMatchObject([{ status: 'done', warnings: [expect.stringMatching(/SAML sign-in is on: also remove the person at the identity provider/)] }]);
		await stage.on('redash', 'sso', { email: GITA.email });
		expect(await accountIn(stage, 'redash', 'gita.rao')).toMatchObject({ state: 'inactive' });
		expect((await check({ tools: ['redash'] })).items[0].identityProvider).toEqual([expect.stringContaining('RedashGroups')]);
	});
});

test('a Sisense that can’t end sessions is told in the row, because they go on', async () => {
	await stage.reset({ 'sisense.adminLogout': 'off' });
	const { items } = await offboard({ ...GITA, tools: ['sisense'] });
	expect(items).toMatchObject([{ status: 'lockedOut', warnings: [expect.stringMatching(/no way to end sessions: browser windows that are open go on/)] }]);
	expect(items[0].did).toContain('Ended all tokens');
});

describe('people of a directory in Sisense', () => {
	test.each([
		['tomas.novak', /signs in through a directory: also remove the person there/],
		['yuki.tanaka', /also remove the person there/],
	])('%s: no password is replaced, and the row says where else to close the door', async (local, says) => {
		const { items } = await offboard({ email: `${local}@example.com`, tools: ['sisense'] });
		expect(items).toMatchObject([{ status: 'lockedOut', warnings: [expect.stringMatching(says)] }]);
		expect(items[0].did).not.toContainEqual(expect.stringContaining('password'));
	});

	test('may lose role and groups at the next sign-in: the row of who was changed says so', async () => {
		const { items } = await onboard({ email: 'yuki.tanaka@example.com', tools: ['sisense'], grants: MORE });
		expect(items).toMatchObject([{ status: 'updated', warnings: [expect.stringMatching(/directory or an identity provider, which may set role and groups anew/)] }]);
		await stage.on('sisense', 'sso', { email: 'yuki.tanaka@example.com', groups: [] });
		expect((await accountIn(stage, 'sisense', 'yuki.tanaka'))?.access).toEqual(['consumer']);
	});

	test('keep the groups of the directory, whoever sets their access', async () => {
		const { items } = await onboard({ email: 'tomas.novak@example.com', tools: ['sisense'], grants: { sisenseRole: 'Viewer', sisenseGroups: 'Finance' }, accessMode: 'exactly' });
		expect(items).toMatchObject([{ status: 'updated', removed: [{ name: 'Data Designer' }, { name: 'sALES, emea' }] }]);
		expect((await accountIn(stage, 'sisense', 'tomas.novak'))?.access).toEqual(['DIR-Sales', 'Finance', 'consumer']);
	});
});

test('a provider whose settings can’t be read is a warning, not a failure', async () => {
	await stage.on('redash', 'faults', { spec: 'html:1@/settings/organization' });
	const left = await offboard({ ...GITA, tools: ['redash'] });
	expect(rowOf(left, 'redash')).toMatchObject({ status: 'done', warnings: [expect.stringMatching(/What an identity provider may undo could not be read: \S/)] });
});
