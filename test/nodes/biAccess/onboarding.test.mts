/** Somebody joins: one account in each tool, with what is named for them, and what the person needs to get in. */
import { emails } from '../given.mts';
import * as Metabase from '../metabase/cast.mts';
import * as Sisense from '../sisense/cast.mts';
import * as Superset from '../superset/cast.mts';
import { accountIn, accountsIn, ALL, biStage, each, inAll, of, playing, rowOf } from './stage.mts';

const stage = biStage();
const onboard = playing(stage, 'person.onboard');

const GRANTS = {
	supersetRoles: 'Gamma, Finance Viewers',
	supersetGroups: ['Sales, EMEA'],
	redashGroups: ['Analytics', 'Sales, EMEA'],
	metabaseGroups: 'Analytics, Finance',
	sisenseRole: 'Designer',
	sisenseGroups: 'Analytics, Finance',
};
const NEW = { email: 'New.Person@example.com', firstName: 'New', lastName: "O'Person", grants: GRANTS };

const HAS = {
	metabase: ['All Users', 'Analytics', 'Finance'],
	redash: ['Analytics', 'Sales, EMEA', 'default'],
	sisense: ['Analytics', 'Finance', 'contributor'],
	superset: ['Finance Viewers', 'Gamma', 'Sales, EMEA'],
};

describe('somebody new', () => {
	test('gets an account with a name and what was named, in each tool', async () => {
		const played = await onboard(NEW);
		expect(played.message).toBe('');
		expect(played.items.map(({ tool }) => tool)).toEqual(ALL);
		expect(each(played, 'status')).toEqual(inAll('created'));
		expect(each(played, 'changed')).toEqual(inAll(true));
		expect(each(played, 'name')).toEqual(inAll("New O'Person"));
		expect(each(played, 'email')).toEqual(inAll(NEW.email));
		expect(each(played, 'state')).toEqual({ metabase: 'active', redash: 'pending', sisense: 'pending', superset: 'active' });
		for (const tool of ALL) {
			const row = rowOf(played, tool);
			expect(await accountIn(stage, tool, 'new.person')).toMatchObject({ id: row.id, admin: false, access: HAS[tool] });
			expect(row).toMatchObject({ removed: [], warnings: [], dryRun: false, step: null });
		}
		expect(rowOf(played, 'superset')).toMatchObject({
			access: [{ kind: 'role', name: 'Gamma' }, { kind: 'role', name: 'Finance Viewers' }, { kind: 'group', name: 'Sales, EMEA' }],
			added: [{ kind: 'role', name: 'Gamma' }, { kind: 'role', name: 'Finance Viewers' }, { kind: 'group', name: 'Sales, EMEA' }],
		});
		expect(rowOf(played, 'sisense').added).toEqual([{ kind: 'role', name: 'Designer' }, { kind: 'group', name: 'Analytics' }, { kind: 'group', name: 'Finance' }]);
	});

	test('is made once: a second run finds everything as it should be and writes nothing', async () => {
		await onboard(NEW);
		const again = await onboard({ ...NEW, email: 'NEW.person@EXAMPLE.com' });
		expect(each(again, 'status')).toEqual(inAll('unchanged'));
		expect(each(again, 'changed')).toEqual(inAll(false));
		expect(each(again, 'message')).toEqual(inAll(null));
		expect(again.writes).toEqual([]);
		for (const tool of ALL) {
			expect((await accountsIn(stage, tool)).filter(({ email }) => email.toLowerCase() === 'new.person@example.com')).toHaveLength(1);
			expect(rowOf(again, tool)).toMatchObject({ added: [], removed: [], warnings: [] });
		}
	});

	test('costs at most ten requests in any tool, sign-in and read-back included', async () => {
		const played = await onboard(NEW, { credentials: stage.storeOf() });
		expect(each(played, 'status')).toEqual(inAll('created'));
		for (const tool of ALL) expect(of(played.requests, tool).length).toBeLessThanOrEqual(10);
	});

	test('without anything named gets what the tool gives everybody; Superset makes no account without a role, and says so', async () => {
		const played = await onboard({ email: 'bare@example.com' });
		expect(each(played, 'status')).toEqual({ metabase: 'created', redash: 'created', sisense: 'created', superset: 'refused' });
		expect(rowOf(played, 'superset')).toMatchObject({ step: 'guard', changed: false, message: expect.stringMatching(/no account for bare@example\.com without a role.*Name at least one role/) });
		expect(await accountIn(stage, 'superset', 'bare')).toBeUndefined();
		expect((await accountIn(stage, 'sisense', 'bare'))?.access).toEqual(['consumer']);
		expect((await accountIn(stage, 'redash', 'bare'))?.access).toEqual(['default']);
		expect((await accountIn(stage, 'metabase', 'bare'))?.access).toEqual(['All Users']);
	});
});

