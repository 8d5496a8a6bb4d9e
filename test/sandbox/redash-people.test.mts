import { keyOf, PEOPLE, SERVICE_KEY } from '../../sandbox/redash/seed.mts';
import { redashClients } from './redash-client.mts';

/** What no recording shows of contract section 16, about people and groups. Numbers are its items. */
const start = redashClients();
const DAY = 86_400_000;
const person = (local: string) => ({ name: local, email: `${local}@example.com` });

describe('7: lists', () => {
	const emails = (body: { results: { email: string }[] }) => body.results.map((row) => row.email);

	test('`%` and `_` in what is searched for are wildcards', async () => {
		const client = await start();
		const search = async (q: string) =>
			emails((await client.get(`/api/users?order=created_at&q=${encodeURIComponent(q)}`)).body);
		expect(await search('ann@example.com')).toEqual(['ann@example.com', 'joann@example.com']);
		expect(await search('nur.aziz+bi_50%@example.com')).toEqual(['nur.aziz+bi_50%@example.com']);
		expect(await search('g%rao')).toEqual(['gita.rao@example.com']);
		expect(await search('t.mas')).toEqual([]);
		expect(await search('t_mas')).toEqual(['  tomas.novak@example.com ']);
	});

	test('a search without order has none: the page size changes it', async () => {
		const client = await start();
		const first = emails((await client.get('/api/users?q=example&page_size=50')).body);
		const second = emails((await client.get('/api/users?q=example&page_size=51')).body);
		expect([...first].sort()).toEqual([...second].sort());
		expect(first).not.toEqual(second);
		const unknown = emails((await client.get('/api/users?q=example&order=email')).body);
		expect(unknown[0]).toBe('nadia.petrova@example.com');
	});

	test('a list that shrinks between two pages ends out of range', async () => {
		const client = await start();
		const { count } = (await client.get('/api/users?page_size=1')).body;
		await client.post('/api/users/17/disable');
		const last = await client.get(`/api/users?page_size=1&page=${count}`);
		expect([last.status, last.body.message]).toEqual([400, 'Page is out of range.']);
	});

	test('all people are two sweeps', async () => {
		const client = await start();
		const active = (await client.get('/api/users?page_size=250')).body.count;
		const disabled = (await client.get('/api/users?page_size=250&disabled=true')).body.count;
		expect(active + disabled).toBe(PEOPLE.length + 1);
		expect((await client.get('/api/users?disabled=')).status).toBe(500);
	});

	test('ten thousand people page without loss', async () => {
		const client = await start();
		await client.control('people', { count: 10_000, prefix: 'crowd', roles: ['Analytics'] });
		const seen = new Set<number>();
		for (let page = 1; page <= 41; page++) {
			const { body } = await client.get(`/api/users?page_size=250&order=created_at&page=${page}`);
			for (const row of body.results) seen.add(row.id);
		}
		expect(seen.size).toBe(10_000 + 17);
	});
});

describe('8: people', () => {
	test('group_ids: digit strings are echoed, then read as numbers', async () => {
		const client = await start();
		expect((await client.post('/api/users/17', { group_ids: ['2', '4'] })).body.groups).toEqual(['2', '4']);
		expect((await client.get('/api/users/17')).body.groups).toEqual([2, 4]);
	});

	test('odd input', async () => {
		const client = await start();
		const create = async (name: unknown, email: unknown) =>
			(await client.post('/api/users', { name, email })).status;
		expect(await create('', 'empty@example.com')).toBe(200);
		expect(await create(5, 'five@example.com')).toBe(200);
		expect(await create('A', '@')).toBe(200);
		expect(await create('A', 'a@b@c.com')).toBe(200);
		expect(await create('A', 'a@Mailinator.com')).toBe(400);
		expect(await create('x'.repeat(321), 'long@example.com')).toBe(500);
	});

	test('blocked domains are a setting, and an update minds them too', async () => {
		const client = await start({ blockedDomains: 'rival.example, other.example' });
		const status = async (email: string) => (await client.post('/api/users', { name: 'A', email })).status;
		expect([await status('a@qq.com'), await status('a@Rival.example')]).toEqual([200, 400]);
		expect((await client.post('/api/users/17', { email: 'a@other.example' })).body.message).toBe(
			'Bad email address.',
		);
	});

	test('an invited person who owns something cannot be deleted, another can', async () => {
		const client = await start();
		expect((await client.del('/api/users/19')).status).toBe(500);
		expect((await client.del('/api/users/9')).status).toBe(200);
		expect(await client.account('nadia.petrova@example.com')).toBeUndefined();
	});

	test('an admin may disable another, so that only they are left', async () => {
		const client = await start();
		expect((await client.post('/api/users/1/disable', {}, keyOf('grace.okafor@example.com'))).status).toBe(200);
		expect((await client.get('/api/session')).status).toBe(404);
	});

	test('active_at: written by a scheduler once a minute, never without', async () => {
		const activeAt = async (scheduler: string) => {
			const client = await start({ scheduler });
			const read = async () => (await client.get('/api/users/4')).body.active_at;
			const before = await read();
			await client.get('/api/session', SERVICE_KEY);
			const soon = await read();
			await client.advance(61_000);
			return [before, soon, (await read()) !== soon];
		};
		expect(await activeAt('on')).toEqual(['2026-11-20T04:00:00.000Z', '2026-11-20T04:00:00.000Z', true]);
		expect(await activeAt('off')).toEqual([null, null, false]);
	});
});

