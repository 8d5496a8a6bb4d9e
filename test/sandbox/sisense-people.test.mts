import { groupId, idOf, SERVICE_TOKEN, tokenOf } from '../../sandbox/sisense/seed.mts';
import { roleId } from '../../sandbox/sisense/roles.mts';
import { codeOf, sisenseClients } from './sisense-client.mts';

/** Contract sections 3 and 4: reading people. */
const start = sisenseClients();
const USERS = '/api/v1/users';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const emails = (rows: any[]): string[] => rows.map((row) => row.email.split('@')[0]);

describe('the list', () => {
	test('is a bare array of everybody, without a page size', async () => {
		const client = await start();
		await client.control('people', { count: 300 });
		const { status, body } = await client.get(USERS);
		expect([status, Array.isArray(body), body.length]).toEqual([200, true, 324]);
	});

	test('a row; what there is none of is not there', async () => {
		const client = await start();
		const { body } = await client.get(`${USERS}?email=nadia.petrova%40example.com`);
		expect(body).toHaveLength(1);
		expect(body[0]).toMatchObject({
			_id: idOf('nadia.petrova'),
			userName: 'nadia.petrova@example.com',
			active: false,
			roleId: roleId('consumer'),
			groups: [groupId('Everyone')],
		});
		for (const key of ['lastName', 'lastLogin', 'hash', 'role', 'createdSso']) expect(key in body[0]).toBe(false);
	});

	test('expand makes objects; role and groups are always there', async () => {
		const client = await start();
		const { body } = await client.get(`${USERS}?expand=groups%2Crole`);
		const row = (local: string) => body.find(({ _id }: { _id: string }) => _id === idOf(local));
		expect(row('maria.silva').role).toEqual({ _id: roleId('contributor'), name: 'contributor' });
		expect(row('maria.silva').groups).toContainEqual({ _id: groupId('Analytics'), name: 'Analytics' });
		expect(row('omar.haddad').role).toBeNull();
		expect(row('nadia.petrova').groups).toEqual([{ _id: groupId('Everyone'), name: 'Everyone' }]);
		expect(body.every((one: object) => 'role' in one && 'groups' in one)).toBe(true);
	});

	test('a bad expand is 404 with code 202', async () => {
		const client = await start();
		expect(codeOf(await client.get(`${USERS}?expand=roles`))).toEqual([404, 202]);
		expect(codeOf(await client.get(`${USERS}/${idOf('ann')}?expand=x`))).toEqual([404, 202]);
	});

	test('who comes from where: provider, directory', async () => {
		const client = await start();
		const [yuki, tomas] = [
			(await client.get(`${USERS}/${idOf('yuki.tanaka')}`)).body,
			(await client.get(`${USERS}/${idOf('tomas.novak')}`)).body,
		];
		expect(yuki.createdSso).toMatch(/^2025/);
		expect([tomas.activeDirectory, tomas.principalName]).toEqual([true, 'tomas.novak@corp.example.com']);
	});

	test.each([
		['on', 'new', true],
		['off', 'new', false],
		['on', 'old', false],
	])('everyoneInUserGroups %s, %s: Everyone is there: %s', async (everyoneInUserGroups, generation, there) => {
		const client = await start({ everyoneInUserGroups, generation });
		const { body } = await client.get(USERS);
		const all = body.filter(({ tenantId }: { tenantId?: string }) => tenantId === body[0].tenantId);
		expect(all.every(({ groups }: { groups: string[] }) => groups.includes(groupId('Everyone')))).toBe(there);
		for (const name of ['Admins', 'All users in system']) expect(JSON.stringify(body)).not.toContain(groupId(name));
	});

	test('old servers tell no activity and no tenant', async () => {
		const keys = async (generation: string) =>
			Object.keys((await (await start({ generation })).get(`${USERS}/${idOf('ann')}`)).body);
		expect(await keys('new')).toEqual(expect.arrayContaining(['lastActivity', 'tenantId']));
		const before = await keys('old');
		for (const key of ['lastActivity', 'tenantId']) expect(before).not.toContain(key);
	});
});

