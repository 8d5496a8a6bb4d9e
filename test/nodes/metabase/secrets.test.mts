/** Keys, passwords, sessions and reset links let people in: they leave the node where the operation or an option asks for them, and nowhere else (contract 11.16). */
import type { INodeParameters } from 'n8n-workflow';

import { ADMIN_KEY, COMMON_PASSWORD, LEFTOVER_KEY, SYNC_KEY } from '../../../sandbox/metabase/seed.mts';
import type * as Metabase from '../../../nodes/MetabaseAdmin/resources';
import { built } from '../built.mts';
import { writtenBy } from '../console.mts';
import type { Played } from '../stage.mts';
import { withWire } from '../wire.mts';
import { byId, byName, groupNamed, keyNamed, successor } from '../given.mts';
import { metabaseStage } from './cast.mts';

const GIVEN = 'Given-pass-word-9';

/** Names of fields that hold secrets, links that are one, whole keys, sessions and tokens. */
const SECRET = /unmasked_key|session_id|password_reset_url|passwordResetUrl|"apiKey":|"password":|reset_password\/|setup-token|\bmb_[A-Za-z0-9+/]{20}|(?<!api-key-user-)\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;

/** Everything the node gave out: items, errors with all they carry, hints. Not what n8n itself keeps of the node's own parameters. */
const shownBy = ({ outputs, error, hints, runData }: Played): string =>
	JSON.stringify([outputs, error, error?.message, error?.description, hints, runData.Node], (key, value: unknown) => (key === 'parameters' ? undefined : value));

const SECRETS = [ADMIN_KEY, LEFTOVER_KEY, SYNC_KEY, COMMON_PASSWORD, GIVEN];

function expectNothingShown(played: Played): void {
	const shown = shownBy(played);
	expect(SECRET.exec(shown)?.[0]).toBeUndefined();
	for (const secret of SECRETS) expect(shown).not.toContain(secret);
}

const ONE_OF_EACH: Record<string, INodeParameters> = {
	'user.create': { email: 'n@example.com', additionalFields: { password: GIVEN, groups: ['Analytics'] } },
	'user.upsert': { email: 'n@example.com', additionalFields: { groups: ['Analytics'] } },
	'user.update': { ...byId(20), updateFields: { firstName: 'G', email: 'g@example.com' } },
	'user.get': byId(20),
	'user.getAll': { returnAll: true },
	'user.getCurrent': {},
	'user.getRecipients': { returnAll: true },
	'user.deactivate': { ...byId(20), options: { replacePassword: true } },
	'user.reactivate': { ...byId(4), options: { restoreAdmin: true } },
	'user.setPassword': { ...byId(20), password: GIVEN },
	'user.sendPasswordReset': byId(20),
	'user.completeTour': byId(19),
	'user.addToGroup': { ...byId(20), ...groupNamed('Analytics') },
	'user.removeFromGroup': { ...byId(7), ...groupNamed('Finance') },
	'user.getOwned': { ...byId(7), returnAll: true },
	'user.transferOwned': { ...byId(7), ...successor('gita.rao@example.com'), options: { subscriptions: 'stop' } },
	'group.create': { name: 'New' },
	'group.get': groupNamed('Analytics'),
	'group.getAll': { returnAll: true },
	'group.getMembers': { ...groupNamed('Administrators'), returnAll: true },
	'group.update': { ...groupNamed('Analytics'), name: 'New' },
	'group.delete': { ...groupNamed('Analytics'), options: { allowInUse: true } },
	'group.removeAllMembers': { ...groupNamed('Analytics'), options: { allowInUse: true } },
	'group.setManager': { ...byName('ann'), ...groupNamed('Finance Team'), manager: true },
	'apiKey.getAll': { returnAll: true },
	'apiKey.update': { ...keyNamed('Nightly export'), updateFields: { name: 'Other' } },
	'apiKey.delete': keyNamed('Nightly export'),
	'permission.getGraph': {},
	'permission.updateGraph': { ...groupNamed('Interns'), graph: { 2: { 'view-data': 'unrestricted' } } as never },
};

const ASKING = ['apiKey.create', 'apiKey.regenerate', 'user.getPasswordResetUrl'];

test('every operation is looked at, but for those whose result is a secret', () => {
	const { resources } = built<typeof Metabase>('nodes/MetabaseAdmin/resources');
	const all = Object.entries(resources).flatMap(([resource, { operations }]) => Object.keys(operations).map((name) => `${resource}.${name}`));
	expect([...Object.keys(ONE_OF_EACH), ...ASKING].sort()).toEqual(all.sort());
});

