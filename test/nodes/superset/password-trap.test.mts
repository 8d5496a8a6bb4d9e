/** Flask-AppBuilder before 4.6.4 hashes the stored hash again in every change without a password (contract 4, trap A). */
import { expectSchema } from '../standard/checks.mts';
import { account, canSignIn, COMMON_PASSWORD, elsewhere, stateOf, supersetStage } from './cast.mts';
import { byEmail, byUsername, EACH_EMAIL, textOf, TOLERANT } from '../given.mts';

const NEW = 'A brand-new Pass 42!';

describe('on a server with the password trap', () => {
	const stage = supersetStage('4.1');
	const gita = byUsername('gita.rao');
	const gitaSignsIn = async (password: string) => await canSignIn(stage, 'gita.rao', password);

	test('the sandbox has it: a change without a password locks the person out', async () => {
		expect(await elsewhere(stage, 'PUT', 'users/14', { first_name: 'G' })).toBe(200);
		expect(await gitaSignsIn(COMMON_PASSWORD)).toBe(false);
	});

	test('an update without a password is refused, says why, and leaves the password alone', async () => {
		const { message, writes } = await stage.play('user.update', { ...gita, updateFields: { firstName: 'Gitanjali' } });
		expect(message).toMatch(/destroys the password of gita\.rao@example\.com/);
		expect(message).toMatch(/"Password".*"Accept Password Loss"/);
		expect(writes).toEqual([]);
		expect(await gitaSignsIn(COMMON_PASSWORD)).toBe(true);
	});

	test('an update with a new password goes through, and the new one works', async () => {
		const { items } = await stage.play('user.update', { ...gita, updateFields: { firstName: 'Gitanjali', password: NEW } });
		expect(items).toMatchObject([{ firstName: 'Gitanjali', changed: true, passwordReset: true, verified: false }]);
		expect(await gitaSignsIn(NEW)).toBe(true);
		expect(await gitaSignsIn(COMMON_PASSWORD)).toBe(false);
	});

	test('"Accept Password Loss" goes on without one, and says that the password is lost', async () => {
		const { items } = await stage.play('user.update', { ...gita, updateFields: { firstName: 'Gitanjali' }, options: { acceptPasswordLoss: true } });
		expect(items).toMatchObject([{ firstName: 'Gitanjali', changed: true, passwordReset: true }]);
		expect(await gitaSignsIn(COMMON_PASSWORD)).toBe(false);
	});

	test('an update that changes nothing is no change, and needs no password', async () => {
		const { items, writes } = await stage.play('user.update', { ...gita, updateFields: { firstName: 'Gita' } });
		expect(items).toMatchObject([{ changed: false }]);
		expect(writes).toEqual([]);
		expect(await gitaSignsIn(COMMON_PASSWORD)).toBe(true);
	});

	test('deactivating sets a random password and says so', async () => {
		const { items } = await stage.play('user.deactivate', gita);
		expect(items).toMatchObject([{ active: false, changed: true, passwordReset: true }]);
		expect((await account(stage, 'gita.rao'))?.active).toBe(false);
	});

	test('somebody deactivated and reactivated with a new password gets in with it', async () => {
		await stage.play('user.deactivate', gita);
		const refused = await stage.play('user.reactivate', gita);
		expect(refused.message).toMatch(/destroys the password/);
		expect((await account(stage, 'gita.rao'))?.active).toBe(false);
		const { items } = await stage.play('user.reactivate', { ...gita, additionalFields: { password: NEW } });
		expect(items).toMatchObject([{ active: true, changed: true, passwordReset: true }]);
		expect(await gitaSignsIn(NEW)).toBe(true);
	});

	test('an upsert that would only change roles is refused: this server has no way around the password', async () => {
		const parameters = { email: 'gita.rao@example.com', roles: ['Alpha'] };
		const refused = await stage.play('user.upsert', parameters);
		expect(refused.message).toMatch(/destroys the password/);
		expect(refused.writes).toEqual([]);
		const { items } = await stage.play('user.upsert', { ...parameters, additionalFields: { password: NEW } });
		expect(items).toMatchObject([{ roles: ['Alpha'], changed: true, passwordReset: true }]);
		expectSchema('Superset', 'user.upsert', items);
		expect(await gitaSignsIn(NEW)).toBe(true);
	});

	test('an upsert of somebody who is as wanted already touches no password', async () => {
		const { items } = await stage.play('user.upsert', { email: 'gita.rao@example.com', roles: ['Gamma'], additionalFields: { password: NEW } });
		expect(items).toMatchObject([{ changed: false }]);
		expect(await gitaSignsIn(COMMON_PASSWORD)).toBe(true);
	});

	test('in a list each refused person is one failed item, and everybody can still sign in', async () => {
		const people = ['gita.rao', 'kofi.mensah', 'nadia.petrova'];
		const items = people.map((name) => ({ email: `${name}@example.com` }));
		const played = await stage.play('user.update', { ...EACH_EMAIL, updateFields: { lastName: 'X' } }, { items, ...TOLERANT });
		expect(played.failures).toHaveLength(3);
		for (const failure of played.failures) expect(textOf(failure)).toMatch(/destroys the password/);
		for (const name of people) expect(await canSignIn(stage, name, COMMON_PASSWORD)).toBe(true);
	});

	test('an unknown role, which this server drops silently, is refused before anything is written', async () => {
		const before = await stateOf(stage);
		const { message, writes } = await stage.play('user.create', { email: 'new@example.com', roles: [4242] });
		expect(message).toMatch(/no role with ID 4242/);
		expect(writes).toEqual([]);
		expect((await stateOf(stage)).accounts).toHaveLength(before.accounts.length);
	});

	test('a new person is active at once: the server would leave that unset', async () => {
		const { items } = await stage.play('user.create', { email: 'new@example.com', roles: ['Gamma'], additionalFields: { password: NEW } });
		expect(items).toMatchObject([{ active: true, changed: true }]);
		expect((await account(stage, 'new@example.com'))?.active).toBe(true);
		expect(await canSignIn(stage, 'new@example.com', NEW)).toBe(true);
	});

	test('somebody whose state was never set counts as inactive, can be found as such, and deactivated for good', async () => {
		const { items } = await stage.play('user.getAll', { returnAll: true, filters: { active: 'inactive' } });
		expect(items.map(({ username }) => username)).toEqual(expect.arrayContaining(['lena.fischer', 'omar.haddad']));
		const done = await stage.play('user.deactivate', byUsername('omar.haddad'));
		expect(done.items).toMatchObject([{ active: false, changed: true }]);
		expect((await account(stage, 'omar.haddad'))?.active).toBe(false);
	});
});

