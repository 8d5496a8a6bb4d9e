import { cookie } from '../frame/cookies.mts';
import type { Call } from './call.mts';
import { keyOwner } from './keys.mts';
import type { User } from './world.mts';

export const SESSION_COOKIE = 'metabase.SESSION';
/** In the order they are looked at: a cookie hides the header (contract 1). */
const COOKIES = ['metabase.EMBEDDED_SESSION', SESSION_COOKIE];

/** The session a request carries, known or not. */
export function sessionOf(request: Request): string | undefined {
	for (const name of COOKIES) {
		const value = cookie(request, name);
		if (value !== undefined && value !== '') return value;
	}
	return request.headers.get('x-metabase-session') ?? undefined;
}

/** Signs the caller in by session, else by API key. Nobody where neither is good, or the person is deactivated. */
export function identify(call: Call): void {
	const { world } = call;
	const session = sessionOf(call.request);
	const owner = session === undefined ? undefined : world.sessions.owner(session);
	const person = owner === undefined ? undefined : world.users.get(owner);
	if (isIn(call, person)) {
		call.session = session;
		call.actAs(person);
		return;
	}
	const key = call.request.headers.get('x-api-key');
	const account = key === null ? undefined : keyOwner(world, key);
	if (isIn(call, account)) call.actAs(account);
}

function isIn({ world }: Call, user: User | undefined): user is User {
	return user !== undefined && world.isActive(user);
}
