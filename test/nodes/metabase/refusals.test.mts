/** Each way a server can refuse has a text of its own, which names its own cure: four shapes of bodies, editions, ages, proxies (contract 1). */
import type { INodeParameters } from 'n8n-workflow';

import { COMMON_PASSWORD, SYNC_KEY } from '../../../sandbox/metabase/seed.mts';
import { byId, byName, groupNamed, groupWithId, textOf, TOLERANT } from '../given.mts';
import { withWire, type Seen } from '../wire.mts';
import { account, elsewhere, metabaseStage } from './cast.mts';

const stage = metabaseStage();
const BAD_KEY = 'mb_notTheKeyOfAnybody000000000000';
const get = async (fields = {}, play = {}) => await stage.play('user.get', byName('gita.rao'), { credentials: stage.storeOf(fields), ...play });

type Answer = { status: number; body: string; 'content-type'?: string; location?: string };
const html: Answer = { status: 200, 'content-type': 'text/html', body: '<!doctype html><html></html>' };
const text = (status: number, body: string): Answer => ({ status, 'content-type': 'text/plain', body });
const json = (status: number, body: unknown): Answer => ({ status, body: JSON.stringify(body) });

/** Plays it with one kind of request answered like this. */
const answered = async (matches: (request: Seen) => boolean, answer: Answer, operation: string, parameters: INodeParameters, play = {}) =>
	await withWire(stage.url, async (request) => (matches(request) ? answer : undefined), async ({ url, seen }) => ({
		...(await stage.play(operation, parameters, { credentials: stage.storeOf({ url }), ...play })),
		seen,
	}));

