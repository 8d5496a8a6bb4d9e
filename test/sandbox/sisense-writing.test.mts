import { groupId, idOf, STALE_MEMBER, tokenOf } from '../../sandbox/sisense/seed.mts';
import { roleId } from '../../sandbox/sisense/roles.mts';
import { codeOf, sisenseClients, type SisenseClient } from './sisense-client.mts';

/** Contract sections 3 and 4: creating, changing and deleting people. */
const start = sisenseClients();
const USERS = '/api/v1/users';
const NEW = { email: 'new@example.com', roleId: roleId('consumer'), firstName: 'New' };
const ANN = `${USERS}/${idOf('ann')}`;

const add = (client: SisenseClient, more: object = {}) => client.post(USERS, { ...NEW, ...more });

describe('creating one', () => {
	test('201 with the object; userName is the e-mail; no hash', async () => {
		const client = await start();
		const { status, body } = await add(client, { groups: [groupId('Finance')] });
		expect(status).toBe(201);
		expect(body).toMatchObject({ userName: 'new@example.com', active: false, preferences: { localeId: 'en-US' } });
		expect(body._id).toMatch(/^[0-9a-f]{24}$/);
		expect(JSON.stringify(body)).not.toContain('hash');
		expect(await client.account('new@example.com')).toMatchObject({ state: 'pending', groups: ['Finance'] });
	});

	test('without a password an invitation goes out, with one it does not', async () => {
		const client = await start();
		await add(client);
		await add(client, { email: 'second@example.com', password: 'their-own-1' });
		const mails = await client.control('mail');
		expect(mails.map((mail: { to: string }) => mail.to)).toEqual(['new@example.com']);
		expect(await client.account('second@example.com')).toMatchObject({ state: 'active', hasPassword: true });
		expect((await client.login('second@example.com', 'their-own-1')).status).toBe(200);
	});

	test('an e-mail alone will do', async () => {
		const client = await start();
		const { status, body } = await client.post(USERS, { email: 'new@example.com' });
		expect([status, body.roleId, 'lastName' in body]).toEqual([201, roleId('consumer'), false]);
	});

	test.each([
		['somebody who is there', { email: 'ann@example.com' }, [400, 2004]],
		['a user name that is taken', { userName: 'pnair' }, [400, 2004]],
		['a second super-user', { roleId: roleId('super') }, [400, 2006]],
		['an empty name', { lastName: '' }, [400, 2009]],
		['an empty e-mail', { email: '' }, [400, 2009]],
		['no e-mail', { email: undefined }, [422, 2003]],
		['no address', { email: 'new' }, [422, 601]],
		['a name for an id', { roleId: 'consumer' }, [422, 601]],
		['no role by null', { roleId: null }, [422, 601]],
		['a role that is not there', { roleId: '0'.repeat(24) }, [404, 404]],
		['a group by name', { groups: ['Finance'] }, [422, 601]],
		['null for groups', { groups: null }, [422, 601]],
		['a number for a name', { firstName: 1 }, [422, 601]],
	])('%s', async (_, more, expected) => {
		const client = await start();
		const reply = await add(client, more);
		expect(codeOf(reply)).toEqual(expected);
		expect(typeof reply.body.error.message).toBe('string');
		expect((await client.control('state')).accounts).toHaveLength(24);
	});

	test('unknown fields are taken and forgotten', async () => {
		const client = await start();
		const { status, body } = await add(client, { lastname: 'X', shoeSize: 44 });
		expect([status, 'shoeSize' in body]).toEqual([201, false]);
	});

	test('names that differ in case only are two people', async () => {
		const client = await start();
		expect((await add(client, { email: 'ANN@example.com' })).status).toBe(201);
	});

	test('built-in groups, those of the directory and those that are gone are left out in silence', async () => {
		const client = await start();
		const groups = [groupId('Everyone'), groupId('Admins'), groupId('DIR-Sales'), '0'.repeat(24)];
		await add(client, { groups });
		expect((await client.account('new@example.com')).groups).toEqual([]);
	});

	test('one more seat of each kind, then 2007', async () => {
		const client = await start({ seats: 'tight' });
		expect((await add(client)).status).toBe(201);
		expect(codeOf(await add(client, { email: 'b@example.com' }))).toEqual([400, 2007]);
		const designer = { email: 'b@example.com', roleId: roleId('contributor') };
		expect((await add(client, designer)).status).toBe(201);
		const { body } = await client.get('/api/v1/account/get_license_info');
		expect(body.inUseViewers).toBe(body.maxViewers);
		expect(body.maxAdmins - body.inUseAdmins).toBe(1);
		expect(codeOf(await client.patch(ANN, { roleId: roleId('consumer') }))).toEqual([400, 2007]);
	});

	test('not for designers', async () => {
		const client = await start();
		expect((await client.post(USERS, NEW, { token: tokenOf('maria.silva') })).status).toBe(403);
	});

	test('from the directory: there is none', async () => {
		const client = await start();
		const body = { userName: 'x', ldapDomainId: '0'.repeat(24) };
		expect(codeOf(await client.post(`${USERS}/ad`, body))).toEqual([400, 2008]);
		expect(codeOf(await client.post(`${USERS}/ad/bulk`, [{ userName: 'x' }]))).toEqual([422, 601]);
	});
});

