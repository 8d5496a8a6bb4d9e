/** What the editor asks for while a workflow is built: lists to choose from, and the tests of the two credentials. */
import type { IDataObject } from 'n8n-workflow';

import { COMMON_PASSWORD, groupId, idOf, SERVICE_TOKEN, tokenOf } from '../../../sandbox/sisense/seed.mts';
import { roleId } from '../../../sandbox/sisense/roles.mts';
import { byStatus, turnPages } from '../editor.mts';
import { elsewhere, sisenseStage } from './cast.mts';
import { scimStage } from './scim-cast.mts';

const stage = sisenseStage();
const USER = { resource: 'user', operation: 'get' };

const search = async (method: string, filter?: string, paginationToken?: string, credentials = stage.store) =>
	await stage.engine.listSearch('sisense', method, { credentials, filter, paginationToken, parameters: USER });
const options = async (method: string) => await stage.engine.loadOptions('sisense', method, { credentials: stage.store, parameters: USER });
const valuesOf = ({ results }: { results: Array<{ value: unknown }> }) => results.map(({ value }) => value);

describe('the list of users', () => {
	test.each([
		['a part of the e-mail', 'nur.a', 'nur.aziz+bi_50%'],
		['the e-mail in another case', 'GITA.RAO@', 'Gita.Rao'],
		['a first name', 'maría', 'maria.silva'],
		['a last name', 'haddad', 'omar.haddad'],
		['a name in another script', '田中', 'yuki.tanaka'],
		['a user name', 'pnair', 'Priya.Nair'],
		['an apostrophe', "o'b", "siobhan.o'brien"],
		['what breaks careless encoding', '100% A+B!', 'zoe.muller'],
	])('is searched by %s', async (_, filter, local) => {
		const { results } = await search('searchUsers', filter);
		expect(results.map(({ value }) => value)).toEqual([idOf(local)]);
		expect(results[0].name).toMatch(/\S.* \(\S+@example\.com\)/);
	});

	test('tells namesakes and the pending apart', async () => {
		expect((await search('searchUsers', 'alex')).results.map(({ name }) => name)).toEqual(['Alex Kim (alex.kim@example.com)', 'Alex Kim (alex.kim2@example.com)']);
		expect((await search('searchUsers', 'nadia')).results[0].name).toBe('Nadia (nadia.petrova@example.com) · pending');
	});

	test('turns its pages to the end, everybody of the tenant once', async () => {
		await stage.control('people', { count: 60, prefix: 'crowd' });
		const { values: found } = await turnPages(async (token) => await search('searchUsers', '', token));
		expect(found).toHaveLength(82);
		expect(new Set(found).size).toBe(82);
	});

	test('that finds nobody is empty, not an error', async () => {
		expect(await search('searchUsers', 'nobody-at-all')).toEqual({ results: [] });
	});

	test('gives IDs that a locator takes', async () => {
		const [value] = valuesOf(await search('searchUsers', 'gita')) as string[];
		expect((await stage.play('user.get', { user: { __rl: true, mode: 'list', value } })).items).toMatchObject([{ email: 'Gita.Rao@example.com' }]);
	});

	test('that can not be read says why', async () => {
		await expect(search('searchUsers', '', undefined, stage.storeOf({ apiToken: 'a.b.c' }))).rejects.toThrow(/refuses the credential/);
		await expect(search('searchUsers', '', undefined, stage.storeOf({ apiToken: SERVICE_TOKEN }))).rejects.toThrow(/it is no admin/);
	});
});