describe('9: links', () => {
	test('a reset link may be used again, for seven days; short passwords are refused', async () => {
		const client = await start();
		const { reset_link: link } = (await client.post('/api/users/12/reset_password')).body;
		expect(link).toMatch(/^\/reset\//);
		expect((await client.form(link, 'short')).status).toBe(400);
		for (const password of ['secret-1', 'secret-2']) expect((await client.form(link, password)).status).toBe(302);
		const own = { password: 'third-one', old_password: 'secret-2' };
		expect((await client.post('/api/users/12', own, keyOf('ann@example.com'))).status).toBe(200);
		await client.advance(7 * DAY + 1000);
		expect((await client.form(link, 'secret-3')).status).toBe(400);
	});

	test('one token serves invite and reset within a second; a host is put in front', async () => {
		const client = await start({ host: 'https://bi.example.com' });
		const token = (link: string) => /^https:\/\/bi\.example\.com\/\w+\/(.+)$/.exec(link)?.[1];
		const pair = async () => [
			token((await client.post('/api/users/9/reset_password')).body.reset_link),
			token((await client.post('/api/users/9/invite')).body.invite_link),
		];
		// A second may end between the two.
		const pairs = [await pair(), await pair()];
		expect(pairs.some(([reset, invite]) => reset !== undefined && reset === invite)).toBe(true);
	});

	test('mail on: the link is mailed, and told only with no_invite', async () => {
		const client = await start({ mail: 'on' });
		expect((await client.get('/api/session')).body.client_config.mailSettingsMissing).toBe(false);
		expect((await client.post('/api/users', person('a'))).body.invite_link).toBeUndefined();
		expect((await client.post('/api/users?no_invite=0', person('b'))).body.invite_link).toMatch(/^\/invite\//);
		expect((await client.post('/api/users/9/invite')).body.invite_link).toBeUndefined();
		await client.post('/api/users/12/reset_password');
		const mail: { to: string; text: string }[] = await client.control('mail');
		expect(mail.map(({ to }) => to)).toEqual(['a@example.com', 'nadia.petrova@example.com', 'ann@example.com']);
		const link = mail[0].text.split(' ').at(-1) as string;
		expect((await client.form(link, 'secret123')).status).toBe(302);
		expect((await client.account('a@example.com')).state).toBe('active');
	});

	test('mail on: a changed e-mail, if only in letter case, is unverified until its link is opened', async () => {
		const client = await start({ mail: 'on' });
		const ann = keyOf('ann@example.com');
		expect((await client.post('/api/users/12', { email: 'Ann@example.com' })).body.is_email_verified).toBe(false);
		expect((await client.get('/api/session', ann)).body.messages).toEqual(['email-not-verified']);
		const [{ text }] = await client.control('mail');
		await client.get(text.split(' ').at(-1), '');
		expect((await client.get('/api/session', ann)).body.messages).toEqual([]);
	});
});

describe('10, 11: groups and data sources', () => {
	test('one removal leaves a double member in; another takes them out', async () => {
		const client = await start();
		const groups = async () => (await client.account('kofi.mensah@example.com')).groupIds;
		expect(await groups()).toEqual([2, 5, 5]);
		await client.del('/api/groups/5/members/7');
		expect(await groups()).toEqual([2, 5]);
		await client.del('/api/groups/5/members/7');
		expect(await groups()).toEqual([2]);
	});

	test('a dangling id: members of nothing, an entry that can go, a clean list that heals', async () => {
		const client = await start();
		expect((await client.get('/api/groups/9/members')).body.map((row: { id: number }) => row.id)).toEqual([8]);
		expect((await client.get('/api/users/8')).body.groups).toEqual([2, 9]);
		expect((await client.get('/api/users?q=yuki')).body.results[0].groups).toEqual([{ id: 2, name: 'default' }]);
		expect((await client.del('/api/groups/9/members/8')).body).toBeNull();
		await client.del('/api/groups/5');
		expect((await client.account('kofi.mensah@example.com')).groupIds).toEqual([2, 5]);
		expect((await client.post('/api/users/7', { group_ids: [2, 5] })).body.message).toBe('Group id 5 is invalid.');
		await client.post('/api/users/7', { group_ids: [2] });
		expect((await client.account('kofi.mensah@example.com')).groups).toEqual(['default']);
	});

	test('two groups of one name, told apart by id', async () => {
		const client = await start();
		const { groups } = await client.control('state');
		const named = groups.filter((group: { name: string }) => group.name === 'Finance');
		expect(named.map((group: { members: string[] }) => group.members)).toEqual([
			['lena.fischer@example.com', 'kofi.mensah@example.com'],
			['ann@example.com'],
		]);
	});

	test('data sources: an admin lists all, others theirs; secrets are masked', async () => {
		const client = await start();
		const names = async (key?: string) =>
			(await client.get('/api/data_sources', key)).body.map((row: { name: string }) => row.name);
		expect(await names()).toEqual(['Ledger', 'Payroll', 'Warehouse']);
		expect(await names(SERVICE_KEY)).toEqual(['Warehouse']);
		expect((await client.get('/api/data_sources/3', SERVICE_KEY)).status).toBe(403);
		const { body } = await client.get('/api/data_sources/2');
		expect([body.options.passwd, body.groups]).toEqual(['--------', { 1: false, 4: false, 5: true }]);
		expect((await client.get('/api/data_sources/1', SERVICE_KEY)).body.options).toBeUndefined();
	});
});

describe('15: signing in at the identity provider', () => {
	test('SAML with groups replaces them; somebody new is in default; a disabled person stays out', async () => {
		const client = await start();
		const sso = (body: object) => client.control('sso', body);
		await sso({ email: 'maria.silva@example.com', groups: ['People Ops', 'unknown'] });
		expect((await client.account('maria.silva@example.com')).groupIds).toEqual([7, 2]);
		expect(await sso({ email: 'New@example.com', name: 'New' })).toEqual({ signedIn: true, id: 20 });
		expect(await client.account('new@example.com')).toMatchObject({ state: 'active', groups: ['default'] });
		await sso({ email: 'nadia.petrova@example.com', name: 'N. Petrova' });
		expect(await client.account('nadia.petrova@example.com')).toMatchObject({
			state: 'active',
			name: 'N. Petrova',
		});
		expect((await sso({ email: 'omar.haddad@example.com' })).signedIn).toBe(false);
	});
});

describe('the cast', () => {
	test('is the same at every start, and state holds no key', async () => {
		const [first, second] = [await start(), await start()];
		const state = await first.control('state');
		expect(state).toEqual(await second.control('state'));
		expect(JSON.stringify(state)).not.toContain(keyOf('ann@example.com'));
		expect(state.accounts.map((account: { id: number }) => account.id)).toEqual(
			Array.from({ length: 19 }, (_, index) => index + 1),
		);
		for (const { local, key } of PEOPLE) {
			const { state: now } = state.accounts.find(
				({ email }: { email: string }) => email.trim() === `${local}@example.com`,
			);
			const { status } = await first.get('/api/session', key ?? keyOf(`${local}@example.com`));
			expect([local, status]).toEqual([local, now === 'disabled' ? 404 : 200]);
		}
	});
});
