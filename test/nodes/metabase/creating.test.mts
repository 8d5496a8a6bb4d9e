/** A new account: who gets a mail, how the person gets in, and what happens when an answer is lost (contract 3). */
import type { Stage } from '../stage.mts';
import { account, canSignIn, elsewhere, metabaseStage, stateOf } from './cast.mts';

const GENERATIONS = ['v49', 'v54', 'v57', 'v60'];
const NEW = { email: 'N@example.com', additionalFields: { firstName: 'New', lastName: 'Joiner' } };

const mailOf = async (stage: Stage) => (await stage.control('mail')) as Array<{ to: string; subject: string; text: string }>;
const accountsOf = async (stage: Stage, email: string) => (await stateOf(stage)).accounts.filter((one) => one.email === email);

describe.each(GENERATIONS)('Metabase %s without mail', (version) => {
	const stage = metabaseStage({ version });

	test('says that nobody got anything where no password was set', async () => {
		const { items } = await stage.play('user.create', NEW);
		expect(items).toMatchObject([{ email: 'n@example.com', firstName: 'New', state: 'active', admin: false, groups: ['All Users'], changed: true, mailed: false }]);
		expect(items[0].hint).toMatch(/no mail set up and no password was set.*"Set Password".*"Get Password Reset URL"/);
		expect(items[0]).not.toHaveProperty('password');
	});

	test('lets in with the password that was given, and does not repeat it', async () => {
		const { items, runData } = await stage.play('user.create', { ...NEW, additionalFields: { password: 'Str0ng-enough' } });
		expect(items[0]).toMatchObject({ changed: true, mailed: false });
		expect(items[0]).not.toHaveProperty('hint');
		expect(JSON.stringify(runData.Node)).not.toContain('Str0ng-enough');
		expect(await canSignIn(stage, 'n@example.com', 'Str0ng-enough')).toBe(true);
	});

	test.each(['user.create', 'user.upsert'])('gives a password out where %s is asked for one, which opens the door', async (operation) => {
		const { items } = await stage.play(operation, { ...NEW, options: { returnPassword: true } });
		expect(items[0]).toMatchObject({ changed: true, password: expect.stringMatching(/^.{20,}$/) });
		expect(items[0]).not.toHaveProperty('hint');
		expect(await canSignIn(stage, 'n@example.com', String(items[0].password))).toBe(true);
	});

	test.each(['weak', 'normal', 'strong'])('generates one that keeps the rule "%s"', async (passwords) => {
		await stage.reset({ 'metabase.passwords': passwords });
		const { items } = await stage.play('user.create', { ...NEW, options: { returnPassword: true } });
		const path = ['v49', 'v54'].includes(version) ? 'util/password_check' : 'session/password-check';
		expect(await elsewhere(stage, 'POST', path, { password: items[0].password })).toMatchObject({ status: 200, body: { valid: true } });
	});

	test('refuses a password of one’s own beside a generated one', async () => {
		const { message, writes } = await stage.play('user.create', { ...NEW, additionalFields: { password: 'Str0ng-enough' }, options: { returnPassword: true } });
		expect(message).toMatch(/"Password" and "Return Generated Password" are both given/);
		expect(message).not.toContain('Str0ng-enough');
		expect(writes).toEqual([]);
	});

	test.each(['user.create', 'user.upsert'])('%s gives a link for the first password where the server makes one', async (operation) => {
		const { items, message } = await stage.play(operation, { ...NEW, options: { returnPasswordResetUrl: true } });
		expect(message).toBe('');
		if (version !== 'v60') {
			expect(items).toMatchObject([{ passwordResetUrl: null, hint: expect.stringContaining('no password was set') }]);
			return;
		}
		expect(items[0]).not.toHaveProperty('hint');
		const [, token] = /\/auth\/reset_password\/(.+)$/.exec(String(items[0].passwordResetUrl))!;
		expect((await elsewhere(stage, 'POST', 'session/reset_password', { token, password: 'Chosen-by-me-1' }, {})).status).toBe(200);
		expect(await canSignIn(stage, 'n@example.com', 'Chosen-by-me-1')).toBe(true);
	});

	test('puts the person into all groups asked for, and into All Users with that', async () => {
		const { items, writes } = await stage.play('user.create', { ...NEW, additionalFields: { groups: ['Analytics', 'sALES, emea'] } });
		expect(items).toMatchObject([{ groups: ['All Users', 'Analytics', 'sALES, emea'], admin: false, changed: true }]);
		expect(writes).toHaveLength(1);
		const admin = await stage.play('user.create', { email: 'boss@example.com', additionalFields: { groups: ['Administrators', 'All Users'] } });
		expect(admin.items).toMatchObject([{ groups: ['Administrators', 'All Users'], admin: true }]);
	});

	test('makes nobody where a group does not exist', async () => {
		const { message, writes } = await stage.play('user.create', { ...NEW, additionalFields: { groups: ['analytics'] } });
		expect(message).toMatch(/no group "analytics"\. Near: Analytics/);
		expect(writes).toEqual([]);
	});

	test('takes login attributes as texts, and names the field the server does not like', async () => {
		const { items } = await stage.play('user.create', { ...NEW, simplify: false, additionalFields: { loginAttributes: '{ "region": "EMEA", "level": 3 }' } });
		expect(items).toMatchObject([{ login_attributes: { region: 'EMEA', level: '3' }, changed: true }]);
		const { message } = await stage.play('user.create', { email: 'o@example.com', additionalFields: { loginAttributes: { '@region': 'EMEA' } as never } });
		expect(message).toMatch(/does not accept the values\. "Login Attributes": .*Correct the fields named/);
		expect(await accountsOf(stage, 'o@example.com')).toEqual([]);
	});

	test('names the field where the server does not like the e-mail', async () => {
		const { message } = await stage.play('user.create', { email: 'n@example' });
		expect(message).toMatch(/does not accept the values\. "Email": value must be a valid email address/);
	});

	test.each(['lost:1@POST /api/user#1', 'truncated:1@POST /api/user#1', 'reset:1@POST /api/user#1', '503:1@POST /api/user#1', 'lost:1@POST /api/user#2'])('%s: makes one account and succeeds', async (spec) => {
		await stage.control('faults', { spec });
		const { items, message } = await stage.play('user.create', { ...NEW, additionalFields: { groups: ['Analytics'] }, options: { returnPassword: true } });
		expect(message).toBe('');
		expect(items).toMatchObject([{ email: 'n@example.com', groups: ['All Users', 'Analytics'], changed: true }]);
		expect(await accountsOf(stage, 'n@example.com')).toHaveLength(1);
		expect(await canSignIn(stage, 'n@example.com', String(items[0].password))).toBe(true);
	});

	test('each of many is made once, whatever breaks', async () => {
		await stage.control('faults', { spec: 'lost:0.1@POST,reset:0.05,503:0.05,truncated:0.05@GET,seed:11' });
		const items = Array.from({ length: 12 }, (_, i) => ({ email: `many${i}@example.com` }));
		const played = await stage.play('user.create', { email: '={{ $json.email }}', additionalFields: { groups: ['Analytics'] } }, { items });
		expect(played.message).toBe('');
		expect(played.items.map(({ email }) => ({ email }))).toEqual(items);
		for (const { email } of items) expect(await accountsOf(stage, email)).toMatchObject([{ groups: ['All Users', 'Analytics'] }]);
	});
});

