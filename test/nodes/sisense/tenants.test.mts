/** Customers on one server: the system tenant is shown everybody's people, and the node must not mix them (contract 7). */
import { groupId, idOf, tenantId, tokenOf } from '../../../sandbox/sisense/seed.mts';
import type { Wire } from '../wire.mts';
import { elsewhere, sisenseStage, stateOf } from './cast.mts';
import { byName, groupNamed, json, roleNamed, routesOf, wired } from './given.mts';

const stage = sisenseStage();
const GLOBEX = { tenant: 'globex' };
const EVE = { ...GLOBEX, apiToken: tokenOf('eve.stone') };

const as = (fields: object) => ({ credentials: stage.storeOf(fields as never) });
const everybody = async (fields: object = {}) => (await stage.play('user.getAll', { returnAll: true }, as(fields))).items.map(({ email }) => String(email).split('@')[0]);
const groups = async (fields: object = {}) => (await stage.play('group.getAll', { returnAll: true }, as(fields))).items.map(({ name, id }) => [name, id]);

describe('the system tenant', () => {
	test.each([{}, { tenant: 'system' }, { tenant: ' System ' }])('is meant by %o, and has no path', async (fields) => {
		const people = await everybody(fields);
		expect(people).toHaveLength(22);
		expect(people).not.toContain('sam.reed');
		expect(people).not.toContain('eve.stone');
		const { requests } = await stage.play('user.getAll', {}, as(fields));
		for (const { path } of requests) expect(path).toMatch(/^\/api\//);
		// What the server shows.
		expect(((await elsewhere(stage, 'GET', 'v1/users')).body as unknown[]).length).toBe(24);
	});

	test('has its own groups of the names every tenant has', async () => {
		const names = (await groups()).map(([name]) => name);
		expect(names.filter((name) => name === 'Everyone')).toHaveLength(1);
		expect(names).not.toContain('Readers');
	});

	test.each(['user.get', 'user.delete', 'user.logOut', 'user.deactivate'])('%s finds nobody of another tenant, by ID either', async (operation) => {
		for (const user of [byName('sam.reed').user, { __rl: true, mode: 'id', value: idOf('sam.reed') }]) {
			const { message, writes } = await stage.play(operation, { user } as never);
			expect(message).toMatch(/Sisense has no user with the/);
			expect(writes).toEqual([]);
		}
	});

	test('can be searched in the editor without the others', async () => {
		const { results } = await stage.engine.listSearch('sisense', 'searchUsers', { credentials: stage.store, filter: 'sam.reed', parameters: { resource: 'user', operation: 'get' } });
		expect(results).toEqual([]);
	});
});

describe('a tenant', () => {
	test.each([
		['named in the credential, by somebody of the system', GLOBEX],
		['named in other letters', { tenant: ' globex ' }],
		['named by its own admin', EVE],
	])('%s, is seen alone', async (_, fields) => {
		expect((await everybody(fields)).sort()).toEqual(['eve.stone', 'sam.reed']);
		expect((await groups(fields)).map(([name]) => name).sort()).toEqual(['Admins', 'All users in system', 'Everyone', 'Readers']);
	});

	test('at the end of the URL is seen alone too, not as nobody', async () => {
		for (const end of ['/globex', '/globex/', '/globex/app/main']) {
			expect((await everybody({ url: `${stage.url}${end}` })).sort()).toEqual(['eve.stone', 'sam.reed']);
		}
		const own = await everybody({ url: `${stage.url}/globex`, apiToken: tokenOf('eve.stone') });
		expect(own.sort()).toEqual(['eve.stone', 'sam.reed']);
	});

	test('that a proxy’s path only looks like is none', async () => {
		const before: Wire['before'] = async (request) => {
			const response = await fetch(`${stage.url}${request.path.replace(/^\/bi/, '')}`, { method: request.method, headers: { authorization: String(request.headers.authorization) } });
			return { status: response.status, body: await response.text(), 'content-type': response.headers.get('content-type') ?? '' };
		};
		const { people } = await wired(stage, before, async ({ url }) => ({ people: await everybody({ url: `${url}/bi` }) }));
		expect(people).toHaveLength(22);
	});

	test('is written to with its path, and only there', async () => {
		const { items, requests } = await stage.play('user.create', { email: 'new1@example.com', ...roleNamed('Viewer'), additionalFields: { firstName: 'N', groups: ['Readers'] } }, as(GLOBEX));
		expect(items).toMatchObject([{ groups: ['Everyone', 'Readers'], changed: true }]);
		for (const { path } of requests) expect(path).toMatch(/^\/globex\/api\/|^\/api\/v1\/tenants$/);
		expect((await stateOf(stage)).accounts.find(({ email }) => email === 'new1@example.com')?.tenant).toBe('globex');
		const member = await stage.play('user.addToGroup', { ...byName('eve.stone'), ...groupNamed('Readers') }, as(GLOBEX));
		expect(member.items).toMatchObject([{ changed: false }]);
		expect((await groups(GLOBEX)).find(([name]) => name === 'Everyone')?.[1]).toBe(groupId('globex Everyone'));
	});

	test('that there is none of is told with those there are', async () => {
		const before: Wire['before'] = async (request) => {
			request.path = request.path.replace('/nowhere/', '/');
			const response = await fetch(`${stage.url}${request.path}`, { headers: { authorization: String(request.headers.authorization) } });
			return { status: response.status, body: await response.text() };
		};
		const { message } = await wired(stage, before, async ({ url }) => await stage.play('user.getAll', {}, as({ url, tenant: 'nowhere' })));
		expect(message).toMatch(/Sisense has no tenant "nowhere"; it has: system, globex\..*Correct the tenant in the credential/);
	});

	test('whose path the server does not know is told as a wrong address', async () => {
		expect((await stage.play('user.getAll', {}, as({ tenant: 'nowhere' }))).message).toMatch(/This is not the Sisense API: .*\/nowhere answered with a web page/);
	});

	test('has taken an e-mail that nobody else may have: that is told, and whose it is not', async () => {
		const { message } = await stage.play('user.create', { email: 'sam.reed@example.com', ...roleNamed('Viewer') });
		expect(message).toMatch(/Sisense has a user with this e-mail or user name already\..*another tenant/);
	});
});

describe('the list of tenants', () => {
	test('is shown to who belongs to the system', async () => {
		const { items } = await stage.play('tenant.getAll', { returnAll: true });
		expect(items).toEqual([
			{ id: tenantId('system'), name: 'system', default: true },
			{ id: tenantId('globex'), name: 'globex', default: false },
		]);
	});

	test('is refused to others, who work in their own all the same', async () => {
		expect((await stage.play('tenant.getAll', {}, as(EVE))).message).toMatch(/may not do this/);
		expect(await everybody(EVE)).toHaveLength(2);
	});

	test.each([
		[404, true],
		[405, true],
		[403, true],
		[500, false],
	])('that answers %i: whether the rest goes on is %s', async (status, goesOn) => {
		const before: Wire['before'] = async ({ path }) => (path.endsWith('/v1/tenants') ? json(status, { error: { code: status, message: 'No.', status } }) : undefined);
		const { message, items } = await wired(stage, before, async ({ url }) => await stage.play('user.getAll', { returnAll: true, options: { maxWait: 1 } }, as({ url, ...EVE })));
		expect(message === '').toBe(goesOn);
		expect(items).toHaveLength(goesOn ? 2 : 0);
	});

	test.each([{ 'sisense.tenants': 'off' }, { 'sisense.generation': 'old' }])('is missing on a server with one: %o', async (set) => {
		await stage.reset(set as never);
		expect((await stage.play('tenant.getAll', {})).message).toMatch(/has a single tenant.*Leave "Tenant" in the credential empty/);
		expect(await everybody()).toHaveLength(22);
		const { requests } = await stage.play('user.getAll', {});
		expect(routesOf(requests)).not.toContain('GET v1/tenants');
	});
});

test('a row that names no tenant is kept', async () => {
	const before: Wire['before'] = async ({ path, headers }) => {
		if (!/\/v1\/users\?/.test(path)) return undefined;
		const response = await fetch(`${stage.url}${path}`, { headers: { authorization: String(headers.authorization) } });
		const rows = (await response.json()) as Array<Record<string, unknown>>;
		return json(200, rows.map(({ tenantId: _, ...row }) => (row.email === 'ann@example.com' ? row : { ...row, tenantId: _ })));
	};
	const { people } = await wired(stage, before, async ({ url }) => ({ people: await everybody({ url }) }));
	expect(people).toContain('ann');
	expect(people).not.toContain('sam.reed');
	expect(people).toHaveLength(22);
});
