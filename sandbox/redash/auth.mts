import { cookie } from '../frame/cookies.mts';
import type { Call, Caller } from './call.mts';
import { queryKeyOwner } from './content/index.mts';
import { rememberedUser } from './links.mts';
import type { PathValues } from './router.mts';

/**
 * Who calls: the remember cookie before any key, the key of the query string before the one of the header
 * (contract 1). Nobody for a bad key and, since version 7, for a disabled person.
 *
 * @param path what the route's path holds: a query's own key opens only routes about that query
 */
export function findCaller(call: Call, path: PathValues): Caller | undefined {
	const { world, org } = call;
	const remembered = rememberedUser(world, org, cookie(call.request, 'remember_token') ?? '');
	if (remembered !== undefined && remembered.disabledAt === null) return { user: remembered };
	const key = keyOf(call);
	if (key === undefined) return undefined;
	const user = world.users.forKey(org.id, key);
	if (user !== undefined) {
		const dead = user.disabledAt !== null && world.behaviour.lifecycle;
		return dead ? undefined : { user };
	}
	const queryKey = path.query_id === undefined ? undefined : queryKeyOwner(world, key);
	return queryKey !== undefined && String(queryKey.queryId) === path.query_id ? { queryKey } : undefined;
}

/** Whether a cookie, not a key, says who calls: only then is a CSRF token asked for. */
export function byCookie(call: Call): boolean {
	return rememberedUser(call.world, call.org, cookie(call.request, 'remember_token') ?? '') !== undefined;
}

function keyOf(call: Call): string | undefined {
	const inQuery = call.query.get('api_key');
	if (inQuery !== null) return inQuery;
	// Only the word "Key " is taken off: "Bearer …" is a key that nobody has.
	return call.header('authorization')?.replace('Key ', '') ?? undefined;
}
