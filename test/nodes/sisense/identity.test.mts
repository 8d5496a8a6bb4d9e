/** Who somebody is: the server minds the case of names, keeps people half known, and shows password hashes (contract 3 and 4). */
import { idOf, STALE_MEMBER } from '../../../sandbox/sisense/seed.mts';
import { account, canSignIn, elsewhere, sisenseStage, stateOf } from './cast.mts';
import { aRole, byEmail, byId, byName, byUsername, EACH_EMAIL, emails, roleNamed, textOf, TOLERANT, wired, json } from './given.mts';

const stage = sisenseStage();

describe('an e-mail', () => {
	test.each(['gita.rao@example.com', 'GITA.RAO@EXAMPLE.COM', 'Gita.Rao@example.com', ' gita.rao@example.com '])('is found as "%s", whatever its case on the server', async (email) => {
		const { items } = await stage.play('user.get', byEmail(email));
		expect(items).toMatchObject([{ id: idOf('Gita.Rao'), email: 'Gita.Rao@example.com', role: 'Board' }]);
	});

	test('that two accounts have but for its case is refused, with both', async () => {
		for (const email of ['priya.nair@example.com', 'Priya.Nair@example.com']) {
			const { message, writes } = await stage.play('user.update', { ...byEmail(email), updateFields: { firstName: 'P' } });
			expect(message).toMatch(/2 Sisense users match the e-mail/);
			expect(message).toContain(`Priya Nair (ID ${idOf('priya.nair')}, priya.nair@example.com, username priya.nair@example.com)`);
			expect(message).toContain(`Priya Nair (ID ${idOf('Priya.Nair')}, Priya.Nair@example.com, username pnair)`);
			expect(writes).toEqual([]);
		}
	});

	test('of such a pair: each is reached by ID and by user name', async () => {
		expect((await stage.play('user.get', byId(idOf('Priya.Nair')))).items).toMatchObject([{ username: 'pnair' }]);
		expect((await stage.play('user.get', byUsername('PNAIR'))).items).toMatchObject([{ id: idOf('Priya.Nair') }]);
		expect((await stage.play('user.get', byUsername('priya.nair@example.com'))).items).toMatchObject([{ id: idOf('priya.nair') }]);
	});

	test.each(["siobhan.o'brien@example.com", 'nur.aziz+bi_50%@example.com'])('%s arrives as it is', async (email) => {
		expect((await stage.play('user.get', byEmail(email))).items).toMatchObject([{ email }]);
	});

	test('of somebody whose e-mail is part of another one is not that one', async () => {
		expect((await stage.play('user.get', byName('ann'))).items).toMatchObject([{ id: idOf('ann') }]);
	});

	test('that nobody has fails alone', async () => {
		const played = await stage.play('user.get', EACH_EMAIL, { items: emails('ann', 'nobody', 'joann'), ...TOLERANT });
		expect(played.items.map(({ email }) => email)).toEqual(['ann@example.com', 'joann@example.com']);
		expect(textOf(played.failures[0])).toMatch(/no user with the e-mail nobody@example\.com.*create the user first/);
	});
});

describe('an ID', () => {
	test.each(['12345', 'me', idOf('ann').slice(1), `${idOf('ann')}0`, '../users', idOf('ann').replace(/^./, 'g')])('such as %s is refused before the server is asked', async (value) => {
		const { message, requests } = await stage.play('user.get', byId('={{ $json.id }}'), { items: [{ id: value }] });
		expect(message).toMatch(/24 characters, 0 to 9 and a to f/);
		expect(requests).toEqual([]);
	});

	test('of nobody is nobody, also of a group’s member who is gone', async () => {
		expect((await stage.play('user.get', byId(STALE_MEMBER))).message).toContain(`no user with the ID ${STALE_MEMBER}`);
	});
});

describe('somebody half known', () => {
	test('whose role was deleted is shown with none, and can be given one', async () => {
		expect((await stage.play('user.get', byName('omar.haddad'))).items).toMatchObject([{ role: null, state: 'active' }]);
		const { items } = await stage.play('user.update', { ...byName('omar.haddad'), updateFields: { role: aRole('Viewer') } });
		expect(items).toMatchObject([{ role: 'Viewer', changed: true }]);
		expect((await account(stage, 'omar.haddad'))?.role).toBe('consumer');
	});

	test('who was invited is pending and has no last name, which stays absent', async () => {
		const { items } = await stage.play('user.get', byName('nadia.petrova'));
		expect(items).toMatchObject([{ firstName: 'Nadia', lastName: '', state: 'pending', lastLogin: null }]);
		const run = async (wire: { url: string }) =>
			await stage.play('user.update', { ...byName('nadia.petrova'), updateFields: { firstName: 'Nadja' } }, { credentials: stage.storeOf({ url: wire.url }) });
		const { seen } = await wired(stage, undefined, run);
		expect(seen.filter(({ method }) => method !== 'GET').map(({ body }) => body)).toEqual([{ firstName: 'Nadja' }]);
	});

	test('of a server that tells nothing but an ID and an e-mail is shown all the same', async () => {
		const bare = { _id: idOf('ann'), email: 'ann@example.com' };
		const before = async ({ path }: { path: string }) => (/\/api\/v1\/users\/[0-9a-f]/.test(path) ? json(200, bare) : undefined);
		const { items } = await wired(stage, before, async (wire) => await stage.play('user.get', byName('ann'), { credentials: stage.storeOf({ url: wire.url }) }));
		expect(items).toEqual([
			{ id: idOf('ann'), email: 'ann@example.com', username: 'ann@example.com', firstName: '', lastName: '', role: null, state: 'active', groups: [], lastLogin: null, createdAt: null },
		]);
	});
});

