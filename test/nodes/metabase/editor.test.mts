/** What the editor asks for while a workflow is built: lists to choose from, and the credential's test. */
import type { IDataObject } from 'n8n-workflow';

import { COMMON_PASSWORD, SYNC_KEY } from '../../../sandbox/metabase/seed.mts';
import { byStatus, turnPages } from '../editor.mts';
import { elsewhere, metabaseStage } from './cast.mts';

const stage = metabaseStage();
const BAD_KEY = 'mb_notTheKeyOfAnybody000000000000';

const search = async (method: string, filter?: string, paginationToken?: string, credentials = stage.store) =>
	await stage.engine.listSearch('metabaseAdmin', method, { credentials, filter, paginationToken });
const namesOf = ({ results }: { results: Array<{ name: string }> }) => results.map(({ name }) => name);

describe.each(['v49', 'v60'])('the list of users on %s', (version) => {
	beforeEach(async () => await stage.reset({ 'metabase.version': version }));

	test.each([
		['a part of the e-mail', 'nur.a', '16'],
		['the e-mail in another case', 'GITA.RAO@', '20'],
		['a name', 'Haddad', '8'],
		['a name in another script', '田中', '18'],
		['an apostrophe', "o'b", '14'],
		['what breaks careless encoding', '100% A+B!', '15'],
		['an emoji', '🎉', '15'],
		['what old servers take for a wildcard', '_', '16'],
	])('is searched by %s', async (_, filter, id) => {
		const { results } = await search('searchUsers', filter);
		expect(results.map(({ value }) => value)).toEqual([id]);
		expect(results[0].name).toMatch(/\S.* \(\S+@example\.com\)/);
	});

	test('tells who is deactivated, and two people of one name apart', async () => {
		expect(namesOf(await search('searchUsers', 'omar'))).toEqual(['Omar Haddad (omar.haddad@example.com) · deactivated']);
		expect(namesOf(await search('searchUsers', 'nadia'))).toEqual(['nadia.petrova@example.com']);
		expect(namesOf(await search('searchUsers', 'kim')).sort()).toEqual(['Alex Kim (alex.kim2@example.com)', 'Alex Kim (alex.kim@example.com)']);
	});

	test('turns its pages to the end, everybody once, and shows no account of a key', async () => {
		await stage.control('people', { count: 60, prefix: 'crowd' });
		const { values: found, pages } = await turnPages(async (token) => await search('searchUsers', '', token));
		expect(pages).toBe(4);
		expect(new Set(found).size).toBe(79);
		expect(found.filter((value) => ['2', '21', '22'].includes(String(value)))).toEqual([]);
	});

	test('that finds nobody is empty, not an error', async () => {
		expect(await search('searchUsers', 'nobody-at-all')).toEqual({ results: [] });
	});

	test('gives IDs that a locator takes', async () => {
		const { results } = await search('searchUsers', 'gita');
		const { items } = await stage.play('user.get', { user: { __rl: true, mode: 'list', value: results[0].value } });
		expect(items).toMatchObject([{ email: 'gita.rao@example.com' }]);
	});

	test.each([
		['a wrong key', BAD_KEY, /Metabase refuses the credential/],
		['a key that is no admin’s', SYNC_KEY, /it is no admin/],
	])('that can not be read with %s says why', async (_, apiKey, says) => {
		await expect(search('searchUsers', '', undefined, stage.storeOf({ apiKey }))).rejects.toThrow(says);
		expect((await stage.control('requests')).requests).toHaveLength(1);
	});
});

