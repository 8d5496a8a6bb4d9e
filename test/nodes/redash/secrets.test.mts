/** Keys and links let people in: they leave the node where the operation or an option asks for them, and nowhere else (contract 15.20). */
import type { INodeParameters } from 'n8n-workflow';

import { queryKeyOf, shareTokenOf } from '../../../sandbox/redash/content/seed.mts';
import { ADMIN_KEY, keyOf } from '../../../sandbox/redash/seed.mts';
import type * as Redash from '../../../nodes/Redash/resources';
import { built } from '../built.mts';
import { writtenBy } from '../console.mts';
import type { Played } from '../stage.mts';
import { account, elsewhere, keyWorks, redashStage } from './cast.mts';
import { byId, byName, EACH_EMAIL, emails, groupNamed, groupWithId, sourceNamed, successor, TOLERANT } from '../given.mts';

const stage = redashStage({ worker: 'on', host: 'https://bi.example.com' });

/** Names of fields that hold secrets, links that are one, and whatever looks like a key. */
const SECRET = /api_key|invite_link|reset_link|public_url|inviteLink|resetLink|apiKey|\/(invite|reset|verify|public\/dashboards)\/|\b[A-Za-z0-9]{40}\b/;

/** Everything the node gave out: items, errors with all they carry, hints. */
const shownBy = ({ outputs, error, hints, runData }: Played): string =>
	JSON.stringify([outputs, error, error?.message, error?.description, hints, runData.Node]);

const ONE_OF_EACH: Record<string, INodeParameters> = {
	'user.create': { email: 'n@example.com', name: 'N', additionalFields: { groups: ['Analytics'] } },
	'user.upsert': { email: 'gita.rao@example.com', name: 'G', additionalFields: { groups: ['Analytics'] } },
	'user.update': { ...byId(17), updateFields: { name: 'G', email: 'g@example.com' } },
	'user.get': byId(17),
	'user.getAll': { returnAll: true },
	'user.getCurrent': {},
	'user.disable': { ...byId(17), options: { renewKeyFirst: true } },
	'user.enable': { ...byId(6), options: { renewKey: true } },
	'user.delete': byId(9),
	'user.invite': byId(9),
	'user.resetPassword': byId(17),
	'user.addToGroup': { ...byId(17), ...groupNamed('Analytics') },
	'user.removeFromGroup': { ...byId(7), ...groupWithId(5) },
	'user.getOwned': { ...byId(5), returnAll: true, options: { searchHidden: true } },
	'user.transferOwned': { ...byId(5), ...successor('gita.rao@example.com'), options: { searchHidden: true, renewQueryKeys: true, dashboards: 'fork' } },
	'group.create': { name: 'New' },
	'group.get': groupNamed('Analytics'),
	'group.getAll': { returnAll: true },
	'group.getMembers': { ...groupNamed('default'), returnAll: true },
	'group.update': { ...groupNamed('Analytics'), name: 'New' },
	'group.delete': { ...groupNamed('Analytics'), options: { allowInUse: true } },
	'dataSource.getAll': { returnAll: true },
	'dataSource.addToGroup': { ...sourceNamed('Warehouse'), ...groupNamed('People Ops'), viewOnly: true },
	'dataSource.setAccess': { ...sourceNamed('Warehouse'), ...groupNamed('Analytics'), viewOnly: true },
	'dataSource.removeFromGroup': { ...sourceNamed('Warehouse'), ...groupNamed('Analytics') },
	'event.getAll': { returnAll: true },
};

test('every operation is looked at, but for the one whose result is a key', () => {
	const { resources } = built<typeof Redash>('nodes/Redash/resources');
	const all = Object.entries(resources).flatMap(([resource, { operations }]) => Object.keys(operations).map((name) => `${resource}.${name}`));
	expect([...Object.keys(ONE_OF_EACH), 'user.regenerateApiKey'].sort()).toEqual(all.sort());
});

