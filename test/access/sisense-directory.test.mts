import { DEFAULT_LIMITS } from '../../kit/http/api';
import { connect } from '../../products/sisense/client';
import { SisenseDirectory } from '../../products/sisense/directory';
import { idOf } from '../../sandbox/sisense/seed.mts';
import { useDirectory } from './probe.mts';

const { ask, state } = useDirectory('sisense', 'sisenseApi', (context) => new SisenseDirectory(connect(context, DEFAULT_LIMITS)));

const find = async (email: string) => await ask(async (directory) => await directory.find([email]));

test('everybody of the tenant is there, pending people included, and nobody of another one', async () => {
	const accounts = await ask(async (directory) => await directory.accounts());
	const { accounts: truth } = await state<{ accounts: Array<{ email: string; state: string; tenant: string; admin: boolean }> }>();
	const told = accounts.map((one) => `${one.email} ${one.state} ${one.admin}`).sort();
	expect(told).toEqual(truth.filter(({ tenant }) => tenant === 'system').map((one) => `${one.email} ${one.state} ${one.admin}`).sort());
});

test('an account in the words all tools share', async () => {
	expect(await find('KOFI.MENSAH@example.com')).toEqual([
		{
			tool: 'sisense',
			id: idOf('kofi.mensah'),
			email: 'kofi.mensah@example.com',
			username: 'kofi.mensah@example.com',
			name: 'Kofi Mensah',
			state: 'active',
			admin: false,
			access: [
				{ kind: 'role', id: expect.any(String), name: 'Viewer', rank: 0 },
				{ kind: 'group', id: expect.any(String), name: 'Everyone', fixed: 'automatic' },
				{ kind: 'group', id: expect.any(String), name: 'Finance' },
			],
			lastSeen: '2026-11-18T16:40:02.000Z',
			lastSeenExact: true,
			createdAt: '2025-02-05T09:00:00.000Z',
			source: 'local',
		},
	]);
});

test.each([
	['yuki.tanaka', { source: 'sso', state: 'active' }],
	['tomas.novak', { source: 'sso', state: 'active', name: 'Tomáš Novák' }],
	['nadia.petrova', { source: 'local', state: 'pending', name: 'Nadia' }],
	['grace.okafor', { admin: true }],
	['chen.wei', { admin: false }],
	['omar.haddad', { access: [expect.objectContaining({ kind: 'group', name: 'Everyone' }), expect.objectContaining({ kind: 'group', name: 'Analytics' })] }],
])('%s', async (local, expected) => {
	expect(await find(`${local}@example.com`)).toMatchObject([expected]);
});

test('who never signed in was never seen', async () => {
	expect((await find('nadia.petrova@example.com'))[0]).not.toHaveProperty('lastSeen');
});

test('an e-mail that two accounts have gives both: somebody has to decide', async () => {
	expect((await find('priya.nair@example.com')).map(({ username }) => username).sort()).toEqual(['pnair', 'priya.nair@example.com']);
});

test('somebody of another tenant is nobody', async () => {
	expect(await find('sam.reed@example.com')).toEqual([]);
	expect(await find('nobody@example.com')).toEqual([]);
});

test("the credential's own account is known, and nothing secret with it", async () => {
	const [self] = await ask(async (directory) => [(await directory.self())!]);
	expect(self).toMatchObject({ email: 'admin@example.com', username: 'admin', admin: true, state: 'active' });
	expect([self]).toEqual(await find('admin@example.com'));
	expect(JSON.stringify(self)).not.toMatch(/hash|\$2a/);
});
