import { explain, fieldTexts, formOf, isExpired } from '../../../products/superset/errors';
import { signIn } from '../../../products/superset/session';
import { recordingsOf, requestOf, type Recorded } from '../recordings.mts';

const all = recordingsOf('superset');
const refused = all.filter(({ answer }) => answer.status >= 400);
const isLogin = ({ request }: Recorded) => request.path.endsWith('/login');
const named = (name: string): Recorded => all.find((one) => one.name === name)!;
const problemOf = ({ answer, request }: Recorded) => explain(answer, requestOf(request));

/** Passwords and tokens in what was sent: servers echo. */
const secretsOf = ({ request }: Recorded): string[] => {
	const { password } = (request.body ?? {}) as { password?: unknown };
	return typeof password === 'string' && password.length > 4 ? [password] : [];
};

test('there are recorded refusals of every version', () => {
	const versions = new Set(refused.map(({ name }) => name.split('/')[0]));
	expect([...versions].sort()).toEqual(['4.1.4', '4.1.4-fab4.5.3', '5.0.0', '6.1.0', '6.1.0-postgres']);
	expect(refused.length).toBeGreaterThan(200);
});

test('every recorded refusal is said in words, with what to do, and without a secret', () => {
	for (const one of refused) {
		const { what, todo, detail = '', httpCode } = problemOf(one);
		const text = `${what} ${todo} ${detail}`;
		const told = {
			name: one.name,
			what: /^[A-Z"].{10,}[.)]$/s.test(what),
			todo: /^[A-Z].{8,}\.$/s.test(todo),
			clean: !/\[object|undefined|NaN/.test(text),
			oneLine: !/[\n\r\t]| {3}/.test(text),
			short: what.length < 600,
			secret: secretsOf(one).some((secret) => text.includes(secret)),
			httpCode,
		};
		expect(told).toEqual({ name: one.name, what: true, todo: true, clean: true, oneLine: true, short: true, secret: false, httpCode: String(one.answer.status) });
	}
});

test('every recorded body has one of the known forms', () => {
	const other = refused.filter(({ answer }) => formOf(answer) === 'OTHER');
	expect(other.map(({ name, answer }) => `${name} ${JSON.stringify(answer.body)}`)).toEqual([]);
});

test("the server's own words are kept, each field by its name", () => {
	for (const one of refused.filter(({ answer }) => formOf(answer) === 'FIELDS')) {
		const { message } = one.answer.body as { message: Record<string, unknown> };
		const texts = fieldTexts(one.answer);
		for (const field of Object.keys(message)) if (!/^(\d+|_schema)$/.test(field)) expect(texts).toContain(field);
		expect(problemOf(one).message).toContain(texts);
	}
	expect(fieldTexts(named('6.1.0/users:create-roles-objects').answer)).toBe('roles: Not a valid integer.');
});

describe('what an answer means', () => {
	const cases: Array<[string, RegExp, Partial<ReturnType<typeof problemOf>>]> = [
		['6.1.0/auth:list-token-of-deleted-user', /own Superset account was deactivated or deleted/, {}],
		['4.1.4/auth:list-token-of-deleted-user', /own Superset account was deactivated or deleted/, {}],
		['4.1.4-fab4.5.3/pyjwt-subject:list', /Subject must be a string.*PyJWT below 2\.10/, {}],
		['6.1.0/flag-off:users', /does not offer "security\/users".*FAB_ADD_SECURITY_API = True.*superset init/, { kind: 'notOffered' }],
		['6.1.0/flag-off:users-any', /does not offer "security\/users"/, { kind: 'notOffered' }],
		['6.1.0/before-init:users', /lacks the permission "can_get on User".*superset init/, { kind: 'forbidden' }],
		['6.1.0/limited-user:service-delete', /lacks the permission "can_delete on User"/, { kind: 'forbidden' }],
		['6.1.0/limited-user:service-role-users', /lacks the permission "can_update_role_users on Role"/, { kind: 'forbidden' }],
		['4.1.4-fab4.5.3/groups:create', /does not offer "security\/groups"/, { kind: 'notOffered' }],
		['6.1.0/users:get-missing', /no such record/, { kind: 'notFound' }],
	];

	test.each(cases)('%s', (name, says, more) => {
		const one = named(name);
		expect(one && name).toBe(name);
		expect(problemOf(one).message).toMatch(says);
		expect(problemOf(one)).toMatchObject(more);
	});

	test('a 404 means "no such record" or "no such route" by its form, in every version', () => {
		for (const one of refused.filter(({ answer }) => answer.status === 404)) {
			const form = formOf(one.answer);
			expect({ name: one.name, kind: problemOf(one).kind }).toEqual({ name: one.name, kind: form === 'MESSAGE' ? 'notFound' : 'notOffered' });
		}
	});

	test('only a session that can be renewed counts as run out', () => {
		const renewable = /Token has expired|Missing Authorization Header|Missing 'Bearer'|Not enough segments|Signature verification failed|Only non-refresh|Only refresh|Bad Authorization/;
		for (const one of refused) {
			const msg = String((one.answer.body as { msg?: unknown } | undefined)?.msg ?? '');
			const expected = [401, 422].includes(one.answer.status) && renewable.test(msg) && !/Missing 'Bearer'/.test(msg);
			expect({ name: one.name, msg, expired: isExpired(one.answer) }).toEqual({ name: one.name, msg, expired: expected });
		}
	});
});

describe('a sign-in', () => {
	const credentials = { url: 'https://s.example', username: 'ann', password: 'Very-secret-1', provider: 'db', authentication: 'login' };

	const attempt = async ({ answer }: Recorded): Promise<string> => {
		const httpRequest = async () => ({ statusCode: answer.status, body: answer.body, headers: answer.headers });
		return await signIn.call({ helpers: { httpRequest } }, credentials).then(
			() => 'signed in',
			(error: Error) => error.message,
		);
	};

	test('refused in any recorded way ends in one sentence about its cause', async () => {
		const logins = refused.filter(isLogin);
		expect(logins.length).toBeGreaterThan(10);
		for (const one of logins) {
			const text = await attempt(one);
			expect({ name: one.name, text }).toEqual({ name: one.name, text: expect.stringMatching(/^Superset refused the sign-in: .{20,}\.$/s) });
			expect(text).not.toMatch(/\[object|undefined|Very-secret/);
		}
	});

	test.each([
		['6.1.0/auth:login-wrong-password', /username, password or provider is wrong/],
		['6.1.0/auth:login-provider-ldap', /does not accept the provider "db".*AUTH_API_LOGIN_ALLOW_MULTIPLE_PROVIDERS/],
		['6.1.0/users:login-with-case-twin', /second username differs from it only in upper and lower case/],
	])('%s', async (name, says) => {
		expect(await attempt(named(name))).toMatch(says);
	});
});
