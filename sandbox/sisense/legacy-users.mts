import { bare, legacyBad, legacyForbidden, ok, type Answer } from './answers.mts';
import type { Call, Fields } from './call.mts';
import { asLegacy, personBy, textsOf, windowed } from './legacy.mts';
import type { PathValues } from './router.mts';
import { readUser, requireFilled } from './user-fields.mts';
import { createAll, deleteAll } from './user-routes.mts';
import { legacyRow } from './user-rows.mts';
import { deleteUser, setPassword, updateUser } from './user-writes.mts';
import { sight } from './users.mts';
import type { User } from './world.mts';

/** GET /api/users/loggedin: who am I. */
export function loggedIn({ world, user }: Call): Answer {
	return ok(legacyRow(world, user));
}

/** GET /api/users. */
export function listLegacyUsers(call: Call): Answer {
	const { world, query } = call;
	const sees = asLegacy(() => sight(call));
	const groups = (query.get('groups') ?? '').split(',').filter((one) => one !== '');
	const onlyDirectory = query.get('onlyAD') === 'true';
	const search = searcher(query.get('search') ?? '');
	const rows = [...world.users.rows].filter(
		(user) =>
			sees(user) &&
			search(user) &&
			(!onlyDirectory || user.directory !== undefined) &&
			(groups.length === 0 || world.groupIds(user).some((id) => groups.includes(id))),
	);
	const withNames = query.get('groupsNames') === 'true';
	return ok(
		windowed(call, ordered(call, rows)).map((user) => ({
			...legacyRow(world, user),
			...(withNames ? { groupsName: groupNames(call, user) } : {}),
		})),
	);
}

/** Part of the names or the e-mail, in any letter case. */
function searcher(text: string): (user: User) => boolean {
	const part = text.toLowerCase();
	return ({ email, userName, firstName = '', lastName = '' }) =>
		[email, userName, firstName, lastName].some((name) => name.toLowerCase().includes(part));
}

function ordered({ world, query }: Call, rows: readonly User[]): readonly User[] {
	const field = query.get('orderby');
	if (field === null) return rows;
	const sign = query.get('desc') === 'true' ? -1 : 1;
	return rows
		.map((user) => ({ user, value: String(legacyRow(world, user)[field] ?? '') }))
		.sort((left, right) => sign * left.value.localeCompare(right.value))
		.map(({ user }) => user);
}

export function groupNames({ world }: Call, user: User): Fields[] {
	return world
		.groupIds(user)
		.flatMap((id) => world.group(id) ?? [])
		.map(({ id, name }) => ({ id, name }));
}

/** GET /api/users/count. */
export function countUsers(call: Call): Answer {
	const sees = asLegacy(() => sight(call));
	const search = searcher(call.query.get('search') ?? '');
	return ok({
		collection: 'users',
		count: [...call.world.users.rows].filter((user) => sees(user) && search(user)).length,
	});
}

export function getLegacyUser(call: Call, path: PathValues): Answer {
	const user = personBy(call, path.key);
	if (!call.manages && user !== call.user) throw legacyForbidden();
	return ok(legacyRow(call.world, user));
}

/** POST /api/users: 200, and each person in a list of their own (contract 4). */
export function postLegacyUsers(call: Call): Answer {
	const { body, world } = call;
	if (!Array.isArray(body)) throw legacyBad('The body must be an array.');
	const users = asLegacy(() => {
		const rows = body.map((row) => readUser(call, row));
		for (const row of rows) requireFilled(call, row, ['email']);
		return createAll(call, rows, call.query.get('notify') !== 'false');
	});
	return ok(users.map((user) => [legacyRow(world, user)]));
}

export function putLegacyUser(call: Call, path: PathValues): Answer {
	const user = personBy(call, path.key);
	asLegacy(() => {
		const fields = readUser(call, call.fields);
		requireFilled(call, fields, []);
		updateUser(call, user, fields);
	});
	return ok(legacyRow(call.world, user));
}

/** PATCH /api/users/{id}: the password and nothing else. */
export function patchPassword(call: Call, path: PathValues): Answer {
	const user = personBy(call, path.key);
	const { password } = call.fields;
	if (typeof password !== 'string' || password === '') throw legacyBad('password is missing.');
	setPassword(user, password);
	call.world.touch(user);
	return call.world.settings.emptyBodies ? bare(200) : ok(legacyRow(call.world, user));
}

export function deleteLegacyUser(call: Call, path: PathValues): Answer {
	const user = personBy(call, path.key);
	asLegacy(() => deleteUser(call.world, user));
	return bare(200);
}

/** POST /api/users/delete. */
export function deleteLegacyUsers(call: Call): Answer {
	const ids = textsOf(call);
	asLegacy(() => deleteAll(call, ids));
	return bare(200);
}

/** POST /api/users/simulate: what would become of these e-mails; writes nothing. */
export function simulate(call: Call): Answer {
	const { world } = call;
	const free = (seat: 'admin' | 'designer' | 'viewer'): number | null =>
		Number.isFinite(world.seats[seat]) ? world.seats[seat] - world.seatsInUse(seat) : null;
	return ok({
		license: { admins: free('admin'), consumers: free('viewer'), contributors: free('designer') },
		users: textsOf(call).map((email) => {
			const user = world.users.exactly(email);
			return { email, isExist: user !== undefined, roleId: user?.roleId ?? null };
		}),
	});
}