describe('in bulk', () => {
	const bulk = (client: SisenseClient, body: unknown) => client.post(`${USERS}/bulk`, body);
	const row = (name: string, more: object = {}) => ({ ...NEW, email: `${name}@example.com`, ...more });

	test('201 with an array in the order of the request', async () => {
		const client = await start();
		const { status, body } = await bulk(client, [row('b'), row('a')]);
		expect([status, body.map(({ email }: { email: string }) => email)]).toEqual([
			201,
			['b@example.com', 'a@example.com'],
		]);
		expect(await client.control('mail')).toHaveLength(2);
	});

	test.each([
		['no array', {}, [400, 2002]],
		['the same twice', [row('a'), row('a')], [400, 2005]],
		['somebody known', [row('a'), row('ann')], [400, 2004]],
		['no first name', [row('a'), row('b', { firstName: undefined })], [422, 2003]],
		['a bad id', [row('a'), row('b', { roleId: 'x' })], [422, 601]],
		['a role that is gone', [row('a'), row('b', { roleId: '0'.repeat(24) })], [404, 404]],
	])('%s: nobody is created', async (_, body, expected) => {
		const client = await start();
		expect(codeOf(await bulk(client, body))).toEqual(expected);
		expect(await client.account('a@example.com')).toBeUndefined();
		expect(await client.control('mail')).toEqual([]);
	});

	test('partial: the good rows stay, the answer is the same', async () => {
		const client = await start({ bulk: 'partial' });
		expect(codeOf(await bulk(client, [row('a'), row('ann'), row('c')]))).toEqual([400, 2004]);
		for (const name of ['a', 'c']) expect((await client.account(`${name}@example.com`)).state).toBe('pending');
		expect(codeOf(await bulk(client, [row('d'), row('e', { roleId: 'x' })]))).toEqual([422, 601]);
		expect(await client.account('d@example.com')).toBeUndefined();
	});
});

describe('changing', () => {
	test('only what is given; 200 with the whole person', async () => {
		const client = await start();
		const { status, body } = await client.patch(ANN, { lastName: 'Leigh' });
		expect([status, body.firstName, body.lastName, body.email]).toEqual([200, 'Ann', 'Leigh', 'ann@example.com']);
		expect(body.groups).toEqual([groupId('Everyone'), groupId('Finance Team')]);
	});

	test('groups replaces the list; [] clears it, and Everyone stays', async () => {
		const client = await start();
		const swap = await client.patch(ANN, { groups: [groupId('Everyone'), groupId('Analytics')] });
		expect(swap.body.groups).toEqual([groupId('Everyone'), groupId('Analytics')]);
		expect((await client.patch(ANN, { groups: [] })).body.groups).toEqual([groupId('Everyone')]);
	});

	test('somebody of the directory keeps its group only if it is written back', async () => {
		const client = await start();
		const tomas = `${USERS}/${idOf('tomas.novak')}`;
		expect((await client.patch(tomas, { groups: [groupId('DIR-Sales')] })).body.groups).toContain(
			groupId('DIR-Sales'),
		);
		await client.patch(tomas, { groups: [] });
		const again = await client.patch(tomas, { groups: [groupId('DIR-Sales')] });
		expect(again.body.groups).not.toContain(groupId('DIR-Sales'));
	});

	test('an e-mail moves the person, and can be looked up at once', async () => {
		const client = await start();
		await client.patch(ANN, { email: 'Ann.Lee@example.com', userName: 'annlee' });
		const found = async (query: string) => (await client.get(`${USERS}?${query}`)).body.length;
		expect([await found('email=ann%40example.com'), await found('email=Ann.Lee%40example.com')]).toEqual([0, 1]);
		expect((await client.login('annlee')).status).toBe(200);
		expect((await add(client, { email: 'ann@example.com' })).status).toBe(201);
	});

	test.each([
		[{ email: 'joann@example.com' }, [400, 2004]],
		[{ roleId: roleId('super') }, [400, 2006]],
		[{ roleId: null }, [422, 601]],
		[{ firstName: '' }, [400, 2009]],
		[{ groups: 'Finance' }, [422, 601]],
	])('%j is refused', async (body, expected) => {
		const client = await start();
		expect(codeOf(await client.patch(ANN, body))).toEqual(expected);
	});

	test('unknown is 404/2001; the super-user keeps the role', async () => {
		const client = await start();
		expect(codeOf(await client.patch(`${USERS}/${'0'.repeat(24)}`, {}))).toEqual([404, 2001]);
		const reply = await client.patch(`${USERS}/${idOf('admin')}`, { roleId: roleId('admin') });
		expect(codeOf(reply)).toEqual([400, 2006]);
	});

	test('a password accepts the invitation', async () => {
		const client = await start();
		const { body } = await client.patch(`${USERS}/${idOf('nadia.petrova')}`, { password: 'first-one-1' });
		expect(body.active).toBe(true);
		expect((await client.login('nadia.petrova@example.com', 'first-one-1')).status).toBe(200);
	});

	test('there is no v1 PUT', async () => {
		const client = await start();
		expect((await client.put(ANN, { firstName: 'X' })).status).toBe(404);
	});
});