describe('what opens the account', () => {
	test('is told where it can’t be seen otherwise, and handed out only if asked', async () => {
		const played = await onboard(NEW);
		for (const row of played.items) {
			expect(row).not.toHaveProperty('password');
			expect(row).not.toHaveProperty('inviteLink');
		}
		expect(each(played, 'message')).toEqual({
			metabase: expect.stringMatching(/no mail set up and no password was set/),
			redash: expect.stringMatching(/sent no invitation by mail.*"Return Invite Link"/),
			sisense: expect.stringMatching(/mailed an invitation/),
			superset: expect.stringMatching(/A password was set that nobody knows/),
		});
	});

	test('a generated password opens each account that takes one, and is different in each', async () => {
		const played = await onboard({ ...NEW, options: { returnPassword: true } });
		expect(each(played, 'status')).toEqual(inAll('created'));
		expect(rowOf(played, 'redash')).not.toHaveProperty('password');
		const passwords = (['metabase', 'sisense', 'superset'] as const).map((tool) => String(rowOf(played, tool).password));
		for (const password of passwords) expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^\w]).{20,}$/);
		expect(new Set(passwords).size).toBe(3);
		const { metabase, sisense, superset } = stage.sandbox.tools;
		expect(await Metabase.canSignIn(metabase, 'new.person@example.com', passwords[0])).toBe(true);
		expect(await Sisense.canSignIn(sisense, NEW.email, passwords[1])).toBe(true);
		expect(await Superset.canSignIn(superset, NEW.email, passwords[2])).toBe(true);
		expect(await Superset.canSignIn(superset, NEW.email, passwords[0])).toBe(false);
	});

	test('an invite link comes where the tool makes one, and is whole', async () => {
		const played = await onboard({ ...NEW, options: { returnInviteLink: true } });
		expect(rowOf(played, 'redash').inviteLink).toMatch(new RegExp(`^${stage.sandbox.tools.redash.url}/invite/\\S+`));
		expect(rowOf(played, 'metabase').inviteLink).toMatch(new RegExp(`^${stage.sandbox.tools.metabase.url}/auth/reset_password/\\S+`));
		for (const tool of ['sisense', 'superset'] as const) expect(rowOf(played, tool)).not.toHaveProperty('inviteLink');
		const again = await onboard({ ...NEW, options: { returnInviteLink: true, returnPassword: true } });
		for (const row of again.items) {
			expect(row).not.toHaveProperty('inviteLink');
			expect(row).not.toHaveProperty('password');
		}
	});

	test('is mailed where mail is set up, unless that is switched off and the tool can be kept from it', async () => {
		await stage.reset({ 'redash.mail': 'on', 'metabase.mail': 'on' });
		const mailed = async (tool: string) => ((await stage.on(tool, 'mail')) as Array<{ to: string }>).filter(({ to }) => /new\.person/i.test(String(to))).length;
		await onboard(NEW);
		expect([await mailed('redash'), await mailed('metabase'), await mailed('sisense')]).toEqual([1, 1, 1]);
		await stage.reset({ 'redash.mail': 'on', 'metabase.mail': 'on' });
		const quiet = await onboard({ ...NEW, options: { noMail: true } });
		expect(each(quiet, 'status')).toEqual(inAll('created'));
		expect([await mailed('redash'), await mailed('sisense')]).toEqual([0, 0]);
		expect(rowOf(quiet, 'sisense').message).toMatch(/password was set that nobody knows, to keep Sisense from mailing/);
	});
});

