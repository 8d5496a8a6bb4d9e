import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { byId, people, RENAME, useClub } from './club/setup.mts';

const { open, run } = useClub();

const make = { email: 'new@example.com' };

describe('after a broken connection', () => {
	test('a read is sent again', async () => {
		const club = await open(1);
		club.intercept = ({ path }, nth) => (path === '/api/members/1' && nth <= 2 ? 'reset' : undefined);
		const { json } = await run('get', byId('1'));
		expect(json()).toEqual([{ id: 1, email: 'm1@example.com', name: 'Member 1' }]);
		expect(club.count('GET', /members.1/)).toBe(3);
	});

	test('a create that was carried out is found, not sent twice', async () => {
		const club = await open();
		club.intercept = ({ method, path }) => (method === 'POST' && path === '/api/members' ? 'lost' : undefined);
		const { json } = await run('make', make);
		expect(json()).toEqual([{ id: 1, email: 'new@example.com', name: 'New', changed: true }]);
		expect(club.members).toHaveLength(1);
		expect(club.count('POST', /members/)).toBe(1);
	});

	test('a create that was not carried out is sent again', async () => {
		const club = await open();
		club.intercept = ({ method, path }, nth) => (method === 'POST' && path === '/api/members' && nth === 1 ? 'reset' : undefined);
		const { status } = await run('make', make);
		expect(status).toBe('success');
		expect(club.members).toHaveLength(1);
		expect(club.count('POST', /members/)).toBe(2);
	});

	test('it gives up after some tries and says what to do', async () => {
		const club = await open(1);
		club.intercept = ({ path }) => (path === '/api/members/1' ? 'reset' : undefined);
		const { error } = await run('get', { ...byId('1'), options: { maxWait: 2 } });
		expect(error?.message).toMatch(/Club at http.* did not answer properly, also after several tries.*run again/);
		expect(club.count('GET', /members.1/)).toBeGreaterThan(1);
	});

	test('an answer cut off in the middle counts as broken', async () => {
		const club = await open(1);
		club.intercept = ({ path }, nth) => (path === '/api/members/1' && nth === 1 ? { status: 200, body: '{"id":1,"ema' } : undefined);
		const { status } = await run('get', byId('1'));
		expect(status).toBe('success');
	});

	test('a request that takes longer than Timeout is given up', async () => {
		const club = await open(1);
		club.intercept = ({ path }) => (path === '/api/members/1' ? 'hang' : undefined);
		const { error, durationMs } = await run('get', { ...byId('1'), options: { maxWait: 0, timeout: 1 } });
		expect(error?.message).toContain('did not answer properly');
		expect(durationMs).toBeLessThan(5000);
	});
});

describe('a busy server', () => {
	test.each<[string, { status: number; headers?: Record<string, string> }]>([
		['429 without Retry-After', { status: 429 }],
		['429 with Retry-After', { status: 429, headers: { 'retry-after': '1' } }],
		['503', { status: 503 }],
		['502', { status: 502 }],
	])('%s: waits and goes on', async (_, answer) => {
		const club = await open(1);
		club.intercept = ({ path }, nth) => (path === '/api/members/1' && nth === 1 ? answer : undefined);
		const { status } = await run('get', byId('1'));
		expect(status).toBe('success');
		const [first, second] = club.seen.filter(({ path }) => path === '/api/members/1');
		expect(second.at - first.at).toBeGreaterThan(answer.headers ? 990 : 300);
	});

	test('that asks for more patience than Max Wait: the item fails at once and says when to go on', async () => {
		const club = await open(1);
		club.intercept = ({ path }) => (path === '/api/members/1' ? { status: 429, headers: { 'retry-after': '1800' } } : undefined);
		const { error, durationMs } = await run('get', byId('1'));
		expect(error?.message).toMatch(/refuses more requests for now, longer than the 60 s.*Run again after 20\d\d-\d\d-\d\dT/);
		expect(durationMs).toBeLessThan(2000);
	});

	test('holds the other items back too', async () => {
		const club = await open(20);
		let refused = 0;
		club.intercept = ({ method }) => (method === 'PUT' && refused++ === 0 ? { status: 429 } : undefined);
		await run('rename', RENAME, { items: people(20) });
		const puts = club.seen.filter(({ method }) => method === 'PUT');
		expect(club.members.every(({ name }) => name === 'Renamed')).toBe(true);
		// Only those that were under way with the refused one came within the pause.
		expect(puts.filter(({ at }) => at - puts[0].at < 700).length).toBeLessThanOrEqual(6);
	});
});