describe.each(['apiKey', 'session'] as const)('signed in by %s', (authentication) => {
	const stage = metabaseStage({ edition: 'ee', mail: 'on' }, authentication);

	test.each(Object.entries(ONE_OF_EACH))('%s shows no secret, with Simplify and without', async (operation, parameters) => {
		for (const simplify of [true, false]) {
			await stage.reset();
			const played = await stage.play(operation, { ...parameters, simplify });
			expect(played.message).toBe('');
			expect(played.items.length).toBeGreaterThan(0);
			expectNothingShown(played);
		}
	});

	test.each([
		['a wrong credential', '', { apiKey: 'mb_notTheKeyOfAnybody000000000000', password: 'not the password' }],
		['a web page', 'html:1@POST /api/user', {}],
		['a broken connection', 'reset:1@POST /api/user', {}],
		['a busy server', '503:1@POST /api/user', {}],
	])('errors after %s show none either', async (_, spec, fields) => {
		for (const onError of ['stopWorkflow', 'continueErrorOutput', 'continueRegularOutput'] as const) {
			await stage.reset();
			await stage.control('faults', { spec });
			const parameters = { email: 'n@example.com', additionalFields: { password: '={{ $json.password }}' }, options: { maxWait: 1, returnPasswordResetUrl: true } };
			const played = await stage.play('user.create', parameters, { credentials: stage.storeOf(fields), onError, items: [{ password: GIVEN }] });
			expect(played.items.filter(({ error }) => error === undefined)).toEqual([]);
			const { outputs, ...rest } = played;
			// On the error output n8n puts the input's own fields beside the error.
			expectNothingShown({ ...rest, outputs: outputs.map((items) => items.map(({ json: { password, ...json }, ...item }) => ({ ...item, json }))), runData: {} } as Played);
		}
	});

	test('a refusal that repeats the password leaves it out', async () => {
		const body = JSON.stringify({ errors: { password: `"${GIVEN}" is too common` } });
		const { failures } = await withWire(stage.url, async ({ method, path }) => (method === 'POST' && path === '/api/user' ? { status: 400, body } : undefined), async ({ url }) =>
			await stage.play('user.create', ONE_OF_EACH['user.create'], { credentials: stage.storeOf({ url }), onError: 'continueErrorOutput' }),
		);
		expect(failures).toMatchObject([{ error: expect.stringMatching(/"Password": "•••" is too common/) }]);
	});
});

describe('what is asked for', () => {
	const stage = metabaseStage();

	test.each([
		['apiKey.create', { name: 'New', ...groupNamed('Interns') }, 'apiKey'],
		['apiKey.regenerate', keyNamed('Spare'), 'apiKey'],
		['user.getPasswordResetUrl', byId(20), 'passwordResetUrl'],
		['user.create', { email: 'n@example.com', options: { returnPassword: true } }, 'password'],
		['user.upsert', { email: 'n@example.com', options: { returnPasswordResetUrl: true } }, 'passwordResetUrl'],
	] as Array<[string, INodeParameters, string]>)('by %s is given out once, under a name that n8n hides', async (operation, parameters, key) => {
		if (operation === 'apiKey.regenerate') await stage.play('apiKey.create', { name: 'Spare', ...groupNamed('Interns') });
		const played = await stage.play(operation, parameters);
		const secret = String(played.items[0][key]);
		expect(secret.length).toBeGreaterThan(20);
		expect(JSON.stringify(played.outputs).split(secret)).toHaveLength(2);
		const { description } = new (built<{ MetabaseAdmin: new () => { description: { sensitiveOutputFields: string[] } } }>('nodes/MetabaseAdmin/MetabaseAdmin.node').MetabaseAdmin)();
		expect(description.sensitiveOutputFields).toContain(key);
	});

	test('is not shown by mistake: each item says for itself', async () => {
		const items = [{ email: 'a@example.com', ask: true }, { email: 'b@example.com', ask: false }];
		const parameters = { email: '={{ $json.email }}', options: { returnPassword: '={{ $json.ask }}' } };
		const played = await stage.play('user.create', parameters, { items });
		expect(played.items.map((item) => 'password' in item)).toEqual([true, false]);
	});
});

describe('the console', () => {
	const stage = metabaseStage({}, 'session');

	test('gets nothing, right or wrong', async () => {
		const written = await writtenBy(async () => {
			await stage.play('user.create', { email: 'n@example.com', options: { returnPassword: true } });
			await stage.play('user.get', byId(20), { credentials: stage.storeOf({ password: 'not it' }) });
		});
		expect(written).toEqual([]);
	});
});
