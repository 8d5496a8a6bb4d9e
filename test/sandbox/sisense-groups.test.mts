import { groupId, idOf, STALE_MEMBER, tenantId, tokenOf } from '../../sandbox/sisense/seed.mts';
import { roleId } from '../../sandbox/sisense/roles.mts';
import { codeOf, sisenseClients } from './sisense-client.mts';

/** Contract sections 5 to 7: roles, groups and tenants. */
const start = sisenseClients();
const GROUPS = '/api/v1/groups';
const FINANCE = groupId('Finance');

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const names = (rows: any[]): string[] => rows.map(({ name }) => name);

describe('roles', () => {
	test('are on v0.9 only, with the names of the UI beside their own', async () => {
		const client = await start();
		const { body } = await client.get('/api/roles');
		const pairs = body.map(
			({ name, displayName }: { name: string; displayName: string }) => `${name}=${displayName}`,
		);
		expect(pairs).toEqual([
			'super=Sys. Admin',
			'admin=Admin',
			'dataAdmin=Data Admin',
			'tenantAdmin=Tenant Admin',
			'dataDesigner=Data Designer',
			'contributor=Designer',
			'consumer=Viewer',
			'custom_board=Board',
		]);
		expect((await client.get('/api/v1/roles')).status).toBe(404);
	});

	test('old servers have no display names and no tenantAdmin', async () => {
		const client = await start({ generation: 'old' });
		const { body } = await client.get('/api/roles');
		expect(names(body)).not.toContain('tenantAdmin');
		expect(body.some((role: object) => 'displayName' in role)).toBe(false);
	});

	test('one by id or name; base roles and manifests only if asked for', async () => {
		const client = await start();
		expect((await client.get('/api/roles/consumer')).body._id).toBe(roleId('consumer'));
		expect((await client.get(`/api/roles/${roleId('consumer')}`)).body.name).toBe('consumer');
		expect((await client.get('/api/roles/Viewer')).status).toBe(404);
		const { body } = await client.get('/api/roles/custom_board?includeBaseRolesName=true&includeManifest=true');
		expect([body.baseRoleName, body.manifest.base.isConsumer]).toEqual(['consumer', true]);
	});

	test('viewers may not look', async () => {
		const client = await start();
		expect((await client.get('/api/roles', { token: tokenOf('alex.kim') })).status).toBe(403);
		expect((await client.get('/api/roles', { token: tokenOf('ann') })).status).toBe(200);
	});
});

describe('reading groups', () => {
	test('all, built-in ones of each tenant included, without members', async () => {
		const client = await start();
		const { body } = await client.get(GROUPS);
		expect(names(body).filter((name) => name === 'Everyone')).toHaveLength(2);
		expect(body.some((group: object) => 'users' in group)).toBe(false);
		const finance = body.find(({ name }: { name: string }) => name === 'Finance');
		expect(finance).toMatchObject({ _id: FINANCE, ad: false, roleId: 'null', defaultRole: 'consumer' });
	});

	test.each([
		['name=Finance', ['Finance']],
		['name=finance', []],
		['name=Fin', []],
		['name=sALES%2C%20emea', ['sALES, emea']],
		['origin=ad', ['DIR-Sales']],
		[`ids=${FINANCE}`, ['Finance']],
	])('%s', async (query, expected) => {
		const client = await start();
		const { status, body } = await client.get(`${GROUPS}?${query}`);
		expect([status, names(body)]).toEqual([200, expected]);
	});

	test('expand=users: members of built-in groups are here and nowhere else', async () => {
		const client = await start();
		const { body } = await client.get(`${GROUPS}?expand=users`);
		const of = (id: string) => body.find(({ _id }: { _id: string }) => _id === id).users;
		expect(of(groupId('Admins')).map(({ _id }: { _id: string }) => _id)).toEqual(
			['admin', 'grace.okafor', 'boris.ivanov', 'chen.wei'].map(idOf),
		);
		expect(of(groupId('globex Admins')).map(({ _id }: { _id: string }) => _id)).toEqual([idOf('eve.stone')]);
		expect(of(groupId('Everyone'))).toHaveLength(22);
		expect(of(groupId('All users in system'))).toHaveLength(22);
		expect(of(groupId('globex Everyone'))).toHaveLength(2);
		expect(of(FINANCE)[0]).toEqual({
			_id: idOf('lena.fischer'),
			userName: 'lena.fischer@example.com',
			email: 'lena.fischer@example.com',
			firstName: 'Lena',
			lastName: 'Fischer',
			active: true,
			roleId: roleId('contributor'),
		});
	});

	test('a member who is no more is an id', async () => {
		const client = await start();
		const { body } = await client.get(`${GROUPS}/${groupId('Interns')}?expand=users`);
		expect(body.users).toEqual([{ _id: STALE_MEMBER }]);
	});

	test('unknown 404, malformed 422, bad expand 404/202', async () => {
		const client = await start();
		expect((await client.get(`${GROUPS}/${'0'.repeat(24)}`)).status).toBe(404);
		expect(codeOf(await client.get(`${GROUPS}/Finance`))).toEqual([422, 601]);
		expect(codeOf(await client.get(`${GROUPS}?expand=members`))).toEqual([404, 202]);
	});

	test('designers see their own, under a 200', async () => {
		const client = await start();
		const { body } = await client.get(GROUPS, { token: tokenOf('ann') });
		expect(names(body)).toEqual(['Everyone', 'Finance Team']);
		expect((await client.get(GROUPS, { token: tokenOf('alex.kim') })).status).toBe(403);
	});

	test('v0.9: a part of the name, and how many are in', async () => {
		const client = await start();
		const { body } = await client.get('/api/groups?search=finance&usersCount=true');
		expect(body.map(({ name, usersCount }: { name: string; usersCount: number }) => [name, usersCount])).toEqual([
			['Finance', 3],
			['Finance Team', 1],
		]);
		expect((await client.get('/api/groups/Finance')).body._id).toBe(FINANCE);
	});
});