describe('on servers without it', () => {
	const stage = supersetStage('6.1');

	test.each(['4.1-fab4.8', '5.0', '6.0', '6.1'])('%s: a change leaves the password alone, also one of roles', async (version) => {
		await stage.reset({ 'superset.version': version });
		const update = await stage.play('user.update', { ...byEmail('gita.rao@example.com'), updateFields: { firstName: 'G' } });
		expect(update.items).toMatchObject([{ firstName: 'G', changed: true }]);
		expect(update.items[0]).not.toHaveProperty('passwordReset');
		await stage.play('user.upsert', { email: 'gita.rao@example.com', roles: ['Alpha'] });
		expect((await account(stage, 'gita.rao'))?.roles).toEqual(['Alpha']);
		await stage.play('user.deactivate', byUsername('gita.rao'));
		await stage.play('user.reactivate', byUsername('gita.rao'));
		expect(await canSignIn(stage, 'gita.rao', COMMON_PASSWORD)).toBe(true);
	});

	test('a password of the item is not set for somebody who exists: upsert keeps what people chose themselves', async () => {
		await stage.play('user.upsert', { email: 'gita.rao@example.com', roles: ['Alpha'], additionalFields: { password: NEW } });
		expect(await canSignIn(stage, 'gita.rao', COMMON_PASSWORD)).toBe(true);
	});

	test('a new password is set, works, and is never claimed to be checked', async () => {
		const { items, message } = await stage.play('user.update', { ...byUsername('gita.rao'), updateFields: { password: NEW } });
		expect(message).toBe('');
		expect(items).toMatchObject([{ changed: true, verified: false }]);
		expect(await canSignIn(stage, 'gita.rao', NEW)).toBe(true);
	});
});
