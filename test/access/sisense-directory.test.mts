import { DEFAULT_LIMITS } from '../../kit/http/api';
import { connect } from '../../products/sisense/client';
import { SisenseDirectory } from '../../products/sisense/directory';
import { useDirectory } from './probe.mts';

const { ask, state } = useDirectory(
	'sisense',
	'sisenseApi',
	(context) => new SisenseDirectory(connect(context, DEFAULT_LIMITS)),
);

const find = async (email: string) => await ask(async (directory) => await directory.find(email));

test("everybody of the credential's tenant is there, pending people included, and nobody of another one", async () => {
	const accounts = await ask(async (directory) => await directory.accounts());
	const { accounts: truth } = await state<{ accounts: Array<{ email: string; state: string; tenant: string }> }>();
	const own = truth.filter(({ tenant }) => tenant === 'system');
	expect(own.length).toBeLessThan(truth.length);
	expect(accounts.map(({ email, state: is }) => `${email} ${is}`).sort()).toEqual(own.map((one) => `${one.email} ${one.state}`).sort());
});

test('an account in the words all tools share', async () => {
	const [account] = await find('KOFI.MENSAH@example.com');
	expect(account).toMatchObject({
		tool: 'sisense',
		id: expect.stringMatching(/^[0-9a-f]{24}$/),
		email: 'kofi.mensah@example.com',
		username: 'kofi.mensah@example.com',
		name: 'Kofi Mensah',
		state: 'active',
		admin: false,
		lastSeen: '2026-11-18T16:40:02.000Z',
		lastSeenExact: true,
		source: 'local',
	});
	const access = account.access.map(({ kind, name }) => `${kind} ${name}`).sort();
	expect(access).toEqual(['group Everyone', 'group Finance', 'role Viewer']);
});

test('who is known by a directory or an identity provider is of single sign-on', async () => {
	expect(await find('yuki.tanaka@example.com')).toMatchObject([{ source: 'sso' }]);
	expect(await find('tomas.novak@example.com')).toMatchObject([{ source: 'sso' }]);
});

test('an invitation nobody accepted is pending, and was seen never', async () => {
	const [nadia] = await find('nadia.petrova@example.com');
	expect(nadia).toMatchObject({ state: 'pending', name: 'Nadia' });
	expect(nadia).not.toHaveProperty('lastSeen');
});

test('e-mails that differ in letter case only are two accounts', async () => {
	expect((await find('priya.nair@example.com')).map(({ email }) => email).sort()).toEqual(['Priya.Nair@example.com', 'priya.nair@example.com']);
});

test('the account of the credential is an admin, and who has no role any more is none', async () => {
	expect(await ask(async (directory) => [await directory.self()].flatMap((one) => one ?? []))).toMatchObject([{ email: 'admin@example.com', admin: true }]);
	const [omar] = await find('omar.haddad@example.com');
	expect(omar).toMatchObject({ admin: false });
	expect(omar.access.filter(({ kind }) => kind === 'role')).toEqual([]);
	expect(await find('nobody@example.com')).toEqual([]);
});
