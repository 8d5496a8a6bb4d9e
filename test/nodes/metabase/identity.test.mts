/** Who is meant: lists leave people out or show what is nobody, searches know wildcards, and names mean nothing (contract 3). */
import type { Stage } from '../stage.mts';
import { withWire } from '../wire.mts';
import { byEmail, byId, byName, EACH_EMAIL, emails, groupNamed, textOf, TOLERANT } from '../given.mts';
import { account, elsewhere, metabaseStage, stateOf } from './cast.mts';

const GENERATIONS = ['v49', 'v54', 'v57', 'v60'];

/** Ids of the hidden accounts of keys, in the company as seeded. */
const KEY_ACCOUNTS = [2, 21, 22];
const INTERNAL = 13_371_338;

const idsOf = (items: Array<Record<string, unknown>>) => items.map(({ id }) => Number(id));
const everybody = async (stage: Stage) => idsOf((await stage.play('user.getAll', { returnAll: true })).items);

describe.each(GENERATIONS)('Metabase %s', (version) => {
	const stage = metabaseStage({ version });

	test('finds deactivated people by ID and by e-mail, one by one and in a list', async () => {
		for (const way of [byId(8), byName('omar.haddad')]) {
			expect((await stage.play('user.get', way)).items).toMatchObject([{ id: 8, state: 'deactivated', groups: ['All Users', 'Analytics'] }]);
		}
		const { items } = await stage.play('user.get', EACH_EMAIL, { items: emails('gita.rao', 'omar.haddad', 'boris.ivanov', 'nadia.petrova') });
		expect(items.map(({ id, state }) => [id, state])).toEqual([[20, 'active'], [8, 'deactivated'], [4, 'deactivated'], [19, 'active']]);
		const byIds = await stage.play('user.get', byId('={{ $json.id }}'), { items: [{ id: 8 }, { id: 20 }, { id: 4 }] });
		expect(idsOf(byIds.items)).toEqual([8, 20, 4]);
	});

	test('does not mind the case of an e-mail', async () => {
		expect((await stage.play('user.get', byEmail('GITA.Rao@Example.COM'))).items).toMatchObject([{ id: 20, email: 'gita.rao@example.com' }]);
		const { items, writes } = await stage.play('user.upsert', { email: 'GITA.Rao@Example.COM' });
		expect(items).toMatchObject([{ id: 20, changed: false }]);
		expect(writes).toEqual([]);
	});

	test('takes an e-mail as a whole: neither a part nor a wildcard finds somebody', async () => {
		for (const email of ['rao@example.com', 'gita_rao@example.com', '%@example.com', 'gita.rao@example.co', '_@_', 'gita%']) {
			const { message, items } = await stage.play('user.get', email.includes('@') ? byEmail(email) : byEmail(`${email}@example.com`));
			expect(items).toEqual([]);
			expect(message).toContain('Metabase has no user with the e-mail');
		}
	});

	test.each([
		["siobhan.o'brien", 14],
		['nur.aziz+bi_50%', 16],
		['zoe.muller', 15],
		['ann', 12],
		['joann', 13],
		['alex.kim', 9],
		['alex.kim2', 10],
	])('%s is found and nobody else', async (local, id) => {
		expect((await stage.play('user.get', byName(local))).items).toMatchObject([{ id, email: `${local}@example.com` }]);
	});

	test('searches for what stands there, wildcards included', async () => {
		const found = async (search: string) => idsOf((await stage.play('user.getAll', { returnAll: true, filters: { search } })).items).sort((a, b) => a - b);
		expect(await found('_')).toEqual([16]);
		expect(await found('%')).toEqual([15, 16]);
		expect(await found('aNN')).toEqual([12, 13]);
		expect(await found('🎉')).toEqual([15]);
		expect(await found("o'b")).toEqual([14]);
		expect(await found('田中')).toEqual([18]);
	});

	test('tells two people of one name apart by what they are asked for', async () => {
		const { items } = await stage.play('user.update', { ...byName('alex.kim2'), updateFields: { lastName: 'Kim the Second' } });
		expect(items).toMatchObject([{ id: 10, lastName: 'Kim the Second', changed: true }]);
		expect((await account(stage, 'alex.kim'))?.name).toBe('Alex Kim');
		expect(idsOf((await stage.play('user.getAll', { returnAll: true, filters: { search: 'Kim' } })).items).sort()).toEqual([10, 9]);
	});

	test('never counts the accounts of API keys, or its own, as people', async () => {
		const people = (await stateOf(stage)).accounts.filter(({ type }) => type === 'personal');
		expect((await everybody(stage)).sort((a, b) => a - b)).toEqual(people.map(({ id }) => id));
		for (const id of [...KEY_ACCOUNTS, INTERNAL]) {
			for (const operation of ['user.get', 'user.deactivate', 'user.getOwned', 'user.setPassword']) {
				const { message, writes } = await stage.play(operation, { ...byId(id), password: 'Str0ng-enough' });
				expect([operation, message]).toEqual([operation, expect.stringContaining(`no user with the ID ${id}`)]);
				expect(writes).toEqual([]);
			}
		}
		const mail = 'api-key-user-00000000-0000-4000-8000-000000000001@api-key.invalid';
		expect((await stage.play('user.get', byEmail(mail))).message).toContain('no user with the e-mail');
		const admins = await stage.play('group.getMembers', { ...groupNamed('Administrators'), returnAll: true });
		expect(idsOf(admins.items).sort((a, b) => a - b)).toEqual([1, 3, 4]);
		const recipients = await stage.play('user.getRecipients', { returnAll: true });
		expect(recipients.items.map(({ email }) => email).filter((email) => /invalid|internal/.test(String(email)))).toEqual([]);
	});

	test('shows the account of a key only to whoever asks for the own one', async () => {
		const { items } = await stage.play('user.getCurrent', {});
		expect(items).toMatchObject([{ id: 2, admin: true, groups: ['Administrators', 'All Users'] }]);
	});

	test('filters by state and by groups, all of which count', async () => {
		const ids = async (filters: object) => idsOf((await stage.play('user.getAll', { returnAll: true, filters: filters as never })).items).sort((a, b) => a - b);
		expect(await ids({ state: 'deactivated' })).toEqual([4, 8]);
		expect(await ids({ groups: ['Analytics', 'Finance'] })).toEqual([7]);
		expect(await ids({ groups: ['Analytics'] })).toEqual([6, 7, 8]);
		expect(await ids({ groups: ['Analytics'], state: 'active' })).toEqual([6, 7]);
		expect(await ids({ groups: ['Interns'] })).toEqual([]);
	});

	test('loses nobody of 1,200 people with equal names, read in pages', async () => {
		const COUNT = 1_200;
		await stage.control('people', { count: COUNT, prefix: 'crowd' });
		const first = (await account(stage, 'crowd1'))!.id;
		// Equal names: what the order of an old server leaves to chance.
		for (let i = 0; i < COUNT; i += 40) {
			const some = Array.from({ length: 40 }, (_, n) => first + i + n);
			const answers = await Promise.all(some.map(async (id) => await elsewhere(stage, 'PUT', `user/${id}`, { first_name: 'Alex', last_name: 'Kim' })));
			expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		}
		const all = await everybody(stage);
		expect(all).toHaveLength(COUNT + 19);
		expect(new Set(all).size).toBe(all.length);
		const items = Array.from({ length: 300 }, (_, i) => ({ email: `crowd${i * 4 + 1}@example.com` }));
		const { items: found, message, requests } = await stage.play('user.get', EACH_EMAIL, { items });
		expect([message, found.map(({ email }) => ({ email }))]).toEqual(['', items]);
		// Who the key is, the groups, and two pages; where these left somebody out, an empty third, and the list in one piece.
		expect(requests.length).toBeLessThanOrEqual(['v49', 'v54'].includes(version) ? 6 : 4);
	});

	test('an e-mail that somebody has is refused with who it is', async () => {
		const before = await stateOf(stage);
		for (const [operation, parameters, says] of [
			['user.create', { email: 'GITA.RAO@example.com' }, /has a Metabase account already: Gita Rao \(ID 20\).*"Create or Update"/],
			['user.create', { email: 'omar.haddad@example.com' }, /has a Metabase account already: Omar Haddad \(ID 8, deactivated\).*"Reactivate"/],
			['user.update', { ...byId(20), updateFields: { email: 'Ann@example.com' } }, /e-mail Ann@example\.com is taken in Metabase by Ann Lee \(ID 12\).*another e-mail/],
			['user.update', { ...byId(20), updateFields: { email: 'omar.haddad@example.com' } }, /taken in Metabase by Omar Haddad \(ID 8, deactivated\).*"Reactivate"/],
		] as Array<[string, never, RegExp]>) {
			expect((await stage.play(operation, parameters)).message).toMatch(says);
		}
		expect(await stateOf(stage)).toEqual(before);
	});

	test('an e-mail taken between look-up and creation is told with who has it', async () => {
		let made = 0;
		const before = async ({ method }: { method: string }) => {
			if (method === 'POST' && made === 0) made = (await elsewhere(stage, 'POST', 'user', { email: 'n@example.com', first_name: 'First' })).status;
		};
		const { message } = await withWire(stage.url, before, async ({ url }) => await stage.play('user.create', { email: 'n@example.com' }, { credentials: stage.storeOf({ url }) }));
		expect(made).toBe(200);
		expect(message).toMatch(/n@example\.com is taken in Metabase by First \(ID \d+\)/);
	});

	test('of two new items of one e-mail in different case makes one account', async () => {
		const items = [{ email: 'twin@example.com' }, { email: 'Twin@Example.com' }];
		const upsert = await stage.play('user.upsert', { email: '={{ $json.email }}' }, { items });
		expect(upsert.items).toMatchObject([{ email: 'twin@example.com', changed: true }, { email: 'twin@example.com', changed: false }]);
		expect(upsert.writes).toHaveLength(1);
		await stage.reset();
		const create = await stage.play('user.create', { email: '={{ $json.email }}' }, { items, ...TOLERANT });
		expect(create.items).toHaveLength(1);
		expect(textOf(create.failures[0])).toContain('has a Metabase account already');
	});

	test('takes three items about one person one after another, each seeing what the one before left', async () => {
		const items = [{ name: 'A' }, { name: 'A' }, { name: 'B' }];
		const { items: out, writes } = await stage.play('user.update', { ...byId(20), updateFields: { firstName: '={{ $json.name }}' } }, { items });
		expect(out.map(({ changed }) => changed)).toEqual([true, false, true]);
		expect(writes).toHaveLength(2);
		expect((await account(stage, 'gita.rao'))?.name).toBe('B Rao');
	});
});
