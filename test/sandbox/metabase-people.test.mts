import { ANALYTICS, FINANCE, GROUPS, idOf, PEOPLE, SYNC_KEY } from '../../sandbox/metabase/seed.mts';
import { metabaseClients } from './metabase-client.mts';

/** Contract section 3: reading people. */
const start = metabaseClients();
const VERSIONS = ['v49', 'v54', 'v57', 'v60'];
interface Row {
	readonly id: number;
	readonly email: string;
	readonly [field: string]: unknown;
}
const emails = (body: { data: Row[] }) => body.data.map((row) => row.email);
const ids = (body: { data: Row[] }) => body.data.map((row) => row.id);
/** Of the cast, with user 1. */
const ACTIVE = PEOPLE.filter((person) => person.state !== 'deactivated').length + 1;

describe('the list', () => {
	test('an envelope with everything where no page is asked for, or junk', async () => {
		const client = await start();
		for (const query of ['', '?limit=many', '?limit=']) {
			const { body } = await client.get(`/api/user${query}`);
			expect([body.data.length, body.total, body.limit, body.offset]).toEqual([ACTIVE, ACTIVE, null, null]);
		}
	});

	test('one of limit and offset gives the other a value', async () => {
		const client = await start();
		const page = async (query: string) => {
			const { body } = await client.get(`/api/user?${query}`);
			return [body.data.length, body.total, body.limit, body.offset];
		};
		expect(await page('limit=5')).toEqual([5, ACTIVE, 5, 0]);
		expect(await page('offset=15')).toEqual([ACTIVE - 15, ACTIVE, 50, 15]);
		expect(await page('limit=5&offset=15')).toEqual([ACTIVE - 15, ACTIVE, 5, 15]);
	});

	test('status, and include_deactivated that wins over it', async () => {
		const client = await start();
		const total = async (query: string) => (await client.get(`/api/user?${query}`)).body.total;
		const all = PEOPLE.length + 1;
		expect(await total('status=deactivated')).toBe(2);
		expect(await total('status=all')).toBe(all);
		expect(await total('status=nonsense')).toBe(ACTIVE);
		expect(await total('status=deactivated&include_deactivated=true')).toBe(all);
	});

	test.each([
		['v49', true],
		['v54', false],
		['v57', false],
		['v60', false],
	])('%s: accounts of API keys are listed: %s', async (version, listed) => {
		const client = await start({ version });
		const found = emails((await client.get('/api/user')).body).filter((email) => email.endsWith('api-key.invalid'));
		expect(found).toHaveLength(listed ? 3 : 0);
	});

	test.each([
		['v49', ['nur.aziz+bi_50%@example.com', 1, 1]],
		['v54', ['nur.aziz+bi_50%@example.com', 1, 1]],
		['v57', ['nur.aziz+bi_50%@example.com', 0, 0]],
		['v60', ['nur.aziz+bi_50%@example.com', 0, 0]],
	])('%s: what `%%` and `_` in query mean', async (version, [own, percent, line]) => {
		const client = await start({ version });
		const search = async (query: string) =>
			emails((await client.get(`/api/user?query=${encodeURIComponent(query)}`)).body);
		expect(await search(String(own))).toEqual([own]);
		expect(await search('g%a.rao')).toHaveLength(Number(percent));
		expect(await search('gita_rao')).toHaveLength(Number(line));
		expect(await search('ANN@example')).toEqual(['ann@example.com', 'joann@example.com']);
		expect(await search('mensah')).toEqual(['kofi.mensah@example.com']);
	});

	test.each([
		['v49', true],
		['v54', true],
		['v57', false],
		['v60', false],
	])('%s: pages can skip or repeat people of one name: %s', async (version, loose) => {
		const client = await start({ version });
		await client.control('people', { count: 20, prefix: 'twin' });
		const twins = (await client.get('/api/user?query=twin')).body.data as Row[];
		for (const { id } of twins) await client.put(`/api/user/${id}`, { first_name: 'Same', last_name: 'Name' });
		const seen: number[] = [];
		for (let offset = 0; offset < 20; offset += 3)
			seen.push(...ids((await client.get(`/api/user?query=twin&limit=3&offset=${offset}`)).body));
		expect(new Set(seen).size < 20).toBe(loose);
	});

	test('by group; admins and managers lead in older ones', async () => {
		const first = async (version: string) => {
			const client = await start({ version, edition: 'ee' });
			return emails((await client.get(`/api/user?group_id=${FINANCE}`)).body);
		};
		expect((await first('v54'))[0]).toBe('kofi.mensah@example.com');
		expect(await first('v57')).toEqual([
			'alex.kim@example.com',
			'kofi.mensah@example.com',
			'lena.fischer@example.com',
		]);
	});

	test('group_ids and the personal collection are there, memberships are not', async () => {
		const client = await start();
		const { data } = (await client.get('/api/user?query=lena')).body;
		expect(data[0].group_ids).toEqual([1, ANALYTICS, FINANCE]);
		expect(typeof data[0].personal_collection_id).toBe('number');
		expect('user_group_memberships' in data[0]).toBe(false);
	});

	test('v60: analysts are a filter', async () => {
		const client = await start({ edition: 'ee' });
		await client.put(`/api/user/${idOf('gita.rao')}`, { is_data_analyst: true });
		expect(emails((await client.get('/api/user?is_data_analyst=true')).body)).toEqual(['gita.rao@example.com']);
		const studio = emails((await client.get('/api/user?can_access_data_studio=true')).body);
		expect(studio).toEqual(['admin@example.com', 'gita.rao@example.com', 'grace.okafor@example.com']);
		expect((await client.get('/api/user', await client.as('gita.rao'))).status).toBe(200);
	});

	test('ten thousand people page without loss', async () => {
		const client = await start();
		await client.control('people', { count: 10_000, prefix: 'crowd', roles: [GROUPS[0]] });
		const seen = new Set<number>();
		for (let offset = 0; offset < 10_100; offset += 1000)
			for (const id of ids((await client.get(`/api/user?limit=1000&offset=${offset}`)).body)) seen.add(id);
		expect(seen.size).toBe(10_000 + ACTIVE);
	});
});