describe('the hash of a password', () => {
	/** As a server would do that sends the old API's rows everywhere. */
	const everywhere = async ({ method, path, headers }: { method: string; path: string; headers: Record<string, unknown> }) => {
		if (method !== 'GET' || !/\/api\/v1\/users/.test(path)) return undefined;
		const response = await fetch(`${stage.url}${path}`, { headers: { authorization: String(headers.authorization) } });
		const body = (await response.json()) as object | object[];
		const leaky = (row: object) => ({ ...row, hash: '$2a$10$leakedHashOfSomebody', password: 'leakedPassword' });
		return json(200, Array.isArray(body) ? body.map(leaky) : leaky(body));
	};

	test.each([true, false])('leaves with no operation, Simplify %s', async (simplify) => {
		const plays = await wired(stage, everywhere as never, async (wire) => {
			const credentials = stage.storeOf({ url: wire.url });
			return {
				all: [
					await stage.play('user.getCurrent', { simplify }, { credentials }),
					await stage.play('user.get', { ...byName('ann'), simplify }, { credentials }),
					await stage.play('user.getAll', { returnAll: true, simplify }, { credentials }),
					await stage.play('group.getMembers', { group: { __rl: true, mode: 'name', value: 'Finance' }, returnAll: true, simplify }, { credentials }),
					await stage.play('user.update', { ...byName('ann'), updateFields: { firstName: 'Anne' }, simplify }, { credentials }),
				],
			};
		});
		for (const { items, message } of plays.all) {
			expect([message, items.length > 0]).toEqual(['', true]);
			expect(JSON.stringify(items)).not.toMatch(/leaked|"hash"|"password"/);
		}
	});

	test('is what the server does send, or this test would show nothing', async () => {
		expect(JSON.stringify((await elsewhere(stage, 'GET', 'users/loggedin')).body)).toContain('"hash":"$2a$10$');
	});

	test('does not come with the own account either', async () => {
		const gone = async ({ path }: { path: string }) => (/\/api\/v1\/users\/[0-9a-f]/.test(path) ? json(404, { error: { code: 2001, message: 'User not found.', status: 404 } }) : undefined);
		const { items } = await wired(stage, gone, async (wire) => await stage.play('user.getCurrent', { simplify: false }, { credentials: stage.storeOf({ url: wire.url }) }));
		expect(items).toMatchObject([{ email: 'admin@example.com', userName: 'admin' }]);
		expect(items[0]).not.toHaveProperty('hash');
	});
});

describe('the own account', () => {
	test.each(['apiToken', 'login'])('is told by %s', async (authentication) => {
		const { items } = await stage.play('user.getCurrent', {}, { credentials: stage.storeOf({ authentication }) });
		expect(items).toMatchObject([{ email: 'admin@example.com', username: 'admin', role: 'Sys. Admin' }]);
	});
});

describe('an e-mail that is changed', () => {
	test('to one that is taken is told with who has it', async () => {
		const { message } = await stage.play('user.update', { ...byName('ann'), updateFields: { email: 'joann@example.com' } });
		expect(message).toMatch(new RegExp(`The e-mail joann@example\\.com is taken in Sisense by Jo Ann Lee \\(ID ${idOf('joann')}\\)`));
		expect((await account(stage, 'ann'))?.id).toBe(idOf('ann'));
	});

	test('only in its case is a change', async () => {
		const { items } = await stage.play('user.update', { ...byName('Gita.Rao'), updateFields: { email: 'gita.rao@example.com' } });
		expect(items).toMatchObject([{ email: 'gita.rao@example.com', changed: true }]);
	});

	test('is found under the new one by the next item', async () => {
		const items = [{ user: 'ann@example.com', email: 'ann.lee@example.com' }];
		await stage.play('user.update', { ...byEmail('={{ $json.user }}'), updateFields: { email: '={{ $json.email }}' } }, { items });
		expect((await stage.play('user.get', byEmail('ann.lee@example.com'))).items).toMatchObject([{ id: idOf('ann') }]);
		expect((await stage.play('user.get', byName('ann'))).message).toMatch(/no user/);
	});
});

describe('a password', () => {
	test('is replaced, and said not to be checked', async () => {
		const { items, message } = await stage.play('user.update', { ...byName('ann'), updateFields: { password: 'Another-one-77' } });
		expect([message, items]).toMatchObject(['', [{ changed: true, verified: false }]]);
		expect([await canSignIn(stage, 'ann@example.com', 'Another-one-77'), await canSignIn(stage, 'ann@example.com', 'sandbox-pass-1')]).toEqual([true, false]);
	});

	test.each([
		['yuki.tanaka', /yuki\.tanaka@example\.com signs in through single sign-on and has no password in Sisense/],
		['tomas.novak', /tomas\.novak@example\.com signs in through a directory and has no password in Sisense/],
	])('of %s is not Sisense’s to set', async (local, says) => {
		const { message, writes } = await stage.play('user.update', { ...byName(local), updateFields: { password: 'Another-one-77', firstName: 'X' } });
		expect(message).toMatch(says);
		expect(writes).toEqual([]);
	});
});

test('a role of a list is read once for many people', async () => {
	const { items, requests } = await stage.play('user.update', { ...EACH_EMAIL, updateFields: { role: aRole('Designer') } }, { items: emails('joann', 'zoe.muller', 'alex.kim') });
	expect(items.every(({ role, changed }) => role === 'Designer' && changed === true)).toBe(true);
	expect(requests.filter(({ path }) => path.startsWith('/api/roles'))).toHaveLength(1);
	expect((await stateOf(stage)).accounts.filter(({ role }) => role === 'contributor')).toHaveLength(7);
	expect((await stage.play('role.get', roleNamed('Designer'))).items).toMatchObject([{ apiName: 'contributor' }]);
});