describe('filters', () => {
	test.each([
		['email=lena.fischer%40example.com', ['lena.fischer']],
		['email=LENA.fischer%40example.com', []],
		['email=gita.rao%40example.com', []],
		['email=priya.nair%40example.com', ['priya.nair']],
		['userName=pnair', ['Priya.Nair']],
		['firstName=Alex', ['alex.kim', 'alex.kim2']],
		['lastName=O%27Brien', ["siobhan.o'brien"]],
		['active=false', ['nadia.petrova']],
		['origin=ad', ['tomas.novak']],
		[`roleId=${roleId('admin')}`, ['grace.okafor', 'boris.ivanov']],
		[`groupId=${groupId('Finance')}`, ['lena.fischer', 'alex.kim', 'kofi.mensah']],
		[`groupId=${groupId('Admins')}`, []],
		[`ids=${idOf('ann')}%2C${idOf('joann')}`, ['ann', 'joann']],
		['email=nur.aziz%2Bbi_50%25%40example.com', ['nur.aziz+bi_50%']],
	])('%s', async (query, expected) => {
		const client = await start();
		expect(emails((await client.get(`${USERS}?${query}`)).body)).toEqual(expected);
	});

	test('groupId=null: in no group', async () => {
		const client = await start();
		const found = emails((await client.get(`${USERS}?groupId=null`)).body);
		expect(found).toContain('yuki.tanaka');
		expect(found).not.toContain('ann');
	});

	test.each([
		'email=lena',
		'roleId=admin',
		'groupId=1',
		'active=yes',
		'origin=sso',
		'ids=x',
		'limit=0',
		'skip=-1',
		'sort=firstName,lastName',
	])('%s is 422', async (query) => {
		const client = await start();
		expect(codeOf(await client.get(`${USERS}?${query}`))).toEqual([422, 601]);
	});
});

describe('pages', () => {
	const sweep = async (client: Awaited<ReturnType<typeof start>>, more: string) => {
		const ids: string[] = [];
		for (let skip = 0; ; skip += 50) {
			const { body } = await client.get(`${USERS}?limit=50&skip=${skip}${more}`);
			ids.push(...body.map(({ _id }: { _id: string }) => _id));
			if (body.length < 50) return ids;
		}
	};

	test('sorted by _id they hold everybody once', async () => {
		const client = await start();
		await client.control('people', { count: 200 });
		const ids = await sweep(client, '&sort=_id');
		expect([ids.length, new Set(ids).size]).toEqual([224, 224]);
		expect(ids).toEqual([...ids].sort());
	});

	test('without a sort, rows repeat and others are missed', async () => {
		const client = await start();
		await client.control('people', { count: 200 });
		const ids = await sweep(client, '');
		expect(ids).toHaveLength(224);
		expect(new Set(ids).size).toBeLessThan(224);
	});

	test('rows that tie shift too', async () => {
		const client = await start();
		await client.control('people', { count: 200 });
		expect(new Set(await sweep(client, '&sort=firstName')).size).toBeLessThan(224);
	});

	test('descending, and an empty page past the end', async () => {
		const client = await start();
		const [first] = (await client.get(`${USERS}?sort=-email&limit=1`)).body;
		expect(first.email).toMatch(/^zoe/);
		expect((await client.get(`${USERS}?sort=_id&skip=500&limit=5`)).body).toEqual([]);
	});

	test('fields: only those, or all but those; the id stays', async () => {
		const client = await start();
		const [only] = (await client.get(`${USERS}?fields=email%2CuserName`)).body;
		expect(Object.keys(only)).toEqual(['_id', 'email', 'userName']);
		const [without] = (await client.get(`${USERS}?fields=-email`)).body;
		expect(['email' in without, 'userName' in without]).toEqual([false, true]);
	});

	test('10,000 people in one list', async () => {
		const client = await start();
		await client.control('people', { count: 10_000 });
		const before = performance.now();
		expect((await client.get(`${USERS}?expand=groups,role`)).body).toHaveLength(10_024);
		expect((await client.get('/api/v1/groups?expand=users')).body[0].users.length).toBeGreaterThan(10_000);
		expect(performance.now() - before).toBeLessThan(4000);
	});
});