describe('writing groups', () => {
	test.each([
		['kept', 'contributor'],
		['dropped', 'consumer'],
	])('POST is 201; defaultRole is %s', async (defaultRoleOnV1Groups, expected) => {
		const client = await start({ defaultRoleOnV1Groups });
		const { status, body } = await client.post(GROUPS, { name: 'New', defaultRole: 'contributor' });
		expect([status, body.defaultRole, body._id.length]).toEqual([201, expected, 24]);
	});

	test('bulk: 201 in order, extra fields and all; a taken name fails every row', async () => {
		const client = await start();
		const rows = [{ name: 'B', mail: 'b@example.com', usersCount: 7 }, { name: 'A' }];
		const { status, body } = await client.post(`${GROUPS}/bulk`, rows);
		expect([status, names(body), body[0].mail]).toEqual([201, ['B', 'A'], 'b@example.com']);
		const taken = await client.post(`${GROUPS}/bulk`, [{ name: 'C' }, { name: 'A' }, { name: 'Finance' }]);
		expect(codeOf(taken)).toEqual([400, 4004]);
		expect(taken.body.error.moreInfo.existingGroups).toEqual(['A', 'Finance']);
		expect((await client.get(`${GROUPS}?name=C`)).body).toEqual([]);
		expect(codeOf(await client.post(GROUPS, { name: 'Finance' }))).toEqual([400, 4004]);
		expect(codeOf(await client.post(GROUPS, {}))).toEqual([422, 2003]);
		expect(codeOf(await client.post(`${GROUPS}/bulk`, {}))).toEqual([400, 2002]);
	});

	test('a name is changed on v0.9 only', async () => {
		const client = await start();
		expect((await client.patch(`${GROUPS}/${FINANCE}`, { name: 'X' })).status).toBe(404);
		expect((await client.put('/api/groups/Finance', { name: 'Money' })).body).toMatchObject({
			_id: FINANCE,
			name: 'Money',
		});
		expect((await client.put('/api/groups/Money', { name: 'Analytics' })).status).toBe(400);
		expect((await client.put('/api/groups/Everyone', { name: 'All' })).status).toBe(400);
	});

	test('deleting: 204, its id stays on people; built-in 400', async () => {
		const client = await start();
		const { status, body } = await client.del(`${GROUPS}/${FINANCE}`);
		expect([status, body]).toEqual([204, '']);
		const lena = `/api/v1/users/${idOf('lena.fischer')}`;
		expect((await client.get(lena)).body.groups).toContain(FINANCE);
		expect(names((await client.get(`${lena}?expand=groups`)).body.groups)).toEqual(['Everyone', 'Analytics']);
		expect((await client.del(`${GROUPS}/${FINANCE}`)).status).toBe(404);
		expect((await client.del(`${GROUPS}/${groupId('Everyone')}`)).status).toBe(400);
		const again = (await client.post(GROUPS, { name: 'Finance' })).body;
		expect(again._id).not.toBe(FINANCE);
		expect(await client.members('Finance')).toEqual([]);
	});

	test('v0.9 creates and deletes with 200; deleteAdUsers takes people along', async () => {
		const client = await start();
		const made = await client.post('/api/groups', [{ name: 'New', defaultRole: 'contributor' }]);
		expect([made.status, made.body[0][0].name, made.body[0][0].defaultRole]).toEqual([200, 'New', 'contributor']);
		expect((await client.post('/api/groups', [{ name: 'New' }])).status).toBe(400);
		expect((await client.del('/api/groups/New')).status).toBe(200);
		expect((await client.del('/api/groups/DIR-Sales?deleteAdUsers=true')).status).toBe(200);
		expect(await client.account('tomas.novak@example.com')).toBeUndefined();
	});
});

