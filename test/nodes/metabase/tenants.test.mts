/** People of tenants: the list leaves them out unless asked, and with tenants off nothing shows them but their e-mails stay taken (contract 3 and 4). */
import { byEmail, byName, groupNamed } from '../given.mts';
import { account, metabaseStage, stateOf } from './cast.mts';

describe.each(['v57', 'v60'])('Metabase %s with tenants', (version) => {
	const stage = metabaseStage({ version, edition: 'ee', tenants: 'on' });

	test('shows the people of tenants, deactivated ones too', async () => {
		const { items } = await stage.play('user.getAll', { returnAll: true });
		const emails = items.map(({ email }) => email);
		expect(emails).toEqual(expect.arrayContaining(['eve.stone@example.com', 'sam.reed@example.com', 'gita.rao@example.com']));
		expect(items).toHaveLength((await stateOf(stage)).accounts.filter(({ type }) => type === 'personal').length);
		const eve = await stage.play('user.get', byEmail('EVE.stone@example.com'));
		expect(eve.items).toMatchObject([{ id: 23, groups: ['All tenant users', 'Globex readers'] }]);
		expect((await stage.play('user.get', byName('sam.reed'))).items).toMatchObject([{ state: 'deactivated' }]);
	});

	test('keeps them in the group of all tenants when their groups are set', async () => {
		const same = await stage.play('user.update', { ...byName('eve.stone'), updateFields: { groups: ['Globex readers'] } });
		expect([same.items[0].changed, same.writes]).toEqual([false, []]);
		const none = await stage.play('user.removeFromGroup', { ...byName('eve.stone'), ...groupNamed('Globex readers') });
		expect(none.items).toMatchObject([{ groups: ['All tenant users'], changed: true }]);
		const again = await stage.play('user.upsert', { email: 'eve.stone@example.com', additionalFields: { groups: ['Globex readers'] } });
		expect(again.items).toMatchObject([{ groups: ['All tenant users', 'Globex readers'], changed: true }]);
		expect((await account(stage, 'eve.stone'))?.groups).toEqual(['All tenant users', 'Globex readers']);
	});

	test('refuses to mix them with the groups of the company, in words', async () => {
		for (const [who, group] of [['eve.stone', 'Analytics'], ['gita.rao', 'Globex readers']]) {
			const { message } = await stage.play('user.addToGroup', { ...byName(who), ...groupNamed(group) });
			expect(message).toMatch(/the person belongs to a tenant and the group does not, or the other way round/);
		}
		const { message, writes } = await stage.play('user.addToGroup', { ...byName('gita.rao'), ...groupNamed('All tenant users') });
		expect(message).toMatch(/puts everybody into "All tenant users" by itself/);
		expect(writes).toEqual([]);
	});

	test('calls the group of everybody by its other name, and guards it all the same', async () => {
		const { items } = await stage.play('group.get', groupNamed('All internal users'));
		expect(items).toMatchObject([{ id: 1, builtIn: true }]);
		const created = await stage.play('user.create', { email: 'n@example.com', additionalFields: { groups: ['Analytics'] } });
		expect(created.items).toMatchObject([{ groups: ['All internal users', 'Analytics'], changed: true }]);
		const { message } = await stage.play('user.removeFromGroup', { ...byName('gita.rao'), ...groupNamed('All internal users') });
		expect(message).toMatch(/puts everybody into "All internal users" by itself/);
	});
});

describe.each(['v57', 'v60'])('Metabase %s with tenants switched off', (version) => {
	const stage = metabaseStage({ version, edition: 'ee', tenants: 'off' });

	test('finds nobody of a tenant, and says so where the e-mail is taken', async () => {
		expect((await stage.play('user.get', byName('eve.stone'))).message).toContain('no user with the e-mail');
		for (const operation of ['user.create', 'user.upsert']) {
			const { message, status } = await stage.play(operation, { email: 'eve.stone@example.com' });
			expect(status).toBe('error');
			expect(message).toMatch(/eve\.stone@example\.com is taken in Metabase by an account that its lists do not show\..*tenant while tenants are switched off/);
		}
		const renamed = await stage.play('user.update', { ...byName('gita.rao'), updateFields: { email: 'eve.stone@example.com' } });
		expect(renamed.message).toMatch(/taken in Metabase by an account that its lists do not show/);
		expect((await account(stage, 'gita.rao'))?.id).toBe(20);
	});
});
