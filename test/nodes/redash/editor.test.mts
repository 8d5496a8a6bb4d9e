/** What the editor asks for while a workflow is built: lists to choose from, and the credential's test. */
import type { IDataObject } from 'n8n-workflow';

import { keyOf, SERVICE_KEY } from '../../../sandbox/redash/seed.mts';
import { byStatus, turnPages } from '../editor.mts';
import { elsewhere, redashStage } from './cast.mts';

const stage = redashStage();
const BAD_KEY = 'WrongKey00000000000000000000000000000000';

const search = async (method: string, filter?: string, paginationToken?: string, credentials = stage.store) =>
	await stage.engine.listSearch('redash', method, { credentials, filter, paginationToken });
const valuesOf = ({ results }: { results: Array<{ value: unknown }> }) => results.map(({ value }) => value);

describe('the list of users', () => {
	test.each([
		['a part of the e-mail', 'nur.a', '14'],
		['the e-mail in another case', 'GITA.RAO@', '17'],
		['a name', 'Haddad', '16'],
		['a name in another script', '田中', '8'],
		['an apostrophe', "o'b", '10'],
		['what breaks careless encoding', '100% A+B!', '11'],
		['an emoji', '🎉', '11'],
	])('is searched by %s', async (_, filter, id) => {
		const { results } = await search('searchUsers', filter);
		expect(results.map(({ value }) => value)).toEqual([id]);
		expect(results[0].name).toMatch(/\S.* \(\S+@example\.com\)/);
	});

	test('tells who is disabled or pending, and shows no blanks', async () => {
		const name = async (filter: string) => (await search('searchUsers', filter)).results[0].name;
		expect(await name('lena')).toBe('Lena Fischer (lena.fischer@example.com) · disabled');
		expect(await name('nadia')).toBe('Nadia Petrova (nadia.petrova@example.com) · pending');
		expect(await name('tomas')).toBe('Tomáš Novák (tomas.novak@example.com)');
	});

	test.each([
		['more enabled than disabled people', 60, 30],
		['more disabled than enabled people', 5, 70],
	])('turns its pages to the end, everybody once, with %s', async (_, enabled, disabled) => {
		await stage.control('people', { count: enabled, prefix: 'crowd' });
		await stage.control('people', { count: disabled, prefix: 'gone', active: false });
		const { values: found, pages } = await turnPages(async (token) => await search('searchUsers', '', token));
		expect(pages).toBeGreaterThan(2);
		expect(found).toHaveLength(19 + enabled + disabled);
		expect(new Set(found).size).toBe(found.length);
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
		expect(items).toMatchObject([{ email: 'gita.rao@example.com' }]);
	});

	test.each([
		['a wrong key', BAD_KEY, /Redash refuses the API key/],
		['a key that is no admin’s', SERVICE_KEY, /it is no admin/],
	])('that can not be read with %s says why', async (_, apiKey, says) => {
		await expect(search('searchUsers', '', undefined, stage.storeOf({ apiKey }))).rejects.toThrow(says);
		expect((await stage.control('requests')).requests).toHaveLength(1);
	});
});

describe('the lists of groups and data sources', () => {
	test('are searched through all of them, whatever their case', async () => {
		expect((await search('searchGroups', 'EMEA')).results).toEqual([{ name: 'Sales, EMEA', value: '8' }]);
		expect((await search('searchGroups')).results).toHaveLength(8);
		expect((await search('searchDataSources', 'ware')).results).toEqual([{ name: 'Warehouse', value: '1' }]);
		expect((await search('searchDataSources')).results.map(({ name }) => name)).toEqual(['Ledger', 'Payroll', 'Warehouse']);
	});

	test('offer two groups of one name as two entries, each of which is taken', async () => {
		const { results } = await search('searchGroups', 'finance');
		expect(results.map(({ value }) => value).sort()).toEqual(['5', '6']);
		for (const { value } of results) {
			const { items } = await stage.play('group.get', { group: { __rl: true, mode: 'list', value } });
			expect(items).toMatchObject([{ id: Number(value), name: 'Finance' }]);
		}
	});

	test('show a group that was just made', async () => {
		await elsewhere(stage, 'POST', 'groups', { name: 'Brand new' });
		expect((await search('searchGroups', 'brand')).results).toHaveLength(1);
	});
});

