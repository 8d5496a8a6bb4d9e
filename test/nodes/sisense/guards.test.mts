/** Who must stay: the own account, the Sys. Admin, the last admin of a tenant. Sisense itself keeps only the Sys. Admin. */
import { roleId } from '../../../sandbox/sisense/roles.mts';
import { idOf, tokenOf } from '../../../sandbox/sisense/seed.mts';
import { byId, byName, EACH_EMAIL, emails, textOf, TOLERANT } from '../given.mts';
import type { Exchange } from '../stage.mts';
import { elsewhere, sisenseStage, stateOf } from './cast.mts';
import { aRole, json, roleNamed, wired } from './given.mts';

const stage = sisenseStage();
type Call = Parameters<typeof stage.play>;

const GRACE = { apiToken: tokenOf('grace.okafor') };
const as = (fields: object) => ({ credentials: stage.storeOf(fields as never) });

const shutOut = (local: string): Array<[string, Call]> => [
	['deactivating', ['user.deactivate', byName(local)]],
	['locking out', ['user.deactivate', { ...byName(local), options: { lockOut: true } }]],
	['deleting', ['user.delete', byName(local)]],
];

const demotions = (local: string): Array<[string, Call]> => [
	['an update', ['user.update', { ...byName(local), updateFields: { role: aRole('Viewer') } }]],
	['an upsert', ['user.upsert', { email: `${local}@example.com`, ...roleNamed('Viewer') }]],
];

/** Sign-ins are none. */
const changesIn = (requests: Exchange[]) => requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/login'));

const adminsOf = async (tenant: string) => (await stateOf(stage)).accounts.filter((one) => one.tenant === tenant && one.admin && one.state === 'active').map(({ email }) => email.split('@')[0]);