describe('active', () => {
	const lena = `${USERS}/${idOf('lena.fischer')}`;

	test('ignored: 200, and nothing has happened', async () => {
		const client = await start();
		const { status, body } = await client.patch(lena, { active: false });
		expect([status, body.active]).toEqual([200, true]);
		expect((await client.login('lena.fischer@example.com')).status).toBe(200);
	});

	test('stored: no login, but tokens go on; back again', async () => {
		const client = await start({ active: 'stored' });
		expect((await client.patch(lena, { active: false })).body.active).toBe(false);
		expect((await client.account('lena.fischer@example.com')).state).toBe('inactive');
		expect((await client.login('lena.fischer@example.com')).status).toBe(401);
		expect((await client.get('/api/users/loggedin', { token: tokenOf('lena.fischer') })).status).toBe(200);
		await client.patch(lena, { password: 'brand-new-9' });
		expect((await client.get(lena)).body.active).toBe(false);
		await client.patch(lena, { active: true });
		expect((await client.login('lena.fischer@example.com', 'brand-new-9')).status).toBe(200);
	});

	test('rejected: 422, on create as well', async () => {
		const client = await start({ active: 'rejected' });
		expect(codeOf(await client.patch(lena, { active: false }))).toEqual([422, 601]);
		expect(codeOf(await add(client, { active: true }))).toEqual([422, 601]);
		expect((await client.patch(lena, { firstName: 'L' })).status).toBe(200);
	});

	test('v0.9 treats it alike', async () => {
		for (const [active, status, expected] of [
			['ignored', 200, 'active'],
			['stored', 200, 'inactive'],
			['rejected', 400, 'active'],
		] as const) {
			const client = await start({ active });
			expect((await client.put(`/api/users/${idOf('lena.fischer')}`, { active: false })).status).toBe(status);
			expect((await client.account('lena.fischer@example.com')).state).toBe(expected);
		}
	});
});

describe('deleting', () => {
	test('204 without a body; then 404; the dashboards are gone, the folders are nobody’s', async () => {
		const client = await start();
		const lena = `${USERS}/${idOf('lena.fischer')}`;
		const { status, body } = await client.del(lena);
		expect([status, body]).toEqual([204, '']);
		expect(codeOf(await client.del(lena))).toEqual([404, 2001]);
		const { content } = await client.control('state');
		const titles = content.dashboards.map(({ title }: { title: string }) => title);
		expect(titles).not.toContain('Finance monthly');
		expect(titles).toHaveLength(5);
		const drafts = content.folders.find(({ name }: { name: string }) => name === 'Lena’s drafts');
		expect(drafts.owner).toBe(`#${idOf('lena.fischer')}`);
		expect(await client.members('Finance')).not.toContain('lena.fischer@example.com');
		expect(JSON.stringify(content.dashboards)).not.toContain('lena.fischer');
		expect(codeOf(await client.get('/api/users/loggedin', { token: tokenOf('lena.fischer') }))).toEqual([
			401, 5002,
		]);
	});

	test('the super-user stays', async () => {
		const client = await start();
		expect(codeOf(await client.del(`${USERS}/${idOf('admin')}`))).toEqual([400, 2011]);
	});

	test('in bulk the ids are in the query; all or none', async () => {
		const client = await start();
		const del = (...ids: string[]) => client.del(`${USERS}/bulk?ids=${ids.join()}`);
		expect(codeOf(await del(idOf('ann'), STALE_MEMBER))).toEqual([404, 2001]);
		expect(codeOf(await del(idOf('ann'), idOf('admin')))).toEqual([400, 2011]);
		expect(await client.account('ann@example.com')).toBeDefined();
		expect((await del(idOf('ann'), idOf('joann'))).status).toBe(204);
		expect(await client.account('joann@example.com')).toBeUndefined();
		expect((await client.del(`${USERS}/bulk`)).status).toBe(422);
		expect((await client.control('state')).accounts).toHaveLength(22);
	});
});

