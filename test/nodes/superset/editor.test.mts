/** What the editor asks for while a workflow is built: lists to choose from, and the credential's test. */
import type { IDataObject } from 'n8n-workflow';

import { ADMIN_KEY } from '../../../sandbox/superset/api-keys.mts';
import { byStatus, turnPages } from '../editor.mts';
import { COMMON_PASSWORD, elsewhere, supersetStage } from './cast.mts';

const stage = supersetStage('6.1');

const search = async (method: string, filter?: string, paginationToken?: string, credentials = stage.store) =>
	await stage.engine.listSearch('superset', method, { credentials, filter, paginationToken });
const options = async (method: string) => await stage.engine.loadOptions('superset', method, { credentials: stage.store });
const valuesOf = ({ results }: { results: Array<{ value: unknown }> }) => results.map(({ value }) => value);

describe('the list of users', () => {
	test.each([
		['a part of the e-mail', 'nur.a', '6'],
		['the e-mail in another case', 'GITA.RAO@', '14'],
		['a first name', 'maría', '2'],
		['a last name', 'haddad', '8'],
		['a name in another script', '田中', '4'],
		['a username', 'svc-p', '13'],
		['an apostrophe', "o'b", '5'],
		['what breaks careless encoding', '100% A+B!', '12'],
		['digits', '12345', '6'],
	])('is searched by %s', async (_, filter, id) => {
		const { results } = await search('searchUsers', filter);
		expect(results.map(({ value }) => value)).toEqual([id]);
		expect(results[0].name).toMatch(/\S.* \(\S+@example\.com\)/);
	});

	test('tells namesakes and the inactive apart', async () => {
		const names = (await search('searchUsers', 'priya')).results.map(({ name }) => name);
		expect(names).toEqual(['Priya Nair (priya.nair@example.com)', 'Priya Nair (Priya.Nair@example.com)']);
		expect((await search('searchUsers', 'lena')).results[0].name).toContain('inactive');
	});

	test('turns its pages to the end, everybody once', async () => {
		await stage.control('people', { count: 60, prefix: 'crowd' });
		const { values: found, pages } = await turnPages(async (token) => await search('searchUsers', '', token));
		expect(pages).toBeGreaterThan(2);
		expect(found).toHaveLength(77);
		expect(new Set(found).size).toBe(77);
	});

	test('turns the pages of a search too', async () => {
		await stage.control('people', { count: 60, prefix: 'crowd' });
		const first = await search('searchUsers', 'crowd');
		const second = await search('searchUsers', 'crowd', first.paginationToken as string);
		expect(second.results.length).toBeGreaterThan(0);
		expect(valuesOf(first).filter((value) => valuesOf(second).includes(value))).toEqual([]);
	});

	test('that finds nobody is empty, not an error', async () => {
		expect(await search('searchUsers', 'nobody-at-all')).toEqual({ results: [] });
	});

	test('gives IDs that a locator takes', async () => {
		const { results } = await search('searchUsers', 'gita');
		const { items } = await stage.play('user.get', { user: { __rl: true, mode: 'list', value: results[0].value } });
		expect(items).toMatchObject([{ username: 'gita.rao' }]);
	});

	test('that can not be read says why, without trying the password again', async () => {
		const credentials = stage.storeOf({ password: 'not-the-password' });
		await expect(search('searchUsers', '', undefined, credentials)).rejects.toThrow(/username, password or provider is wrong/);
		const { requests } = await stage.control('requests');
		expect(requests).toHaveLength(1);
	});
});

describe('the lists of roles and groups', () => {
	test('are searched through all of them, whatever their case', async () => {
		expect((await search('searchRoles', 'fin')).results).toEqual([{ name: 'Finance Viewers', value: '6' }]);
		expect((await search('searchRoles')).results).toHaveLength(9);
		expect((await search('searchGroups', 'EMEA')).results).toEqual([{ name: 'Sales, EMEA', value: '3' }]);
	});

	test('hold roles beyond the first page', async () => {
		for (let i = 0; i < 95; i++) await elsewhere(stage, 'POST', 'roles/', { name: `Team ${i}` });
		expect((await search('searchRoles', 'Team 94')).results).toHaveLength(1);
	});
});

