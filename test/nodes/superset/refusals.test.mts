/** Each way a server can refuse has a text of its own, which names its own cure (contract 1 and 10). */
import { account, COMMON_PASSWORD, elsewhere, stateOf, supersetStage } from './cast.mts';
import { byEmail, byId, byUsername } from '../given.mts';

const stage = supersetStage('6.1');
const get = async (fields = {}, parameters = byUsername('gita.rao')) =>
	await stage.play('user.get', parameters, { credentials: stage.storeOf(fields) });

describe('a server that offers no user API', () => {
	const causes: Array<[string, Record<string, string>, Record<string, string>, RegExp]> = [
		['switched off', { 'superset.securityApi': 'off' }, {}, /does not offer "security\/users".*FAB_ADD_SECURITY_API = True/],
		['not initialised', { 'superset.init': 'off' }, {}, /lacks the permission "can_get on User".*"superset init"/],
		['no permission', {}, { username: 'gita.rao', password: COMMON_PASSWORD }, /lacks the permission "can_get on User".*"superset init"/],
		['broken PyJWT', { 'superset.version': '4.1', 'superset.pyjwt': 'new' }, {}, /Subject must be a string.*PyJWT below 2\.10/],
		['wrong password', {}, { password: 'wrong' }, /refused the sign-in: username, password or provider is wrong/],
		['wrong provider', {}, { provider: 'ldap' }, /does not accept the provider "ldap".*AUTH_API_LOGIN_ALLOW_MULTIPLE_PROVIDERS/],
	];

	test.each(causes)('%s', async (_, set, fields, says) => {
		await stage.reset(set);
		const { message, writes, signIns } = await get(fields);
		expect(message).toMatch(says);
		expect(writes).toEqual([]);
		expect(signIns).toHaveLength(1);
	});

	test('each text differs from every other but for 403, which has two causes and names both', async () => {
		const texts = new Map<string, string>();
		for (const [cause, set, fields] of causes) {
			await stage.reset(set);
			texts.set(cause, (await get(fields)).message);
		}
		expect(texts.get('not initialised')).toBe(texts.get('no permission'));
		expect(new Set(texts.values()).size).toBe(causes.length - 1);
	});

	test('a prefix that the credential lacks', async () => {
		await stage.reset({ 'superset.prefix': '/bi' });
		const wrong = await get();
		expect(wrong.message).toMatch(/is not the Superset API.*path prefix/);
		expect(wrong.signIns).toHaveLength(1);
		const right = await get({ url: `${stage.url}/bi/` });
		expect(right.items).toMatchObject([{ username: 'gita.rao' }]);
	});

	test.each([
		['http://127.0.0.1:9', /accepts no connection.*URL and port/],
		['http://no-such-host.invalid', /There is no server of the name|accepts no connection/],
		['superset.example.com', /not a web address.*https:\/\//],
		['', /not a web address/],
	])('the URL %s', async (url, says) => {
		const { message } = await get({ url });
		expect(message).toMatch(says);
	});

	test('an API key that the server does not know', async () => {
		await stage.reset({ 'superset.apiKeys': 'on' });
		const { message, requests } = await get({ authentication: 'apiKey', apiKey: 'sst_wrong-key-42' });
		expect(message).toMatch(/refuses the credential.*API key was revoked/);
		expect(message).not.toContain('sst_wrong-key-42');
		expect(requests).toHaveLength(1);
	});
});

describe('the account of the credential', () => {
	test.each(['6.1', '4.1'])('that was deactivated after it signed in is named as the cause (%s)', async (version) => {
		await stage.reset({ 'superset.version': version });
		const credentials = stage.storeOf({ username: 'grace.okafor', password: COMMON_PASSWORD });
		await stage.play('user.get', byUsername('gita.rao'), { credentials });
		await stage.play('user.deactivate', byUsername('grace.okafor'), { credentials: stage.storeOf() });
		const { message, signIns } = await stage.play('user.get', byUsername('gita.rao'), { credentials });
		expect(message).toMatch(/own Superset account was deactivated or deleted/);
		expect(signIns).toEqual([]);
	});

	test('with some rights is told the one that is missing', async () => {
		const credentials = stage.storeOf({ username: 'svc-people', password: COMMON_PASSWORD });
		const created = await stage.play('user.create', { email: 'n@example.com', roles: ['Gamma'] }, { credentials });
		expect(created.items).toMatchObject([{ email: 'n@example.com', changed: true }]);
		const own = await stage.play('user.deactivate', byUsername('svc-people'), { credentials });
		expect(own.message).toContain('is the account of this credential');
	});
});

describe('roles', () => {
	test('that do not exist are told with near names', async () => {
		const { message } = await stage.play('user.create', { email: 'n@example.com', roles: ['Finance viewer'] });
		expect(message).toMatch(/no role "Finance viewer"\. Near: Finance Viewers/);
		expect(await account(stage, 'n@example.com')).toBeUndefined();
	});

	test('by name, by ID, by both, and with a comma in the name', async () => {
		let person = 0;
		const roles = async (value: unknown) => {
			const email = `new${++person}@example.com`;
			const { items, message } = await stage.play('user.upsert', { email, roles: value as never });
			return message || items[0].roles;
		};
		expect(await roles('Gamma, Finance Viewers')).toEqual(['Finance Viewers', 'Gamma']);
		expect(await roles([4, '6'])).toEqual(['Finance Viewers', 'Gamma']);
		expect(await roles(['Sales, EMEA'])).toEqual(['Sales, EMEA']);
		expect(await roles('Sales, EMEA')).toMatch(/no role "Sales"/);
		expect(await roles(['gamma'])).toMatch(/no role "gamma".*Gamma/);
	});

	test('whose name is the ID of another are refused with both', async () => {
		await stage.play('user.getAll', { limit: 1 });
		await addRole('4');
		const { message } = await stage.play('user.create', { email: 'n@example.com', roles: ['4'] });
		expect(message).toMatch(/"4" can mean more than one role: 4 \(ID \d+\), Gamma \(ID 4\)/);
		// A number is what the list stores: no doubt about it.
		expect((await stage.play('user.create', { email: 'n@example.com', roles: [4] })).items).toMatchObject([{ roles: ['Gamma'] }]);
	});

	async function addRole(name: string): Promise<void> {
		expect(await elsewhere(stage, 'POST', 'roles/', { name })).toBe(201);
	}
});

describe('an account hidden by EXCLUDE_USERS_FROM_LISTS', () => {
	test('is not found, and named as the likely holder of a name that is taken', async () => {
		await stage.reset({ 'superset.excludeUsers': 'gita.rao' });
		for (const way of [byUsername('gita.rao'), byEmail('gita.rao@example.com'), byId(14)]) {
			expect((await stage.play('user.get', way)).message).toContain('Superset has no user');
		}
		const { message } = await stage.play('user.create', { email: 'gita.rao@example.com', roles: ['Gamma'] });
		expect(message).toMatch(/gita\.rao@example\.com as taken, but shows nobody who has it.*EXCLUDE_USERS_FROM_LISTS/);
		expect((await stateOf(stage)).accounts.filter(({ email }) => email === 'gita.rao@example.com')).toHaveLength(1);
	});
});

describe('on PostgreSQL', () => {
	test('usernames and names of digits are looked up and filtered as text', async () => {
		await stage.reset({ 'superset.db': 'postgres' });
		expect((await stage.play('user.get', byUsername('12345'))).items).toMatchObject([{ id: 6 }]);
		const { items, message } = await stage.play('user.getAll', { filters: { username: '123' } });
		expect([message, items.map(({ id }) => id)]).toEqual(['', [6]]);
	});

	test('a name longer than the column is refused here, not by a bare 500', async () => {
		await stage.reset({ 'superset.db': 'postgres' });
		const long = 'x'.repeat(65);
		const { message, requests } = await stage.play('user.create', { email: 'n@example.com', firstName: long, roles: ['Gamma'] });
		expect(message).toMatch(/"First Name" has 65 characters, more than the 64 allowed/);
		expect(requests).toEqual([]);
	});

	test('a username that only this server finds too long is told as such', async () => {
		await stage.reset({ 'superset.db': 'postgres', 'superset.version': '4.1-fab4.8' });
		const { message } = await stage.play('user.create', { email: 'n@example.com', roles: ['Gamma'], additionalFields: { username: 'x'.repeat(65) } });
		expect(message).toMatch(/longer than the server stores/);
		expect(await account(stage, 'n@example.com')).toBeUndefined();
	});
});
