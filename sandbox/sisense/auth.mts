import { cookie } from '../frame/cookies.mts';
import { failure, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { isGood, readToken } from './tokens.mts';
import type { User } from './world.mts';

export const SESSION_COOKIE = 'sisense.sid';
export const XSRF_COOKIE = 'XSRF-TOKEN';
const XSRF_HEADER = 'x-xsrf-token';

/**
 * Signs the caller in by token, else by the session of a web access token, else by cookie (contract 2). Nobody where
 * none is good. Answers where a cookie comes without what proves that the browser's page sent the request.
 */
export function identify(call: Call): Answer | undefined {
	const authorization = call.request.headers.get('authorization');
	if (authorization?.startsWith('Bearer ')) {
		actAs(call, tokenOwner(call, authorization.slice('Bearer '.length).trim()));
		return undefined;
	}
	const initialiser = call.request.headers.get('initialiser');
	if (authorization !== null && initialiser !== null) {
		call.embedded = true;
		actAs(call, call.world.users.get(call.world.webSessions.get(authorization) ?? ''));
		return undefined;
	}
	return identifyByCookie(call);
}

function identifyByCookie(call: Call): Answer | undefined {
	const id = cookie(call.request, SESSION_COOKIE);
	const session = id === undefined ? undefined : call.world.sessions.get(id);
	if (session === undefined) return undefined;
	if (call.request.headers.get(XSRF_HEADER) !== session.xsrf) return failure(403, 403, 'Invalid XSRF token.');
	call.session = id;
	actAs(call, call.world.users.get(session.user));
	return undefined;
}

function tokenOwner({ world }: Call, token: string): User | undefined {
	const claims = readToken(token);
	const user = claims === undefined ? undefined : world.users.get(claims.user);
	if (claims === undefined || user === undefined) return undefined;
	return isGood(claims, user, world.clock.now(), world.settings.tokenExpiry) ? user : undefined;
}

/** A tenant's path is open to its own people, and to managers of the system tenant. */
function actAs(call: Call, user: User | undefined): void {
	if (user === undefined) return;
	const { world, tenant } = call;
	const own = user.tenant === tenant.id;
	const crosses = user.tenant === world.system.id && world.roles.manages(user.roleId);
	if (own || crosses) call.actAs(user);
}

/** Whether a request carries anything that could run out. */
export function carriesSession(request: Request): boolean {
	return request.headers.has('authorization') || cookie(request, SESSION_COOKIE) !== undefined;
}
