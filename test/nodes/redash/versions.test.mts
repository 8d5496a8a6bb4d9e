/** Servers that are set up differently, and older ones: the same operations with the same outcome (contract 1, 5 and 12). */
import { shareTokenOf } from '../../../sandbox/redash/content/seed.mts';
import { ACME_KEY, ADMIN_KEY } from '../../../sandbox/redash/seed.mts';
import type { Stage } from '../stage.mts';
import { account, keyWorks, redashStage, stateOf } from './cast.mts';
import { byId, byName, groupNamed, groupWithId, sourceNamed, successor, TOLERANT, textOf } from '../given.mts';

const mailOf = async (stage: Stage) => (await stage.control('mail')) as Array<{ to: string; subject: string; text: string }>;

/** A joiner, a mover and a leaver: every kind of write, each of which must have done something. */
async function lifecycle(stage: Stage): Promise<void> {
	const done = async (operation: string, parameters: object, run = {}) => {
		const { items, message } = await stage.play(operation, parameters as never, run);
		expect([operation, message]).toEqual([operation, '']);
		expect(items[0]).not.toMatchObject({ changed: false });
		return items[0];
	};
	const email = 'new.joiner@example.com';
	const who = { user: { __rl: true, mode: 'email', value: email } };
	expect(await done('user.upsert', { email, name: 'New', additionalFields: { groups: ['Analytics', 'default'] } })).toMatchObject({ state: 'pending', groups: ['Analytics', 'default'] });
	expect(await done('user.update', { ...who, updateFields: { name: 'Newer', groups: ['People Ops'] } })).toMatchObject({ name: 'Newer', groups: ['People Ops'] });
	await done('user.addToGroup', { ...who, ...groupNamed('Sales, EMEA') });
	await done('user.removeFromGroup', { ...who, ...groupNamed('People Ops') });
	const { apiKey } = await done('user.regenerateApiKey', who);
	expect(await keyWorks(stage, String(apiKey))).toBe(true);
	expect(await done('user.disable', { ...who, options: { renewKeyFirst: true } })).toMatchObject({ state: 'disabled', keyRenewed: true });
	expect(await keyWorks(stage, String(apiKey))).toBe(false);
	expect(await done('user.enable', who)).toMatchObject({ state: 'pending' });
	await done('user.invite', who);
	await done('user.resetPassword', who);
	await done('user.delete', who);
	await done('group.create', { name: 'Made' });
	await done('group.update', { ...groupNamed('Made'), name: 'Renamed' });
	await done('dataSource.addToGroup', { ...sourceNamed('Ledger'), ...groupNamed('Renamed'), viewOnly: true });
	await done('dataSource.setAccess', { ...sourceNamed('Ledger'), ...groupNamed('Renamed'), viewOnly: false });
	await done('dataSource.removeFromGroup', { ...sourceNamed('Ledger'), ...groupNamed('Renamed') });
	await done('group.delete', groupNamed('Renamed'));
	expect(await account(stage, 'new.joiner')).toBeUndefined();
}

describe.each([
	['8', {}],
	['10', {}],
	['25.8', { csrf: 'on', mail: 'on' }],
	['25.8', { multiOrg: 'on', host: 'http://bi.example.com' }],
	['26.3', { multiOrg: 'on', csrf: 'on', host: 'https://bi.example.com' }],
])('Redash %s with %j', (version, switches: Record<string, string>) => {
	const stage = redashStage({ version, ...switches });

	test('joiner, mover, leaver', async () => await lifecycle(stage));

	test('everybody is found, in both lists', async () => {
		const { items } = await stage.play('user.getAll', { returnAll: true });
		expect(items).toHaveLength(19);
		expect(items.filter(({ state }) => state === 'disabled').map(({ id }) => id)).toEqual([6, 16]);
		expect(items.filter(({ state }) => state === 'pending').map(({ id }) => id)).toEqual([19, 9]);
	});

	test('what somebody owns is found and handed over', async () => {
		const { items } = await stage.play('user.getOwned', { ...byName('maria.silva'), returnAll: true });
		const found = items.filter(({ type }) => type !== 'blindSpot').map(({ type, id }) => `${String(type)} ${String(id)}`);
		expect(found).toEqual(['query 1', 'query 2', 'query 3', 'dashboard 1', 'alert 1', 'snippet 1']);
		expect(items.find(({ type }) => type === 'dashboard')).toMatchObject({ shared: true });
		const handed = await stage.play('user.transferOwned', { ...byName('maria.silva'), ...successor('gita.rao@example.com'), options: { revokeLinks: true } });
		expect(handed.message).toBe('');
		expect((handed.items[0].moved as unknown[]).length).toBe(3);
		expect((await fetch(`${stage.sandbox.tools.redash.url}/api/dashboards/public/${shareTokenOf(1)}`)).status).toBe(404);
	});
});

