/** SCIM: servers that have none, and those that have it in every way the RFC leaves open (contract 10). */
import { groupId, idOf, SCIM_PATH } from '../../../sandbox/sisense/seed.mts';
import type { Wire } from '../wire.mts';
import { account, elsewhere, sisenseStage, stateOf } from './cast.mts';
import { byUsername, groupNamed, isWrite, json, locator, roleNamed, routesOf, wired } from './given.mts';
import { scimStage } from './scim-cast.mts';

const stage = scimStage();
const someone = (local: string) => byUsername(`${local}@example.com`);
const at = (fields: object) => ({ credentials: stage.storeOf(fields as never) });
const overWire = async (before: Wire['before'], operation: string, parameters: object, play = {}) =>
	await wired(stage, before, async ({ url }) => await stage.play(operation, parameters as never, { ...play, ...at({ url: `${url}${SCIM_PATH}` }) }));
const membersOf = async (name: string) => (await stateOf(stage)).groups.find((one) => one.name === name)!.members.map((one) => one.split('@')[0]).sort();
const GITAS = ['gita.rao@example.com', 'GITA.RAO@EXAMPLE.COM', 'Gita.Rao@example.com'];
const error = (status: number, scimType: string, detail: string) => json(status, { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), scimType, detail });

describe('a server without SCIM', () => {
	const ASKED: Array<[string, object]> = [
		['scim.getConfiguration', {}],
		['scimUser.getAll', {}],
		['scimUser.get', someone('ann')],
		['scimUser.create', { email: 'new1@example.com' }],
		['scimGroup.delete', groupNamed('Interns')],
	];

	test.each(['absent', 'html', 'foreign'])('(%s) is told as such, after one request, with what to use instead', async (presence) => {
		await stage.reset({ 'sisense.scim': presence });
		for (const [operation, parameters] of ASKED) {
			const { message, requests } = await stage.play(operation, parameters as never);
			expect([operation, message]).toEqual([operation, expect.stringMatching(/SCIM is not available on this server\. .*No release of Sisense is known to have SCIM: use the resources User and Group instead/)]);
			expect(requests).toHaveLength(1);
			expect(requests[0]).toMatchObject({ method: 'GET', path: `${SCIM_PATH}/ServiceProviderConfig` });
		}
	});

	test.each([
		['a 405', { status: 405, body: '' }],
		['a 501', { status: 501, body: '' }],
		['a bare object', json(200, {})],
		['a list', json(200, [])],
		['a 401 that is none of SCIM', json(401, { error: { code: 5002, message: 'Invalid token.', status: 401 } })],
		['a page that asks to sign in', { status: 401, body: '<!doctype html><html></html>', 'content-type': 'text/html' }],
	])('that answers with %s is told as such', async (_, answer) => {
		const { message } = await overWire(async () => answer as never, 'scimUser.getAll', {});
		expect(message).toMatch(/SCIM is not available on this server/);
	});

	test('is told as itself where the token is wrong, or the server is away', async () => {
		const wrong = await stage.play('scimUser.getAll', {}, at({ token: 'wrong' }));
		expect(wrong.message).toMatch(/The SCIM server refuses the token\. Check the token in the SCIM credential/);
		expect(wrong.requests).toHaveLength(1);
		expect((await stage.play('scimUser.getAll', {}, at({ url: 'http://127.0.0.1:9/scim' }))).message).toMatch(/accepts no connection/);
		const forbidden = await overWire(async () => error(403, '', 'No.'), 'scimUser.getAll', {});
		expect(forbidden.message).toMatch(/does not allow this/);
	});
});

