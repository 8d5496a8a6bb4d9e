import { samePerson } from '../../access/account';
import { DEFAULT_LIMITS } from '../../kit/http/api';
import { connect } from '../../products/superset/client';
import { SupersetDirectory } from '../../products/superset/directory';
import { useDirectory } from './probe.mts';

const { ask, state } = useDirectory('superset', 'supersetApi', (context) => new SupersetDirectory(connect(context, DEFAULT_LIMITS)));

test('everybody is there, inactive people included', async () => {
	const accounts = await ask(async (directory) => await directory.accounts());
	const { accounts: truth } = await state<{ accounts: Array<{ active: boolean | null }> }>();
	expect(accounts).toHaveLength(truth.length);
	expect(accounts.filter(({ state }) => state === 'inactive')).toHaveLength(truth.filter(({ active }) => active !== true).length);
});

test('an account in the words all tools share', async () => {
	const [account] = await ask(async (directory) => await directory.find(['KOFI.MENSAH@example.com']));
	expect(account).toEqual({
		tool: 'superset',
		id: '3',
		email: 'kofi.mensah@example.com',
		username: 'kofi.mensah',
		name: 'Kofi Mensah',
		state: 'active',
		admin: false,
		access: expect.arrayContaining([
			{ kind: 'role', id: expect.any(String), name: 'Finance Viewers' },
			{ kind: 'group', id: expect.any(String), name: 'Finance' },
		]),
		lastSeen: expect.stringMatching(/^2026-11-18T16:40:02/),
		lastSeenExact: false,
		createdAt: '2025-01-20T09:00:00.000000',
		source: 'unknown',
	});
});

test('an e-mail that two accounts have gives both: somebody has to decide', async () => {
	const accounts = await ask(async (directory) => await directory.find(['priya.nair@example.com']));
	expect(accounts.map(({ username }) => username).sort()).toEqual(['pnair', 'priya.nair']);
	expect(accounts.every(({ email }) => samePerson(email, 'Priya.Nair@EXAMPLE.com'))).toBe(true);
});

test("the credential's own account is known", async () => {
	const [self] = await ask(async (directory) => [(await directory.self())!]);
	expect(self).toMatchObject({ username: 'admin', admin: true, state: 'active' });
});

test('nobody is nobody', async () => {
	expect(await ask(async (directory) => await directory.find(['nobody@example.com']))).toEqual([]);
});
