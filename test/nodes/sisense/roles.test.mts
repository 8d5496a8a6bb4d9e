/** The words for roles: the product's, the API's and those people use (contract 5). None may ever mean more than it says. */
import { roleId } from '../../../sandbox/sisense/roles.mts';
import { idOf } from '../../../sandbox/sisense/seed.mts';
import { account, elsewhere, sisenseStage, stateOf } from './cast.mts';
import { aRole, byName, EACH_EMAIL, emails, roleNamed, routesOf, textOf, TOLERANT } from './given.mts';

const stage = sisenseStage();

const apiNameOf = async (word: string) => (await stage.play('role.get', roleNamed(word))).items[0]?.apiName;

/** A word, and what it means on each generation; the old one tells no display names. */
const WORDS: Array<[string, string]> = [
	['Viewer', 'consumer'],
	['viewer', 'consumer'],
	['consumer', 'consumer'],
	['CONSUMER', 'consumer'],
	['Designer', 'contributor'],
	['designer', 'contributor'],
	['contributor', 'contributor'],
	['dashboardDesigner', 'contributor'],
	['Dashboard Designer', 'contributor'],
	['dashboard-designer', 'contributor'],
	['Data Designer', 'dataDesigner'],
	['data designer', 'dataDesigner'],
	['dataDesigner', 'dataDesigner'],
	['DATA_DESIGNER', 'dataDesigner'],
	['Admin', 'admin'],
	['admin', 'admin'],
	['ADMIN', 'admin'],
	['Data Admin', 'dataAdmin'],
	['data-admin', 'dataAdmin'],
	['Sys. Admin', 'super'],
	['sysadmin', 'super'],
	['sys-admin', 'super'],
	['System Administrator', 'super'],
	['super', 'super'],
	['custom_board', 'custom_board'],
];

describe.each(['new', 'old'])('on generation %s', (generation) => {
	beforeEach(async () => await stage.reset({ 'sisense.generation': generation }));

	test('each word means one role', async () => {
		const items = WORDS.map(([word]) => ({ word }));
		const { items: out, message } = await stage.play('role.get', { role: { __rl: true, mode: 'name', value: '={{ $json.word }}' } }, { items });
		expect(message).toBe('');
		expect(out.map(({ apiName }, at) => [WORDS[at][0], apiName])).toEqual(WORDS);
	});

	test.each(['administrator', 'Administrator', 'designers', 'user', 'data', 'owner', 'custom', '***'])('"%s" is no role: all are listed, in both words', async (word) => {
		const { message, requests } = await stage.play('user.update', { ...byName('ann'), updateFields: { role: aRole(word) } });
		expect(message).toContain(`There is no role "${word}" in Sisense. It has: Sys. Admin (super), Admin (admin), Data Admin (dataAdmin),`);
		expect(message).toContain('Data Designer (dataDesigner), Designer (contributor), Viewer (consumer), ');
		expect(message).toContain('custom_board');
		expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
	});

	test('the editor’s words are shown', async () => {
		const { items } = await stage.play('role.getAll', { returnAll: true });
		const shown = Object.fromEntries(items.map(({ apiName, name, admin }) => [apiName, [name, admin]]));
		expect(shown).toMatchObject({ super: ['Sys. Admin', true], admin: ['Admin', true], dataAdmin: ['Data Admin', false], contributor: ['Designer', false], consumer: ['Viewer', false] });
		expect('tenantAdmin' in shown).toBe(generation === 'new');
	});
});

test('a custom role is known by the name it is shown with, too', async () => {
	expect(await apiNameOf('Board')).toBe('custom_board');
	const { items } = await stage.play('user.update', { ...byName('ann'), updateFields: { role: aRole('board') } });
	expect(items).toMatchObject([{ role: 'Board', changed: true }]);
});

