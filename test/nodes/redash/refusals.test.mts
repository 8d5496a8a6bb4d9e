/** Each way a server can refuse has a text of its own, which names its own cure (contract 1 and 2). */
import { keyOf, SERVICE_KEY } from '../../../sandbox/redash/seed.mts';
import { startWire } from '../wire.mts';
import { elsewhere, redashStage } from './cast.mts';
import { byId, byName, groupNamed, groupWithId, sourceNamed, textOf, TOLERANT } from '../given.mts';

const stage = redashStage();
const BAD_KEY = 'WrongKey00000000000000000000000000000000';
const get = async (fields = {}, play = {}) => await stage.play('user.get', byName('gita.rao'), { credentials: stage.storeOf(fields), ...play });
const create = async (fields = {}) => await stage.play('user.create', { email: 'n@example.com', name: 'N' }, { credentials: stage.storeOf(fields) });

const KEY = /Redash refuses the API key\. Check the key in the credential, that its user is not disabled, and the organization's slug at the end of the URL/;

describe('a server that answers, but not like this', () => {
	const causes: Array<[string, Record<string, string>, Record<string, unknown>, RegExp]> = [
		['a wrong key', {}, { apiKey: BAD_KEY }, KEY],
		['no key', {}, { apiKey: '' }, KEY],
		['the key of somebody disabled', {}, { apiKey: keyOf('omar.haddad@example.com') }, KEY],
		['a key that is no admin’s', {}, { apiKey: SERVICE_KEY }, /The user of the credential's API key may not do this: it is no admin\..*group "admin"/],
		['a slug left out', { 'redash.multiOrg': 'on' }, {}, KEY],
		['the slug of no organization', { 'redash.multiOrg': 'on' }, { path: '/nowhere' }, KEY],
		['the slug of another organization', { 'redash.multiOrg': 'on' }, { path: '/acme' }, KEY],
		['a slug where there is only one organization', {}, { path: '/default' }, /This is not the Redash API: .* answered with a web page\..*slug/],
		['a path that is none', {}, { path: '/bi/redash' }, /This is not the Redash API: .* answered with a web page\..*path prefix/],
		['an old server', { 'redash.version': '4' }, {}, /This Redash is older than 8\.0/],
	];
	const played = async ({ path = '', ...fields }: Record<string, unknown>) => await get({ ...fields, url: `${stage.url}${String(path)}` });

	test.each(causes)('%s is told as such, after one request', async (_, set, fields, says) => {
		await stage.reset(set);
		const { status, message, requests, writes } = await played(fields);
		expect(status).toBe('error');
		expect(message).toMatch(says);
		expect(writes).toEqual([]);
		expect(requests).toHaveLength(1);
	});

	test('the texts differ: key, rights, address and age', async () => {
		const texts = new Set<string>();
		for (const [, set, fields] of causes) {
			await stage.reset(set);
			texts.add((await played(fields)).message.replaceAll(/http:\S+/g, 'URL'));
		}
		expect(texts.size).toBe(4);
	});

	test.each(['5', '6', '7'])('version %s is refused as too old before anything is written', async (version) => {
		await stage.reset({ 'redash.version': version });
		for (const [operation, parameters] of [
			['user.create', { email: 'n@example.com', name: 'N' }],
			['user.disable', byName('gita.rao')],
			['user.addToGroup', { ...byName('gita.rao'), ...groupNamed('Analytics') }],
			['user.getAll', {}],
			['user.getCurrent', {}],
		] as const) {
			const { message, writes } = await stage.play(operation, parameters as never);
			expect([operation, message]).toEqual([operation, expect.stringMatching(/This Redash is older than 8\.0.*Update the server/)]);
			expect(writes).toEqual([]);
		}
	});

	test.each([
		['http://127.0.0.1:9', /accepts no connection.*URL and port/],
		['http://no-such-host.invalid', /There is no server of the name|accepts no connection/],
		['redash.example.com', /not a web address.*https:\/\//],
		['', /not a web address/],
	])('the URL %s', async (url, says) => {
		expect((await get({ url })).message).toMatch(says);
	});

	test.each(['/', '///', '  ', '/?next=1'])('the URL with "%s" at its end is no other', async (end) => {
		const { items, message } = await get({ url: `${stage.url}${end}` });
		expect([message, items]).toMatchObject(['', [{ id: 17 }]]);
	});
});

describe('a write', () => {
	test('with a bad key and CSRF on tells of the key, never of a token', async () => {
		await stage.reset({ 'redash.csrf': 'on' });
		const wire = await startWire(stage.url);
		// The key dies between the look-up and the write.
		wire.before = async ({ method, headers }) => {
			if (method === 'POST') headers.authorization = `Key ${BAD_KEY}`;
		};
		const { message } = await create({ url: wire.url });
		await wire.close();
		expect(message).toMatch(KEY);
		expect(message).not.toMatch(/token/i);
	});

	test.each([
		['a login page', 'html:1@POST /disable', /This is not the Redash API: .* answered with a web page/],
		['half an answer each time', 'truncated:1@POST /disable', /did not answer properly, also after several tries.*run again/],
		['a gateway error each time', '503:1@POST /disable', /did not answer properly.*status 503/],
	])('answered with %s is no success', async (_, spec, says) => {
		await stage.control('faults', { spec });
		const { message, items } = await stage.play('user.disable', { ...byId(17), options: { maxWait: 1 } });
		expect(items).toEqual([]);
		expect(message).toMatch(says);
	});

	test('by a key that is no admin’s is refused with the right that is missing', async () => {
		expect((await create({ apiKey: SERVICE_KEY })).message).toMatch(/it is no admin/);
	});
});

describe('a list that is a login page', () => {
	test('is told as such, at once, and fails all items with one request', async () => {
		await stage.control('faults', { spec: 'html:1@/api/' });
		const items = [17, 13, 11].map((id) => ({ id }));
		const played = await stage.play('user.get', byId('={{ $json.id }}'), { items, ...TOLERANT });
		expect(played.failures).toHaveLength(3);
		for (const failure of played.failures) expect(textOf(failure)).toMatch(/This is not the Redash API: .*sign-in proxy/);
		expect(played.requests).toHaveLength(1);
	});

	test('that is cut off is read again', async () => {
		await stage.control('faults', { spec: 'truncated:1@/api/users#1' });
		const { items, message } = await stage.play('user.getAll', { returnAll: true });
		expect([message, items.length]).toEqual(['', 19]);
	});

	test('of a server that stays away is told after a few tries', async () => {
		await stage.control('faults', { spec: '503:1@/api/users' });
		const { message, requests } = await stage.play('user.getAll', { options: { maxWait: 2 } });
		expect(message).toMatch(/did not answer properly.*status 503.*healthy/);
		expect(requests.length).toBeLessThanOrEqual(6);
	});

	test('behind a redirect to another server is not followed', async () => {
		const wire = await startWire(stage.url);
		wire.before = async () => ({ status: 302, location: 'https://sso.example.com/login?next=x', body: '' });
		const { message } = await get({ url: wire.url });
		expect(wire.seen).toHaveLength(1);
		await wire.close();
		expect(message).toMatch(/sends requests elsewhere \(to https:\/\/sso\.example\.com\)/);
	});
});

describe('what would be a bare 500', () => {
	test.each([
		['user.get', byId(4242), /no user with the ID 4242/],
		['user.disable', byId(4242), /no user with the ID 4242/],
		['user.regenerateApiKey', byId(4242), /no user with the ID 4242/],
		['group.get', groupWithId(4242), /no group with ID 4242/],
		['group.getMembers', groupWithId(4242), /no group with ID 4242/],
		['user.removeFromGroup', { ...byId(17), ...groupWithId(4242) }, /no group with ID 4242/],
		['dataSource.removeFromGroup', { ...sourceNamed('Nothing'), ...groupNamed('Analytics') }, /no data source "Nothing"/],
	])('by %s about something missing is a sentence', async (operation, parameters, says) => {
		const { message, requests, writes } = await stage.play(operation, parameters as never);
		expect(message).toMatch(says);
		expect(writes).toEqual([]);
		expect(requests.map(({ status }) => status)).not.toContain(500);
	});

	test.each(['2147483648', '99999999999', '0', '1.5'])('an ID such as %s is refused, and the server never fails over it', async (id) => {
		const { message, requests } = await stage.play('user.get', byId('={{ $json.id }}'), { items: [{ id }] });
		expect(message).toMatch(/not an ID|no user with the ID/);
		expect(requests.map(({ status }) => status)).not.toContain(500);
	});

	test('leaving a group one is not in is no error and no request', async () => {
		const { items, writes } = await stage.play('user.removeFromGroup', { ...byId(17), ...groupNamed('Analytics') });
		expect(items).toMatchObject([{ changed: false }]);
		expect(writes).toEqual([]);
	});

	test('a group that vanishes while it is written is told as such', async () => {
		const wire = await startWire(stage.url);
		const deletions: number[] = [];
		wire.before = async ({ method }) => {
			if (method === 'POST') deletions.push((await elsewhere(stage, 'DELETE', 'groups/8')).status);
		};
		const { message } = await stage.play('user.addToGroup', { ...byId(17), ...groupWithId(8) }, { credentials: stage.storeOf({ url: wire.url }) });
		await wire.close();
		expect(deletions[0]).toBe(200);
		expect(message).toMatch(/deleted in the meantime/);
	});
});