describe('a credential', () => {
	const KEY = /Metabase refuses the credential\. Check the API key/;

	test.each([
		['a wrong key', { apiKey: BAD_KEY }, KEY],
		['no key', { apiKey: '' }, KEY],
		['a key that is no admin’s', { apiKey: SYNC_KEY }, /may not do this: it is no admin of Metabase\. Use an API key of the group Administrators/],
		['a path that is none', { path: '/bi' }, /This is not the Metabase API: .* answered with a web page\..*path prefix/],
	])('of %s is told as such, after one request', async (_, { path = '', ...fields }: { path?: string; apiKey?: string }, says) => {
		const { message, requests } = await get({ ...fields, url: `${stage.url}${path}` });
		expect(message).toMatch(says);
		expect(message).not.toContain(BAD_KEY);
		expect(requests).toHaveLength(1);
	});

	test.each([
		['http://127.0.0.1:9', /accepts no connection.*URL and port/],
		['http://no-such-host.invalid', /There is no server of the name|accepts no connection/],
		['metabase.example.com', /not a web address.*https:\/\//],
		['', /not a web address/],
	])('with the URL %s', async (url, says) => {
		expect((await get({ url })).message).toMatch(says);
	});

	test.each(['/', '///', '  ', '/?next=1', '/#x'])('with "%s" at the end of its URL is no other', async (end) => {
		const { items, message } = await get({ url: `${stage.url}${end}` });
		expect([message, items]).toMatchObject(['', [{ id: 20 }]]);
	});

	test('whose key was deleted in the middle fails what is left, and tells why', async () => {
		let deleted = 0;
		const before = async ({ method }: Seen) => {
			if (method === 'DELETE') deleted = (await elsewhere(stage, 'DELETE', 'api-key/1')).status || deleted;
		};
		const { failures } = await withWire(stage.url, before, async ({ url }) =>
			await stage.play('user.deactivate', byId('={{ $json.id }}'), { credentials: stage.storeOf({ url }), items: [{ id: 20 }, { id: 13 }], ...TOLERANT }),
		);
		expect(deleted).toBeGreaterThan(0);
		expect(failures.map(textOf)).toEqual([expect.stringMatching(KEY), expect.stringMatching(KEY)]);
	});
});

describe('what is not the API', () => {
	const anything = () => true;

	test.each([
		['a web page', html, /This is not the Metabase API: .* answered with a web page.*sign-in proxy/],
		['plain text', text(200, 'OK'), /This is not the Metabase API: .* answered with plain text/],
		['nothing', json(200, undefined), /This is not the Metabase API: .* answered with nothing/],
		['a web page with 403', { ...html, status: 403 }, /This is not the Metabase API: the server answered with status 403 and a web page/],
		['a web page with 404', { ...html, status: 404 }, /This is not the Metabase API: the server answered with status 404 and a web page/],
		['a redirect to a sign-in', { status: 302, location: 'https://sso.example.com/login?next=x', body: '' }, /sends requests elsewhere \(to https:\/\/sso\.example\.com\)/],
	])('%s is told as such, once for all items', async (_, answer, says) => {
		const { failures, seen } = await answered(anything, { ...answer, body: answer.body ?? '' }, 'user.get', byId('={{ $json.id }}'), { items: [{ id: 20 }, { id: 13 }], ...TOLERANT });
		expect(failures.map(textOf)).toEqual([expect.stringMatching(says), expect.stringMatching(says)]);
		expect(seen).toHaveLength(1);
	});

	test('a list cut in the middle is read again', async () => {
		await stage.control('faults', { spec: 'truncated:1@GET /api/user#2' });
		const { items, message } = await stage.play('user.getAll', { returnAll: true });
		expect([message, items.length]).toEqual(['', 19]);
	});

	test('a server that stays away is told after a few tries', async () => {
		await stage.control('faults', { spec: '503:1@/api/user' });
		const { message, requests } = await stage.play('user.getAll', { options: { maxWait: 2 } });
		expect(message).toMatch(/did not answer properly.*status 503.*healthy/);
		expect(requests.length).toBeLessThanOrEqual(6);
	});

	test('a write is never sent where a redirect points to', async () => {
		const redirect = { status: 307, location: `${stage.url}/api/user`, body: '' };
		const { message, seen } = await answered(({ method }) => method === 'POST', redirect, 'user.create', { email: 'n@example.com' });
		expect(message).toMatch(/sends requests elsewhere/);
		expect(seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
		expect(await account(stage, 'n')).toBeUndefined();
	});
});

describe('a server that is too old', () => {
	const TOO_OLD = /This Metabase.* is older than 0\.49, which is the oldest one supported\. Update the server/;

	test('is known by its list of people, which is bare', async () => {
		for (const [operation, parameters] of [['user.getAll', {}], ['user.get', byName('gita.rao')], ['user.deactivate', byName('gita.rao')]] as Array<[string, INodeParameters]>) {
			const { message, writes } = await answered(({ path }) => path.startsWith('/api/user?'), json(200, []), operation, parameters);
			expect([operation, message]).toEqual([operation, expect.stringMatching(TOO_OLD)]);
			expect(writes).toEqual([]);
		}
	});

	test('is known by its version, before anything is made', async () => {
		for (const tag of ['v0.48.12', 'v1.43.0']) {
			const properties = json(200, { version: { tag } });
			const { message, writes } = await answered(({ path }) => path.endsWith('/properties'), properties, 'user.create', { email: 'n@example.com' });
			expect(message).toMatch(TOO_OLD);
			expect(message).toContain(`(${tag})`);
			expect(writes).toEqual([]);
		}
	});

	test('that does not tell its version is taken for a new one', async () => {
		const { items, message } = await answered(({ path }) => path.endsWith('/properties'), json(200, {}), 'user.create', { email: 'n@example.com', options: { returnPassword: true } });
		expect([message, items[0]?.changed]).toEqual(['', true]);
		expect(await elsewhere(stage, 'POST', 'session', { username: 'n@example.com', password: items[0].password }, {})).toMatchObject({ status: 200 });
	});
});

describe('a refusal', () => {
	const put = ({ method }: Seen) => method === 'PUT';
	const update = { ...byId(20), updateFields: { firstName: 'G', email: 'g@example.com' } };

	test.each([
		['1, text', text(400, 'Something about the model.'), /does not accept the values\. Something about the model/],
		['2, fields', json(400, { errors: { email: 'value must be a valid email address.', last_name: 'nope' }, 'specific-errors': { email: ['x'] } }), /does not accept the values\. "Email": value must be a valid email address\.; "Last Name": nope/],
		['2, nested', json(400, { errors: { user_group_memberships: { '0': { id: 'not a number' } }, other: [{ deep: 'bad' }, 'worse'] } }), /"Group Names or IDs": not a number; other\.0\.deep: bad; other\.1: worse/],
		['2, without a field', json(400, { errors: { _error: 'no way' } }), /does not accept the values\. _error: no way/],
		['3, an exception', json(500, { message: 'Assert failed: (pos? x)', cause: 'c', via: [], trace: [['a', 'b']] }), /failed with status 500 at "PUT user\/…": Assert failed: \(pos\? x\)/],
		['3, data only', json(500, { data: { error_message: 'inner words' } }), /failed with status 500 at "PUT user\/…": inner words/],
		['4, hidden', json(500, { message: 'Something went wrong' }), /failed with status 500 at "PUT user\/…": Something went wrong/],
		['4, hidden, of a value', json(400, { message: 'Something went wrong' }), /refuses "PUT user\/…" and keeps the reason to itself: its setting hide-stacktraces is on/],
		['unknown', json(418, [1, { a: 2 }]), /failed with status 418 at "PUT user\/…"/],
		['empty', { status: 500, body: '' }, /failed with status 500 at "PUT user\/…"/],
	])('of shape %s becomes words', async (_, answer, says) => {
		const { message, seen } = await answered(put, answer, 'user.update', update);
		expect(message).toMatch(says);
		expect(message).not.toMatch(/\[object|undefined|NaN/);
		expect(seen.filter(put)).toHaveLength(1);
	});

	test.each([
		['as text', text(402, 'The group manager permissions functionality is only enabled if you have a premium token with the advanced-permissions feature.'), /advanced-permissions feature/],
		['as an exception', json(402, { message: 'Sandboxes is a paid feature not currently available to your instance. Please upgrade to use it.', status: 'error-premium-feature-not-available' }), /Sandboxes is a paid feature/],
		['with its words hidden', json(402, { message: 'Something went wrong' }), /does not have what that needs/],
	])('for the edition, %s, names the feature', async (_, answer, says) => {
		const { message } = await answered(put, answer, 'user.update', update);
		expect(message).toMatch(/^This Metabase does not have what that needs: /);
		expect(message).toMatch(says);
		expect(message).toMatch(/belongs to a paid edition of Metabase/);
	});

	test('with 403 in the middle is told as the rights of the credential', async () => {
		const { message } = await answered(put, text(403, "You don't have permissions to do that."), 'user.update', update);
		expect(message).toMatch(/it is no admin of Metabase/);
	});

	test.each([
		["You cannot remove the last member of the 'Admin' group!", /leave Metabase without an active admin.*Make somebody else an admin/],
		["You cannot add or remove users to/from the 'All Users' group.", /puts everybody into this group by itself/],
		['Admin cannot be a group manager.', /admin can't be a group manager/],
		['Not able to modify the internal user', /own internal account, not a person/],
	])('by a rule of the model, "%s", has words and a cure', async (words, says) => {
		expect((await answered(put, text(400, words), 'user.update', update)).message).toMatch(says);
	});
});

describe('an id that is gone or none', () => {
	test.each([
		['user.get', byId(4242), /no user with the ID 4242/],
		['user.deactivate', byId(4242), /no user with the ID 4242/],
		['user.reactivate', byId(9_999_999_999), /no user with the ID 9999999999/],
		['group.get', groupWithId(4242), /no group with ID 4242/],
		['group.delete', groupWithId(4242), /no group with ID 4242/],
		['group.getMembers', groupNamed('Nothing'), /no group "Nothing"/],
	] as Array<[string, INodeParameters, RegExp]>)('by %s is a sentence on every generation, and no fault of the server', async (operation, parameters, says) => {
		for (const version of ['v49', 'v54', 'v57', 'v60']) {
			await stage.reset({ 'metabase.version': version });
			const { message, requests, writes } = await stage.play(operation, parameters);
			expect([version, message]).toEqual([version, expect.stringMatching(says)]);
			expect(writes).toEqual([]);
			expect(requests.filter(({ status }) => status >= 500)).toEqual([]);
		}
	});

	test('where a server hides what went wrong, a group that vanished is still no success', async () => {
		await stage.reset({ 'metabase.hideStacktraces': 'on' });
		const before = async ({ method }: Seen) => void (method === 'POST' && (await elsewhere(stage, 'DELETE', 'permissions/group/10')));
		const { message, items } = await withWire(stage.url, before, async ({ url }) => await stage.play('user.addToGroup', { ...byId(20), ...groupWithId(10) }, { credentials: stage.storeOf({ url }) }));
		expect(items).toEqual([]);
		expect(message).toMatch(/keeps the reason to itself/);
		expect(message).not.toContain(COMMON_PASSWORD);
	});
});