describe('several organizations', () => {
	const stage = redashStage({ multiOrg: 'on' });
	const acme = () => ({ credentials: stage.storeOf({ url: stage.url.replace(/default$/, 'acme'), apiKey: ACME_KEY }) });

	test('are apart: each key sees its own people, groups and data sources', async () => {
		const ours = await stage.play('user.getAll', { returnAll: true });
		const theirs = await stage.play('user.getAll', { returnAll: true }, acme());
		expect(ours.items).toHaveLength(19);
		expect(theirs.items.map(({ email }) => email)).toEqual(['acme@example.com', 'maria.silva@example.com']);
		expect((await stage.play('group.getAll', { returnAll: true }, acme())).items.map(({ name }) => name).sort()).toEqual(['admin', 'default']);
		expect((await stage.play('dataSource.getAll', { returnAll: true }, acme())).items).toEqual([]);
	});

	test('may have a person of one e-mail each; only the one of the key is touched', async () => {
		const { items } = await stage.play('user.disable', byName('maria.silva'), acme());
		expect(items).toMatchObject([{ id: 21, state: 'disabled', changed: true }]);
		const both = (await stateOf(stage)).accounts.filter(({ email }) => email === 'maria.silva@example.com');
		expect(both.map(({ org, state }) => [org, state])).toEqual([['default', 'active'], ['acme', 'disabled']]);
	});

	test('IDs of another one do not exist, not even members of its groups', async () => {
		const people = await stage.play('user.disable', byId(17), acme());
		expect(people.message).toContain('no user with the ID 17');
		const groups = await stage.play('group.getMembers', { ...groupWithId(4), returnAll: true }, acme());
		expect(groups.message).toMatch(/no group with ID 4/);
		const both = await stage.play('user.addToGroup', { ...byId('={{ $json.id }}'), ...groupWithId(4) }, { ...acme(), items: [{ id: 21 }], ...TOLERANT });
		expect(textOf(both.failures[0])).toMatch(/no group with ID 4/);
		expect([people, groups, both].flatMap(({ writes }) => writes)).toEqual([]);
	});

	test('the key of one is none in the other', async () => {
		const { message } = await stage.play('user.getCurrent', {}, { credentials: stage.storeOf({ url: stage.url.replace(/default$/, 'acme'), apiKey: ADMIN_KEY }) });
		expect(message).toMatch(/refuses the API key.*slug/);
	});

	test.each([
		['25.8', 'http://bi.example.com', /^http:\/\/bi\.example\.com\/default\/(invite|reset)\/[^/]+$/],
		['25.8', 'https://bi.example.com', /^https:\/\/bi\.example\.com\/default\/(invite|reset)\/[^/]+$/],
		['26.3', 'https://bi.example.com', /^https:\/\/bi\.example\.com\/default\/(invite|reset)\/[^/]+$/],
	])('links of %s at %s have one scheme and one slug', async (version, host, form) => {
		await stage.reset({ 'redash.version': version, 'redash.host': host });
		const invited = await stage.play('user.create', { email: 'n@example.com', name: 'N', options: { returnInviteLink: true } });
		const reset = await stage.play('user.resetPassword', { ...byId(17), options: { returnResetLink: true } });
		expect([invited.items[0].inviteLink, reset.items[0].resetLink]).toEqual([expect.stringMatching(form), expect.stringMatching(form)]);
	});

	test('links of a server that does not know its host open, with one slug', async () => {
		await stage.reset({ 'redash.version': '26.3', 'redash.host': '' });
		const { items } = await stage.play('user.resetPassword', { ...byId(17), options: { returnResetLink: true } });
		expect(String(items[0].resetLink).startsWith(`${stage.url}/reset/`)).toBe(true);
		expect((await fetch(String(items[0].resetLink))).status).toBe(200);
	});
});

