/** Who is meant: e-mails and usernames are unique on the server only with their case, and names hold anything. */
import { startWire } from '../wire.mts';
import { account, addLeavers, elsewhere, stateOf, supersetStage } from './cast.mts';
import { byEmail, byId, byUsername, EACH_EMAIL, textOf, TOLERANT } from '../given.mts';

describe.each(['6.1', '4.1'])('Superset %s', (version) => {
	const stage = supersetStage(version);

	/** On the server with the password trap every change has to say what becomes of the password. */
	const options = { acceptPasswordLoss: true };

	test('an e-mail that two accounts share in different case is refused with both', async () => {
		for (const email of ['priya.nair@example.com', 'Priya.Nair@example.com', 'PRIYA.NAIR@EXAMPLE.COM']) {
			const { message } = await stage.play('user.get', byEmail(email));
			expect(message).toContain('2 Superset users match');
			expect(message).toContain('priya.nair (ID 9');
			expect(message).toContain('pnair (ID 10');
		}
		const upsert = await stage.play('user.upsert', { email: 'priya.nair@example.com', roles: ['Alpha'], options });
		expect(upsert.message).toContain('2 Superset users match');
		expect(upsert.writes).toEqual([]);
	});

	test('one of the two is still reached by username or ID', async () => {
		expect((await stage.play('user.get', byUsername('PNAIR'))).items).toMatchObject([{ id: 10, email: 'Priya.Nair@example.com' }]);
		expect((await stage.play('user.get', byId(9))).items).toMatchObject([{ username: 'priya.nair' }]);
	});

	test('the case of an e-mail does not matter where one account has it', async () => {
		expect((await stage.play('user.get', byEmail('GITA.Rao@Example.COM'))).items).toMatchObject([{ id: 14 }]);
		const { items, writes } = await stage.play('user.upsert', { email: 'GITA.Rao@Example.COM', roles: ['Gamma'] });
		expect(items).toMatchObject([{ id: 14, changed: false, email: 'gita.rao@example.com' }]);
		expect(writes).toEqual([]);
	});

	test('an e-mail matches as a whole: neither a part nor a wildcard finds somebody', async () => {
		for (const email of ['rao@example.com', 'gita_rao@example.com', '%@example.com', 'gita.rao@example.co', '_@_']) {
			const { message, items } = await stage.play('user.get', byEmail(email));
			expect(items).toEqual([]);
			expect(message).toContain(`no user with the e-mail ${email}`);
		}
	});

	test('a username that differs from another only in case is refused: neither could sign in any more', async () => {
		const before = await stateOf(stage);
		const create = await stage.play('user.create', { email: 'other@example.com', roles: ['Gamma'], additionalFields: { username: 'Gita.RAO' } });
		expect(create.message).toContain('The username Gita.RAO is taken in Superset by gita.rao@example.com (username gita.rao, ID 14)');
		const update = await stage.play('user.update', { ...byUsername('kofi.mensah'), updateFields: { username: 'GITA.RAO' }, options });
		expect(update.message).toContain('is taken in Superset by gita.rao@example.com');
		const upsert = await stage.play('user.upsert', { email: 'other@example.com', roles: ['Gamma'], additionalFields: { username: 'GITA.RAO' } });
		expect(upsert.message).toContain('is taken in Superset by gita.rao@example.com');
		expect([...create.writes, ...update.writes, ...upsert.writes]).toEqual([]);
		expect((await stateOf(stage)).accounts.map(({ username }) => username)).toEqual(before.accounts.map(({ username }) => username));
	});

	test('somebody may change the case of their own username', async () => {
		const { items, message } = await stage.play('user.update', { ...byId(14), updateFields: { username: 'Gita.Rao' }, options });
		expect(message).toBe('');
		expect(items).toMatchObject([{ username: 'Gita.Rao', changed: true }]);
	});

	test.each([
		['user.create', { email: 'gita.rao@example.com', roles: ['Gamma'] }, /has a Superset account already: .*ID 14/],
		['user.create', { email: 'GITA.RAO@example.com', roles: ['Gamma'] }, /has a Superset account already: .*ID 14/],
		['user.create', { email: 'gone1@example.com', roles: ['Gamma'] }, /has a Superset account already: .*inactive.*"Reactivate"/],
		['user.update', { ...byId(14), updateFields: { email: 'gone1@example.com' }, options }, /e-mail gone1@example\.com is taken in Superset by .*inactive/],
		['user.update', { ...byId(14), updateFields: { username: 'gone1' }, options }, /username gone1 is taken in Superset by .*inactive/],
		['user.create', { email: 'fresh@example.com', roles: ['Gamma'], additionalFields: { username: 'gone1' } }, /username gone1 is taken in Superset by .*inactive/],
	])('%s with what somebody has, %j, names who', async (operation, parameters, says) => {
		await addLeavers(stage);
		const before = await stateOf(stage);
		const { message } = await stage.play(operation, parameters as never);
		expect(message).toMatch(says);
		expect((await stateOf(stage)).accounts.map(({ email, username }) => [email, username])).toEqual(
			before.accounts.map(({ email, username }) => [email, username]),
		);
	});

	test('an upsert never revives a leaver unless told', async () => {
		await addLeavers(stage);
		const parameters = { email: 'gone1@example.com', roles: ['Alpha'] };
		const refused = await stage.play('user.upsert', parameters);
		expect(refused.message).toMatch(/gone1@example\.com has an inactive Superset account .*"When Inactive"/);
		expect(refused.writes).toEqual([]);
		const left = await stage.play('user.upsert', { ...parameters, options: { ...options, whenInactive: 'leave' } });
		expect(left.items).toMatchObject([{ active: false, roles: ['Alpha'], changed: true }]);
		const revived = await stage.play('user.upsert', { ...parameters, options: { ...options, whenInactive: 'reactivate' } });
		expect(revived.items).toMatchObject([{ active: true, changed: true }]);
		expect((await account(stage, 'gone1'))?.active).toBe(true);
	});

	test('a username of digits is a username, not an ID', async () => {
		for (const value of ['12345', 12345]) {
			expect((await stage.play('user.get', byUsername(value))).items).toMatchObject([{ id: 6, username: '12345' }]);
		}
		expect((await stage.play('user.get', byId(12345))).message).toContain('no user with the ID 12345');
		const { items } = await stage.play('user.create', { email: 'agent@example.com', roles: ['Gamma'], additionalFields: { username: '={{ 7 }}' } });
		expect(items).toMatchObject([{ username: '7', changed: true }]);
		expect((await stage.play('user.get', byUsername('7'))).items).toMatchObject([{ email: 'agent@example.com' }]);
	});

	const STRANGE = [`O'Brien!`, `100% A+B & Co`, `Zoë 🎉`, `田中`, `(a:b,!t)`, `a'!''b`, `%_\\`, `"quoted" #1?=/;`];

	test('names with quotes, percent, plus and emoji arrive, are found, and come back as they were', async () => {
		const items = STRANGE.map((name, i) => ({ email: `s${i}+t'ag@example.com`, name }));
		const parameters = { email: '={{ $json.email }}', firstName: '={{ $json.name }}', lastName: '={{ $json.name }}', roles: ['Sales, EMEA'] };
		const created = await stage.play('user.create', { ...parameters, additionalFields: { username: '=u {{ $json.name }}' } }, { items });
		expect(created.message).toBe('');
		expect(created.items).toMatchObject(items.map(({ email, name }) => ({ email, firstName: name, lastName: name, username: `u ${name}` })));
		// One by one, so that each name goes through a filter.
		for (const { email, name } of items) {
			expect((await stage.play('user.get', byUsername(`u ${name}`))).items).toMatchObject([{ email }]);
			expect((await stage.play('user.get', byEmail(email))).items).toMatchObject([{ firstName: name }]);
			const found = await stage.play('user.getAll', { returnAll: true, filters: { lastName: name } });
			expect(found.items.map((one) => one.email)).toContain(email);
			for (const one of found.items) expect(String(one.lastName).toLowerCase()).toContain(name.toLowerCase());
		}
		const again = await stage.play('user.create', parameters, { items, ...TOLERANT });
		expect(again.failures).toHaveLength(items.length);
	});

	test('the same new e-mail in two items, in different case, makes one account', async () => {
		const items = [{ email: 'twin@example.com' }, { email: 'Twin@Example.com' }];
		const upsert = await stage.play('user.upsert', { email: '={{ $json.email }}', roles: ['Gamma'] }, { items });
		expect(upsert.items).toMatchObject([{ email: 'twin@example.com', changed: true }, { email: 'twin@example.com', changed: false }]);
		expect(upsert.writes).toHaveLength(1);
		await stage.reset();
		const create = await stage.play('user.create', { email: '={{ $json.email }}', roles: ['Gamma'] }, { items, ...TOLERANT });
		expect(create.items).toHaveLength(1);
		expect(textOf(create.failures[0])).toContain('has a Superset account already');
	});

	test('one person named in three ways in one list is worked on once, each item seeing what the one before left', async () => {
		const items = [{ value: 14, name: 'A' }, { value: 14, name: 'A' }, { value: 14, name: 'B' }];
		const parameters = { ...byId('={{ $json.value }}'), updateFields: { firstName: '={{ $json.name }}' }, options };
		const { items: out, writes } = await stage.play('user.update', parameters, { items });
		expect(out.map(({ changed }) => changed)).toEqual([true, false, true]);
		expect(writes).toHaveLength(2);
		expect((await account(stage, 'gita.rao'))?.firstName).toBe('B');
	});

	test.each(['user.update', 'user.deactivate', 'user.upsert'])('%s of somebody deleted between the look-up and the write says that they are gone', async (operation) => {
		const wire = await startWire(stage.url);
		const deletions: number[] = [];
		wire.before = async ({ method, path }) => {
			if (method === 'PUT' && path.endsWith('/14')) deletions.push(await elsewhere(stage, 'DELETE', 'users/14'));
		};
		const fields = operation === 'user.upsert' ? { email: 'gita.rao@example.com', roles: ['Alpha'] } : byId(14);
		const parameters = { ...fields, updateFields: { firstName: 'X' }, options: operation === 'user.deactivate' ? {} : options };
		const { message } = await stage.play(operation, parameters, { credentials: stage.storeOf({ url: wire.url }) });
		await wire.close();
		expect(deletions[0]).toBe(200);
		expect(message).toMatch(/gita\.rao@example\.com \(ID 14\) does not exist any more/);
	});

	test('what is sent is a whitelist: ids, `active`, no field of the read row', async () => {
		const wire = await startWire(stage.url);
		const credentials = stage.storeOf({ url: wire.url });
		await stage.play('user.create', { email: 'n@example.com', firstName: 'N', roles: ['Gamma', 'Alpha'] }, { credentials });
		await stage.play('user.update', { ...byId(14), updateFields: { roles: ['Alpha'], lastName: 'R' }, options }, { credentials });
		await wire.close();
		const sent = wire.seen.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/login')).map(({ body }) => body);
		const password = expect.stringMatching(/^.{20,}$/);
		expect(sent).toEqual([
			{ username: 'n@example.com', email: 'n@example.com', first_name: 'N', last_name: '', active: true, roles: [4, 3], password },
			{ last_name: 'R', roles: [3] },
		]);
		for (const { headers } of wire.seen) {
			expect(headers.accept).toBe('application/json');
			expect(headers.cookie).toBeUndefined();
		}
	});

	test('in a list, those who do not exist fail alone', async () => {
		const items = ['gita.rao@example.com', 'nobody@example.com', 'zoe@example.com'].map((email) => ({ email }));
		const played = await stage.play('user.deactivate', EACH_EMAIL, { items, ...TOLERANT });
		expect(played.items.map(({ username }) => username)).toEqual(['gita.rao', 'zoe']);
		expect(textOf(played.failures[0])).toContain('nobody@example.com');
	});
});