describe('what is not the API', () => {
	test.each([
		['a login page with status 200', { status: 200, body: '<!doctype html><html>Sign in</html>', type: 'text/html' }, 'a web page'],
		['an empty body', { status: 200 }, 'nothing'],
		['plain text', { status: 200, body: 'It works!', type: 'text/plain' }, 'plain text'],
	])('%s', async (_, answer, word) => {
		const club = await open(1);
		club.intercept = ({ path }) => (path.startsWith('/api') ? answer : undefined);
		const { error } = await run('get', byId('1'));
		expect(error?.message).toContain(`This is not the Club API: ${club.url} answered with ${word}`);
		expect(club.count('GET')).toBe(1);
	});

	test('no server there', async () => {
		const { error } = await run('get', byId('1'), { credentials: { clubApi: { url: 'http://127.0.0.1:9', password: 'good', key: 'good' } } });
		expect(error?.message).toContain('Club at http://127.0.0.1:9 accepts no connection.');
	});

	test('a URL that is none', async () => {
		const { error } = await run('get', byId('1'), { credentials: { clubApi: { url: 'club.example', password: 'good', key: 'good' } } });
		expect(error?.message).toContain('The URL in the Club credential is not a web address.');
	});
});

describe('redirects', () => {
	test('a write is not redirected: the cure names https', async () => {
		const club = await open(1);
		club.intercept = ({ method, path }) =>
			method === 'PUT' ? { status: 301, headers: { location: `https://club.example${path}` }, body: '' } : undefined;
		const { error } = await run('rename', { email: 'm1@example.com', name: 'X' });
		expect(error?.message).toContain('sends requests elsewhere (to https://club.example)');
		expect(error?.message).toContain('Enter the URL with https://');
		expect(club.members[0].name).toBe('Member 1');
	});

	test('a read follows on the same server', async () => {
		const club = await open(1);
		club.intercept = ({ path }) => (path === '/api/members/1' ? { status: 308, headers: { location: '/api/members/1?moved=1' }, body: '' } : undefined);
		const { status } = await run('get', byId('1'));
		expect(status).toBe('success');
	});

	test('and not to another one: no credential leaves', async () => {
		const club = await open(1);
		const strangers: string[] = [];
		const stranger = createServer((request, response) => {
			strangers.push(String(request.headers.authorization));
			response.end('{}');
		});
		await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
		const location = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`;
		club.intercept = ({ path }) => (path === '/api/members/1' ? { status: 302, headers: { location }, body: '' } : undefined);
		const { error } = await run('get', byId('1'));
		stranger.close();
		expect(error?.message).toContain('sends requests elsewhere');
		expect(strangers).toEqual([]);
	});
});

test('an empty list reaches the server as a body: n8n alone would send none', async () => {
	const club = await open();
	await run('join', { ids: '={{ $json.ids }}' }, { items: [{ ids: '7' }], onError: 'continueRegularOutput' });
	expect(club.seen.filter(({ method }) => method === 'PUT').at(-1)?.body).toEqual({ ids: [] });
});

test('the URL may end in slashes and have a prefix', async () => {
	const club = await open(1, { prefix: '/bi' });
	const { status } = await run('get', byId('1'), { credentials: { clubApi: { url: `${club.url}//`, password: 'good', key: '' } } });
	expect(status).toBe('success');
	expect(club.seen.at(-1)?.path).toBe('/bi/api/members/1');
});

test('requests keep the pace of the product', async () => {
	const club = await open(60);
	await run('rename', RENAME, { node: 'pacedClub', items: people(60), });
	const times = club.seen.map(({ at }) => at);
	const busiest = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
	expect(club.members.every(({ name }) => name === 'Renamed')).toBe(true);
	// 50 a second and 50 ms of catching up are 53; one more, because what is seen is when requests arrive, not when they leave.
	expect(busiest).toBeLessThanOrEqual(54);
});

describe('a cancelled execution', () => {
	test('sends nothing more', async () => {
		const club = await open(60);
		const controller = new AbortController();
		club.delay = 10;
		club.intercept = ({ method }) => {
			if (method === 'PUT' && club.count('PUT') >= 10) controller.abort();
			return undefined;
		};
		await run('rename', RENAME, { items: people(60), signal: controller.signal });
		const puts = club.count('PUT');
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(puts).toBeLessThan(20);
		expect(club.count('PUT')).toBe(puts);
	});

	test('does not go on waiting for a busy server', async () => {
		const club = await open(1);
		club.intercept = ({ path }) => (path === '/api/members/1' ? { status: 429, headers: { 'retry-after': '30' } } : undefined);
		const started = Date.now();
		await run('get', byId('1'), { cancelAfter: 300 });
		expect(Date.now() - started).toBeLessThan(3000);
		expect(club.count('GET', /members.1/)).toBe(1);
	});
});