describe('what a server says it can', () => {
	test('is shown', async () => {
		await stage.reset({ 'sisense.scimPatch': 'off', 'sisense.scimFilter': 'refused', 'sisense.scimPage': '7', 'sisense.scimSort': 'off' });
		const { items } = await stage.play('scim.getConfiguration', {});
		expect(items).toEqual([{ patch: false, filter: false, maxResults: 7, sort: false, etag: false, bulk: true, changePassword: true }]);
	});

	test('is obeyed: no filter, no PATCH where there are none', async () => {
		await stage.reset({ 'sisense.scimPatch': 'off', 'sisense.scimFilter': 'refused' });
		const { requests, items } = await stage.play('scimUser.update', { ...someone('ann'), updateFields: { firstName: 'Anne' } });
		expect(items).toMatchObject([{ firstName: 'Anne', changed: true }]);
		for (const { method, path } of requests) expect(`${method} ${decodeURIComponent(path)}`).not.toMatch(/PATCH|filter=/);
	});

	test('is asked once for many items', async () => {
		const items = Array.from({ length: 4 }, (_, n) => ({ user: ['ann', 'joann', 'alex.kim', 'zoe.muller'][n] }));
		const { requests } = await stage.play('scimUser.get', byUsername('={{ $json.user }}@example.com'), { items });
		expect(routesOf(requests).filter((route) => route.endsWith('ServiceProviderConfig'))).toHaveLength(1);
	});

	test('in other letters, as text, or not at all, is understood', async () => {
		const before: Wire['before'] = async ({ path }) =>
			path.endsWith('ServiceProviderConfig') ? json(200, { Schemas: ['x'], Patch: { Supported: 'True' }, FILTER: { supported: 'false' }, etag: null }) : undefined;
		const { items } = await overWire(before, 'scim.getConfiguration', {});
		expect(items).toEqual([{ patch: true, filter: false, maxResults: null, sort: false, etag: false, bulk: false, changePassword: false }]);
	});
});

describe('a user name', () => {
	test.each(['on', 'refused', 'ignored'])('is found in any case, with filters %s', async (scimFilter) => {
		await stage.reset({ 'sisense.scimFilter': scimFilter });
		for (const name of GITAS) expect((await stage.play('scimUser.get', byUsername(name))).items).toMatchObject([{ id: idOf('Gita.Rao') }]);
		expect((await stage.play('scimUser.get', byUsername('nobody@example.com'))).message).toMatch(/no user with the user name nobody/);
	});

	test('that a server with a filter it refuses has is found without it', async () => {
		const before: Wire['before'] = async ({ path }) => (path.includes('filter=') ? error(400, 'invalidFilter', 'No filters here.') : undefined);
		expect((await overWire(before, 'scimUser.get', someone('ann'))).items).toMatchObject([{ id: idOf('ann') }]);
	});

	test('that two have is refused, with both IDs', async () => {
		const before: Wire['before'] = async ({ path }) => {
			if (!path.includes('/Users?')) return undefined;
			const twin = (id: string) => ({ schemas: [], id, userName: 'twin@example.com', active: true });
			return json(200, { schemas: ['x'], totalResults: 2, startIndex: 1, itemsPerPage: 2, Resources: [twin('a1'), twin('b2')] });
		};
		const { message, seen } = await overWire(before, 'scimUser.deactivate', byUsername('TWIN@example.com'));
		expect(message).toMatch(/2 users of the SCIM server have the user name TWIN@example\.com: IDs a1, b2\. Choose one of them by its ID/);
		expect(seen.filter(isWrite)).toEqual([]);
	});

	test.each(['a"b', 'a\\b', 'a\\"b', "o'brien", 'a&b=c#d?e', '100%', 'x" or userName pr or userName eq "y', 'ü 🎉'])('such as %s goes into a filter as one value', async (username) => {
		const { items } = await stage.play('scimUser.create', { email: 'new1@example.com', additionalFields: { username } });
		expect(items).toMatchObject([{ userName: username, changed: true }]);
		const found = await stage.play('scimUser.get', byUsername(username));
		expect([found.message, found.items.map(({ userName }) => userName)]).toEqual(['', [username]]);
		// The library behind the sandbox loses backslashes in filters; of people everybody is looked through then.
		if (username === 'a\\b') return;
		await stage.play('scimGroup.create', { name: username });
		expect((await stage.play('scimGroup.get', groupNamed(username))).items).toMatchObject([{ name: username }]);
	});
});

