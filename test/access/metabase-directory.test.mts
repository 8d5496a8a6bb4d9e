import { DEFAULT_LIMITS } from '../../kit/http/api';
import { connect } from '../../products/metabase/client';
import { MetabaseDirectory } from '../../products/metabase/directory';
import { useDirectory } from './probe.mts';

const { ask, state } = useDirectory('metabase', 'metabaseAdminApi', (context) => new MetabaseDirectory(connect(context, DEFAULT_LIMITS)));

interface Truth {
	accounts: Array<{ id: number; email: string; name: string; type: string; state: string; admin: boolean; sso: string | null; groups: string[] }>;
}

test('everybody is there as they are, deactivated people included, and no account of a key', async () => {
	const accounts = await ask(async (directory) => await directory.accounts());
	const { accounts: truth } = await state<Truth>();
	const told = accounts.map(({ id, email, name, state: is, admin, access }) => ({ id: Number(id), email, name, state: is, admin, groups: access.map((one) => one.name).sort() }));
	const people = truth.filter(({ type }) => type === 'personal');
	expect(told.sort((a, b) => a.id - b.id)).toEqual(
		people.map(({ id, email, name, state: is, admin, groups }) => ({ id, email, name, state: is === 'active' ? 'active' : 'inactive', admin, groups: [...groups].sort() })),
	);
});

test('an account in the words all tools share', async () => {
	const [account, ...more] = await ask(async (directory) => await directory.find(['YUKI.Tanaka@example.com']));
	expect(more).toEqual([]);
	expect(account).toEqual({
		tool: 'metabase',
		id: '18',
		email: 'yuki.tanaka@example.com',
		username: 'yuki.tanaka@example.com',
		name: '由紀 田中',
		state: 'active',
		admin: false,
		access: [{ kind: 'group', id: '1', name: 'All Users', fixed: 'automatic' }],
		lastSeen: '2026-11-16T16:00:00.000Z',
		lastSeenExact: true,
		createdAt: '2025-05-05T09:00:00.000Z',
		source: 'sso',
	});
});

test('somebody who left is found, and somebody without a name or a sign-in has neither', async () => {
	const find = async (email: string) => (await ask(async (directory) => await directory.find([email])))[0];
	expect(await find('boris.ivanov@example.com')).toMatchObject({ id: '4', state: 'inactive', source: 'local' });
	const nadia = await find('nadia.petrova@example.com');
	expect(nadia).toMatchObject({ name: 'nadia.petrova@example.com', state: 'active' });
	expect(nadia).not.toHaveProperty('lastSeen');
});

test('a key is nobody’s account, and nobody is nobody', async () => {
	const self = await ask(async (directory) => [{ self: (await directory.self()) ?? null }] as never);
	expect(self).toEqual([{ self: null }]);
	expect(await ask(async (directory) => await directory.find(['nobody@example.com']))).toEqual([]);
	expect(await ask(async (directory) => await directory.find(['gita_rao@example.com']))).toEqual([]);
});
