/** Creating people: in bulk, where a bad row fails the whole call on some servers and half of it on others (contract 4 and 15). */
import { groupId, idOf } from '../../../sandbox/sisense/seed.mts';
import { byName, textOf, TOLERANT } from '../given.mts';
import { account, canSignIn, sisenseStage, stateOf } from './cast.mts';
import { aRole, isWrite, json, roleNamed, routesOf, wired } from './given.mts';

const stage = sisenseStage();

const VIEWER = roleNamed('Viewer');
const BULK = 'POST v1/users/bulk';
const ONE = 'POST v1/users';

const crowd = (count: number) => Array.from({ length: count }, (_, at) => ({ email: `new${at + 1}@example.com`, first: `New ${at + 1}` }));
const EACH = { email: '={{ $json.email }}', ...VIEWER, additionalFields: { firstName: '={{ $json.first }}', username: '={{ $json.username }}' } };

const made = async () => (await stateOf(stage)).accounts.filter(({ email }) => /^new\d+@/i.test(email)).map(({ email }) => email.toLowerCase());
const mails = async () => (await stage.control('mail')) as Array<{ to: string; subject: string }>;
const create = async (fields: object = {}, play = {}) => await stage.play('user.create', { email: 'new1@example.com', ...VIEWER, ...fields } as never, play);

describe('one person', () => {
	test('without a password gets an invitation by mail, and is pending', async () => {
		const { items } = await create({ additionalFields: { firstName: 'New' } });
		expect(items).toMatchObject([{ email: 'new1@example.com', username: 'new1@example.com', state: 'pending', role: 'Viewer', invited: true, changed: true }]);
		expect(await mails()).toMatchObject([{ to: 'new1@example.com', subject: expect.stringMatching(/Activate/) }]);
	});

	test('with a password gets none, can sign in, and the password is nowhere', async () => {
		const { items } = await create({ additionalFields: { password: 'Str0ng-enough-1' } });
		expect(items).toMatchObject([{ state: 'active', invited: false, changed: true }]);
		expect(JSON.stringify(items)).not.toContain('Str0ng');
		expect(await mails()).toEqual([]);
		expect(await canSignIn(stage, 'new1@example.com', 'Str0ng-enough-1')).toBe(true);
	});

	test('is sent as the API knows it: nothing empty, nothing undocumented, no built-in group', async () => {
		const additionalFields = { firstName: 'New', groups: ['Analytics', 'Finance'], username: 'new.one' };
		const run = async (wire: { url: string }) => await create({ email: 'New1@example.com', additionalFields }, { credentials: stage.storeOf({ url: wire.url }) });
		const { seen } = await wired(stage, undefined, run);
		expect(seen.filter(isWrite).map(({ path, body }) => ({ path, body }))).toEqual([
			{
				path: '/api/v1/users',
				body: { email: 'New1@example.com', userName: 'new.one', firstName: 'New', roleId: expect.stringMatching(/^[0-9a-f]{24}$/), groups: [groupId('Analytics'), groupId('Finance')] },
			},
		]);
		for (const { headers } of seen) expect([headers.cookie, headers.authorization]).toEqual([undefined, expect.stringMatching(/^Bearer /)]);
		expect((await account(stage, 'New1'))?.groups).toEqual(['Analytics', 'Finance']);
	});

	test.each(['Everyone', 'Admins', 'All users in system'])('is not put into the product’s own group %s', async (name) => {
		const { message, writes } = await create({ additionalFields: { groups: [name] } });
		expect(message).toMatch(new RegExp(`"${name}" is one of Sisense's own groups`));
		expect(writes).toEqual([]);
	});

	test.each(['LENA.FISCHER@example.com', 'gita.rao@example.com'])('whose e-mail %s is taken is told by whom, in whatever case', async (email) => {
		const { message, writes } = await create({ email });
		expect(message).toMatch(/has a Sisense account already: (Lena Fischer|Gita Rao) \(ID [0-9a-f]{24}\).*"Create or Update"/);
		expect(writes).toEqual([]);
	});

	test('whose user name is taken is told', async () => {
		const { message } = await create({ additionalFields: { username: 'pnair' } });
		expect(message).toMatch(/Sisense has a user with this e-mail or user name already/);
		expect(await made()).toEqual([]);
	});

	test('where the licence has no seat left is told what to do', async () => {
		await stage.reset({ 'sisense.seats': 'tight' });
		expect((await create()).message).toBe('');
		const { message } = await create({ email: 'new2@example.com' });
		expect(message).toMatch(/The licence of Sisense has no seat left for this role\. Free a seat by deleting somebody or changing a role, or have the licence extended\./);
		// Seats are counted by kind.
		expect((await create({ email: 'new3@example.com', ...roleNamed('Designer') })).message).toBe('');
	});
});

