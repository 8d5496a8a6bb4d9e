import { cookie } from '../frame/cookies.mts';
import { bare, failure, nothing, ok, Refusal, type Answer } from './answers.mts';
import { SESSION_COOKIE, XSRF_COOKIE } from './auth.mts';
import type { Call } from './call.mts';
import { app } from './pages.mts';
import { TOKEN_KINDS, type TokenKind } from './people.mts';
import type { PathValues } from './router.mts';
import { WEB_ACCESS_TOKEN } from './seed.mts';
import { readToken, revoke, writeToken } from './tokens.mts';
import type { User } from './world.mts';

/** POST /api/v1/authentication/login: a form or JSON, by e-mail or user name (contract 2). */
export function login(call: Call): Answer {
	const { world, request } = call;
	const { username, password } = call.fields;
	if (typeof username !== 'string' || typeof password !== 'string')
		throw call.invalid('username and password are mandatory');
	const user = personFor(call, username);
	if (user === undefined) throw wrong();
	if (world.lockouts.blockedUntil(user.id) !== undefined) throw wrong('The account is locked.');
	if (user.password !== password || !user.active) {
		world.lockouts.fail(user.id);
		throw wrong();
	}
	world.lockouts.clear(user.id);
	user.lastLogin = world.stamp();
	const session = world.sessions.open(user.id, request.headers.get('x-device-id') ?? undefined);
	return {
		...ok({
			success: true,
			message: 'Authentication succeeded.',
			access_token: newToken(call, user),
			profile: {},
			userId: user.id,
		}),
		cookies: [`${SESSION_COOKIE}=${session.id}; Path=/; HttpOnly`, `${XSRF_COOKIE}=${session.xsrf}; Path=/`],
	};
}

/** In any letter case, but where two people's names differ in nothing else the case counts. */
function personFor({ world, tenant }: Call, name: string): User | undefined {
	const named = world.users.named(name).filter((user) => user.tenant === tenant.id);
	return named.length > 1 ? world.users.exactly(name) : named[0];
}

const wrong = (words = 'Wrong username or password.'): Refusal => new Refusal(failure(401, 401, words));

function newToken({ world }: Call, user: User): string {
	return writeToken(user, world.clock.now(), world.settings.tokenExpiry);
}

/** GET /api/v1/authentication/tokens/api. */
export function apiToken(call: Call): Answer {
	return ok({ token: newToken(call, call.user) });
}

/** POST /api/v1/authentication/tokens/api/renew: every earlier one of the caller dies. */
export function renewToken(call: Call): Answer {
	revoke(call.user, ['api']);
	return ok({ token: newToken(call, call.user) });
}

/** GET /api/v1/authentication/logout: without a device, the API token goes as well. */
export function logout(call: Call): Answer {
	const { world, user, query } = call;
	const device = query.get('targetDevice');
	world.sessions.closeAll(user.id, device ?? undefined);
	if (device === null) revoke(user, ['api']);
	return bare(200);
}

export function logoutAll({ world, user }: Call): Answer {
	cutOff(world, user);
	return nothing();
}

function cutOff(world: Call['world'], user: User): void {
	revoke(user);
	world.sessions.closeAll(user.id);
}

/** GET /api/v1/authentication/admin/logout: everything these people are signed in with. */
export function adminLogout(call: Call): Answer {
	for (const user of named(call)) cutOff(call.world, user);
	return nothing();
}

/** DELETE /api/v1/authentication/admin/tokens/{kind}: sessions stay. */
export function adminRevoke(call: Call, path: PathValues): Answer {
	const kind = TOKEN_KINDS.find((one): one is TokenKind => one === path.kind);
	if (kind === undefined) throw call.invalid('kind must be api, odbc or sso');
	for (const user of named(call)) revoke(user, [kind]);
	return nothing();
}

function named(call: Call): User[] {
	return call.ids(call.query.get('users') ?? '', 'users').map((id) => call.person(id));
}

/** POST /api/v1/authentication/admin/logout_all_users: the caller too. */
export function adminLogoutAll(call: Call): Answer {
	for (const user of call.world.users.rows) if (call.sees(user.tenant)) cutOff(call.world, user);
	return nothing();
}

/** GET /api/auth/logout: of the browser that asks. */
export function browserLogout({ world, request }: Call): Answer {
	const id = cookie(request, SESSION_COOKIE);
	if (id !== undefined) world.sessions.close(id);
	return bare(200);
}

/** GET /api/auth/isauth: never 401. Whoever was deleted is sent to the app (contract 1). */
export function isAuthenticated(call: Call): Answer {
	const { world, caller, request } = call;
	if (caller === undefined && request.headers.has('authorization')) {
		const claims = readToken(request.headers.get('authorization')?.replace('Bearer ', '') ?? '');
		if (claims !== undefined && world.users.get(claims.user) === undefined) return app();
	}
	const { sso } = world.settings;
	return ok({
		isAuthenticated: caller !== undefined && !call.embedded,
		ssoEnabled: sso,
		...(sso ? { loginUrl: 'https://idp.example.com/login' } : {}),
	});
}

/** POST /api/v1/wat/sessionToken: a session for an embedded page, with the rights to look at dashboards only. */
export function webSession(call: Call): Answer {
	const { world } = call;
	if (call.fields.webAccessToken !== WEB_ACCESS_TOKEN)
		throw new Refusal(failure(401, 401, 'Invalid web access token.'));
	const [owner] = world.users.rows;
	const webSessionToken = `wat-${world.newId()}`;
	world.webSessions.set(webSessionToken, owner.id);
	return ok({ webSessionToken, initialiser: 'sandbox' });
}