describe('the list to choose several groups from', () => {
	test('gives numbers, in order of name', async () => {
		const entries = await stage.engine.loadOptions('redash', 'getGroups', { credentials: stage.store });
		expect(entries).toContainEqual({ name: 'Sales, EMEA', value: 8 });
		const names = entries.map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		expect(entries.filter(({ name }) => name === 'Finance').map(({ value }) => value).sort()).toEqual([5, 6]);
	});

	test('says why it is empty where the key is refused', async () => {
		const credentials = stage.storeOf({ apiKey: BAD_KEY });
		await expect(stage.engine.loadOptions('redash', 'getGroups', { credentials })).rejects.toThrow(/refuses the API key/);
	});
});

describe('the test of the credential', () => {
	async function tried(fields: IDataObject = {}) {
		const before = (await stage.control('requests')).count as number;
		const result = await stage.engine.credentialTest('redashApi', stage.storeOf(fields));
		return { ...result, sent: ((await stage.control('requests')).count as number) - before };
	}

	test.each([
		['', {}],
		[' with a slash at the end of the URL', { end: '/' }],
		[' on a server with several organizations', { set: { 'redash.multiOrg': 'on' }, end: '/default' }],
		[' on a server that wants CSRF tokens', { set: { 'redash.csrf': 'on' } }],
		[' on the oldest server', { set: { 'redash.version': '8' } }],
	] as Array<[string, { set?: Record<string, string>; end?: string }]>)('passes%s, with one request', async (_, { set, end = '' }) => {
		await stage.reset(set);
		expect(await tried({ url: `${stage.url}${end}` })).toMatchObject({ status: 'OK', sent: 1 });
	});

	const KEY = byStatus(/Redash refuses the key: .*not disabled.*slug/);
	const cases: Array<[string, Record<string, string>, IDataObject & { end?: string }, RegExp]> = [
		['a wrong key', {}, { apiKey: BAD_KEY }, KEY],
		['the key of somebody disabled', {}, { apiKey: keyOf('omar.haddad@example.com') }, KEY],
		['a wrong key where CSRF is on', { 'redash.csrf': 'on' }, { apiKey: BAD_KEY }, KEY],
		['a slug left out', { 'redash.multiOrg': 'on' }, {}, KEY],
		['a key that is no admin’s', {}, { apiKey: SERVICE_KEY }, byStatus(/its user is no admin/)],
		['a path that is none', {}, { end: '/bi' }, /not the Redash API: check the URL/],
		['a slug too much', {}, { end: '/default' }, /not the Redash API: check the URL, the organization's slug/],
	];

	test.each(cases)('says what is wrong with %s, after one request', async (_, set, { end = '', ...fields }, says) => {
		await stage.reset(set);
		const { status, message, sent } = await tried({ ...fields, url: `${stage.url}${end}` });
		expect(status).toBe('Error');
		expect(message).toMatch(says);
		expect(message).not.toContain(String(fields.apiKey ?? 'no key given'));
		expect(sent).toBe(1);
	});

	test('says that a login page is not the API', async () => {
		await stage.control('faults', { spec: 'html:1@/api/' });
		expect(await tried()).toMatchObject({ status: 'Error', message: expect.stringMatching(/not the Redash API.*sign-in proxy/) });
	});

	test('says that nothing answers at a wrong address', async () => {
		expect(await tried({ url: 'http://127.0.0.1:9' })).toMatchObject({ status: 'Error', message: expect.stringMatching(/ECONNREFUSED|refused/) });
	});
});