describe('the lists of groups and keys', () => {
	test('are searched through all of them, whatever their case', async () => {
		expect((await search('searchGroups', 'EMEA')).results).toEqual([{ name: 'sALES, emea', value: '8' }]);
		expect(namesOf(await search('searchGroups'))).toEqual(['Administrators', 'All Users', 'Analytics', 'Finance', 'Finance Team', 'Interns', 'People Ops', 'sALES, emea']);
		expect((await search('searchApiKeys', 'SYNC')).results).toEqual([{ name: 'Dashboard sync', value: '3' }]);
		expect(namesOf(await search('searchApiKeys'))).toEqual(['Dashboard sync', 'n8n', 'Nightly export']);
	});

	test('show a group that was just made', async () => {
		await elsewhere(stage, 'POST', 'permissions/group', { name: 'Brand new' });
		expect((await search('searchGroups', 'brand')).results).toHaveLength(1);
	});

	test('to choose several groups from leaves out the one of everybody, and gives numbers in order of name', async () => {
		const entries = await stage.engine.loadOptions('metabaseAdmin', 'getGroups', { credentials: stage.store });
		expect(entries).toContainEqual({ name: 'sALES, emea', value: 8 });
		const names = entries.map(({ name }) => name);
		expect(names).toEqual(['Administrators', 'Analytics', 'Finance', 'Finance Team', 'Interns', 'People Ops', 'sALES, emea']);
		await stage.reset({ 'metabase.edition': 'ee', 'metabase.tenants': 'on' });
		const tenants = await stage.engine.loadOptions('metabaseAdmin', 'getGroups', { credentials: stage.store });
		expect(tenants.map(({ name }) => name).filter((name) => name.startsWith('All '))).toEqual([]);
	});

	test('says why it is empty where the key is refused', async () => {
		const credentials = stage.storeOf({ apiKey: BAD_KEY });
		await expect(stage.engine.loadOptions('metabaseAdmin', 'getGroups', { credentials })).rejects.toThrow(/refuses the credential/);
	});
});

describe('the test of the credential', () => {
	async function tried(fields: IDataObject = {}) {
		const before = (await stage.control('requests')).count as number;
		const result = await stage.engine.credentialTest('metabaseAdminApi', stage.storeOf(fields));
		return { ...result, sent: ((await stage.control('requests')).count as number) - before };
	}
	const session = { authentication: 'session' };

	test.each(['v49', 'v54', 'v57', 'v60'])('passes on %s, by key with one request and by e-mail with two', async (version) => {
		await stage.reset({ 'metabase.version': version });
		expect(await tried({ url: `${stage.url}/` })).toMatchObject({ status: 'OK', sent: 1 });
		expect(await tried(session)).toMatchObject({ status: 'OK', sent: 2 });
	});

	const cases: Array<[string, IDataObject & { end?: string }, RegExp, number]> = [
		// n8n itself asks again after a 401, where a credential could sign in anew.
		['a wrong key', { apiKey: BAD_KEY }, byStatus(/Metabase refuses the credential: check the API key/), 2],
		['a key that is no admin’s', { apiKey: SYNC_KEY }, byStatus(/it is no admin: use an API key of the group Administrators/), 1],
		['a path that is none', { end: '/bi' }, /This is not the Metabase API: check the URL/, 1],
		['a wrong password', { ...session, password: 'not it' }, /e-mail or password is wrong/, 1],
		['somebody deactivated', { ...session, username: 'omar.haddad@example.com' }, /the account is deactivated/, 1],
		['somebody who is no admin', { ...session, username: 'gita.rao@example.com' }, byStatus(/it is no admin/), 2],
	];

	test.each(cases)('says what is wrong with %s, and tries no more often than n8n does', async (_, { end = '', ...fields }, says, sent) => {
		const result = await tried({ ...fields, url: `${stage.url}${end}` });
		expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(says), sent });
		for (const secret of [BAD_KEY, COMMON_PASSWORD, 'not it']) expect(result.message).not.toContain(secret);
	});

	test('says that a login page is not the API, and that nothing answers at a wrong address', async () => {
		await stage.control('faults', { spec: 'html:1@/api/' });
		expect(await tried()).toMatchObject({ status: 'Error', message: expect.stringMatching(/not the Metabase API.*sign-in proxy/) });
		expect(await tried({ url: 'http://127.0.0.1:9' })).toMatchObject({ status: 'Error', message: expect.stringMatching(/ECONNREFUSED|refused/) });
	});
});
