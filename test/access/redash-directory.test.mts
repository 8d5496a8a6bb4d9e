import { DEFAULT_LIMITS } from '../../kit/http/api';
import { connect } from '../../products/redash/client';
import { RedashDirectory } from '../../products/redash/directory';
import { useDirectory } from './probe.mts';

const { ask, state } = useDirectory('redash', 'redashApi', (context) => new RedashDirectory(connect(context, DEFAULT_LIMITS)));

test('everybody is there, disabled and pending people included', async () => {
	const accounts = await ask(async (directory) => await directory.accounts());
	const { accounts: truth } = await state<{ accounts: Array<{ email: string; state: string }> }>();
	const told = accounts.map(({ email, state: is }) => `${email} ${is}`).sort();
	expect(told).toEqual(truth.map((one) => `${one.email.trim()} ${one.state === 'disabled' ? 'inactive' : one.state}`).sort());
});

test('an account in the words all tools share', async () => {
	const [account] = await ask(async (directory) => await directory.find(['KOFI.MENSAH@example.com']));
	expect(account).toMatchObject({
		tool: 'redash',
		id: '7',
		email: 'kofi.mensah@example.com',
		username: 'kofi.mensah@example.com',
		name: 'Kofi Mensah',
		state: 'active',
		admin: false,
		lastSeenExact: true,
		source: 'unknown',
	});
	// He is in Finance twice, which is one access.
	expect(account.access.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(['group Finance', 'group default']);
});

test('an admin by a group of their own is an admin, and a stored blank is no part of the e-mail', async () => {
	const find = async (email: string) => (await ask(async (directory) => await directory.find([email])))[0];
	expect(await find('chen.wei@example.com')).toMatchObject({ admin: true });
	expect(await find('tomas.novak@example.com')).toMatchObject({ email: 'tomas.novak@example.com', name: 'Tomáš Novák' });
});

test("the key's own account is known, and nobody is nobody", async () => {
	const [self] = await ask(async (directory) => [(await directory.self())!]);
	expect(self).toMatchObject({ email: 'admin@example.com', admin: true, state: 'active' });
	expect(await ask(async (directory) => await directory.find(['nobody@example.com']))).toEqual([]);
});
