import { groupId, idOf } from '../../sandbox/sisense/seed.mts';
import { sisenseClients, type SisenseClient } from './sisense-client.mts';

/** Contract section 10: the SCIM side, and how the real ones differ. */
const start = sisenseClients();
const scimClient = (set: Record<string, string> = {}) => start({ scim: 'present', ...set });

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const NEW = { schemas: [USER], userName: 'new@example.com', name: { givenName: 'New', familyName: 'One' } };
const ANN = `/Users/${idOf('ann')}`;
const FINANCE = `/Groups/${groupId('Finance')}`;

const patchOp = (...Operations: object[]) => ({
	schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
	Operations,
});
const filter = (text: string) => `filter=${encodeURIComponent(text)}`;
const add = (client: SisenseClient, more: object = {}) => client.scim('POST', '/Users', { ...NEW, ...more });

describe('whether there is SCIM', () => {
	test.each([
		// A token of another kind is refused before it is looked what there is.
		['absent', 401, 'application/json'],
		['html', 200, 'text/html'],
		['foreign', 200, 'application/json'],
		['present', 200, 'application/scim+json'],
	])('%s: %i %s', async (scim, status, type) => {
		const client = await start({ scim });
		const reply = await client.scim('GET', '/ServiceProviderConfig');
		expect([reply.status, reply.type]).toEqual([status, type]);
		expect(reply.body.schemas !== undefined).toBe(scim === 'present');
	});

	test('absent for who may ask is a route that is not there', async () => {
		const client = await start();
		const reply = await client.get('/api/scim/v2/ServiceProviderConfig');
		expect([reply.status, reply.type]).toEqual([404, 'text/html']);
	});

	test('has a key of its own', async () => {
		const client = await scimClient();
		for (const path of ['/ServiceProviderConfig', '/Users']) {
			const reply = await client.get(`/api/scim/v2${path}`);
			expect([reply.status, reply.body.status]).toEqual([401, '401']);
		}
		const wrong = await client.scim('DELETE', ANN, undefined, { authorization: 'Bearer x', 'if-match': 'W/"9"' });
		expect(wrong.status).toBe(401);
	});
});

