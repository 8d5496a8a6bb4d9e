/** The few facts everything else rests on, with nothing of the package in between. */
import { realSuperset, resetSuperset } from './superset.mts';

const { url, username, password, version } = realSuperset();
const destroysPasswords = version === '4.1.4-fab4.5.3';

async function send(method: string, path: string, body?: object, token?: string) {
	const headers: Record<string, string> = { accept: 'application/json', 'content-type': 'application/json' };
	if (token) headers.authorization = `Bearer ${token}`;
	const answer = await fetch(`${url}/api/v1/security${path}`, {
		method,
		headers,
		body: body && JSON.stringify(body),
	});
	return { status: answer.status, body: (await answer.json()) as Record<string, any> };
}

const logIn = async (name: string, secret: string) =>
	await send('POST', '/login', { username: name, password: secret, provider: 'db' });

async function adminToken(): Promise<string> {
	const { body } = await logIn(username, password);
	return body.access_token as string;
}

beforeEach(resetSuperset);

test('the admin signs in and is the only account', async () => {
	const { status, body } = await send('GET', '/users/', undefined, await adminToken());
	expect(status).toBe(200);
	expect(body.result.map((user: { username: string }) => user.username)).toEqual([username]);
	expect('groups' in body.result[0]).toBe(!destroysPasswords);
});

test('a created user signs in; a reset removes it while the server runs', async () => {
	const token = await adminToken();
	await createUser(token);
	expect((await logIn('jdoe', 'first-Passw0rd')).status).toBe(200);
	resetSuperset();
	expect((await logIn('jdoe', 'first-Passw0rd')).status).toBe(401);
	expect((await send('GET', '/users/', undefined, token)).body.count).toBe(1);
});

test('changing a name leaves the password alone, except on the old library, which destroys it', async () => {
	const token = await adminToken();
	const id = await createUser(token);
	expect((await send('PUT', `/users/${id}`, { first_name: 'Janet' }, token)).status).toBe(200);
	expect((await logIn('jdoe', 'first-Passw0rd')).status).toBe(destroysPasswords ? 401 : 200);
});

async function createUser(token: string): Promise<number> {
	const roles = await send('GET', '/roles/', undefined, token);
	const gamma = roles.body.result.find((role: { name: string }) => role.name === 'Gamma') as { id: number };
	const jane = {
		first_name: 'Jane',
		last_name: 'Doe',
		username: 'jdoe',
		email: 'jdoe@example.com',
		password: 'first-Passw0rd',
		active: true,
		roles: [gamma.id],
	};
	const { status, body } = await send('POST', '/users/', jane, token);
	expect(status).toBe(201);
	return body.id as number;
}
