import { ANALYTICS, FINANCE, idOf } from '../../sandbox/metabase/seed.mts';
import { metabaseClients } from './metabase-client.mts';

/** Contract section 3: creating and updating people. */
const start = metabaseClients();
const VERSIONS = ['v49', 'v54', 'v57', 'v60'];
const ALL_USERS_TEXT = "You cannot add or remove users to/from the 'All Users' group.";
const LAST_ADMIN = "You cannot remove the last member of the 'Admin' group!";
const person = (more: object = {}) => ({ email: 'new@example.com', ...more });
const entry = (id: number, is_group_manager = false) => ({ id, is_group_manager });
const ann = `/api/user/${idOf('ann')}`;

describe('create', () => {
	test.each(VERSIONS)('%s: the e-mail is enough; 200; stored in lower case', async (version) => {
		const client = await start({ version });
		const { status, body } = await client.post('/api/user', { email: 'New@Example.com' });
		expect([status, body.email, body.first_name]).toEqual([200, 'new@example.com', null]);
		expect(body.user_group_memberships).toEqual([{ id: 1 }]);
		expect((await client.account(body.id)).hasPassword).toBe(false);
	});

	test('the whole set, with All Users, or nothing is created', async () => {
		const client = await start();
		const refused = await client.post('/api/user', person({ user_group_memberships: [entry(FINANCE)] }));
		expect([refused.status, refused.type, refused.body]).toEqual([400, 'text/plain', ALL_USERS_TEXT]);
		const odd = [entry(1), entry(FINANCE), entry(999)];
		expect((await client.post('/api/user', person({ user_group_memberships: odd }))).status).toBe(400);
		const { body } = await client.post('/api/user', person({ user_group_memberships: [entry(1), entry(2)] }));
		expect([body.is_superuser, body.user_group_memberships]).toEqual([true, [{ id: 1 }, { id: 2 }]]);
	});

	test('is_superuser and group_ids are passed over', async () => {
		const client = await start();
		const { status, body } = await client.post('/api/user', person({ is_superuser: true, group_ids: [1, 2] }));
		expect([status, body.is_superuser, body.user_group_memberships]).toEqual([200, false, [{ id: 1 }]]);
	});

	test.each(['Omar.Haddad@example.com', 'internal@metabase.com'])('%s is taken', async (email) => {
		const client = await start();
		const { status, body } = await client.post('/api/user', { email });
		expect([status, body.errors]).toEqual([400, { email: 'Email address already in use.' }]);
	});

	test('a bad e-mail, a blank name, an attribute with @', async () => {
		const client = await start();
		const wrong = async (body: object) => Object.keys((await client.post('/api/user', body)).body.errors);
		const { body } = await client.post('/api/user', { email: 'x' });
		expect(body.errors).toEqual({ email: 'value must be a valid email address.' });
		expect(await wrong(person({ first_name: ' ' }))).toEqual(['first_name']);
		expect(await wrong(person({ login_attributes: { '@tenant': 'x' } }))).toEqual(['login_attributes']);
	});

	test('a mail goes out even with a password, which any text may be', async () => {
		const client = await start({ mail: 'on' });
		await client.post('/api/user', person({ password: 'x', login_attributes: { n: 5 } }));
		expect((await client.control('mail')).map((mail: { to: string }) => mail.to)).toEqual(['new@example.com']);
		expect((await client.login('new@example.com', 'x')).status).toBe(200);
		const silent = await start();
		expect((await silent.post('/api/user', person())).status).toBe(200);
		expect(await silent.control('mail')).toEqual([]);
	});

	test('a manager flag is paid for where it is set; false does no harm', async () => {
		const client = await start();
		const wanted = (manager: boolean) => person({ user_group_memberships: [entry(1), entry(FINANCE, manager)] });
		expect((await client.post('/api/user', wanted(true))).status).toBe(402);
		expect((await client.post('/api/user', wanted(false))).status).toBe(200);
		const paying = await start({ edition: 'ee' });
		const { body } = await paying.post('/api/user', wanted(true));
		expect(body.user_group_memberships).toContainEqual(entry(FINANCE, true));
	});

	test('only for superusers', async () => {
		const client = await start();
		expect((await client.post('/api/user', person(), await client.as('ann'))).status).toBe(403);
	});
});