describe('many people', () => {
	test('300 are few requests', async () => {
		const { items, writes, requests, message } = await stage.play('user.create', EACH, { items: crowd(300) });
		expect(message).toBe('');
		expect(items.map(({ email }) => email)).toEqual(crowd(300).map(({ email }) => email));
		expect(items.every(({ changed, invited }) => changed === true && invited === true)).toBe(true);
		expect(routesOf(writes)).toEqual([BULK, BULK, BULK]);
		expect(requests.length).toBeLessThanOrEqual(12);
		expect(await mails()).toHaveLength(300);
	});

	test('go together whatever their role, but alone without a first name, which a bulk wants', async () => {
		const items = [{ email: 'new1@example.com', first: 'A' }, { email: 'new2@example.com' }, { email: 'new3@example.com', first: 'C' }];
		const { items: out, writes } = await stage.play('user.create', EACH, { items });
		expect(out.map(({ email, firstName }) => [email, firstName])).toEqual([['new1@example.com', 'A'], ['new2@example.com', ''], ['new3@example.com', 'C']]);
		expect(routesOf(writes)).toEqual([BULK, ONE]);
	});

	test('the same e-mail twice is one account, the second fails', async () => {
		const items = [...crowd(2), { email: 'NEW1@example.com', first: 'Twin' }];
		const played = await stage.play('user.create', EACH, { items, ...TOLERANT });
		expect(played.items.map(({ firstName }) => firstName)).toEqual(['New 1', 'New 2']);
		expect(textOf(played.failures[0])).toMatch(/NEW1@example\.com comes twice in the input/);
		expect(await made()).toEqual(['new1@example.com', 'new2@example.com']);
	});

	/** What only the server can know, or only a bad row. */
	const BAD: Array<[string, (row: ReturnType<typeof crowd>[number]) => Record<string, unknown>, RegExp]> = [
		['a user name that is taken', (row) => ({ ...row, username: 'pnair' }), /this e-mail or user name already/],
		['an e-mail that the server does not accept', (row) => ({ ...row, email: 'new7@x' }), /does not accept an ID|does not accept|valid e-mail/],
	];

	describe.each(['atomic', 'partial'])('on a server whose bulk is %s', (bulk) => {
		beforeEach(async () => await stage.reset({ 'sisense.bulk': bulk }));

		test.each(BAD)('%s fails alone', async (_, spoil, says) => {
			const items = crowd(20).map((row, at) => (at === 6 ? spoil(row) : row));
			const played = await stage.play('user.create', EACH, { items: items as never, ...TOLERANT });
			expect(played.failures).toHaveLength(1);
			expect(textOf(played.failures[0])).toMatch(says);
			expect(played.items).toHaveLength(19);
			expect((await made()).sort()).toEqual(crowd(20).map(({ email }) => email).filter((email) => email !== 'new7@example.com').sort());
			// Halves: one refusal and one success a step.
			expect(played.writes.length).toBeLessThanOrEqual(11);
		});

		test('several bad ones fail alone, too', async () => {
			const items = crowd(30).map((row, at) => ({ ...row, username: [3, 17, 29].includes(at) ? 'pnair' : `user${at}` }));
			const played = await stage.play('user.create', EACH, { items, ...TOLERANT });
			expect([played.items.length, played.failures.length]).toEqual([27, 3]);
			expect(await made()).toHaveLength(27);
			expect(new Set((await mails()).map(({ to }) => to)).size).toBe(27);
		});

		test('unknown groups and roles are found before anything is sent', async () => {
			const items = crowd(3).map((row, at) => ({ ...row, role: at === 1 ? 'Wizard' : 'Viewer' }));
			const played = await stage.play('user.create', { ...EACH, role: { __rl: true, mode: 'name', value: '={{ $json.role }}' } }, { items, ...TOLERANT });
			expect(textOf(played.failures[0])).toContain('There is no role "Wizard"');
			expect(routesOf(played.writes)).toEqual([BULK]);
			expect(await made()).toEqual(['new1@example.com', 'new3@example.com']);
		});

		test('seats that run out in the middle are told to those without one', async () => {
			await stage.reset({ 'sisense.bulk': bulk, 'sisense.seats': 'tight' });
			const played = await stage.play('user.create', EACH, { items: crowd(6), ...TOLERANT });
			expect(played.items).toHaveLength(1);
			expect(played.failures).toHaveLength(5);
			for (const failure of played.failures) expect(textOf(failure)).toMatch(/no seat left for this role/);
			expect(await made()).toHaveLength(1);
		});

		test('seats that run out are not asked for again for each of many', async () => {
			await stage.reset({ 'sisense.bulk': bulk, 'sisense.seats': 'tight' });
			const played = await stage.play('user.create', EACH, { items: crowd(60), ...TOLERANT });
			expect([played.items.length, played.failures.length]).toEqual([1, 59]);
			expect(played.writes.length).toBeLessThanOrEqual(16);
		});

		test.each([
			['lost:1@POST /users/bulk#1', 5],
			['lost:1@POST /users/bulk#2', 5],
			['truncated:1@POST /users/bulk#1', 5],
			['reset:1@POST /users/bulk#1', 5],
			['503:1@POST /users/bulk#1', 5],
		])('%s: everybody is made once', async (spec, count) => {
			await stage.control('faults', { spec });
			const { items, message } = await stage.play('user.create', EACH, { items: crowd(count) });
			expect(message).toBe('');
			expect(items.map(({ email, changed }) => [email, changed])).toEqual(crowd(count).map(({ email }) => [email, true]));
			expect((await made()).sort()).toEqual(crowd(count).map(({ email }) => email).sort());
			expect(await mails()).toHaveLength(count);
		});

		test('a bad row and a lost answer at once: everybody is made once', async () => {
			await stage.control('faults', { spec: 'lost:1@POST /users/bulk#3' });
			const items = crowd(8).map((row, at) => ({ ...row, username: at === 2 ? 'pnair' : `user${at}` }));
			const played = await stage.play('user.create', EACH, { items, ...TOLERANT });
			expect([played.items.length, played.failures.length]).toEqual([7, 1]);
			expect((await made()).length).toBe(7);
			expect(await mails()).toHaveLength(7);
		});
	});

	test.each(['lost:1@POST /api/v1/users#1', 'truncated:1@POST /api/v1/users#1', 'reset:1@POST /api/v1/users#1', '502:1@POST /api/v1/users#1'])('%s: one person is made once', async (spec) => {
		await stage.control('faults', { spec });
		const { items, message } = await create();
		expect([message, items]).toMatchObject(['', [{ email: 'new1@example.com', changed: true }]]);
		expect(await made()).toEqual(['new1@example.com']);
		expect(await mails()).toHaveLength(1);
	});

	test('a bulk that a server answers without saying whom it made is not taken for done', async () => {
		const before = async ({ path }: { path: string }) => (path.endsWith('/bulk') ? json(201, []) : undefined);
		const played = await wired(stage, before, async (wire) => await stage.play('user.create', EACH, { items: crowd(2), ...TOLERANT, credentials: stage.storeOf({ url: wire.url }) }));
		expect(played.items).toEqual([]);
		for (const failure of played.failures) expect(textOf(failure)).toMatch(/did not say that it created it.*Look it up/);
	});
});

