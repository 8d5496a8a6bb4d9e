/** Who is meant: the server lists enabled and disabled people apart, matches parts and wildcards, and stores blanks (contract 5). */
import { startWire } from '../wire.mts';
import { account, elsewhere, redashStage, stateOf } from './cast.mts';
import { byEmail, byId, byName, EACH_EMAIL, emails, textOf, TOLERANT } from '../given.mts';

const stage = redashStage();
const make = async (email: string, name = 'Somebody') => await elsewhere(stage, 'POST', 'users?no_invite=true', { name, email });

describe('finding', () => {
	test('looks among the enabled and the disabled, one by one and in a list', async () => {
		for (const [local, state] of [['gita.rao', 'active'], ['lena.fischer', 'disabled'], ['nadia.petrova', 'pending']] as const) {
			expect((await stage.play('user.get', byName(local))).items).toMatchObject([{ email: `${local}@example.com`, state }]);
		}
		const { items } = await stage.play('user.get', EACH_EMAIL, { items: emails('gita.rao', 'lena.fischer', 'nadia.petrova', 'omar.haddad') });
		expect(items.map(({ state }) => state)).toEqual(['active', 'disabled', 'pending', 'disabled']);
	});

	test('does not mind the case of an e-mail', async () => {
		expect((await stage.play('user.get', byEmail('GITA.Rao@Example.COM'))).items).toMatchObject([{ id: 17 }]);
		const { items, writes } = await stage.play('user.upsert', { email: 'GITA.Rao@Example.COM', name: 'Gita Rao' });
		expect(items).toMatchObject([{ id: 17, changed: false, email: 'gita.rao@example.com' }]);
		expect(writes).toEqual([]);
	});

	test('sees through blanks that the server stores, and shows none', async () => {
		const { items } = await stage.play('user.get', byEmail(' tomas.novak@example.com '));
		expect(items).toMatchObject([{ id: 15, email: 'tomas.novak@example.com' }]);
		const upsert = await stage.play('user.upsert', { email: 'tomas.novak@example.com', name: 'Tomáš Novák' });
		expect(upsert.items).toMatchObject([{ id: 15, changed: false }]);
		expect(upsert.writes).toEqual([]);
		const list = await stage.play('user.get', EACH_EMAIL, { items: emails('tomas.novak', 'gita.rao', 'ann') });
		expect(list.items.map(({ id }) => id)).toEqual([15, 17, 12]);
	});

	test('takes an e-mail as a whole: neither a part nor a wildcard finds somebody', async () => {
		for (const email of ['rao@example.com', 'gita_rao@example.com', '%@example.com', 'gita.rao@example.co', '_@_']) {
			const { message, items } = await stage.play('user.get', byEmail(email));
			expect(items).toEqual([]);
			expect(message).toContain(`no user with the e-mail ${email}`);
		}
	});

	test('of an e-mail that is part of another finds the right one', async () => {
		expect((await stage.play('user.get', byName('ann'))).items).toMatchObject([{ id: 12, name: 'Ann Lee' }]);
		expect((await stage.play('user.get', byName('joann'))).items).toMatchObject([{ id: 13, name: 'Jo Ann Lee' }]);
		const gone = await stage.play('user.disable', byName('ann'));
		expect(gone.items).toMatchObject([{ id: 12, state: 'disabled' }]);
		expect((await account(stage, 'joann'))?.state).toBe('active');
	});

	test.each([
		["siobhan.o'brien", 10],
		['nur.aziz+bi_50%', 14],
		['zoe.muller', 11],
	])('%s survives the way to the server', async (local, id) => {
		expect((await stage.play('user.get', byName(local))).items).toMatchObject([{ id, email: `${local}@example.com` }]);
	});

	test('an e-mail that two accounts share, one of them with blanks, is refused with both', async () => {
		await make('TOMAS.novak@example.com', 'Tomáš Two');
		const { message } = await stage.play('user.get', byName('tomas.novak'));
		expect(message).toMatch(/2 Redash users match the e-mail tomas\.novak@example\.com: .*\(ID 15, .*\(ID 20, /);
		for (const [operation, parameters] of [
			['user.upsert', { email: 'tomas.novak@example.com', name: 'T' }],
			['user.create', { email: 'tomas.novak@example.com', name: 'T' }],
			['user.disable', byName('tomas.novak')],
		] as const) {
			const played = await stage.play(operation, parameters as never);
			expect(played.message).toContain('2 Redash users match');
			expect(played.writes).toEqual([]);
		}
		expect((await stage.play('user.get', byId(15))).items).toMatchObject([{ name: 'Tomáš Novák' }]);
	});

	test('one of them disabled is a twin all the same', async () => {
		await make('TOMAS.novak@example.com', 'Tomáš Two');
		await elsewhere(stage, 'POST', 'users/20/disable');
		expect((await stage.play('user.get', byName('tomas.novak'))).message).toMatch(/2 Redash users match.*disabled/);
	});

	test('beyond the first page of both lists loses nobody', async () => {
		await stage.control('people', { count: 520, prefix: 'crowd' });
		await stage.control('people', { count: 260, prefix: 'gone', active: false });
		const all = await stage.play('user.getAll', { returnAll: true });
		expect(new Set(all.items.map(({ id }) => id)).size).toBe(799);
		expect(all.items).toHaveLength(799);
		// Who the key's user is, three pages of the enabled, two of the disabled, and the groups.
		expect(all.requests).toHaveLength(7);
		const items = [...Array.from({ length: 300 }, (_, i) => ({ email: `crowd${i + 200}@example.com` })), { email: 'gone260@example.com' }];
		const some = await stage.play('user.get', EACH_EMAIL, { items });
		expect(some.items.map(({ email }) => email)).toEqual(items.map(({ email }) => email));
		expect(some.requests.length).toBeLessThanOrEqual(7);
	});

	test('a list that gets shorter while it is read loses nobody', async () => {
		await stage.control('people', { count: 300, prefix: 'crowd' });
		const wire = await startWire(stage.url);
		let left = 0;
		wire.before = async ({ path }) => {
			// Everybody of the first page moves up by one.
			if (path.includes('page=2') && left === 0) left = (await elsewhere(stage, 'POST', 'users/4/disable')).status;
		};
		const { items } = await stage.play('user.getAll', { returnAll: true }, { credentials: stage.storeOf({ url: wire.url }) });
		await wire.close();
		expect(left).toBe(200);
		expect(new Set(items.map(({ email }) => email)).size).toBe(319);
	});
});

describe('filters', () => {
	const ids = async (filters: object) => (await stage.play('user.getAll', { returnAll: true, filters: filters as never })).items.map(({ id }) => id).sort((a, b) => Number(a) - Number(b));

	test('by state know three', async () => {
		expect(await ids({ state: 'disabled' })).toEqual([6, 16]);
		expect(await ids({ state: 'pending' })).toEqual([9, 19]);
		expect(await ids({ state: 'active' })).toHaveLength(15);
	});

	test('by text take it as it is', async () => {
		expect(await ids({ search: 'aNN' })).toEqual([12, 13]);
		expect(await ids({ search: '_' })).toEqual([14]);
		expect(await ids({ search: '%' })).toEqual([11, 14]);
		expect(await ids({ search: '🎉' })).toEqual([11]);
	});

	test('by groups want all of them', async () => {
		expect(await ids({ groups: ['Analytics', 'default'] })).toEqual([5, 16]);
		expect(await ids({ groups: ['Analytics'], state: 'active' })).toEqual([5]);
		expect(await ids({ groups: ['Sales, EMEA'] })).toEqual([]);
	});
});

describe('an e-mail that somebody has', () => {
	test.each([
		['user.create', { email: 'GITA.RAO@example.com', name: 'G' }, /has a Redash account already: .*ID 17.*"Create or Update"/],
		['user.create', { email: 'omar.haddad@example.com', name: 'O' }, /has a Redash account already: .*disabled.*"Enable"/],
		['user.create', { email: 'tomas.novak@example.com', name: 'T' }, /has a Redash account already: .*ID 15/],
		['user.update', { ...byId(17), updateFields: { email: 'ann@example.com' } }, /e-mail ann@example\.com is taken in Redash by .*ID 12/],
		['user.update', { ...byId(17), updateFields: { email: 'omar.haddad@example.com' } }, /omar\.haddad@example\.com is taken in Redash by .*disabled.*Enable that account/],
	])('is refused by %s, %j, with who it is', async (operation, parameters, says) => {
		const before = await stateOf(stage);
		const { message } = await stage.play(operation, parameters as never);
		expect(message).toMatch(says);
		expect(await stateOf(stage)).toEqual(before);
	});

	test('is made by somebody else between the look-up and the creation: told with who it is', async () => {
		const wire = await startWire(stage.url);
		let made = 0;
		wire.before = async ({ method }) => {
			if (method === 'POST' && made === 0) made = (await make('n@example.com', 'First')).status;
		};
		const { message } = await stage.play('user.create', { email: 'n@example.com', name: 'Second' }, { credentials: stage.storeOf({ url: wire.url }) });
		await wire.close();
		expect(made).toBe(200);
		expect(message).toMatch(/n@example\.com is taken in Redash by First .*ID 20/);
	});

	test('in two new items, in different case, makes one account', async () => {
		const items = [{ email: 'twin@example.com' }, { email: 'Twin@Example.com' }];
		const upsert = await stage.play('user.upsert', { email: '={{ $json.email }}', name: 'Twin' }, { items });
		expect(upsert.items).toMatchObject([{ email: 'twin@example.com', changed: true }, { email: 'twin@example.com', changed: false }]);
		expect(upsert.writes).toHaveLength(1);
		await stage.reset();
		const create = await stage.play('user.create', { email: '={{ $json.email }}', name: 'Twin' }, { items, ...TOLERANT });
		expect(create.items).toHaveLength(1);
		expect(textOf(create.failures[0])).toContain('has a Redash account already');
	});

	test('that the server does not like is told with the reason', async () => {
		const { message } = await stage.play('user.create', { email: 'n@qq.com', name: 'N' });
		expect(message).toMatch(/does not accept this e-mail address.*REDASH_BLOCKED_DOMAINS/);
	});
});

describe('somebody who was disabled', () => {
	const UPSERT = { email: 'omar.haddad@example.com', name: 'Omar H.' };

	test('is not revived by an upsert unless told', async () => {
		const refused = await stage.play('user.upsert', UPSERT);
		expect(refused.message).toMatch(/omar\.haddad@example\.com has a disabled Redash account .*"When Disabled"/);
		expect(refused.writes).toEqual([]);
		const left = await stage.play('user.upsert', { ...UPSERT, options: { whenInactive: 'leave' } });
		expect(left.items).toMatchObject([{ state: 'disabled', name: 'Omar H.', changed: true }]);
		const revived = await stage.play('user.upsert', { ...UPSERT, options: { whenInactive: 'reactivate' } });
		expect(revived.items).toMatchObject([{ state: 'active', changed: true }]);
		expect((await account(stage, 'omar.haddad'))?.state).toBe('active');
	});

	test('before accepting is pending again when enabled', async () => {
		await stage.play('user.disable', byName('nadia.petrova'));
		const { items } = await stage.play('user.enable', byName('nadia.petrova'));
		expect(items).toMatchObject([{ state: 'pending', changed: true }]);
	});
});

describe('names', () => {
	const STRANGE = [`O'Brien!`, `100% A+B & Co`, `Zoë 🎉`, `田中`, `%_\\`, `"quoted" #1?=/;`, '<b>x</b>'];

	test('with quotes, percent, plus and emoji arrive and come back as they were', async () => {
		const items = STRANGE.map((name, i) => ({ email: `s${i}+t'ag@example.com`, name }));
		const created = await stage.play('user.create', { email: '={{ $json.email }}', name: '={{ $json.name }}' }, { items });
		expect(created.message).toBe('');
		expect(created.items).toMatchObject(items);
		for (const { email, name } of items) {
			expect((await stage.play('user.get', byEmail(email))).items).toMatchObject([{ name }]);
			const found = await stage.play('user.getAll', { returnAll: true, filters: { search: name } });
			expect(found.items.map((one) => one.email)).toContain(email);
		}
		const again = await stage.play('user.create', { email: '={{ $json.email }}', name: '={{ $json.name }}' }, { items, ...TOLERANT });
		expect(again.failures).toHaveLength(items.length);
	});

	test('longer than the server stores are refused before it is asked', async () => {
		const { message, requests } = await stage.play('user.create', { email: 'n@example.com', name: 'x'.repeat(321) });
		expect(message).toMatch(/"Name" has 321 characters, more than the 320 allowed/);
		expect(requests).toEqual([]);
	});
});

describe('what is sent', () => {
	test('is a whitelist: nothing the server would ignore, no cookie, no key in the address', async () => {
		const wire = await startWire(stage.url);
		const credentials = stage.storeOf({ url: `${wire.url}/` });
		await stage.play('user.create', { email: 'N@example.com', name: 'N', additionalFields: { groups: ['Analytics'] } }, { credentials });
		await stage.play('user.update', { ...byId(17), updateFields: { name: 'G', email: 'g@example.com', groups: ['default'] } }, { credentials });
		await wire.close();
		const sent = wire.seen.filter(({ method }) => method !== 'GET').map(({ method, path, body }) => ({ method, path, body }));
		expect(sent).toEqual([
			{ method: 'POST', path: '/api/users', body: { name: 'N', email: 'N@example.com' } },
			{ method: 'POST', path: '/api/groups/4/members', body: { user_id: 20 } },
			{ method: 'DELETE', path: '/api/groups/2/members/20', body: undefined },
			{ method: 'POST', path: '/api/users/17', body: { name: 'G', email: 'g@example.com' } },
		]);
		for (const { headers, path, method } of wire.seen) {
			expect(headers.accept).toBe('application/json');
			expect(headers.cookie).toBeUndefined();
			expect(headers.authorization).toMatch(/^Key \w{40}$/);
			expect(path).not.toMatch(/api_key|disabled=false/);
			if (method === 'POST') expect(headers['content-type']).toBe('application/json');
		}
	});

	test('about one person named three times in one list goes out one after another, each item seeing what the one before left', async () => {
		const items = [{ name: 'A' }, { name: 'A' }, { name: 'B' }];
		const { items: out, writes } = await stage.play('user.update', { ...byId(17), updateFields: { name: '={{ $json.name }}' } }, { items });
		expect(out.map(({ changed }) => changed)).toEqual([true, false, true]);
		expect(writes).toHaveLength(2);
		expect((await account(stage, 'gita.rao'))?.name).toBe('B');
	});

	test.each([
		['user.delete', /nadia\.petrova@example\.com \(ID 9\) does not exist any more/],
		['user.update', /nadia\.petrova@example\.com \(ID 9\) does not exist any more/],
		['user.disable', /deleted in the meantime/],
		['user.invite', /deleted in the meantime/],
	])('by %s about somebody deleted since the look-up ends with a message that says so', async (operation, says) => {
		const wire = await startWire(stage.url);
		const deletions: number[] = [];
		wire.before = async ({ method }) => {
			if (method !== 'GET') deletions.push((await elsewhere(stage, 'DELETE', 'users/9')).status);
		};
		const { message } = await stage.play(operation, { ...byId(9), updateFields: { name: 'X' } }, { credentials: stage.storeOf({ url: wire.url }) });
		await wire.close();
		expect(deletions[0]).toBe(200);
		expect(message).toMatch(says);
	});
});