describe.each([true, false])('with Simplify %s', (simplify) => {
	test.each(Object.entries(ONE_OF_EACH))('%s shows no key and no link', async (operation, parameters) => {
		await elsewhere(stage, 'POST', 'users/17', { name: 'Gita' });
		await stage.control('clock', { advance: 5_000 });
		const played = await stage.play(operation, { ...parameters, simplify });
		expect(played.message).toBe('');
		expect(played.items.length).toBeGreaterThan(0);
		expect(shownBy(played)).not.toMatch(SECRET);
	});
});

describe('errors', () => {
	test.each([
		['a wrong key', {}, 'WrongKey00000000000000000000000000000000'],
		['a fault of the server', { spec: 'html:1@POST' }, ADMIN_KEY],
		['a broken connection', { spec: 'reset:1@POST' }, ADMIN_KEY],
		['a budget that is used up', { spec: '429:1@POST' }, ADMIN_KEY],
	])('of %s hold neither the key nor an answer', async (_, faults, apiKey) => {
		await stage.control('faults', { spec: '', ...faults });
		const credentials = stage.storeOf({ apiKey });
		for (const onError of ['stopWorkflow', 'continueErrorOutput', 'continueRegularOutput'] as const) {
			const played = await stage.play('user.create', { email: 'n@example.com', name: 'N', options: { maxWait: 1, returnInviteLink: true } }, { credentials, onError });
			expect(played.items.filter(({ error }) => error === undefined)).toEqual([]);
			expect(shownBy(played)).not.toMatch(SECRET);
		}
	});

	test('after a key was renewed do not hold it', async () => {
		await stage.control('faults', { spec: 'html:1@POST /disable' });
		const played = await stage.play('user.disable', { ...byId(17), options: { renewKeyFirst: true } });
		expect(played.status).toBe('error');
		expect(await keyWorks(stage, keyOf('gita.rao@example.com'))).toBe(false);
		expect(shownBy(played)).not.toMatch(SECRET);
	});

	test('of a hand-over hold no key of a query and no token of a link', async () => {
		await stage.control('faults', { spec: 'html:1@POST /regenerate_api_key' });
		const played = await stage.play('user.transferOwned', { ...ONE_OF_EACH['user.transferOwned'] }, TOLERANT);
		expect(played.failures).toHaveLength(1);
		expect(shownBy(played)).not.toMatch(SECRET);
		for (const secret of [queryKeyOf(1), shareTokenOf(1)]) expect(shownBy(played)).not.toContain(secret);
	});
});

test('nothing is written to the console', async () => {
	const written = await writtenBy(async () => {
		await stage.play('user.create', { email: 'n@example.com', name: 'N', options: { returnInviteLink: true } });
		await stage.play('user.regenerateApiKey', byId(17));
		await stage.play('user.get', byId(17), { credentials: stage.storeOf({ apiKey: 'WrongKey00000000000000000000000000000000' }) });
	});
	expect(written).toEqual([]);
});