describe('the Sys. Admin', () => {
	const WORDS_FOR_SUPER = ['super', 'Sys. Admin', 'sysAdmin', 'system admin'];

	test.each(WORDS_FOR_SUPER)('is a role nobody is given: "%s"', async (word) => {
		for (const [operation, parameters] of [
			['user.update', { ...byName('ann'), updateFields: { role: aRole(word) } }],
			['user.create', { email: 'n@example.com', ...roleNamed(word) }],
			['user.upsert', { email: 'ann@example.com', ...roleNamed(word) }],
		] as const) {
			const { message, writes } = await stage.play(operation, parameters);
			expect([operation, message]).toEqual([operation, expect.stringMatching(/Sys\. Admin is the one account that owns a Sisense: nobody can be made one/)]);
			expect(writes).toEqual([]);
		}
		expect((await stateOf(stage)).accounts.filter(({ role }) => role === 'super')).toHaveLength(1);
	});

	test('is a role nobody loses, by another admin either', async () => {
		const token = ((await elsewhere(stage, 'POST', 'v1/authentication/login', { username: 'grace.okafor@example.com', password: 'sandbox-pass-1' }, '')).body as { access_token: string }).access_token;
		const credentials = stage.storeOf({ apiToken: token });
		const options = { allowSelf: true, allowLastAdmin: true };
		const { message, writes } = await stage.play('user.update', { ...byName('admin'), updateFields: { role: aRole('Viewer') }, options }, { credentials });
		expect(message).toMatch(/Sys\. Admin is the one account that owns a Sisense: nobody can be demoted/);
		expect(writes).toEqual([]);
	});

	test('can be renamed, and be given the role it has', async () => {
		const { items } = await stage.play('user.update', { ...byName('admin'), updateFields: { role: aRole('super'), firstName: 'Ida' } });
		expect(items).toMatchObject([{ firstName: 'Ida', role: 'Sys. Admin', changed: true }]);
	});
});

describe('a role by ID', () => {
	test('is taken as it is', async () => {
		const { items } = await stage.play('user.update', { ...byName('ann'), updateFields: { role: { __rl: true, mode: 'id', value: roleId('dataDesigner') } } });
		expect(items).toMatchObject([{ role: 'Data Designer' }]);
	});

	test('that was deleted is told, with those there are', async () => {
		const { message, writes } = await stage.play('user.update', { ...byName('ann'), updateFields: { role: { __rl: true, mode: 'id', value: roleId('custom_deleted') } } });
		expect(message).toMatch(new RegExp(`There is no role with ID ${roleId('custom_deleted')} in Sisense\\. It has: Sys\\. Admin \\(super\\)`));
		expect(writes).toEqual([]);
	});
});

test('an unknown role fails its item alone, and nobody is made for it', async () => {
	const items = [...emails('joann', 'zoe.muller', 'alex.kim')].map((one, at) => ({ ...one, role: ['Designer', 'Wizard', 'Designer'][at] }));
	const played = await stage.play('user.update', { ...EACH_EMAIL, updateFields: { role: { __rl: true, mode: 'name', value: '={{ $json.role }}' } } }, { items, ...TOLERANT });
	expect(played.items.map(({ email, role }) => [email, role])).toEqual([['joann@example.com', 'Designer'], ['alex.kim@example.com', 'Designer']]);
	expect(textOf(played.failures[0])).toContain('There is no role "Wizard"');
	expect((await account(stage, 'zoe.muller'))?.role).toBe('consumer');
});

test('roles are asked for where they are, and only there', async () => {
	const { requests } = await stage.play('role.getAll', { returnAll: true });
	expect(routesOf(requests)).toEqual(['GET users/loggedin', 'GET roles']);
});

test('an SSO person can be given another role: what the provider makes of it is its affair', async () => {
	const { items } = await stage.play('user.update', { ...byName('yuki.tanaka'), updateFields: { role: aRole('Designer') } });
	expect(items).toMatchObject([{ id: idOf('yuki.tanaka'), role: 'Designer', changed: true }]);
});
