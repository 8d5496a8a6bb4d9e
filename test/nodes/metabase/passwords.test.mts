/** Passwords: the server takes `password` for the new one, tells one text for every fault, and mails without saying so (contract 2 and 3). */
import { COMMON_PASSWORD } from '../../../sandbox/metabase/seed.mts';
import type { Stage } from '../stage.mts';
import { byId, byName, EACH_EMAIL, emails, textOf, TOLERANT } from '../given.mts';
import { withWire, type Seen } from '../wire.mts';
import { canSignIn, elsewhere, metabaseStage } from './cast.mts';

const NEW = 'Quite-new-77';
const mailOf = async (stage: Stage) => (await stage.control('mail')) as Array<{ to: string; subject: string; text: string }>;
const asAdmin = (stage: Stage) => ({ credentials: stage.storeOf({ authentication: 'session' }) });

describe.each(['v49', 'v54', 'v57', 'v60'])('a new password on Metabase %s', (version) => {
	const stage = metabaseStage({ version });
	const set = async (local: string, password: string, options = {}, play = {}) => await stage.play('user.setPassword', { ...byName(local), password, options }, play);

	test('opens the door, the old one no more, and open sessions end', async () => {
		const { id: session } = (await elsewhere(stage, 'POST', 'session', { username: 'gita.rao@example.com', password: COMMON_PASSWORD }, {})).body as { id: string };
		const { items, writes } = await set('gita.rao', NEW);
		expect(items).toEqual([{ id: 20, email: 'gita.rao@example.com', changed: true, verified: false }]);
		expect(writes).toMatchObject([{ method: 'PUT', path: '/api/user/20/password', status: 204 }]);
		expect([await canSignIn(stage, 'gita.rao@example.com', NEW), await canSignIn(stage, 'gita.rao@example.com', COMMON_PASSWORD)]).toEqual([true, false]);
		expect((await elsewhere(stage, 'GET', 'user/current', undefined, { 'x-metabase-session': session })).status).toBe(401);
	});

	test('goes out under the one name that is safe', async () => {
		const sent: unknown[] = [];
		const look = async ({ method, body }: Seen) => void (method === 'PUT' && sent.push(body));
		await withWire(stage.url, look, async ({ url }) => await set('gita.rao', NEW, {}, { credentials: stage.storeOf({ url }) }));
		expect(sent).toEqual([{ password: NEW }]);
	});

	test.each([
		['normal', 'short', 'at least 6 characters, 1 digit(s)'],
		['normal', 'password1', 'at least 6 characters, 1 digit(s)'],
		['weak', 'abc', 'at least 6 characters'],
		['strong', NEW.toLowerCase(), 'at least 8 characters, 2 in lower case, 2 in upper case, 1 digit(s), 1 special character(s)'],
	])('that breaks the rule "%s" is refused with the rule, and not repeated', async (passwords, password, rule) => {
		await stage.reset({ 'metabase.passwords': passwords });
		// By an expression: n8n itself keeps what stands in the node.
		const { message, error } = await set('gita.rao', '={{ $json.password }}', {}, { items: [{ password }] });
		expect(message).toBe(`Metabase does not accept the password for gita.rao@example.com: it needs ${rule}, and must not be a common one. Choose another "Password".`);
		expect(JSON.stringify(error)).not.toContain(password);
		expect(await canSignIn(stage, 'gita.rao@example.com', COMMON_PASSWORD)).toBe(true);
	});

	test.each([
		['omar.haddad', /omar\.haddad@example\.com is deactivated in Metabase: no password can be set.*"Reactivate"/],
		['yuki.tanaka', /yuki\.tanaka@example\.com signs in with google and has no password in Metabase.*at that provider/],
		['nobody', /no user with the e-mail nobody@example\.com/],
	])('for %s is refused before anything is written', async (local, says) => {
		const { message, writes } = await set(local, NEW);
		expect(message).toMatch(says);
		expect(writes).toEqual([]);
	});

	test('of the own account is set only where that is allowed, and the session it answers with is not shown', async () => {
		const refused = await set('admin', NEW, {}, asAdmin(stage));
		expect(refused.message).toMatch(/admin@example\.com is the account of this credential: the credential would stop working.*"Allow Own Account"/);
		const credentials = stage.storeOf({ authentication: 'session' });
		const { items, runData } = await set('admin', NEW, { allowSelf: true }, { credentials });
		expect(items).toEqual([{ id: 1, email: 'admin@example.com', changed: true, verified: false }]);
		expect(JSON.stringify(runData.Node)).not.toContain('session_id');
		const later = await stage.play('user.get', byId(20), { credentials });
		expect(later.message).toMatch(/refused the sign-in: e-mail or password is wrong/);
		const renewed = await stage.play('user.get', byId(20), { credentials: stage.storeOf({ authentication: 'session', password: NEW }) });
		expect(renewed.items).toMatchObject([{ id: 20 }]);
	});

	test('for several people of one list is set for each', async () => {
		const items = [{ email: 'gita.rao@example.com', password: 'First-one-1' }, { email: 'ann@example.com', password: 'no' }, { email: 'joann@example.com', password: 'Third-one-3' }];
		const played = await stage.play('user.setPassword', { ...EACH_EMAIL, password: '={{ $json.password }}' }, { items, ...TOLERANT });
		expect(played.items.map(({ email }) => email)).toEqual(['gita.rao@example.com', 'joann@example.com']);
		expect(textOf(played.failures[0])).toContain('does not accept the password for ann@example.com');
		expect(await canSignIn(stage, 'joann@example.com', 'Third-one-3')).toBe(true);
	});

	test.each(['lost:1@PUT /password#1', '503:1@PUT /password#1'])('%s: is the one that holds', async (spec) => {
		await stage.control('faults', { spec });
		expect((await set('gita.rao', NEW)).message).toBe('');
		expect(await canSignIn(stage, 'gita.rao@example.com', NEW)).toBe(true);
	});
});