describe('what is asked for', () => {
	const linkOf = (value: unknown) => new URL(String(value));

	test.each([
		['user.create', { email: 'n@example.com', name: 'N' }],
		['user.upsert', { email: 'n@example.com', name: 'N' }],
		['user.invite', byName('nadia.petrova')],
	])('the invite link of %s opens the invitation', async (operation, parameters) => {
		await stage.reset({ 'redash.host': '' });
		const { items } = await stage.play(operation, { ...parameters, options: { returnInviteLink: true } } as never);
		const link = linkOf(items[0].inviteLink);
		// Without a host of its own the server sends a path: the credential's URL goes before it.
		expect(link.href).toMatch(new RegExp(`^${stage.url}/invite/`));
		const form = new URLSearchParams({ password: 'long enough' });
		expect((await fetch(link, { method: 'POST', body: form, redirect: 'manual' })).status).toBe(302);
		expect((await account(stage, operation === 'user.invite' ? 'nadia.petrova' : 'n'))?.state).toBe('active');
	});

	test('the reset link opens the reset', async () => {
		await stage.reset({ 'redash.host': '' });
		const { items } = await stage.play('user.resetPassword', { ...byId(17), options: { returnResetLink: true } });
		expect(items).toEqual([{ id: 17, email: 'gita.rao@example.com', mailed: false, resetLink: expect.stringMatching(new RegExp(`^${stage.url}/reset/`)) }]);
		expect((await fetch(String(items[0].resetLink))).status).toBe(200);
	});

	test('links of a server that knows its host begin with it', async () => {
		const { items } = await stage.play('user.resetPassword', { ...byId(17), options: { returnResetLink: true } });
		expect(items[0].resetLink).toMatch(/^https:\/\/bi\.example\.com\/reset\//);
	});

	test('the new key of a person works, the old one is dead', async () => {
		const { items } = await stage.play('user.regenerateApiKey', byId(17));
		expect(items).toEqual([{ id: 17, email: 'gita.rao@example.com', apiKey: expect.stringMatching(/^\w{40}$/) }]);
		expect(await keyWorks(stage, String(items[0].apiKey))).toBe(true);
		expect(await keyWorks(stage, keyOf('gita.rao@example.com'))).toBe(false);
	});

	test('a link is not shown by mistake: each item says for itself', async () => {
		const items = [{ email: 'a@example.com', link: true }, { email: 'b@example.com', link: false }];
		const parameters = { email: '={{ $json.email }}', name: 'N', options: { returnInviteLink: '={{ $json.link }}' } };
		const played = await stage.play('user.create', parameters as never, { items });
		expect(played.items.map((item) => 'inviteLink' in item)).toEqual([true, false]);
	});
});

describe('the key of somebody who leaves', () => {
	test('can be renewed before, so that enabling does not bring it back to life', async () => {
		const plain = await stage.play('user.disable', byId(17));
		expect(plain.items[0]).not.toHaveProperty('keyRenewed');
		await stage.play('user.enable', byId(17));
		expect(await keyWorks(stage, keyOf('gita.rao@example.com'))).toBe(true);
		const renewed = await stage.play('user.disable', { ...byId(17), options: { renewKeyFirst: true } });
		expect(renewed.items).toMatchObject([{ state: 'disabled', changed: true, keyRenewed: true }]);
		await stage.play('user.enable', byId(17));
		expect(await keyWorks(stage, keyOf('gita.rao@example.com'))).toBe(false);
	});

	test('can be renewed when somebody comes back', async () => {
		const { items } = await stage.play('user.enable', { ...byName('omar.haddad'), options: { renewKey: true } });
		expect(items).toMatchObject([{ state: 'active', changed: true, keyRenewed: true }]);
		expect(await keyWorks(stage, keyOf('omar.haddad@example.com'))).toBe(false);
	});

	test.each([
		['user.regenerateApiKey', /omar\.haddad@example\.com is disabled in Redash: the key of a disabled user can't be renewed/],
		['user.resetPassword', /omar\.haddad@example\.com is disabled in Redash: the password of a disabled user can't be reset.*"Enable"/],
		['user.invite', /omar\.haddad@example\.com is disabled in Redash: an invitation would be of no use/],
	])('who is disabled already: %s says what is possible', async (operation, says) => {
		const { message, writes } = await stage.play(operation, byName('omar.haddad'));
		expect(message).toMatch(says);
		expect(writes).toEqual([]);
	});

	test('an invitation for somebody who accepted is refused', async () => {
		const { message, writes } = await stage.play('user.invite', byId(17));
		expect(message).toMatch(/gita\.rao@example\.com is active in Redash.*"Reset Password"/);
		expect(writes).toEqual([]);
	});

	test('in a list, those who can not be disabled fail alone', async () => {
		const played = await stage.play('user.disable', { ...EACH_EMAIL, options: { renewKeyFirst: true } }, { items: emails('gita.rao', 'nobody', 'nadia.petrova', 'omar.haddad'), ...TOLERANT });
		expect(played.items.map(({ changed }) => changed)).toEqual([true, true, false]);
		expect(played.failures).toHaveLength(1);
		expect(await keyWorks(stage, keyOf('nadia.petrova@example.com'))).toBe(false);
	});
});