describe('who may list', () => {
	test.each(['oss', 'unlicensed'])('%s: admins only; a manager is nobody', async (edition) => {
		const client = await start({ edition });
		for (const local of ['ann', 'kofi.mensah'])
			expect((await client.get('/api/user', await client.as(local))).status).toBe(403);
		expect((await client.get('/api/user', { key: SYNC_KEY })).status).toBe(403);
	});

	test.each([
		['v49', 3],
		['v54', ACTIVE],
		['v60', ACTIVE],
	])('%s ee: a manager sees %i, in fewer columns', async (version, count) => {
		const client = await start({ version, edition: 'ee' });
		const kofi = await client.as('kofi.mensah');
		const { body } = await client.get('/api/user', kofi);
		expect(body.total).toBe(count);
		expect(Object.keys(body.data[0]).sort()).toEqual([
			'common_name',
			'email',
			'first_name',
			'group_ids',
			'id',
			'is_superuser',
			'last_login',
			'last_name',
		]);
		expect((await client.get(`/api/user?group_id=${FINANCE}`, kofi)).status).toBe(200);
		expect((await client.get(`/api/user?group_id=${ANALYTICS}`, kofi)).status).toBe(403);
	});
});

describe('one person', () => {
	test.each([
		['v49', 404],
		['v54', 200],
		['v57', 200],
		['v60', 200],
	])('%s: a deactivated one is %i', async (version, status) => {
		const client = await start({ version });
		const reply = await client.get(`/api/user/${idOf('omar.haddad')}`);
		expect(reply.status).toBe(status);
		if (status === 200) expect(reply.body.is_active).toBe(false);
	});

	test.each([
		['v49', 200],
		['v57', 200],
		['v60', 404],
	])('%s: the account of a key is %i', async (version, status) => {
		const client = await start({ version });
		expect((await client.get('/api/user/2')).status).toBe(status);
	});

	test('memberships by id; who manages only on ee', async () => {
		const id = idOf('kofi.mensah');
		const read = async (edition: string) =>
			(await (await start({ edition })).get(`/api/user/${id}`)).body.user_group_memberships;
		expect(await read('oss')).toEqual([{ id: 1 }, { id: FINANCE }]);
		expect(await read('ee')).toEqual([
			{ id: 1, is_group_manager: false },
			{ id: FINANCE, is_group_manager: true },
		]);
	});

	test('self may, others may not', async () => {
		const client = await start();
		const ann = await client.as('ann');
		expect((await client.get(`/api/user/${idOf('ann')}`, ann)).status).toBe(200);
		expect((await client.get(`/api/user/${idOf('joann')}`, ann)).status).toBe(403);
	});

	test('without names the e-mail is the common name', async () => {
		const client = await start();
		const { body } = await client.get(`/api/user/${idOf('nadia.petrova')}`);
		expect([body.first_name, body.common_name]).toEqual([null, 'nadia.petrova@example.com']);
	});

	test('structured_attributes since v57', async () => {
		const read = async (version: string) =>
			(await (await start({ version })).get(`/api/user/${idOf('yuki.tanaka')}`)).body.structured_attributes;
		expect(await read('v54')).toBeUndefined();
		expect(await read('v57')).toEqual({ region: { value: 'APAC', source: 'user', frozen: false } });
	});
});

describe('current', () => {
	test.each(VERSIONS)('%s: group_ids; permissions by edition and generation', async (version) => {
		for (const edition of ['oss', 'ee']) {
			const client = await start({ version, edition });
			const { body } = await client.get('/api/user/current', await client.as('lena.fischer'));
			expect(body.group_ids).toEqual([1, ANALYTICS, FINANCE]);
			expect('user_group_memberships' in body).toBe(false);
			expect('permissions' in body).toBe(edition === 'ee' || version === 'v57' || version === 'v60');
			expect(body.is_installer).toBe(false);
		}
	});
});

describe('recipients', () => {
	test('an envelope of the active, by last name, for anybody', async () => {
		const client = await start();
		const { body } = await client.get('/api/user/recipients', await client.as('ann'));
		expect(body.total).toBe(ACTIVE);
		expect(Object.keys(body.data[0]).sort()).toEqual(['common_name', 'email', 'first_name', 'id', 'last_name']);
		expect(body.data[0].last_name).toBe('Admin');
	});

	test.each([
		['v54', 2],
		['v57', ACTIVE],
	])('%s: limit is echoed; rows: %i', async (version, rows) => {
		const client = await start({ version });
		const { body } = await client.get('/api/user/recipients?limit=2');
		expect([body.data.length, body.limit]).toEqual([rows, 2]);
	});

	test('user-visibility counts on ee only', async () => {
		const seen = async (edition: string, userVisibility: string) => {
			const client = await start({ edition, userVisibility });
			return (await client.get('/api/user/recipients', await client.as('alex.kim'))).body.total;
		};
		expect(await seen('oss', 'none')).toBe(ACTIVE);
		expect(await seen('ee', 'none')).toBe(1);
		expect(await seen('ee', 'group')).toBe(3);
	});
});