describe('the lists of roles and groups', () => {
	test('show the product’s words', async () => {
		expect((await search('searchRoles')).results).toContainEqual({ name: 'Viewer', value: roleId('consumer') });
		expect((await search('searchRoles', 'DESIGN')).results.map(({ name }) => name).sort()).toEqual(['Data Designer', 'Designer']);
		expect((await search('searchGroups', 'EMEA')).results).toEqual([{ name: 'sALES, emea', value: groupId('sALES, emea') }]);
	});

	test('hold groups beyond the first page', async () => {
		await elsewhere(stage, 'POST', 'v1/groups/bulk', Array.from({ length: 130 }, (_, at) => ({ name: `Team ${at}` })));
		expect((await search('searchGroups', 'Team 129')).results).toHaveLength(1);
	});

	test('to put people into have no group that is nobody’s to fill', async () => {
		const names = (await options('getGroups')).map(({ name }) => name);
		expect(names).toContain('Finance Team');
		for (const name of ['Everyone', 'Admins', 'All users in system']) expect(names).not.toContain(name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
	});

	test('of people for a group are everybody', async () => {
		const entries = await options('getUsers');
		expect(entries).toHaveLength(22);
		expect(entries).toContainEqual({ name: 'Ann Lee (ann@example.com)', value: idOf('ann') });
	});
});

describe('the test of the credential', () => {
	const tried = async (fields: IDataObject = {}) => {
		const before = (await stage.control('requests')).count as number;
		const { status, message } = await stage.engine.credentialTest('sisenseApi', stage.storeOf(fields));
		const requests = (await stage.control('requests')).requests as Array<{ path: string }>;
		return { status, message, logins: requests.slice(before).filter(({ path }) => path.endsWith('/login')).length };
	};
	const LOGIN = { authentication: 'login', username: 'admin@example.com', password: COMMON_PASSWORD };

	test.each<[string, () => IDataObject, number]>([
		['a token', () => ({}), 0],
		['a login', () => LOGIN, 1],
		['a tenant', () => ({ tenant: 'globex' }), 0],
		['a tenant in the URL', () => ({ url: `${stage.url}/globex` }), 0],
		['what the browser shows', () => ({ url: `${stage.url}/app/main` }), 0],
		['the URL of the API', () => ({ url: `${stage.url}/api/v1/` }), 0],
	])('passes with %s', async (_, fields, logins) => {
		expect(await tried(fields())).toMatchObject({ status: 'OK', logins });
	});

	test.each<[string, () => IDataObject, RegExp, number]>([
		['a wrong password', () => ({ ...LOGIN, password: 'wrong' }), /user name or password is wrong/, 1],
		['a dead token', () => ({ apiToken: 'a.b.c' }), byStatus(/refuses the credential.*dies with a log-out everywhere/), 0],
		['an account that is no admin', () => ({ authentication: 'login', username: 'joann@example.com', password: COMMON_PASSWORD }), /is no admin: give it the role Admin/, 1],
		['a Data Admin', () => ({ apiToken: tokenOf('chen.wei') }), /is no admin: give it the role Admin/, 0],
		['an unknown tenant', () => ({ tenant: 'nowhere' }), /not the Sisense API/, 0],
		['a text that is no address', () => ({ url: 'sisense' }), /web address|Invalid URL|not the Sisense/i, 0],
		['nobody at home', () => ({ url: 'http://127.0.0.1:9' }), /connection|refused|URL/i, 0],
	])('says what is wrong with %s', async (_, fields, says, logins) => {
		const result = await tried(fields());
		expect(result).toMatchObject({ status: 'Error', logins });
		expect(result.message).toMatch(says);
	});
});

describe('SCIM', () => {
	const scim = scimStage();
	const lists = async (method: string, filter?: string) => await scim.engine.listSearch('sisense', method, { credentials: scim.store, filter, parameters: { resource: 'scimUser', operation: 'get' } });

	test('lists people and groups', async () => {
		expect((await lists('searchScimUsers', 'gita')).results).toEqual([{ name: 'Gita Rao (Gita.Rao@example.com)', value: idOf('Gita.Rao') }]);
		expect((await lists('searchScimUsers', 'nadia')).results[0].name).toContain('inactive');
		expect((await lists('searchScimGroups', 'EMEA')).results).toEqual([{ name: 'sALES, emea', value: groupId('sALES, emea') }]);
	});

	test.each<[string, Record<string, string>, IDataObject, RegExp | undefined]>([
		['passes', {}, {}, undefined],
		['tells a wrong token', {}, { token: 'wrong' }, byStatus(/refuses the token: it may be expired/)],
		['tells that there is none', { 'sisense.scim': 'absent' }, {}, byStatus(/SCIM is not available on this server/)],
		['tells that a page is none', { 'sisense.scim': 'html' }, {}, /SCIM is not available on this server/],
		['tells that other data is none', { 'sisense.scim': 'foreign' }, {}, /SCIM is not available on this server/],
	])('the test of its credential %s', async (_, set, fields, says) => {
		await scim.reset(set);
		const { status, message } = await scim.engine.credentialTest('sisenseScimApi', scim.storeOf(fields));
		if (says) expect([status, message]).toEqual(['Error', expect.stringMatching(says)]);
		else expect(status).toBe('OK');
	});
});