describe('somebody who has an account', () => {
	test('is found whatever the case of the e-mail, and gets what is missing', async () => {
		const played = await onboard({ email: 'gITA.rAO@Example.COM', grants: { ...GRANTS, sisenseRole: undefined } });
		expect(each(played, 'status')).toEqual(inAll('updated'));
		expect((await accountIn(stage, 'sisense', 'gita.rao'))?.access).toEqual(['Analytics', 'Finance', 'People Ops', 'custom_board']);
		expect((await accountIn(stage, 'metabase', 'gita.rao'))?.access).toEqual(['All Users', 'Analytics', 'Finance', 'People Ops']);
		for (const tool of ALL) expect((await accountsIn(stage, tool)).filter(({ email }) => /^gita\.rao@/i.test(email))).toHaveLength(1);
	});

	test('keeps the name, unless told', async () => {
		const rename = { email: 'gita.rao@example.com', firstName: 'Gita Devi', lastName: 'Rao-Lund' };
		const kept = await onboard(rename);
		expect(each(kept, 'status')).toEqual(inAll('unchanged'));
		expect(each(kept, 'name')).toEqual(inAll('Gita Rao'));
		const renamed = await onboard({ ...rename, options: { updateNames: true } });
		expect(each(renamed, 'status')).toEqual(inAll('updated'));
		expect(each(renamed, 'name')).toEqual(inAll('Gita Devi Rao-Lund'));
		const again = await onboard({ ...rename, options: { updateNames: true } });
		expect(each(again, 'status')).toEqual(inAll('unchanged'));
		expect(again.writes).toEqual([]);
	});

	test('keeps both names where one is given: the other would be lost', async () => {
		const played = await onboard({ email: 'gita.rao@example.com', firstName: 'Gitanjali', options: { updateNames: true } });
		expect(each(played, 'status')).toEqual(inAll('unchanged'));
		expect(each(played, 'name')).toEqual(inAll('Gita Rao'));
		for (const { message } of played.items) expect(message).toMatch(/"Update Names" needs first and last name/);
		expect(played.writes).toEqual([]);
	});

	test('twice in one tool is refused there with both accounts named, and served in the others', async () => {
		const played = await onboard({ email: 'priya.nair@example.com', grants: { metabaseGroups: 'Analytics', redashGroups: 'Analytics', supersetRoles: 'Alpha', sisenseGroups: 'Analytics' } });
		expect(each(played, 'status')).toEqual({ metabase: 'created', redash: 'updated', sisense: 'refused', superset: 'refused' });
		for (const tool of ['sisense', 'superset'] as const) {
			expect(rowOf(played, tool)).toMatchObject({ step: 'find', changed: false, id: null, message: expect.stringMatching(/2 \w+ accounts have the e-mail priya\.nair@example\.com: .*pnair.*Close all but one/) });
			expect(of(played.writes, tool)).toEqual([]);
		}
	});

	test('is never confused with somebody whose e-mail contains theirs', async () => {
		const played = await onboard({ email: 'ann@example.com', grants: { metabaseGroups: 'Analytics', sisenseGroups: 'Analytics' } });
		expect([rowOf(played, 'metabase').id, rowOf(played, 'metabase').name]).toEqual(['12', 'Ann Lee']);
		expect((await accountIn(stage, 'metabase', 'joann'))?.access).toEqual(['All Users']);
		expect((await accountIn(stage, 'sisense', 'joann'))?.access).toEqual(['consumer']);
	});
});

describe('an inactive account', () => {
	const LENA = { email: 'lena.fischer@example.com' };

	test('is left alone: the person may have left', async () => {
		const played = await onboard({ ...LENA, grants: GRANTS });
		expect(each(played, 'status')).toEqual({ metabase: 'unchanged', redash: 'refused', sisense: 'unchanged', superset: 'refused' });
		for (const tool of ['redash', 'superset'] as const) {
			expect(rowOf(played, tool)).toMatchObject({ step: 'find', state: 'inactive', message: expect.stringMatching(/inactive \w+ account \(ID \d+\): the person may have left.*"When Inactive"/) });
			expect(await accountIn(stage, tool, 'lena.fischer')).toMatchObject({ state: 'inactive' });
		}
		expect(played.writes).toEqual([]);
	});

	test('comes back with what is named where that is asked for', async () => {
		const played = await onboard({ ...LENA, grants: GRANTS, options: { whenInactive: 'reactivate' } });
		expect(each(played, 'status')).toEqual({ metabase: 'unchanged', redash: 'reactivated', sisense: 'unchanged', superset: 'reactivated' });
		expect(await accountIn(stage, 'superset', 'lena.fischer')).toMatchObject({ state: 'active', access: ['Finance', 'Finance Viewers', 'Gamma', 'Sales, EMEA'] });
		expect(await accountIn(stage, 'redash', 'lena.fischer')).toMatchObject({ state: 'active', access: ['Analytics', 'Finance', 'Sales, EMEA', 'default'] });
	});

	test('of a former admin comes back without the rights of one, unless they are named', async () => {
		const back = { options: { whenInactive: 'reactivate' } };
		const played = await onboard({ ...emails('boris.ivanov')[0], tools: ['metabase'], ...back });
		expect(played.items).toMatchObject([{ status: 'reactivated', state: 'active', admin: false }]);
		await stage.reset();
		const named = await onboard({ ...emails('boris.ivanov')[0], tools: ['metabase'], grants: { metabaseGroups: 'Administrators' }, ...back });
		expect(named.items).toMatchObject([{ status: 'reactivated', admin: true }]);
		expect(await accountIn(stage, 'metabase', 'boris.ivanov')).toMatchObject({ state: 'active', admin: true });
	});
});
