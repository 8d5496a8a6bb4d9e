import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { FAULT_KINDS, Faults } from '../../sandbox/frame/faults.mts';
import { BadRequestOfUser, startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/index.mts';

const ROOT = join(__dirname, '../..');

let running: Sandbox | undefined;

/** A running Superset stand-in; closed after the test. */
async function start(options: SandboxOptions = {}): Promise<{ sandbox: Sandbox; url: string }> {
	running = await startSandbox({ tools: ['superset'], ...options });
	return { sandbox: running, url: running.tools.superset.url };
}

afterEach(async () => {
	await running?.close();
	running = undefined;
});

async function login(url: string, username = 'admin', password = 'admin'): Promise<string> {
	const answer = await fetch(`${url}/api/v1/security/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ username, password, provider: 'db' }),
	});
	return ((await answer.json()) as { access_token: string }).access_token;
}

const get = (url: string, token: string): Promise<Response> =>
	fetch(url, { headers: { accept: 'application/json', authorization: `Bearer ${token}` } });
const list = (url: string): string => `${url}/api/v1/security/users/?q=(keys:!(none))`;

async function create(url: string, token: string, username: string): Promise<Response> {
	return await fetch(`${url}/api/v1/security/users/`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
		body: JSON.stringify({
			username,
			first_name: 'A',
			last_name: 'B',
			email: `${username}@example.com`,
			password: 'x',
			active: true,
			roles: [4],
		}),
	});
}

const usernames = async (sandbox: Sandbox): Promise<string[]> =>
	((await sandbox.control('superset', 'state')) as { accounts: { username: string }[] }).accounts.map(
		(account) => account.username,
	);

describe('faults', () => {
	test('429 with and without Retry-After, and what a proxy says', async () => {
		const { sandbox, url } = await start();
		const token = await login(url);
		await sandbox.control('superset', 'faults', { spec: '429:1' });
		const limited = await get(list(url), token);
		expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, null]);
		expect(await limited.json()).toMatchObject({ errors: [{ message: '429 Too Many Requests: 50 per 1 second' }] });
		await sandbox.control('superset', 'faults', { spec: '429-retry-after:1' });
		const polite = await get(list(url), token);
		expect([polite.status, polite.headers.get('retry-after')]).toEqual([429, '1']);
		for (const status of [500, 502, 503, 504]) {
			await sandbox.control('superset', 'faults', { spec: `${status}:1` });
			const away = await get(list(url), token);
			expect([away.status, away.headers.get('content-type')]).toEqual([status, 'text/html']);
		}
		await sandbox.control('superset', 'faults', { spec: '' });
		expect((await get(list(url), token)).status).toBe(200);
	});

	test('reset: the connection goes before anything happens', async () => {
		const { sandbox, url } = await start();
		const token = await login(url);
		await sandbox.control('superset', 'faults', { spec: 'reset:1@POST' });
		await expect(create(url, token, 'never')).rejects.toThrow('fetch failed');
		expect(await usernames(sandbox)).not.toContain('never');
	});

	test('lost: the write is done, the answer is not', async () => {
		const { sandbox, url } = await start({ faults: 'lost:1@POST /api/v1/security/users/#1' });
		const token = await login(url);
		await expect(create(url, token, 'made')).rejects.toThrow('fetch failed');
		expect(await usernames(sandbox)).toContain('made');
		expect((await create(url, token, 'second')).status).toBe(201);
		const { requests } = (await sandbox.control('superset', 'requests')) as { requests: { status: number }[] };
		expect(requests.map((request) => request.status)).toEqual([200, 0, 201]);
	});

	test('truncated: half of the JSON under a matching content-length', async () => {
		const { sandbox, url } = await start();
		const token = await login(url);
		const whole = await (await get(list(url), token)).text();
		await sandbox.control('superset', 'faults', { spec: 'truncated:1' });
		const answer = await get(list(url), token);
		const text = await answer.text();
		expect(answer.status).toBe(200);
		expect(Number(answer.headers.get('content-length'))).toBe(Buffer.byteLength(text));
		expect(whole.startsWith(text.slice(0, -3))).toBe(true);
		expect(() => JSON.parse(text)).toThrow();
	});

	test('html: 200 with a login page; expired: the answer of a session that ran out', async () => {
		const { sandbox, url } = await start();
		const token = await login(url);
		await sandbox.control('superset', 'faults', { spec: 'html:1@GET' });
		const page = await get(list(url), token);
		expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
		await sandbox.control('superset', 'faults', { spec: 'expired:1#3' });
		// A login carries no session: it goes through.
		expect(await login(url)).toMatch(/^ey/);
		const expired = await get(list(url), token);
		expect([expired.status, await expired.json()]).toEqual([401, { msg: 'Token has expired' }]);
	});

	test('the same seed gives the same faults, another seed others', () => {
		const draw = (spec: string): string => {
			const faults = new Faults(spec);
			return Array.from({ length: 200 }, () => (faults.next('GET', '/') === undefined ? '.' : 'x')).join('');
		};
		expect(draw('503:0.3,seed:7')).toBe(draw('seed:7,503:0.3'));
		expect(draw('503:0.3,seed:7')).not.toBe(draw('503:0.3,seed:8'));
		const share = draw('503:0.3,seed:7').replaceAll('.', '').length / 200;
		expect(share).toBeGreaterThan(0.2);
		expect(share).toBeLessThan(0.4);
	});

	test('filters by method, path and count', () => {
		const faults = new Faults('503:1@POST /users/#2,429:1@/roles/');
		expect(faults.next('GET', '/users/')).toBeUndefined();
		expect(faults.next('POST', '/groups/')).toBeUndefined();
		expect(faults.next('DELETE', '/roles/1')).toBe('429');
		expect([1, 2, 3].map(() => faults.next('POST', '/users/'))).toEqual(['503', '503', undefined]);
	});

	test.each(['nonsense', 'boom:1', '503:2', '503:', '503:1@', '503:1@ post', '503:1#0', '503:1#x', 'seed:x'])(
		'refuses %s and says how',
		(spec) => {
			expect(() => new Faults(spec)).toThrow(BadRequestOfUser);
			expect(() => new Faults(spec)).toThrow(/examples:/);
		},
	);

	test('knows every kind it names', () => {
		for (const kind of FAULT_KINDS) expect(new Faults(`${kind}:1`).next('GET', '/')).toBe(kind);
	});
});

describe('control routes', () => {
	test('requests: count, list and peak, control routes left out', async () => {
		const { sandbox, url } = await start();
		await fetch(`${url}/health?x=1`);
		await fetch(`${url}/nope`, { headers: { accept: 'application/json' } });
		await fetch(`${url}/__sandbox/state`);
		expect(await sandbox.control('superset', 'requests')).toEqual({
			count: 2,
			peakPerSecond: 2,
			requests: [
				{ method: 'GET', path: '/health?x=1', status: 200 },
				{ method: 'GET', path: '/nope', status: 404 },
			],
		});
	});

	test('reset: back to the start, with other switches, forgetting requests, clock and faults', async () => {
		const { sandbox, url } = await start();
		const token = await login(url);
		await create(url, token, 'extra');
		await sandbox.control('superset', 'clock', { advance: 3600_000 });
		await sandbox.control('superset', 'faults', { spec: '503:1' });
		const answer = await fetch(`${url}/__sandbox/reset`, {
			method: 'POST',
			body: JSON.stringify({ set: { 'superset.version': '5.0' }, fresh: true }),
		});
		expect(await answer.json()).toMatchObject({ fresh: true, switches: { version: '5.0' } });
		expect(await usernames(sandbox)).toEqual(['admin']);
		expect(await sandbox.control('superset', 'requests')).toMatchObject({ count: 0 });
		// The token is still good: the clock went back too.
		expect((await get(list(url), token)).status).toBe(200);
		expect((await get(`${url}/version`, token)).status).toBe(404);
	});

	test('clock: tokens run out', async () => {
		const { sandbox, url } = await start();
		const token = await login(url);
		await sandbox.control('superset', 'clock', { advance: 14 * 60_000 });
		expect((await get(list(url), token)).status).toBe(200);
		await sandbox.control('superset', 'clock', { advance: 2 * 60_000 });
		expect(await (await get(list(url), token)).json()).toEqual({ msg: 'Token has expired' });
	});

	test('people: ten thousand in under a second, and pages stay quick', async () => {
		const { sandbox, url } = await start();
		const token = await login(url);
		const before = performance.now();
		await sandbox.control('superset', 'people', { count: 10_000, prefix: 'p', roles: ['Gamma'] });
		expect(performance.now() - before).toBeLessThan(1000);
		const started = performance.now();
		for (let page = 0; page < 50; page++) {
			const answer = await get(
				`${url}/api/v1/security/users/?q=(keys:!(none),order_column:id,order_direction:asc,page:${page},page_size:100)`,
				token,
			);
			expect(((await answer.json()) as { result: unknown[] }).result).toHaveLength(100);
		}
		expect((performance.now() - started) / 50).toBeLessThan(50);
	});

	test.each<[string, unknown, string]>([
		['reset', { set: { 'superset.version': '9' } }, 'choose one of 4.1'],
		['reset', { set: { nope: '1' } }, 'Unknown switch'],
		['faults', { spec: 'boom:1' }, 'unknown kind'],
		['clock', {}, 'advance'],
		['people', { count: -1 }, 'count'],
		['people', { count: 1, roles: ['Nobody'] }, 'No role'],
		['nope', {}, 'No control route'],
	])('%s with %j is refused with a reason', async (route, body, reason) => {
		const { url } = await start();
		const answer = await fetch(`${url}/__sandbox/${route}`, { method: 'POST', body: JSON.stringify(body) });
		expect(answer.status).toBe(400);
		expect(((await answer.json()) as { error: string }).error).toContain(reason);
	});

	test('latency delays the product, not the control routes', async () => {
		const { url } = await start({ latency: 400 });
		const time = async (path: string): Promise<number> => {
			const before = performance.now();
			await fetch(url + path);
			return performance.now() - before;
		};
		expect(await time('/health')).toBeGreaterThan(390);
		expect(await time('/__sandbox/mail')).toBeLessThan(390);
	});
});

describe('starting', () => {
	test.each<[SandboxOptions, string]>([
		[{ tools: ['tableau'] }, 'Unknown tool "tableau". Tools: superset'],
		[{ set: { 'superset.version': '3.0' } }, 'choose one of 4.1, 4.1-fab4.8, 5.0, 6.0, 6.1'],
		[{ set: { 'superset.colour': 'red' } }, 'Unknown switch "superset.colour"'],
		[{ set: { 'superset.prefix': 'bi/' } }, 'a path such as /bi'],
		[{ faults: 'x' }, 'expected kind:rate'],
	])('%j is refused', async (options, reason) => {
		await expect(startSandbox(options)).rejects.toThrow(reason);
	});

	test('the command prints one JSON line and serves until it is told to stop', async () => {
		const args = [
			'--import',
			'tsx',
			'sandbox/main.mts',
			'--tools',
			'superset',
			'--port',
			'0',
			'--json',
			'--set',
			'superset.prefix=/bi',
		];
		const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
		try {
			const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
			const { superset } = JSON.parse(line) as { superset: Record<string, string> };
			expect(superset).toEqual({
				url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/bi$/),
				authentication: 'login',
				provider: 'db',
				username: 'admin',
				password: 'admin',
			});
			expect(await (await fetch(`${superset.url}/health`)).text()).toBe('OK');
			child.kill('SIGTERM');
			const [code] = (await once(child, 'exit')) as [number];
			expect(code).toBe(0);
		} finally {
			child.kill('SIGKILL');
		}
	});

	test('the command names what would be right', async () => {
		const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.mts', '--set', 'superset.version=7'], {
			cwd: ROOT,
		});
		let text = '';
		child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
		const [code] = (await once(child, 'exit')) as [number];
		expect(code).not.toBe(0);
		expect(text).toContain('choose one of 4.1, 4.1-fab4.8, 5.0, 6.0, 6.1');
	});
});