describe('members', () => {
	const path = '/api/groups/Finance%20Team/users';

	test('are added and removed by a list of ids', async () => {
		const client = await start();
		const added = await client.post(path, [idOf('joann'), idOf('joann'), STALE_MEMBER]);
		expect([added.status, added.body]).toEqual([200, [idOf('joann')]]);
		expect(await client.members('Finance Team')).toEqual(['ann@example.com', 'joann@example.com']);
		expect((await client.get(path)).body.map(({ _id }: { _id: string }) => _id)).toEqual(
			['ann', 'joann'].map(idOf),
		);
		const removed = await client.del(path, [idOf('ann')]);
		expect([removed.status, removed.body]).toEqual([200, [idOf('ann')]]);
		expect(await client.members('Finance Team')).toEqual(['joann@example.com']);
	});

	test('a proxy that drops the body: 200, and nobody has left', async () => {
		const client = await start({ stripDeleteBodies: 'on' });
		const { status, body } = await client.del(path, [idOf('ann')]);
		expect([status, body]).toEqual([200, []]);
		expect(await client.members('Finance Team')).toEqual(['ann@example.com']);
	});

	test('of built-in and directory groups can not be chosen', async () => {
		const client = await start();
		for (const name of ['Everyone', 'Admins', 'DIR-Sales'])
			expect((await client.post(`/api/groups/${name}/users`, [idOf('ann')])).status).toBe(400);
		expect((await client.post('/api/groups/Nobody/users', [])).status).toBe(404);
		expect((await client.post(path, { users: [] })).status).toBe(400);
	});
});

describe('tenants', () => {
	test('system has the tenantId of its people; the other has its own', async () => {
		const client = await start();
		const { body } = await client.get('/api/v1/tenants');
		expect(body.map(({ name, _id }: { name: string; _id: string }) => [name, _id])).toEqual([
			['system', tenantId('system')],
			['globex', tenantId('globex')],
		]);
		expect((await client.get('/api/users/loggedin')).body.tenantId).toBe(tenantId('system'));
	});

	test('the system tenant sees everybody; a path with the other’s name only that one’s', async () => {
		const client = await start();
		const tenantsOf = async (path: string) =>
			[...new Set((await client.get(path)).body.map(({ tenantId: id }: { tenantId: string }) => id))].length;
		expect(await tenantsOf('/api/v1/users')).toBe(2);
		expect(await tenantsOf('/globex/api/v1/users')).toBe(1);
		expect(names((await client.get('/globex/api/v1/groups')).body)).toEqual([
			'Everyone',
			'Admins',
			'All users in system',
			'Readers',
		]);
		expect((await client.get(`/globex/api/v1/users/${idOf('ann')}`)).status).toBe(404);
	});

	test('people of the other tenant come in by its path, and see nobody else', async () => {
		const client = await start();
		const eve = await client.as('eve.stone', '/globex');
		expect((await client.get('/globex/api/v1/users', eve)).body).toHaveLength(2);
		expect((await client.get('/api/v1/users', eve)).status).toBe(401);
		expect((await client.get('/globex/api/v1/tenants', eve)).status).toBe(403);
		const ann = { token: tokenOf('ann') };
		expect((await client.get('/globex/api/v1/users', ann)).status).toBe(401);
		expect(
			codeOf(
				await client.post(
					'/globex/api/v1/users',
					{ email: 'x@example.com', tenantId: tenantId('system') },
					eve,
				),
			),
		).toEqual([403, 403]);
		expect((await client.post('/globex/api/v1/users', { email: 'x@example.com' }, eve)).body.tenantId).toBe(
			tenantId('globex'),
		);
	});

	test('are made with their first person, and go with everybody', async () => {
		const client = await start();
		const made = await client.post('/api/v1/tenants', {
			name: 'acme',
			email: 'boss@acme.example',
			password: 'acme-pass-1',
		});
		expect(made.status).toBe(201);
		expect((await client.login('boss@acme.example', 'acme-pass-1', '/acme')).status).toBe(200);
		expect((await client.del(`/api/v1/tenants/${made.body._id}`)).status).toBe(204);
		expect(await client.account('boss@acme.example')).toBeUndefined();
		expect((await client.del(`/api/v1/tenants/${tenantId('system')}`)).status).toBe(400);
		expect((await client.post('/api/v1/tenants', { name: 'globex', email: 'a@b.example' })).status).toBe(400);
	});

	test.each<Record<string, string>>([{ tenants: 'off' }, { generation: 'old' }])(
		'%j: 404, and nothing has a tenantId',
		async (set) => {
			const client = await start(set);
			expect((await client.get('/api/v1/tenants')).status).toBe(404);
			for (const path of ['/api/v1/users', '/api/v1/groups', '/api/users'])
				expect(JSON.stringify((await client.get(path)).body)).not.toContain('tenantId');
			expect(await client.account('eve.stone@example.com')).toBeUndefined();
			expect((await client.get('/globex/api/v1/users')).type).toBe('text/html');
		},
	);
});