describe('a server that throttles changes of passwords', () => {
	const stage = metabaseStage();

	test('is left alone with when to go on, and the last password holds', async () => {
		const tries = [...Array.from({ length: 10 }, (_, i) => ({ password: `Number-${i}-is-it` })), { password: 'One-too-many-1' }];
		const played = await stage.play('user.setPassword', { ...byName('gita.rao'), password: '={{ $json.password }}' }, { items: tries, ...TOLERANT });
		expect(played.items).toHaveLength(10);
		expect(textOf(played.failures[0])).toMatch(/Metabase accepts no more of this for now: it says to wait \d+ seconds, and every try in between makes that longer\. Run the item again after that/);
		expect(await canSignIn(stage, 'gita.rao@example.com', 'Number-9-is-it')).toBe(true);
	});
});

describe.each(['v49', 'v54', 'v57', 'v60'])('a reset by mail on Metabase %s', (version) => {
	const stage = metabaseStage({ version, mail: 'on' });
	const send = async (local: string, play = {}) => await stage.play('user.sendPasswordReset', byName(local), play);
	const tokenIn = (text: string) => /\/auth\/reset_password\/([^\s#]+)/.exec(text)![1];

	test('arrives, and its link sets a password', async () => {
		const { items } = await send('nadia.petrova');
		expect(items).toEqual([{ id: 19, email: 'nadia.petrova@example.com', verified: false }]);
		const [mail, ...more] = await mailOf(stage);
		expect([mail.to, more]).toEqual(['nadia.petrova@example.com', []]);
		expect((await elsewhere(stage, 'POST', 'session/reset_password', { token: tokenIn(mail.text), password: NEW }, {})).status).toBe(200);
		expect(await canSignIn(stage, 'nadia.petrova@example.com', NEW)).toBe(true);
	});

	test.each([
		['omar.haddad', /is deactivated in Metabase: no link would be sent/],
		['yuki.tanaka', /signs in with google and has no password in Metabase/],
	])('is refused for %s, to whom nothing useful would go', async (local, says) => {
		expect((await send(local)).message).toMatch(says);
		expect(await mailOf(stage)).toEqual([]);
	});

	test('is refused where the server has no mail, which it would not say', async () => {
		await stage.reset({ 'metabase.mail': 'off' });
		const { message, writes } = await send('gita.rao');
		expect(message).toMatch(/no mail set up: it would accept the request and send nothing.*"Get Password Reset URL".*"Set Password"/);
		expect(writes).toEqual([]);
	});

	test('to more people than the server lets one address send ends with how long to wait, and stops there', async () => {
		await stage.control('people', { count: 60, prefix: 'crowd' });
		const items = emails(...Array.from({ length: 60 }, (_, i) => `crowd${i + 1}`));
		const played = await stage.play('user.sendPasswordReset', EACH_EMAIL, { items, ...TOLERANT });
		expect(played.items).toHaveLength(50);
		expect(await mailOf(stage)).toHaveLength(50);
		for (const failure of played.failures) expect(textOf(failure)).toMatch(/Metabase accepts no more of this for now: it says to wait \d+ seconds/);
		// As many as were under way at the same time, and none after them: each would lengthen the wait.
		expect(played.requests.filter(({ status }) => status === 400).length).toBeLessThanOrEqual(5);
	});
});

describe('a link that sets a password', () => {
	const stage = metabaseStage();
	const link = async (local: string) => await stage.play('user.getPasswordResetUrl', byName(local));

	test('opens the reset once, for the person alone', async () => {
		const { items } = await link('gita.rao');
		expect(items).toEqual([{ id: 20, email: 'gita.rao@example.com', passwordResetUrl: expect.stringMatching(/^http.*\/auth\/reset_password\/20_[0-9a-f-]{36}$/) }]);
		const token = String(items[0].passwordResetUrl).split('/').at(-1);
		const reset = async () => (await elsewhere(stage, 'POST', 'session/reset_password', { token, password: NEW }, {})).status;
		expect([await reset(), await reset()]).toEqual([200, 400]);
		expect(await canSignIn(stage, 'gita.rao@example.com', NEW)).toBe(true);
	});

	test.each([
		['omar.haddad', /is deactivated in Metabase: there is no link for it/],
		['yuki.tanaka', /signs in with google and has no password/],
	])('is refused for %s', async (local, says) => {
		const { message, writes } = await link(local);
		expect(message).toMatch(says);
		expect(writes).toEqual([]);
	});

	test.each(['v49', 'v54', 'v57'])('is told as new to %s, with what to use instead', async (version) => {
		await stage.reset({ 'metabase.version': version });
		expect((await link('gita.rao')).message).toMatch(/makes no password reset URLs: they came with a newer release\. Use "Send Password Reset"/);
	});
});