describe('lists to choose several from', () => {
	test.each([
		['getRoles', 'Sales, EMEA', 7],
		['getGroups', 'Finance', 2],
		['getUsers', 'Gita Rao (gita.rao@example.com)', 14],
	])('%s gives numbers, in order of name', async (method, name, value) => {
		const entries = await options(method);
		expect(entries).toContainEqual({ name, value });
		const names = entries.map((entry) => entry.name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
	});

	test('getPermissions names them as people know them', async () => {
		expect((await options('getPermissions')).map(({ name }) => name)).toContain('can_read on Dashboard');
	});
});

describe('the test of the credential', () => {
	/** What the dialog says, and how often the password was tried. */
	async function tried(fields: IDataObject = {}, credentials = stage.storeOf(fields)): Promise<{ status: string; message: string; logins: number }> {
		const before = (await stage.control('requests')).count as number;
		const { status, message } = await stage.engine.credentialTest('supersetApi', credentials);
		const requests = (await stage.control('requests')).requests as Array<{ path: string }>;
		return { status, message, logins: requests.slice(before).filter(({ path }) => path.endsWith('/login')).length };
	}

	test('passes with the right fields, and signs in once', async () => {
		expect(await tried()).toMatchObject({ status: 'OK', logins: 1 });
		expect(await tried({ url: `${stage.url}/` })).toMatchObject({ status: 'OK', logins: 1 });
	});

	test('uses a stored session, but not one of other fields', async () => {
		const credentials = stage.storeOf();
		expect(await tried({}, credentials)).toMatchObject({ status: 'OK', logins: 1 });
		expect(await tried({}, credentials)).toMatchObject({ status: 'OK', logins: 0 });
		credentials.edit('supersetApi', { password: 'not-the-password' });
		const { status } = await tried({}, credentials);
		expect(status).toBe('Error');
	});

	const cases: Array<[string, Record<string, string>, IDataObject, RegExp]> = [
		['a wrong password', {}, { password: 'not-the-password' }, /username, password or provider is wrong/],
		['a wrong provider', {}, { provider: 'ldap' }, /does not accept the provider "ldap"/],
		['an account without rights', {}, { username: 'gita.rao', password: COMMON_PASSWORD }, byStatus(/may not read users.*superset init/)],
		['the API switched off', { 'superset.securityApi': 'off' }, {}, byStatus(/FAB_ADD_SECURITY_API = True/)],
		['a server that was not initialised', { 'superset.init': 'off' }, {}, byStatus(/superset init/)],
		['a prefix left out', { 'superset.prefix': '/bi' }, {}, /is not the Superset API.*path prefix/],
		['a broken installation', { 'superset.version': '4.1', 'superset.pyjwt': 'new' }, {}, byStatus(/PyJWT below 2\.10/)],
	];

	test.each(cases)('says what is wrong with %s, after one try', async (_, set, fields, says) => {
		await stage.reset(set);
		const { status, message, logins } = await tried(fields);
		expect(status).toBe('Error');
		expect(message).toMatch(says);
		expect(logins).toBe(1);
	});

	test('says that a login page is not the API', async () => {
		await stage.control('faults', { spec: 'html:1@/users/' });
		const { status, message } = await tried();
		expect([status, message]).toEqual(['Error', expect.stringMatching(/not the Superset API/)]);
	});

	test('says that nothing answers at a wrong address', async () => {
		const { status, message } = await tried({ url: 'http://127.0.0.1:9' });
		expect([status, message]).toEqual(['Error', expect.stringMatching(/accepts no connection\. Check the URL/)]);
	});

	test('says that a text is no web address', async () => {
		const { status, message } = await tried({ url: 'superset' });
		expect([status, message]).toEqual(['Error', expect.stringMatching(/"superset" is not a web address/)]);
	});

	test('passes with a key, and says so where it is refused', async () => {
		await stage.reset({ 'superset.apiKeys': 'on' });
		expect(await tried({ authentication: 'apiKey', apiKey: ADMIN_KEY })).toMatchObject({ status: 'OK', logins: 0 });
		const refused = await tried({ authentication: 'apiKey', apiKey: 'sst_wrong' });
		expect(refused).toMatchObject({ status: 'Error', logins: 0, message: expect.stringMatching(byStatus(/refuses the credential/)) });
	});
});