describe.each([
	['a token', GRACE],
	['a login', { authentication: 'login', username: 'GRACE.OKAFOR@example.com', password: 'sandbox-pass-1' }],
])('the own account, signed in with %s', (_, fields) => {
	test.each(shutOut('grace.okafor'))('is kept from %s, whatever is allowed', async (__, [operation, parameters]) => {
		const { message, requests } = await stage.play(operation, { ...parameters, options: { ...(parameters.options as object), allowLastAdmin: true } }, as(fields));
		expect(message).toMatch(/grace\.okafor@example\.com is the account of this credential: it can't be (deactivated|deleted) by itself.*another admin/);
		expect(changesIn(requests)).toEqual([]);
	});

	test.each(demotions('grace.okafor'))('is not demoted by %s, unless told', async (__, [operation, parameters]) => {
		const { message, requests } = await stage.play(operation, parameters, as(fields));
		expect(message).toMatch(/grace\.okafor@example\.com is the account of this credential: Sisense would let it demote itself.*"Allow Own Account"/);
		expect(changesIn(requests)).toEqual([]);
		await stage.play(operation, { ...parameters, options: { allowSelf: true } }, as(fields));
		expect(await adminsOf('system')).not.toContain('grace.okafor');
	});

	test('keeps its password, unless told', async () => {
		const parameters = { ...byName('grace.okafor'), updateFields: { password: 'An-0ther-one' } };
		const { message, requests } = await stage.play('user.update', parameters, as(fields));
		expect(message).toMatch(/grace\.okafor@example\.com is the account of this credential: the credential would stop working.*"Allow Own Account"/);
		expect(changesIn(requests)).toEqual([]);
		expect((await stage.play('user.update', { ...parameters, options: { allowSelf: true } }, as(fields))).items).toMatchObject([{ changed: true, verified: false }]);
	});

	test('may be renamed, and be given another admin’s role', async () => {
		const { items } = await stage.play('user.update', { ...byName('grace.okafor'), updateFields: { firstName: 'G', role: aRole('tenantAdmin') } }, as(fields));
		expect(items).toMatchObject([{ firstName: 'G', role: 'Tenant Admin', changed: true }]);
	});
});

describe('the Sys. Admin', () => {
	test.each([...shutOut('admin'), ...demotions('admin')])('stays in spite of %s by another admin', async (_, [operation, parameters]) => {
		const options = { ...(parameters.options as object), allowLastAdmin: true, ...(!/delete|deactivate/.test(operation) && { allowSelf: true }) };
		const { message, writes } = await stage.play(operation, { ...parameters, options }, as(GRACE));
		expect(message).toMatch(/Sys\. Admin is the one account that owns a Sisense: nobody can be (deactivated|deleted|demoted)/);
		expect(writes).toEqual([]);
	});
});

describe('admins of the system tenant', () => {
	test('may go, all but the own one: the Sys. Admin is left', async () => {
		const played = await stage.play('user.delete', EACH_EMAIL, { items: emails('grace.okafor', 'boris.ivanov', 'admin'), ...TOLERANT });
		expect(played.items).toHaveLength(2);
		expect(await adminsOf('system')).toEqual(['admin']);
	});

	test('are told by their roles: a Data Admin manages no people', async () => {
		const { items } = await stage.play('role.getAll', { returnAll: true });
		expect(items.filter(({ admin }) => admin === true).map(({ apiName }) => apiName)).toEqual(['super', 'admin', 'tenantAdmin']);
	});
});

describe('the last admin of a tenant', () => {
	const GLOBEX = { tenant: 'globex' };

	/** Further admins of the tenant. */
	async function bosses(count: number): Promise<string[]> {
		const locals = Array.from({ length: count }, (_, at) => `boss${at + 1}`);
		for (const local of locals) {
			const body = { email: `${local}@example.com`, firstName: 'B', roleId: roleId('tenantAdmin'), password: 'sandbox-pass-1' };
			const response = await fetch(`${stage.url}/globex/api/v1/users`, { method: 'POST', headers: { authorization: `Bearer ${tokenOf('admin')}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
			expect(response.status).toBe(201);
		}
		return locals;
	}

	test.each([...shutOut('eve.stone'), ...demotions('eve.stone')])('is safe from %s by somebody of the system tenant, unless told', async (_, [operation, parameters]) => {
		const { message, writes } = await stage.play(operation, parameters, as(GLOBEX));
		expect(message).toMatch(/eve\.stone@example\.com is the last active admin of this Sisense tenant and can't be \w+.*"Allow Last Admin"/);
		expect(writes).toEqual([]);
		const told = await stage.play(operation, { ...parameters, options: { ...(parameters.options as object), allowLastAdmin: true } }, as(GLOBEX));
		expect(told.message).not.toMatch(/last active admin/);
		expect(told.writes.length).toBeGreaterThan(0);
	});

	test.each(['user.delete', 'user.update'])('stays of a list with all of them, by %s', async (operation) => {
		const items = emails(...(await bosses(3)), 'eve.stone');
		const parameters = { ...EACH_EMAIL, ...(operation === 'user.update' && { updateFields: { role: aRole('Viewer') } }) };
		const played = await stage.play(operation, { ...parameters, options: { maxConcurrency: 10 } }, { items, ...TOLERANT, ...as(GLOBEX) });
		expect(played.items).toHaveLength(3);
		const left = await adminsOf('globex');
		expect(left).toHaveLength(1);
		expect(textOf(played.failures[0])).toContain(`${left[0]}@example.com is the last active admin`);
	});

	test('is not somebody who can no longer sign in', async () => {
		await stage.reset({ 'sisense.active': 'stored' });
		const [boss] = await bosses(1);
		await stage.play('user.deactivate', byName(boss), as(GLOBEX));
		expect((await stage.play('user.delete', byName('eve.stone'), as(GLOBEX))).message).toMatch(/last active admin/);
	});

	test('is told apart from the admins of other tenants', async () => {
		const eve = { tenant: 'globex', apiToken: tokenOf('eve.stone') };
		const { message } = await stage.play('user.delete', byName('grace.okafor'), as(eve));
		expect(message).toMatch(/no user with the e-mail grace\.okafor/);
	});
});

describe('an account that may not manage people', () => {
	/** A custom role made from Designer: the server shows it a short list with a 200. */
	const CUSTOM = [{ _id: roleId('contributor'), name: 'custom_analyst', displayName: 'Analyst', baseRoleName: 'contributor' }];

	test.each([
		['a Data Admin', 'chen.wei'],
		['a Designer', 'svc-people'],
		['a Viewer', 'joann'],
		['a role made from Viewer', 'Gita.Rao'],
	])('such as %s is told so, and no part of a list passes for the whole', async (_, local) => {
		for (const [operation, parameters] of [['user.getAll', { returnAll: true }], ['group.getAll', {}], ['user.get', byName('ann')], ['user.delete', byId(idOf('ann'))]] as Call[]) {
			const { message, items, writes } = await stage.play(operation, parameters, as({ apiToken: tokenOf(local) }));
			expect([operation, message]).toEqual([operation, expect.stringMatching(/it is no admin of Sisense\. Use an account with the role Admin/)]);
			expect([items, writes]).toEqual([[], []]);
		}
	});

	test('of a role made from Designer is asked for what it is made from', async () => {
		const before = async ({ path }: { path: string }) => (path.startsWith('/api/roles') ? json(200, path.includes('includeBaseRolesName=true') ? CUSTOM : CUSTOM.map(({ baseRoleName, ...role }) => role)) : undefined);
		const run = async (wire: { url: string }) => await stage.play('user.getAll', { returnAll: true }, as({ apiToken: tokenOf('svc-people'), url: wire.url }));
		expect((await wired(stage, before, run)).message).toMatch(/it is no admin/);
		// What the server would have shown.
		expect(((await elsewhere(stage, 'GET', 'v1/users', undefined, tokenOf('svc-people'))).body as unknown[]).length).toBeLessThan(5);
	});
});