describe('Create or Update', () => {
	const upsert = async (fields: object, play = {}) => await stage.play('user.upsert', fields as never, play);

	test('creates who is not there and brings the others to what is wanted, in order', async () => {
		const items = [{ email: 'new1@example.com', first: 'New' }, { email: 'ANN@example.com', first: 'Anne' }, { email: 'joann@example.com', first: 'Jo Ann' }];
		const played = await upsert({ ...EACH }, { items });
		expect(played.items.map(({ email, firstName, role, changed, invited }) => [email, firstName, role, changed, invited])).toEqual([
			['new1@example.com', 'New', 'Viewer', true, true],
			['ann@example.com', 'Anne', 'Viewer', true, undefined],
			['joann@example.com', 'Jo Ann', 'Viewer', false, undefined],
		]);
		expect(routesOf(played.writes)).toEqual([ONE, 'PATCH v1/users/…']);
	});

	test('of one e-mail twice makes one account, and the second item changes it', async () => {
		const items = [{ email: 'new1@example.com', first: 'A' }, { email: 'New1@example.com', first: 'B' }];
		const played = await upsert(EACH, { items });
		expect(played.items.map(({ firstName }) => firstName)).toEqual(['B', 'B']);
		expect(await made()).toEqual(['new1@example.com']);
	});

	test('repeated changes nothing, also for the second of 120', async () => {
		await upsert(EACH, { items: crowd(120) });
		const again = await upsert(EACH, { items: crowd(120) });
		expect(again.items.every(({ changed }) => changed === false)).toBe(true);
		expect(again.writes).toEqual([]);
	});

	test('keeps groups and password of somebody who is there, unless groups are given', async () => {
		await upsert({ email: 'lena.fischer@example.com', ...roleNamed('Designer'), additionalFields: { password: 'Another-one-77' } });
		expect((await account(stage, 'lena.fischer'))?.groups).toEqual(['Analytics', 'Finance']);
		expect(await canSignIn(stage, 'lena.fischer@example.com', 'sandbox-pass-1')).toBe(true);
		const { items } = await upsert({ email: 'lena.fischer@example.com', ...roleNamed('Designer'), additionalFields: { groups: ['Finance'] } });
		expect(items).toMatchObject([{ groups: ['Everyone', 'Finance'], changed: true }]);
	});

	test('of an e-mail that two have is refused', async () => {
		const { message, writes } = await upsert({ email: 'priya.nair@example.com', ...VIEWER });
		expect(message).toMatch(/2 Sisense users match/);
		expect(writes).toEqual([]);
	});

	test('does not revive who was deactivated, unless told', async () => {
		await stage.reset({ 'sisense.active': 'stored' });
		await stage.play('user.deactivate', byName('joann'));
		const wish = { email: 'joann@example.com', ...VIEWER, additionalFields: { firstName: 'Jo' } };
		const refused = await upsert(wish);
		expect(refused.message).toMatch(new RegExp(`joann@example\\.com has a deactivated Sisense account \\(ID ${idOf('joann')}\\).*"When Deactivated"`));
		expect(refused.writes).toEqual([]);
		expect((await upsert({ ...wish, options: { whenInactive: 'leave' } })).items).toMatchObject([{ state: 'deactivated', firstName: 'Jo', changed: true }]);
		expect((await upsert({ ...wish, options: { whenInactive: 'reactivate' } })).items).toMatchObject([{ state: 'active', changed: true }]);
		expect((await account(stage, 'joann'))?.state).toBe('active');
	});

	test('demotes nobody whom an update would not', async () => {
		const { message, writes } = await upsert({ email: 'admin@example.com', role: aRole('Viewer') });
		expect(message).toMatch(/nobody can be demoted/);
		expect(writes).toEqual([]);
	});
});
