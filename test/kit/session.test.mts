import { startClub } from './club/server.mts';
import { byId, people, RENAME, useClub } from './club/setup.mts';

const { open, run, store } = useClub();

describe('one sign-in', () => {
	test('for many items at once', async () => {
		const club = await open(30);
		const { status } = await run('rename', RENAME, { items: people(20) });
		expect(status).toBe('success');
		expect(club.logins).toHaveLength(1);
	});

	test('for several executions: the session is kept in the credential', async () => {
		const club = await open(1);
		const credentials = store();
		await run('get', byId('1'), { credentials });
		await run('get', byId('1'), { credentials });
		expect(club.logins).toHaveLength(1);
	});

	test('and one try only with a wrong password, however many items wait', async () => {
		const club = await open(30);
		const { outputs } = await run('get', byId('={{ $json.id }}'), {
			items: Array.from({ length: 12 }, (_, i) => ({ id: i + 1 })),
			onError: 'continueErrorOutput',
			credentials: store({ password: 'wrong' }),
		});
		expect(club.logins).toEqual(['wrong']);
		expect(outputs[1]).toHaveLength(12);
		expect(outputs[1][0].json).toMatchObject({ id: 1, error: 'Club refused the sign-in: the password is wrong.' });
		expect(club.count('GET')).toBe(0);
	});

	test('a sign-in that the server had no time for is tried again', async () => {
		const club = await open(1);
		club.intercept = ({ path }, nth) => (path === '/session' && nth === 1 ? { status: 503 } : undefined);
		const { status } = await run('get', byId('1'));
		expect(status).toBe('success');
		expect(club.logins).toHaveLength(1);
	});
});

describe('a session that ran out', () => {
	// 422 is what a server says whose signing key changed: n8n itself renews on 401 only.
	test.each([401, 422])('in the middle of many items (status %i): one renewal, no item lost', async (expiredStatus) => {
		const club = await open(40);
		club.expiredStatus = expiredStatus;
		club.delay = 3;
		const credentials = store();
		let puts = 0;
		club.intercept = ({ method }) => {
			if (method === 'PUT' && ++puts === 15) club.expireSessions();
			return undefined;
		};
		const { status, outputs } = await run('rename', RENAME, { items: people(40), credentials });
		expect(status).toBe('success');
		expect(outputs[0]).toHaveLength(40);
		expect(club.members.filter(({ name }) => name === 'Renamed')).toHaveLength(40);
		expect(club.logins).toHaveLength(2);
	});

	test('is told as refused when a new one is refused too', async () => {
		const club = await open(1);
		club.intercept = ({ path }) => (path.startsWith('/api/members') ? { status: 401, body: {} } : undefined);
		const { error } = await run('get', byId('1'));
		expect(error?.message).toContain('Club says 401.');
		expect(club.logins).toHaveLength(2);
	});

	test('a renewal the server had no time for is tried again', async () => {
		const club = await open(1);
		const credentials = store();
		await run('get', byId('1'), { credentials });
		club.expireSessions();
		club.intercept = ({ path }, nth) => (path === '/api/ping' && nth === 1 ? { status: 503 } : undefined);
		const { status } = await run('get', byId('1'), { credentials });
		expect(status).toBe('success');
		expect(club.logins).toHaveLength(2);
	});
});

describe('a stored session', () => {
	test('is not used any more when the password was changed', async () => {
		const club = await open(1);
		const credentials = store();
		await run('get', byId('1'), { credentials });
		const { sessionToken } = credentials.get('clubApi') as { sessionToken: string };
		const { error } = await run('get', byId('1'), { credentials: store({ password: 'wrong', sessionToken }) });
		expect(error?.message).toContain('the password is wrong');
		expect(club.logins).toEqual(['good', 'wrong']);
	});

	test('is never sent to another server', async () => {
		const club = await open(1);
		const credentials = store();
		await run('get', byId('1'), { credentials });
		const { sessionToken } = credentials.get('clubApi') as { sessionToken: string };
		const other = await startClub(1);
		other.expireSessions();
		const { status } = await run('get', byId('1'), { credentials: store({ url: other.url, sessionToken }) });
		const sent = other.seen.map(({ headers }) => headers.authorization);
		await other.close();
		expect(status).toBe('success');
		expect(club.logins).toHaveLength(1);
		expect(sent).not.toContain(`Bearer ${sessionToken.split(':')[1]}`);
		expect(sent).toContain('Bearer t2');
	});
});

test('a key is sent as it is, and a refused one is asked once', async () => {
	const club = await open(1);
	await run('get', byId('1'), { credentials: store({ key: 'good' }) });
	expect(club.logins).toHaveLength(0);
	expect(club.seen.map(({ headers }) => headers.authorization)).toEqual(['Key good']);
});