describe.each(GENERATIONS)('Metabase %s with mail', (version) => {
	const stage = metabaseStage({ version, mail: 'on' });

	test.each([{}, { password: 'Str0ng-enough' }])('mails an invitation and says so, with %j', async (fields) => {
		const { items } = await stage.play('user.create', { ...NEW, additionalFields: fields });
		expect(items).toMatchObject([{ mailed: true, hint: 'Metabase mailed an invitation to the person.' }]);
		expect(await mailOf(stage)).toMatchObject([{ to: 'n@example.com', subject: expect.stringContaining('invited') }]);
	});

	test('mails nobody who was there already', async () => {
		const { items } = await stage.play('user.upsert', { email: 'gita.rao@example.com', additionalFields: { firstName: 'Geeta', groups: ['Analytics'] } });
		expect(items[0]).toMatchObject({ changed: true });
		expect(items[0]).not.toHaveProperty('mailed');
		expect(await mailOf(stage)).toEqual([]);
	});

	test('mails once where an answer got lost', async () => {
		await stage.control('faults', { spec: 'lost:1@POST /api/user#1' });
		await stage.play('user.create', NEW);
		expect(await mailOf(stage)).toHaveLength(1);
	});
});

describe('a link that can not be made after the account was', () => {
	const stage = metabaseStage();

	test('leaves a message that says what is there', async () => {
		await stage.control('faults', { spec: 'html:1@POST /password-reset-url' });
		const { message } = await stage.play('user.create', { ...NEW, options: { returnPasswordResetUrl: true } });
		expect(message).toMatch(/account of n@example\.com was created \(ID 23\), but there is no password reset URL\..*"Get Password Reset URL"/);
		expect(await account(stage, 'n')).toMatchObject({ state: 'active' });
	});
});