describe('update', () => {
	test('absent keeps, null clears a name, unknown keys are passed over', async () => {
		const client = await start();
		const { body } = await client.put(ann, { last_name: null, is_group_manager: true, group_ids: [1] });
		expect([body.first_name, body.last_name, body.common_name]).toEqual(['Ann', null, 'Ann']);
		expect((await client.put(ann, { email: null })).body.email).toBe('ann@example.com');
	});

	test('a locale is normalised; login attributes are replaced as a whole', async () => {
		const client = await start();
		expect((await client.put(ann, { locale: 'es-MX' })).body.locale).toBe('es_MX');
		expect(Object.keys((await client.put(ann, { locale: 'klingon!' })).body.errors)).toEqual(['locale']);
		const yuki = `/api/user/${idOf('yuki.tanaka')}`;
		expect((await client.put(yuki, { login_attributes: { team: 1 } })).body.login_attributes).toEqual({
			team: '1',
		});
		expect((await client.put(yuki, { login_attributes: null })).body.login_attributes).toBeNull();
	});

	test('an e-mail of somebody else, also inactive, in any case', async () => {
		const client = await start();
		const { status, body } = await client.put(ann, { email: 'OMAR.haddad@example.com' });
		expect([status, body.errors]).toEqual([400, { email: 'Email address already associated to another user.' }]);
		expect((await client.put(ann, { email: 'ANN@example.com' })).status).toBe(200);
	});

	test('groups are a full replacement with All Users; an error undoes the name too', async () => {
		const client = await start();
		const lena = `/api/user/${idOf('lena.fischer')}`;
		const { body } = await client.put(lena, { user_group_memberships: [entry(1), entry(ANALYTICS)] });
		expect(body.user_group_memberships).toEqual([{ id: 1 }, { id: ANALYTICS }]);
		for (const wanted of [[], [entry(ANALYTICS)]]) {
			const refused = await client.put(lena, { first_name: 'Changed', user_group_memberships: wanted });
			expect([refused.status, refused.body]).toEqual([400, ALL_USERS_TEXT]);
		}
		expect((await client.get(lena)).body.first_name).toBe('Lena');
	});

	test('somebody outside All Users: sending 1 fails, what GET told works', async () => {
		const client = await start();
		const tomas = `/api/user/${idOf('tomas.novak')}`;
		const { user_group_memberships: own } = (await client.get(tomas)).body;
		expect(own).toEqual([{ id: 8 }]);
		expect((await client.put(tomas, { user_group_memberships: [...own, entry(FINANCE)] })).status).toBe(200);
		expect((await client.put(tomas, { user_group_memberships: [entry(1), ...own] })).body).toBe(ALL_USERS_TEXT);
		const repaired = await start({ usersOutsideAllUsers: 'off' });
		expect((await repaired.get(tomas)).body.user_group_memberships[0]).toEqual({ id: 1 });
	});

	test('Administrators in the set promotes, its absence demotes, both must agree with is_superuser', async () => {
		const client = await start();
		const both = { is_superuser: false, user_group_memberships: [entry(1), entry(2)] };
		expect((await client.put(ann, both)).body.errors).toEqual({
			is_superuser: 'Value of is_superuser must correspond to presence of Admin group ID in group_ids.',
		});
		expect((await client.put(ann, { is_superuser: true })).body.user_group_memberships).toContainEqual({ id: 2 });
		expect((await client.put(ann, { user_group_memberships: [entry(1)] })).body.is_superuser).toBe(false);
	});

	test('the last active admin stays', async () => {
		const client = await start();
		expect((await client.put(`/api/user/${idOf('grace.okafor')}`, { is_superuser: false })).status).toBe(200);
		for (const body of [{ is_superuser: false }, { user_group_memberships: [entry(1)] }]) {
			const refused = await client.put('/api/user/1', body);
			expect([refused.status, refused.body]).toEqual([400, LAST_ADMIN]);
		}
	});

	test('deactivated and unknown are 404, the internal one 400, a key’s account by generation', async () => {
		const client = await start();
		expect((await client.put(`/api/user/${idOf('omar.haddad')}`, { first_name: 'X' })).status).toBe(404);
		expect((await client.put('/api/user/999', {})).status).toBe(404);
		expect((await client.put('/api/user/13371338', {})).body).toBe('Not able to modify the internal user');
		expect((await client.put('/api/user/2', {})).status).toBe(404);
		expect((await (await start({ version: 'v57' })).put('/api/user/2', {})).status).toBe(200);
	});

	test('somebody else than an admin: own profile, no rights, no changed set', async () => {
		const client = await start();
		const who = await client.as('ann');
		const { status, body } = await client.put(ann, { first_name: 'Anna', is_superuser: true }, who);
		expect([status, body.first_name, body.is_superuser]).toEqual([200, 'Anna', false]);
		const set = { first_name: 'Anne', user_group_memberships: [entry(1), entry(FINANCE)] };
		expect((await client.put(ann, set, who)).status).toBe(403);
		expect((await client.get(ann)).body.first_name).toBe('Anna');
		expect((await client.put(`/api/user/${idOf('joann')}`, {}, who)).status).toBe(403);
	});

	test('names of SSO people are the provider’s', async () => {
		const client = await start();
		const yuki = `/api/user/${idOf('yuki.tanaka')}`;
		const { status, body } = await client.put(yuki, { first_name: 'Yuki' });
		expect([status, body.errors.first_name]).toEqual([400, 'Editing first name is not allowed for SSO users.']);
		expect((await client.put(yuki, { first_name: '由紀' })).status).toBe(200);
	});

	test.each([
		['v49', 403],
		['v54', 403],
		['v57', 200],
		['v60', 200],
	])('%s: a Google person changes no e-mail; leaving it alone is %i', async (version, status) => {
		const client = await start({ version });
		const yuki = `/api/user/${idOf('yuki.tanaka')}`;
		await client.put(`${yuki}/password`, { password: 'brand-new-9' });
		const { body } = await client.login('yuki.tanaka@example.com', 'brand-new-9');
		const who = { session: body.id };
		expect((await client.put(yuki, { email: 'other@example.com' }, who)).status).toBe(403);
		expect((await client.put(yuki, { locale: 'ja' }, who)).status).toBe(status);
		expect((await client.put(yuki, { email: 'other@example.com' })).status).toBe(200);
	});

	test('v49 ee: leaving out is_group_manager always fails', async () => {
		for (const [version, edition, status] of [
			['v49', 'ee', 400],
			['v49', 'oss', 200],
			['v54', 'ee', 200],
		] as const) {
			const client = await start({ version, edition });
			expect((await client.put(ann, { user_group_memberships: [{ id: 1 }, { id: 7 }] })).status).toBe(status);
			expect((await client.put(ann, { user_group_memberships: [entry(1), entry(7)] })).status).toBe(200);
		}
	});
});