describe('a server with mail', () => {
	const stage = redashStage({ mail: 'on' });

	test('invites by mail, and has no link to show', async () => {
		const { items } = await stage.play('user.create', { email: 'n@example.com', name: 'N', options: { returnInviteLink: true } });
		expect(items).toMatchObject([{ inviteLink: null, changed: true }]);
		expect(await mailOf(stage)).toMatchObject([{ to: 'n@example.com', subject: expect.stringContaining('invited') }]);
	});

	test.each(['user.create', 'user.upsert'])('sends none by %s where that is asked for, and gives the link then', async (operation) => {
		const { items } = await stage.play(operation, { email: 'n@example.com', name: 'N', options: { noMail: true, returnInviteLink: true } });
		expect(items[0].inviteLink).toMatch(/^http.*\/invite\//);
		expect(await mailOf(stage)).toEqual([]);
	});

	test('invites again, and tells that it was mailed', async () => {
		const { items } = await stage.play('user.invite', { ...byName('nadia.petrova'), options: { returnInviteLink: true } });
		expect(items).toEqual([{ id: 9, email: 'nadia.petrova@example.com', mailed: true, inviteLink: null }]);
		expect(await mailOf(stage)).toMatchObject([{ to: 'nadia.petrova@example.com' }]);
	});

	test('resets a password by mail, and tells so', async () => {
		const { items } = await stage.play('user.resetPassword', byId(17));
		expect(items).toEqual([{ id: 17, email: 'gita.rao@example.com', mailed: true }]);
		expect(await mailOf(stage)).toMatchObject([{ to: 'gita.rao@example.com', subject: 'Reset your password' }]);
	});

	test('is not made to ask people to verify an e-mail that differs in case only', async () => {
		const { items } = await stage.play('user.update', { ...byId(17), updateFields: { email: 'GITA.RAO@Example.com' } });
		expect(items).toMatchObject([{ email: 'gita.rao@example.com', changed: false }]);
		expect(await mailOf(stage)).toEqual([]);
		const other = await stage.play('user.update', { ...byId(17), updateFields: { email: 'Gita@Example.com' } });
		expect(other.items).toMatchObject([{ email: 'gita@example.com', changed: true }]);
		expect(await mailOf(stage)).toHaveLength(1);
	});

	test('mails nobody who was there already', async () => {
		await stage.play('user.upsert', { email: 'gita.rao@example.com', name: 'Gita R.', additionalFields: { groups: ['Analytics'] } });
		expect(await mailOf(stage)).toEqual([]);
	});
});

describe('a server without mail', () => {
	const stage = redashStage();

	test('says that nothing was mailed', async () => {
		expect((await stage.play('user.invite', byName('nadia.petrova'))).items).toEqual([{ id: 9, email: 'nadia.petrova@example.com', mailed: false }]);
		expect((await stage.play('user.resetPassword', byId(17))).items).toEqual([{ id: 17, email: 'gita.rao@example.com', mailed: false }]);
		expect(await mailOf(stage)).toEqual([]);
	});
});

describe('the log of events', () => {
	const stage = redashStage({ worker: 'on' });

	test('is searched here, newest first, each event once, to the limit', async () => {
		for (let i = 0; i < 3; i++) await stage.play('group.create', { name: `Group ${i}` });
		await stage.play('user.addToGroup', { ...byName('gita.rao'), ...groupNamed('Group 0') });
		await stage.control('clock', { advance: 5_000 });
		const filters = { action: 'create', objectType: 'group' };
		const { items } = await stage.play('event.getAll', { returnAll: true, filters });
		expect(items).toHaveLength(3);
		for (const item of items) expect(item).toMatchObject({ action: 'create', objectType: 'group', user: 'Admin', userId: 1 });
		expect((await stage.play('event.getAll', { limit: 2, filters })).items).toHaveLength(2);
		expect((await stage.play('event.getAll', { returnAll: true, filters: { action: 'add_member' } })).items).toHaveLength(1);
		expect((await stage.play('event.getAll', { returnAll: true, filters: { since: '2100-01-01T00:00:00Z' } })).items).toEqual([]);
	});

	test('without a worker is empty, not an error', async () => {
		await stage.reset({ 'redash.worker': 'off' });
		const { message, items } = await stage.play('event.getAll', { returnAll: true });
		expect([message, items]).toEqual(['', []]);
	});
});
