import { likePattern } from '../frame/sql.mts';
import { fatal, notFound, ok, Refusal, type Answer } from './answers.mts';
import { found, rowId, type Call } from './call.mts';
import { paginate, sortRows } from './paging.mts';
import type { PathValues } from './router.mts';
import { listedUserRow, userRow } from './user-rows.mts';
import type { User } from './world.mts';

const YES = ['true', 'yes', 'on', '1'];
const NO = ['false', 'no', 'off', '0', 'none'];

/** GET /users (contract 5). */
export function listUsers(call: Call): Answer {
	const { world, query } = call;
	const search = query.get('q') ?? '';
	const disabled = wantsDisabled(call);
	const pending = world.behaviour.inviteFields ? flag(query.get('pending')) : undefined;
	const rows = world.users.rows.filter(
		(user) =>
			user.org === call.org.id &&
			(user.disabledAt !== null) === disabled &&
			(pending === undefined || user.pending === pending) &&
			(search === '' || matches(user, search)),
	);
	call.note({ action: search === '' ? 'list' : 'search', type: 'user', id: null });
	if (!world.behaviour.pagedUsers) return ok(rows.map((user) => userRow(world, user)));
	// The default order is for lists without `q`; in 6 and 7 the condition was the wrong way round (contract 12).
	const unordered = (search !== '') !== world.behaviour.invertedOrder;
	return paginate(query, sorted(query, rows, unordered), (user) => listedUserRow(world, user));
}

function sorted(query: URLSearchParams, rows: readonly User[], unordered: boolean): User[] {
	const keys = {
		name: (user: User) => user.name,
		created_at: (user: User) => user.createdAt,
		active_at: (user: User) => user.activeAt,
		groups: (user: User) => user.groups.map((id) => String(id).padStart(10, '0')).join(),
	};
	return sortRows(rows, keys, query, '-created_at', unordered);
}

function wantsDisabled({ world, query }: Call): boolean {
	const { disable, disabledByPresence } = world.behaviour;
	if (!disable) return false;
	if (disabledByPresence) return query.has('disabled');
	return flag(query.get('disabled')) ?? false;
}

/** The words the server takes for yes and no; 500 for others, the empty one too. */
function flag(text: string | null): boolean | undefined {
	if (text === null) return undefined;
	const word = text.trim().toLowerCase();
	if (YES.includes(word)) return true;
	if (NO.includes(word)) return false;
	throw new Refusal(fatal());
}

/** `%` and `_` in what is searched for are wildcards. */
function matches(user: User, search: string): boolean {
	const pattern = likePattern(search);
	return pattern.test(user.name) || pattern.test(user.email);
}

/** GET /users/{id}: self or `list_users`; the key only for self and admins. */
export function getUser(call: Call, path: PathValues): Answer {
	const id = rowId(path.id);
	const self = call.queryKey === undefined && call.user.id === id;
	if (!self) call.require('list_users');
	const user = found(call.world.userIn(call.org.id, id), notFound);
	call.note({ action: 'view', type: 'user', id });
	return ok(userRow(call.world, user, self || call.isAdmin));
}
