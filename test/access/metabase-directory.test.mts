import { DEFAULT_LIMITS } from '../../kit/http/api';
import { connect } from '../../products/metabase/client';
import { MetabaseDirectory } from '../../products/metabase/directory';
import { useDirectory } from './probe.mts';

const { ask, state } = useDirectory(
	'metabase',
	'metabaseAdminApi',
	(context) => new MetabaseDirectory(connect(context, DEFAULT_LIMITS)),
);

const find = async (email: string) => await ask(async (directory) => await directory.find(email));

test('everybody is there, deactivated people included, and no account of an API key', async () => {
	const accounts = await ask(async (directory) => await directory.accounts());
	const { accounts: truth } = await state<{ accounts: Array<{ email: string; state: string; type: string }> }>();
	const people = truth.filter(({ type }) => type === 'personal');
	expect(people.length).toBeLessThan(truth.length);
	const told = accounts.map(({ email, state: is }) => `${email} ${is}`).sort();
	expect(told).toEqual(people.map((one) => `${one.email} ${one.state === 'deactivated' ? 'inactive' : one.state}`).sort());
});

test('an account in the words all tools share', async () => {
	const [account] = await find('KOFI.MENSAH@example.com');
	expect(account).toMatchObject({
		tool: 'metabase',
		id: '11',
		email: 'kofi.mensah@example.com',
		username: 'kofi.mensah@example.com',
		name: 'Kofi Mensah',
		state: 'active',
		admin: false,
		lastSeen: '2026-11-18T16:40:02.000Z',
		lastSeenExact: true,
		source: 'local',
	});
	expect(account.access.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(['group All Users', 'group Finance']);
});

test('who signs in with Google is of single sign-on, and who has no name is called by the e-mail', async () => {
	expect(await find('yuki.tanaka@example.com')).toMatchObject([{ source: 'sso' }]);
	const [nadia] = await find('nadia.petrova@example.com');
	expect(nadia).toMatchObject({ name: 'nadia.petrova@example.com' });
	expect(nadia).not.toHaveProperty('lastSeen');
});

test('a key has an account that is nobody, and nobody is nobody', async () => {
	expect(await ask(async (directory) => [await directory.self()].flatMap((one) => one ?? []))).toEqual([]);
	expect(await find('nobody@example.com')).toEqual([]);
});