describe('v0.9', () => {
	test('creates with 200, each person in an array of their own, in the tenant asked for', async () => {
		const client = await start();
		const { body: tenants } = await client.get('/api/v1/tenants');
		const globex = tenants.find(({ name }: { name: string }) => name === 'globex');
		const rows = [{ ...NEW, tenantId: globex._id }, { email: 'b@example.com' }];
		const { status, body } = await client.post('/api/users?notify=false', rows);
		expect([status, body[0][0].email, body[1][0].email]).toEqual([200, 'new@example.com', 'b@example.com']);
		expect((await client.account('new@example.com')).tenant).toBe('globex');
		expect(await client.control('mail')).toEqual([]);
	});

	test('errors have no form of v1', async () => {
		const client = await start();
		const taken = await client.post('/api/users', [{ email: 'ann@example.com' }]);
		expect([taken.status, Object.keys(taken.body)]).toEqual([400, ['message']]);
		expect((await client.post('/api/users', NEW)).status).toBe(400);
		const forbidden = await client.post('/api/users', [NEW], { token: tokenOf('ann') });
		expect([forbidden.status, forbidden.body]).toEqual([403, { error: 'Forbidden' }]);
	});

	test('PUT changes by id or name', async () => {
		const client = await start();
		expect((await client.put('/api/users/pnair', { email: '' })).status).toBe(400);
		expect((await client.put('/api/users/pnair', { password: 'brand-new-9', lastName: 'N' })).body.lastName).toBe(
			'N',
		);
		expect((await client.login('pnair', 'brand-new-9')).status).toBe(200);
	});

	test.each([
		['off', true],
		['on', false],
	])('PATCH sets the password; emptyBodies %s: a body: %s', async (emptyBodies, hasBody) => {
		const client = await start({ emptyBodies });
		const { status, body } = await client.patch(`/api/users/${idOf('ann')}`, {
			password: 'brand-new-9',
			lastName: 'X',
		});
		expect([status, body !== '']).toEqual([200, hasBody]);
		expect((await client.account('ann@example.com')).name).toBe('Ann Lee');
		expect((await client.patch(`/api/users/${idOf('ann')}`, {})).status).toBe(400);
	});

	test('an old server has no PATCH: v1 and PUT do it', async () => {
		const client = await start({ generation: 'old' });
		expect((await client.patch(`/api/users/${idOf('ann')}`, { password: 'x' })).status).toBe(404);
		expect((await client.patch(ANN, { password: 'brand-new-9' })).status).toBe(200);
		expect((await client.login('ann@example.com', 'brand-new-9')).status).toBe(200);
	});

	test('deletes with 200', async () => {
		const client = await start();
		expect((await client.del('/api/users/pnair')).status).toBe(200);
		expect((await client.post('/api/users/delete', [idOf('ann')])).status).toBe(200);
		expect((await client.del('/api/users/admin')).status).toBe(400);
		expect((await client.control('state')).accounts).toHaveLength(22);
	});
});

describe('mails to people', () => {
	test('invitation and reset: 204, or 404 for nobody', async () => {
		const client = await start();
		const email = 'nadia.petrova@example.com';
		expect((await client.post('/api/v1/account/begin_activate', { email })).status).toBe(204);
		expect((await client.post('/api/v1/account/begin_activate_bulk', [email])).status).toBe(204);
		expect((await client.post('/api/v1/account/begin_reset_password', { email: 'ann@example.com' })).status).toBe(
			204,
		);
		expect((await client.post('/api/v1/account/begin_activate', { email: 'nobody@example.com' })).status).toBe(404);
		const mails = await client.control('mail');
		expect(mails.map((mail: { to: string; subject: string }) => [mail.to, mail.subject])).toEqual([
			[email, 'Activate your Sisense account'],
			[email, 'Activate your Sisense account'],
			['ann@example.com', 'Reset your Sisense password'],
		]);
	});
});