describe('a list', () => {
	const everybody = async () => (await stage.play('scimUser.getAll', { returnAll: true })).items;

	test.each<Record<string, string>>([
		{},
		{ scimPage: '7' },
		{ scimPage: '1' },
		{ scimPage: '5', scimOrder: 'shifting' },
		{ scimActive: 'text', scimType: 'json', scimEmpty: 'missing' },
	])('comes whole, everybody once: %o', async (set) => {
		await stage.reset(Object.fromEntries(Object.entries(set).map(([name, value]) => [`sisense.${name}`, value])));
		const items = await everybody();
		expect(items).toHaveLength(22);
		expect(new Set(items.map(({ id }) => id)).size).toBe(22);
		expect(items.find(({ userName }) => userName === 'nadia.petrova@example.com')?.active).toBe(false);
		expect(items.filter(({ active }) => active === true)).toHaveLength(21);
		expect((await stage.play('scimGroup.getAll', { returnAll: true })).items).toHaveLength(7);
	});

	test('of pages in no order at all is a failure, not a short list', async () => {
		await stage.reset({ 'sisense.scimPage': '5', 'sisense.scimOrder': 'shifting', 'sisense.scimSort': 'off' });
		const { message, items } = await stage.play('scimUser.getAll', { returnAll: true });
		expect(message).toMatch(/says that it has 22 users but shows \d+, also when asked again\. Run again/);
		expect(items).toEqual([]);
	});

	test.each(['sortBy', 'filter'])('comes from a server that refuses the %s it says it has', async (parameter) => {
		const before: Wire['before'] = async ({ path }) => (path.includes(`${parameter}=`) ? error(400, 'invalidValue', 'Not this.') : undefined);
		expect((await overWire(before, 'scimUser.getAll', { returnAll: true })).items).toHaveLength(22);
		expect((await overWire(before, 'scimUser.get', someone('ann'))).items).toHaveLength(1);
	});

	test('whose pages moved between two requests is read again', async () => {
		const row = (id: string) => ({ schemas: [], id, userName: `${id}@example.com`, active: true });
		const pages = [[row('a1'), row('b2')], [row('b2')], [row('a1'), row('b2')], [row('c3')]];
		const before: Wire['before'] = async ({ path }) => (path.includes('/Users?') ? json(200, { schemas: ['x'], totalResults: 3, Resources: pages.shift() ?? [] }) : undefined);
		const { items } = await overWire(before, 'scimUser.getAll', { returnAll: true });
		expect(items.map(({ id }) => id)).toEqual(['a1', 'b2', 'c3']);
	});

	test('that stays shorter than its total says is a failure, not a short list', async () => {
		const row = { schemas: [], id: 'a1', userName: 'a@example.com', active: true };
		const before: Wire['before'] = async ({ path }) => {
			if (!path.includes('/Users?')) return undefined;
			return json(200, { schemas: ['x'], totalResults: 3, startIndex: 1, itemsPerPage: 1, Resources: path.includes('startIndex=1&') ? [row] : [] });
		};
		const { message, items } = await overWire(before, 'scimUser.getAll', { returnAll: true });
		expect(message).toMatch(/The SCIM server says that it has 3 .* but shows 1/);
		expect(items).toEqual([]);
	});

	test.each(['list', 'missing'])('of nobody (%s) is empty, not an error', async (scimEmpty) => {
		await stage.reset({ 'sisense.scimEmpty': scimEmpty });
		const { items, message } = await stage.play('scimUser.getAll', { filters: { search: 'nobody-at-all' } });
		expect([message, items]).toEqual(['', []]);
		expect((await stage.play('scimUser.get', byUsername('nobody-at-all'))).message).toMatch(/no user with the user name/);
	});

	test('that is a page is told as no SCIM', async () => {
		const before: Wire['before'] = async ({ path }) => (path.includes('/Users?') ? json(200, { hello: 1 }) : undefined);
		expect((await overWire(before, 'scimUser.getAll', {})).message).toMatch(/SCIM is not available/);
	});

	test('is of the same people that the other API has', async () => {
		const system = (await stateOf(stage)).groups.find(({ name, tenant }) => name === 'Everyone' && tenant === 'system')!;
		const rows = (await elsewhere(stage, 'GET', `v1/users?groupId=${system.id}`)).body as Array<{ _id: string }>;
		expect((await everybody()).map(({ id }) => id).sort()).toEqual(rows.map(({ _id }) => _id).sort());
	});
});

