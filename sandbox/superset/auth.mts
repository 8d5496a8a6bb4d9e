import { fatal, json, message, notAuthorized, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { sessionUser, tokenUser } from './guard.mts';
import { passwordFits } from './passwords.mts';
import type { User } from './people.mts';
import { loadOr } from './roles.mts';
import { encodeCsrf, newCsrfSecret, signToken, type Session } from './signing.mts';
import type { Fields } from './validate.mts';
import type { World } from './world.mts';

const LOGIN: Fields = {
	username: { type: 'string', required: true, min: 1 },
	password: { type: 'string', required: true, min: 1 },
	provider: { type: 'string', check: providerProblems },
	refresh: { type: 'boolean' },
};

/** The sandbox signs in by its own database, as AUTH_TYPE = AUTH_DB. */
function providerProblems(provider: string): string[] {
	const unknown = ['db', 'ldap'].includes(provider) ? [] : ['Must be one of: db, ldap.'];
	return [...unknown, ...(provider === 'db' ? [] : ['Alternative authentication provider is not allowed'])];
}

/** `POST /login` (contract 3.1). */
export function login(call: Call): Answer {
	const { world } = call;
	const raw = call.json(message(400, 'Request payload is not JSON'));
	const body = loadOr(400, LOGIN, raw) as {
		username: string;
		password: string;
		provider?: string;
		refresh?: boolean;
	};
	// The schema does not require it, the code after it does.
	if (body.provider === undefined) return fatal();
	const user = signIn(world, body.username, body.password);
	if (user === undefined) return notAuthorized();
	const now = world.clock.now();
	return json(200, {
		access_token: signToken('access', subject(world, user), true, now),
		...(body.refresh ? { refresh_token: signToken('refresh', subject(world, user), false, now) } : {}),
	});
}

/** Who name and password belong to; moves the counters of the account. */
export function signIn(world: World, name: string, password: string): User | undefined {
	const user = world.users.forLogin(name);
	if (user?.active !== true) return undefined;
	const fits = passwordFits(password, user.password);
	noteSignIn(world, user, fits);
	return fits ? user : undefined;
}

/** Counters of an account after an attempt to sign in. */
export function noteSignIn(world: World, user: User, success: boolean): void {
	user.loginCount = (user.loginCount ?? 0) + (success ? 1 : 0);
	user.failLoginCount = success ? 0 : (user.failLoginCount ?? 0) + 1;
	if (success) user.lastLogin = world.stamp();
}

/** `POST /refresh`: the refresh token stays as it is. */
export function refresh(call: Call): Answer {
	const user = tokenUser(call, 'refresh');
	return json(200, { access_token: signToken('access', subject(call.world, user), false, call.world.clock.now()) });
}

function subject(world: World, user: User): string | number {
	return world.behaviour.subject === 'int' ? user.id : String(user.id);
}

/** `GET /csrf_token/`: token and cookie belong together (contract 3.4). */
export function csrfToken(call: Call): CsrfAnswer {
	const secret = call.session.csrf_token ?? newCsrfSecret();
	const session: Session = { ...call.session, csrf_token: secret, locale: 'en' };
	return { ...json(200, { result: encodeCsrf(secret, call.world.clock.now()) }, true), session };
}

/** An answer that decides what the session cookie holds. */
export interface CsrfAnswer extends Answer {
	readonly session: Session;
}

/** `GET /api/v1/me/` of 6.1; earlier ones know nobody without a session of the browser (contract 3.5). */
export function me(call: Call): Answer {
	const { user } = call;
	return json(200, {
		result: {
			email: user.email,
			first_name: user.firstName,
			id: user.id,
			is_active: user.active === true,
			is_anonymous: false,
			last_name: user.lastName,
			login_count: user.loginCount,
			username: user.username,
		},
	});
}

/** `GET /api/v1/me/roles/` of 6.1 (R `auth:me-roles-bearer`: camel case here). */
export function meRoles(call: Call): Answer {
	const { user, world } = call;
	const pairs = (ids: readonly number[]): [string, string][] =>
		ids.flatMap((id) => world.pairs.get(id) ?? []).map((pair) => [pair.permission.name, pair.view.name]);
	return json(200, {
		result: {
			createdOn: user.createdOn,
			email: user.email,
			firstName: user.firstName,
			isActive: user.active === true,
			isAnonymous: false,
			lastName: user.lastName,
			loginCount: user.loginCount,
			permissions: {},
			roles: Object.fromEntries(world.rolesOf(user).map((role) => [role.name, pairs(role.permissions)])),
			userId: user.id,
			username: user.username,
		},
	});
}

/** The `/me/` routes before 6.1: a Bearer is not looked at, only a session of the browser counts. */
export function meOfBrowser(handler: (call: Call) => Answer): (call: Call) => Answer {
	return (call) => {
		const user = sessionUser(call);
		if (user === undefined) return notAuthorized();
		call.actAs(user);
		return handler(call);
	};
}