describe('one person', () => {
	test('by id, whatever its case; unknown is 404/2001, malformed 422/601 before that', async () => {
		const client = await start();
		expect((await client.get(`${USERS}/${idOf('ann').toUpperCase()}`)).body.email).toBe('ann@example.com');
		expect(codeOf(await client.get(`${USERS}/${'0'.repeat(24)}`))).toEqual([404, 2001]);
		for (const id of ['me', 'ann@example.com', '1'])
			expect(codeOf(await client.get(`${USERS}/${id}`))).toEqual([422, 601]);
	});
});

describe('who may look', () => {
	test('designers get a short list under a 200, viewers 403', async () => {
		const client = await start();
		expect(emails((await client.get(USERS, { token: SERVICE_TOKEN })).body)).toEqual(['svc-people']);
		const maria = await client.get(USERS, { token: tokenOf('maria.silva') });
		expect(emails(maria.body)).toEqual(['maria.silva', 'lena.fischer', 'omar.haddad']);
		expect(codeOf(await client.get(USERS, { token: tokenOf('alex.kim') }))).toEqual([403, 403]);
		expect(emails((await client.get(USERS, { token: tokenOf('chen.wei') })).body)).toEqual(['chen.wei']);
	});

	test('everybody gets themselves, by id and from v0.9', async () => {
		const client = await start();
		const who = { token: tokenOf('alex.kim') };
		expect((await client.get(`${USERS}/${idOf('alex.kim')}`, who)).status).toBe(200);
		expect((await client.get(`${USERS}/${idOf('ann')}`, who)).status).toBe(403);
		expect((await client.get('/api/users/loggedin', who)).body.email).toBe('alex.kim@example.com');
		expect((await client.get(`/api/users/${idOf('ann')}`, who)).body).toEqual({ error: 'Forbidden' });
	});
});

describe('v0.9', () => {
	test('rows have names of the role, and the hash', async () => {
		const client = await start();
		const { body } = await client.get('/api/users?limit=1');
		expect(body[0]).toMatchObject({ roleName: 'super', baseRoleName: 'super', hash: expect.any(String) });
		expect((await client.get('/api/users/loggedin')).body.hash).toMatch(/^\$2a/);
		expect((await client.get('/api/users/yuki.tanaka%40example.com')).body.hash).toBeUndefined();
	});

	test('by id or user name; unknown is 404 without a body', async () => {
		const client = await start();
		for (const key of [idOf('Priya.Nair'), 'pnair'])
			expect((await client.get(`/api/users/${key}`)).body.email).toBe('Priya.Nair@example.com');
		const { status, body } = await client.get('/api/users/nobody');
		expect([status, body]).toEqual([404, '']);
	});

	test('search is a part of the names; groups, order and window', async () => {
		const client = await start();
		const list = async (query: string) => emails((await client.get(`/api/users?${query}`)).body);
		expect(await list('search=ann')).toEqual(['ann', 'joann']);
		expect(await list(`groups=${groupId('Finance Team')}`)).toEqual(['ann']);
		expect(await list('onlyAD=true')).toEqual(['tomas.novak']);
		expect((await list('orderby=email&desc=true&limit=1'))[0]).toMatch(/^zoe/);
		expect(await list('limit=0')).toHaveLength(24);
		expect(await list('skip=1&limit=1')).toEqual(['grace.okafor']);
		expect((await client.get('/api/users?limit=x')).status).toBe(400);
	});

	test('the only count, and names of groups', async () => {
		const client = await start();
		expect((await client.get('/api/users/count?search=alex')).body).toEqual({ collection: 'users', count: 2 });
		const [row] = (await client.get('/api/users?search=maria&groupsNames=true')).body;
		expect(row.groupsName).toContainEqual({ id: groupId('Analytics'), name: 'Analytics' });
	});

	test('simulate writes nothing', async () => {
		const client = await start({ seats: 'tight' });
		const { body } = await client.post('/api/users/simulate', ['ann@example.com', 'new@example.com']);
		expect(body).toEqual({
			license: { admins: 1, consumers: 1, contributors: 1 },
			users: [
				{ email: 'ann@example.com', isExist: true, roleId: roleId('contributor') },
				{ email: 'new@example.com', isExist: false, roleId: null },
			],
		});
		expect(await client.account('new@example.com')).toBeUndefined();
	});
});