describe('with an ETag', () => {
	test('a write that came too late is refused, and told', async () => {
		await stage.reset({ 'sisense.scimEtag': 'on' });
		const before: Wire['before'] = async ({ method, headers }) => {
			if (method !== 'PATCH') return undefined;
			expect(headers['if-match']).toMatch(/^W\/"\d+"$/);
			await elsewhere(stage, 'PATCH', `v1/users/${idOf('ann')}`, { lastName: 'Elsewhere' });
			return undefined;
		};
		const { message } = await overWire(before, 'scimUser.update', { ...someone('ann'), updateFields: { firstName: 'Anne' } });
		expect(message).toMatch(/Somebody else changed the record at the same time\. Run the item again/);
		expect((await account(stage, 'ann'))?.name).toBe('Ann Elsewhere');
	});

	test.each(['body', 'empty', 'off'])('a write whose answer was lost is done, and no conflict with itself (PATCH %s)', async (scimPatch) => {
		await stage.reset({ 'sisense.scimEtag': 'on', 'sisense.scimPatch': scimPatch });
		await stage.control('faults', { spec: `lost:1@${scimPatch === 'off' ? 'PUT' : 'PATCH'} ${SCIM_PATH}#1` });
		const { items, message } = await stage.play('scimUser.update', { ...someone('ann'), updateFields: { firstName: 'Anne' } });
		expect([message, items]).toMatchObject(['', [{ firstName: 'Anne', changed: true }]]);
	});
});

describe('the same server through the two APIs', () => {
	const rest = sisenseStage({ scim: 'present' });

	test('shows the same person, whichever changed it', async () => {
		const credentials = rest.engine.store({ sisenseScimApi: { url: `${rest.url}${SCIM_PATH}`, token: rest.sandbox.tools.sisense.scimToken } as never });
		await rest.play('scimUser.create', { email: 'new1@example.com', additionalFields: { firstName: 'New', externalId: 'x1' } }, { credentials });
		expect((await rest.play('user.get', locator('user', 'email')('new1@example.com'))).items).toMatchObject([{ firstName: 'New', state: 'active' }]);
		await rest.play('user.update', { ...locator('user', 'email')('new1@example.com'), updateFields: { lastName: 'Name', groups: ['Finance'] } });
		expect((await rest.play('scimUser.get', byUsername('new1@example.com'), { credentials })).items).toMatchObject([{ lastName: 'Name', groups: ['Finance'], externalId: 'x1' }]);
		expect((await rest.play('group.getMembers', { ...groupNamed('Finance'), returnAll: true })).items.map(({ email }) => email)).toContain('new1@example.com');
		await rest.play('scimUser.deactivate', byUsername('new1@example.com'), { credentials });
		// Never signed in, and not invited either.
		expect((await rest.play('user.get', locator('user', 'email')('new1@example.com'))).items).toMatchObject([{ state: 'deactivated', lastLogin: null }]);
		expect((await rest.play('user.upsert', { email: 'new1@example.com', ...roleNamed('Viewer') })).message).toMatch(/has a deactivated Sisense account/);
	});
});

test('members that a list leaves out are read from the group itself', async () => {
	const before: Wire['before'] = async (request) => {
		if (!/\/Groups\?/.test(request.path)) return undefined;
		return json(200, { schemas: ['x'], totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [{ schemas: [], id: groupId('Finance'), displayName: 'Finance' }] });
	};
	const { items } = await overWire(before, 'scimGroup.addMembers', { ...groupNamed('Finance'), users: ['alex.kim@example.com', 'ann@example.com'] });
	expect(items).toMatchObject([{ changed: true }]);
	expect(await membersOf('Finance')).toEqual(['alex.kim', 'ann', 'kofi.mensah', 'lena.fischer']);
});