describe('discovery', () => {
	test('tells what is there', async () => {
		const client = await scimClient({ scimEtag: 'on' });
		const { body } = await client.scim('GET', '/ServiceProviderConfig');
		expect([body.patch.supported, body.bulk.supported, body.sort.supported, body.etag.supported]).toEqual([
			true,
			true,
			true,
			true,
		]);
		expect(body.filter).toEqual({ supported: true, maxResults: 200 });
		const types = (await client.scim('GET', '/ResourceTypes')).body.Resources;
		expect(types.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual(['/Users', '/Groups']);
		expect((await client.scim('GET', `/Schemas/${USER}`)).body.name).toBe('User');
	});

	test('and what is not; servers side by side keep their own', async () => {
		const off = { scimPatch: 'off', scimFilter: 'refused', scimSort: 'off', scimBulk: 'off', scimPage: '7' };
		const [poor, rich] = [await scimClient(off), await scimClient()];
		const replies = await Promise.all([poor, rich, poor].map((one) => one.scim('GET', '/ServiceProviderConfig')));
		const flags = replies.map(({ body }) =>
			[body.patch, body.filter, body.sort, body.bulk].map((one) => one.supported),
		);
		expect(flags).toEqual([Array(4).fill(false), Array(4).fill(true), Array(4).fill(false)]);
		expect(replies[0].body.filter.maxResults).toBe(7);
		expect(replies[0].body.meta.location).toContain(poor.url);
		expect(replies[1].body.meta.location).toContain(rich.url);
	});
});

describe('reading', () => {
	test('a person', async () => {
		const client = await scimClient();
		const { body } = await client.scim('GET', ANN);
		expect(body).toMatchObject({
			schemas: [USER],
			id: idOf('ann'),
			userName: 'ann@example.com',
			name: { givenName: 'Ann', familyName: 'Lee' },
			emails: [{ value: 'ann@example.com', primary: true }],
			active: true,
			groups: [{ value: groupId('Finance Team'), display: 'Finance Team' }],
			roles: [{ value: 'contributor' }],
			meta: { resourceType: 'User', location: `${client.url}/api/scim/v2${ANN}` },
		});
		expect('password' in body).toBe(false);
		expect((await client.scim('GET', `/Users/${'0'.repeat(24)}`)).body).toMatchObject({ status: '404' });
		expect((await client.scim('GET', `/Users/${idOf('eve.stone')}`)).status).toBe(404);
	});

	test('a list: total, 1-based start, and pages that hold everybody once', async () => {
		const client = await scimClient();
		const ids: string[] = [];
		for (let startIndex = 1; ; ) {
			const { body } = await client.scim('GET', `/Users?startIndex=${startIndex}&count=5`);
			expect([body.totalResults, body.startIndex]).toEqual([22, startIndex]);
			ids.push(...body.Resources.map(({ id }: { id: string }) => id));
			startIndex += body.Resources.length;
			if (startIndex > body.totalResults) break;
		}
		expect([ids.length, new Set(ids).size]).toEqual([22, 22]);
		expect((await client.scim('GET', '/Users?count=0')).body).toMatchObject({ totalResults: 22, Resources: [] });
		expect((await client.scim('GET', '/Users?startIndex=99')).body.Resources).toEqual([]);
	});

	test('shifting pages miss people', async () => {
		const client = await scimClient({ scimOrder: 'shifting' });
		await client.control('people', { count: 100 });
		const page = async (start: number) =>
			(await client.scim('GET', `/Users?startIndex=${start}&count=61`)).body.Resources;
		const ids = [...(await page(1)), ...(await page(62))].map(({ id }) => id);
		expect(ids).toHaveLength(122);
		expect(new Set(ids).size).toBeLessThan(122);
	});

	test('a server’s largest page is smaller than what is asked for', async () => {
		const client = await scimClient({ scimPage: '3' });
		const { body } = await client.scim('GET', '/Users?count=100');
		expect([body.Resources.length, body.itemsPerPage, body.totalResults]).toEqual([3, 3, 22]);
	});

	test.each([
		['userName eq "lena.fischer@example.com"', 1],
		['userName eq "siobhan.o\'brien@example.com"', 1],
		['userName eq "nobody@example.com"', 0],
		['emails.value eq "Priya.Nair@example.com"', 1],
		['active eq false', 1],
		['userName sw "alex"', 2],
	])('filter %s: %i', async (text, count) => {
		const client = await scimClient();
		const { status, body } = await client.scim('GET', `/Users?${filter(text)}`);
		expect([status, body.totalResults]).toEqual([200, count]);
	});

	test('a bad filter is 400', async () => {
		const client = await scimClient();
		const { status, body } = await client.scim('GET', `/Users?${filter('userName is "x"')}`);
		expect([status, body.scimType]).toEqual([400, 'invalidFilter']);
	});

	test.each([
		['refused', 400, undefined],
		['ignored', 200, 22],
	])('filters %s: %i, %s rows', async (scimFilter, status, total) => {
		const client = await scimClient({ scimFilter });
		const reply = await client.scim('GET', `/Users?${filter('userName eq "ann@example.com"')}`);
		expect([reply.status, reply.body.totalResults]).toEqual([status, total]);
		if (status === 400) expect(reply.body.scimType).toBe('invalidFilter');
	});

	test.each([
		['on', 'zoe.muller@example.com'],
		['off', 'admin'],
	])('sort %s: first is %s', async (scimSort, first) => {
		const client = await scimClient({ scimSort });
		const { body } = await client.scim(
			'GET',
			'/Users?sortBy=userName&sortOrder=descending&count=1&attributes=userName',
		);
		expect(body.Resources[0].userName).toBe(first);
	});

	test('a list without rows may have no Resources', async () => {
		const path = `/Users?${filter('userName eq "nobody"')}`;
		const list = async (scimEmpty: string) => (await (await scimClient({ scimEmpty })).scim('GET', path)).body;
		expect((await list('list')).Resources).toEqual([]);
		const missing = await list('missing');
		expect([missing.totalResults, 'Resources' in missing]).toEqual([0, false]);
	});

	test('groups with members; built-in ones are not there', async () => {
		const client = await scimClient();
		const { body } = await client.scim('GET', '/Groups?count=50');
		const names = body.Resources.map(({ displayName }: { displayName: string }) => displayName);
		expect(names).toContain('Finance');
		expect(names).not.toContain('Everyone');
		expect((await client.scim('GET', FINANCE)).body.members).toHaveLength(3);
		const without = await client.scim('GET', '/Groups?excludedAttributes=members&count=1');
		expect('members' in without.body.Resources[0]).toBe(false);
	});

	test('10,000 people in pages', async () => {
		const client = await scimClient();
		await client.control('people', { count: 10_000 });
		const before = performance.now();
		const { body } = await client.scim('GET', '/Users?startIndex=9001&count=100');
		expect([body.totalResults, body.Resources.length]).toEqual([10_022, 100]);
		expect(performance.now() - before).toBeLessThan(2000);
	});

	test('media type and unknown endpoints', async () => {
		const client = await scimClient({ scimType: 'json' });
		expect((await client.scim('GET', '/Users')).type).toBe('application/json');
		expect((await client.scim('GET', '/Nothing')).body).toMatchObject({ status: '404' });
		expect((await client.scim('GET', '/Me')).body).toMatchObject({ status: '501' });
	});
});

describe('people', () => {
	test('POST: 201 with a location; the same person on the REST side, and in the state', async () => {
		const client = await scimClient();
		const { status, body, headers } = await add(client, { externalId: 'hr-7', roles: [{ value: 'contributor' }] });
		expect([status, body.active, headers.get('location')]).toEqual([201, true, body.meta.location]);
		expect((await client.get(`/api/v1/users/${body.id}`)).body).toMatchObject({
			email: 'new@example.com',
			firstName: 'New',
			active: true,
		});
		expect(await client.account('new@example.com')).toMatchObject({ role: 'contributor', externalId: 'hr-7' });
		expect(await client.control('mail')).toEqual([]);
	});

	test.each([
		['taken', { userName: 'ANN@example.com' }, 409, 'uniqueness'],
		['an e-mail that is taken', { emails: [{ value: 'ann@example.com', primary: true }] }, 409, 'uniqueness'],
		['no userName', { userName: undefined }, 400, 'invalidValue'],
		['no e-mail anywhere', { userName: 'new' }, 400, 'invalidValue'],
		['a second super-user', { roles: [{ value: 'super' }] }, 400, 'invalidValue'],
		['an unknown role', { roles: [{ value: 'boss' }] }, 400, 'invalidValue'],
	])('%s: %j', async (_, more, status, scimType) => {
		const client = await scimClient();
		const reply = await add(client, more);
		expect([reply.status, reply.body.status, reply.body.scimType]).toEqual([status, String(status), scimType]);
		expect((await client.control('state')).accounts).toHaveLength(24);
	});

	test('PUT replaces: what is left out is gone, and nobody stays inactive by silence', async () => {
		const client = await scimClient();
		const whole = (await client.scim('GET', ANN)).body;
		await client.scim('PUT', ANN, { ...whole, active: false });
		expect((await client.get(`/api/v1/users/${idOf('ann')}`)).body).toMatchObject({
			active: false,
			lastName: 'Lee',
		});
		const { body } = await client.scim('PUT', ANN, { schemas: [USER], userName: 'ann@example.com' });
		expect([body.active, body.name?.familyName, body.roles[0].value]).toEqual([true, undefined, 'contributor']);
		expect((await client.scim('PUT', ANN, { schemas: [USER], userName: 'joann@example.com' })).status).toBe(409);
		expect((await client.scim('PUT', `/Users/${'0'.repeat(24)}`, NEW)).status).toBe(404);
	});

	test.each([
		['with a path', { op: 'replace', path: 'active', value: false }],
		['without one', { op: 'replace', value: { active: false } }],
		['in capitals and text', { op: 'Replace', path: 'active', value: 'False' }],
	])('PATCH deactivates %s; nobody signs in then', async (_, operation) => {
		const client = await scimClient();
		const { status, body } = await client.scim('PATCH', ANN, patchOp(operation));
		expect([status, body.active]).toEqual([200, false]);
		expect((await client.login('ann@example.com')).status).toBe(401);
		expect((await client.account('ann@example.com')).state).toBe('inactive');
		expect((await client.scim('PATCH', ANN, patchOp(operation))).status).toBe(204);
	});

	test('PATCH changes all or nothing; a remove wants a path', async () => {
		const client = await scimClient();
		const ops = patchOp({ op: 'replace', path: 'name.givenName', value: 'Anna' }, { op: 'remove' });
		const { status, body } = await client.scim('PATCH', ANN, ops);
		expect([status, body.scimType]).toEqual([400, 'noTarget']);
		expect((await client.account('ann@example.com')).name).toBe('Ann Lee');
		await client.scim('PATCH', ANN, patchOp({ op: 'replace', path: 'name.givenName', value: 'Anna' }));
		expect((await client.account('ann@example.com')).name).toBe('Anna Lee');
	});

	test.each([
		['empty', 204],
		['off', 501],
	])('scimPatch %s: %i', async (scimPatch, status) => {
		const client = await scimClient({ scimPatch });
		const reply = await client.scim('PATCH', ANN, patchOp({ op: 'replace', path: 'active', value: false }));
		expect(reply.status).toBe(status);
		expect((await client.account('ann@example.com')).state).toBe(status === 204 ? 'inactive' : 'active');
	});

	test('active as text, in lists too; read back it still means the same', async () => {
		const client = await scimClient({ scimActive: 'text' });
		const { body } = await client.scim('GET', ANN);
		expect(body.active).toBe('True');
		const list = (await client.scim('GET', `/Users?${filter('userName eq "nadia.petrova@example.com"')}`)).body;
		expect(list.Resources[0].active).toBe('False');
		expect((await client.scim('PUT', ANN, { ...body, active: 'False' })).body.active).toBe('False');
		expect((await client.account('ann@example.com')).state).toBe('inactive');
	});

	test('DELETE: 204, then 404, and the dashboards go; the super-user stays', async () => {
		const client = await scimClient();
		const lena = `/Users/${idOf('lena.fischer')}`;
		expect((await client.scim('DELETE', lena)).status).toBe(204);
		expect((await client.scim('DELETE', lena)).status).toBe(404);
		expect((await client.control('state')).content.dashboards).toHaveLength(5);
		expect((await client.scim('DELETE', `/Users/${idOf('admin')}`)).status).toBe(403);
	});
});

describe('ETags', () => {
	test('a version, 304 for who knows it, 412 for who knows another', async () => {
		const client = await scimClient({ scimEtag: 'on' });
		const { body, headers } = await client.scim('GET', ANN);
		expect(headers.get('etag')).toBe(body.meta.version);
		const known = { 'if-none-match': body.meta.version };
		expect((await client.scim('GET', ANN, undefined, known)).status).toBe(304);
		await client.patch(`/api/v1/users/${idOf('ann')}`, { lastName: 'Leigh' });
		expect((await client.scim('GET', ANN, undefined, known)).status).toBe(200);
		const late = await client.scim('PUT', ANN, body, { 'if-match': body.meta.version });
		expect([late.status, late.body.status]).toEqual([412, '412']);
		expect((await client.account('ann@example.com')).name).toBe('Ann Leigh');
		expect((await client.scim('PUT', ANN, body, { 'if-match': '*' })).status).toBe(200);
	});

	test('off: no version, and If-Match is not looked at', async () => {
		const client = await scimClient();
		const { body, headers } = await client.scim('GET', ANN);
		expect([headers.get('etag'), body.meta.version]).toEqual([null, undefined]);
		expect((await client.scim('PUT', ANN, body, { 'if-match': 'W/"99"' })).status).toBe(200);
	});
});

describe('groups', () => {
	test('POST, a taken name, DELETE', async () => {
		const client = await scimClient();
		const made = { schemas: [GROUP], displayName: 'New', members: [{ value: idOf('ann') }] };
		const { status, body } = await client.scim('POST', '/Groups', made);
		expect([status, body.members[0].value]).toEqual([201, idOf('ann')]);
		expect(await client.members('New')).toEqual(['ann@example.com']);
		const again = await client.scim('POST', '/Groups', made);
		expect([again.status, again.body.scimType]).toEqual([409, 'uniqueness']);
		expect((await client.scim('DELETE', `/Groups/${body.id}`)).status).toBe(204);
		expect((await client.scim('GET', `/Groups/${body.id}`)).status).toBe(404);
	});

	test('members are added, and removed by a filter in the path', async () => {
		const client = await scimClient();
		const ann = idOf('ann');
		await client.scim('PATCH', FINANCE, patchOp({ op: 'add', path: 'members', value: [{ value: ann }] }));
		expect(await client.members('Finance')).toHaveLength(4);
		await client.scim('PATCH', FINANCE, patchOp({ op: 'remove', path: `members[value eq "${ann}"]` }));
		expect(await client.members('Finance')).toHaveLength(3);
		expect((await client.scim('GET', ANN)).body.groups).toHaveLength(1);
	});

	test('removing members without a filter empties the group', async () => {
		const client = await scimClient();
		await client.scim('PATCH', FINANCE, patchOp({ op: 'remove', path: 'members' }));
		expect(await client.members('Finance')).toEqual([]);
	});

	test('PUT sets name and members; unknown members and the directory’s group are refused', async () => {
		const client = await scimClient();
		const put = (path: string, displayName: string, member: string) =>
			client.scim('PUT', path, { schemas: [GROUP], displayName, members: [{ value: member }] });
		expect((await put(FINANCE, 'Money', idOf('ann'))).status).toBe(200);
		expect(await client.members('Money')).toEqual(['ann@example.com']);
		expect((await put(FINANCE, 'Money', idOf('eve.stone'))).body.scimType).toBe('invalidValue');
		expect((await put(FINANCE, 'Everyone', idOf('ann'))).status).toBe(409);
		const directory = await put(`/Groups/${groupId('DIR-Sales')}`, 'DIR-Sales', idOf('ann'));
		expect([directory.status, directory.body.scimType]).toEqual([400, 'mutability']);
	});
});

describe('bulk', () => {
	const message = {
		schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
		Operations: [{ method: 'POST', path: '/Users', bulkId: 'a', data: NEW }],
	};

	test.each([
		['on', 200],
		['off', 501],
	])('%s: %i', async (scimBulk, status) => {
		const client = await scimClient({ scimBulk });
		const reply = await client.scim('POST', '/Bulk', message);
		expect(reply.status).toBe(status);
		if (status === 200) expect(reply.body.Operations[0].status).toBe('201');
		expect((await client.account('new@example.com')) === undefined).toBe(status !== 200);
	});
});

describe('around it', () => {
	test('faults and the journal count here too', async () => {
		const faults = '429-retry-after:1@/Users#1,expired:1@/Groups#1,lost:1@POST /api/scim/v2/Users#1';
		const client = await start({ scim: 'present' }, { faults });
		const limited = await client.scim('GET', '/Users');
		expect([limited.status, limited.body.status, limited.headers.get('retry-after')]).toEqual([429, '429', '1']);
		expect((await client.scim('GET', '/Groups')).body.status).toBe('401');
		await expect(add(client)).rejects.toThrow();
		expect(await client.account('new@example.com')).toBeDefined();
		const { requests } = await client.control('requests');
		expect(requests.map(({ method, status }: { method: string; status: number }) => `${method} ${status}`)).toEqual(
			['GET 429', 'GET 401', 'POST 0'],
		);
	});

	test('many at once are answered each with their own', async () => {
		const [one, other] = [await scimClient(), await scimClient({ scimPage: '1' })];
		const ask = async (client: SisenseClient) => (await client.scim('GET', '/Users?count=5')).body.Resources.length;
		const counts = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(index % 2 === 0 ? one : other)));
		expect(counts).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 5 : 1)));
	});

	test('what is no JSON is refused', async () => {
		const client = await scimClient();
		const { scimToken } = client.sandbox.tools.sisense;
		const reply = await fetch(`${client.url}/api/scim/v2/Users`, {
			method: 'POST',
			body: '{',
			headers: { authorization: `Bearer ${scimToken}`, 'content-type': 'application/scim+json' },
		});
		expect(reply.status).toBe(400);
	});
});
