import { bare, legacyBad, ok, type Answer } from './answers.mts';
import type { Call, Fields } from './call.mts';
import { addGroup, groupRow, namesake, removeGroup, seenGroups } from './groups.mts';
import { asLegacy, groupBy, textsOf, windowed } from './legacy.mts';
import type { PathValues } from './router.mts';
import { legacyRow } from './user-rows.mts';
import type { Group, User } from './world.mts';

/** GET /api/groups. */
export function listLegacyGroups(call: Call): Answer {
	const { world, query } = call;
	const part = (query.get('search') ?? '').toLowerCase();
	const counts = query.get('usersCount') === 'true' ? world.members() : undefined;
	const groups = asLegacy(() => seenGroups(call)).filter(({ name }) => name.toLowerCase().includes(part));
	return ok(
		windowed(call, groups).map((group) => ({
			...groupRow(world, group),
			...(counts === undefined ? {} : { usersCount: counts.get(group.id)?.length ?? 0 }),
		})),
	);
}

export function getLegacyGroup(call: Call, path: PathValues): Answer {
	return ok(groupRow(call.world, groupBy(call, path.key)));
}

/** POST /api/groups: 200, and each group in a list of its own. */
export function postLegacyGroups(call: Call): Answer {
	const { body, world } = call;
	if (!Array.isArray(body)) throw legacyBad('The body must be an array.');
	for (const { name } of body as readonly Fields[]) {
		if (typeof name !== 'string' || name === '') throw legacyBad('name is missing.');
		if (namesake(call, name) !== undefined) throw legacyBad(`Group ${name} exists.`);
	}
	return ok((body as readonly Fields[]).map((row) => [groupRow(world, addGroup(call, row, true))]));
}

/** PUT /api/groups/{group}: the one way to give a group another name (contract 6). */
export function putLegacyGroup(call: Call, path: PathValues): Answer {
	const { fields, world } = call;
	const group = groupBy(call, path.key);
	const { name, defaultRole } = fields;
	if (typeof name === 'string' && name !== group.name) {
		if (group.builtIn !== undefined) throw legacyBad(`Group ${group.name} cannot be changed.`);
		if (name === '' || namesake(call, name) !== undefined) throw legacyBad(`Group ${name} exists.`);
		group.name = name;
	}
	if (typeof defaultRole === 'string') group.defaultRole = world.roles.find(defaultRole)?.name;
	world.touch(group);
	return ok(groupRow(world, group));
}

/** DELETE /api/groups/{group}; `deleteAdUsers` takes the people of the directory along (contract 6). */
export function deleteLegacyGroup(call: Call, path: PathValues): Answer {
	const { world, query } = call;
	const group = groupBy(call, path.key);
	const members = world.membersOf(group);
	asLegacy(() => removeGroup(call, group));
	if (query.get('deleteAdUsers') === 'true')
		for (const user of members) if (user.directory !== undefined) world.deleteUser(user);
	return bare(200);
}

export function listMembers(call: Call, path: PathValues): Answer {
	const { world } = call;
	return ok(world.membersOf(groupBy(call, path.key)).map((user) => legacyRow(world, user)));
}

/** POST /api/groups/{group}/users: ids of those who are members now. */
export function addMembers(call: Call, path: PathValues): Answer {
	const { world } = call;
	const group = changeable(call, path);
	const users = people(call);
	for (const user of users) {
		if (user.groups.includes(group.id) || user.tenant !== group.tenant) continue;
		user.groups = [...user.groups, group.id];
		world.touch(user);
	}
	return ok(users.map(({ id }) => id));
}

/** DELETE /api/groups/{group}/users: the body is what a proxy may drop, and then nobody leaves. */
export function removeMembers(call: Call, path: PathValues): Answer {
	const { world } = call;
	const group = changeable(call, path);
	if (call.body === undefined) return ok([]);
	const users = people(call);
	for (const user of users) {
		if (!user.groups.includes(group.id)) continue;
		user.groups = user.groups.filter((id) => id !== group.id);
		world.touch(user);
	}
	return ok(users.map(({ id }) => id));
}

/** Members of built-in groups and those of the directory can't be chosen. */
function changeable(call: Call, path: PathValues): Group {
	const group = groupBy(call, path.key);
	if (group.builtIn !== undefined || group.ad) throw legacyBad(`Members of ${group.name} cannot be changed.`);
	return group;
}

/** Who is named; ids of nobody are passed over. */
function people(call: Call): User[] {
	const { world } = call;
	return [...new Set(textsOf(call))].flatMap((id) => {
		const user = world.users.get(id);
		return user !== undefined && call.sees(user.tenant) ? [user] : [];
	});
}
