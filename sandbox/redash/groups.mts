import { badRequest, fatal, forbidden, ok, Refusal, type Answer } from './answers.mts';
import { found, rowId, type Call } from './call.mts';
import type { PathValues } from './router.mts';
import { userRow } from './user-rows.mts';
import type { Group } from './world.mts';

const LONGEST_NAME = 100;

/** @param sent the name just sent, echoed as it came; the next read shows what was stored */
function groupRow({ id, name, permissions, type, createdAt }: Group, sent?: unknown): Record<string, unknown> {
	return { id, name: sent ?? name, permissions, type, created_at: createdAt };
}

/** GET /groups: all of the organisation for an admin, their own for others (contract 6). */
export function listGroups(call: Call): Answer {
	const { world, org } = call;
	const rows = world.groups.rows.filter(
		(group) => group.org === org.id && (call.isAdmin || call.groups.includes(group.id)),
	);
	call.note({ action: 'list', type: 'group', id: null });
	return ok(rows.map((group) => groupRow(group)));
}

/** POST /groups: names need not be unique; `permissions` and `type` are passed over. */
export function createGroup(call: Call): Answer {
	const name = nameIn(call);
	// The id is used up by a name that the database refuses.
	const group = call.world.addGroup(call.org.id, String(name));
	if (name === null || group.name.length > LONGEST_NAME) {
		call.world.groups.remove(group);
		throw new Refusal(fatal());
	}
	call.note({ action: 'create', type: 'group', id: group.id });
	return ok(groupRow(group, name));
}

/** GET /groups/{id}: admin or member. The check comes first, so others get 403 for a missing one too. */
export function getGroup(call: Call, path: PathValues): Answer {
	const id = rowId(path.id);
	requireMember(call, id);
	const group = existing(call, path);
	call.note({ action: 'view', type: 'group', id });
	return ok(groupRow(group));
}

export function renameGroup(call: Call, path: PathValues): Answer {
	const group = existing(call, path);
	if (group.type === 'builtin') throw new Refusal(badRequest("Can't modify built-in groups."));
	const name = nameIn(call);
	if (name === null || String(name).length > LONGEST_NAME) throw new Refusal(fatal());
	group.name = String(name);
	call.note({ action: 'edit', type: 'group', id: group.id });
	return ok(groupRow(group, name));
}

/** Takes one entry from each member; a double one stays behind as a dangling id. */
export function deleteGroup(call: Call, path: PathValues): Answer {
	const { world } = call;
	const group = existing(call, path);
	if (group.type === 'builtin') throw new Refusal(badRequest("Can't delete built-in groups."));
	for (const user of world.users.rows) if (takeOne(user.groups, group.id)) user.updatedAt = world.stamp();
	for (const source of world.dataSources.rows)
		source.attachments = source.attachments.filter((attachment) => attachment.group !== group.id);
	world.groups.remove(group);
	return ok(null);
}

/**
 * GET /groups/{id}/members: any group, known or not, of any organisation. No order is asked for, so the database tells
 * the rows as they lie, and what is written goes to the end (R `non-admin:members-own`).
 */
export function listMembers(call: Call, path: PathValues): Answer {
	const id = rowId(path.id);
	requireMember(call, id);
	const { world } = call;
	const members = world.users.rows.filter((user) => user.groups.includes(id));
	members.sort((left, right) => (left.updatedAt < right.updatedAt ? -1 : 1));
	return ok(members.map((user) => userRow(world, user)));
}

/** POST /groups/{id}/members: appends, also what is there already. */
export function addMember(call: Call, path: PathValues): Answer {
	const { world, org } = call;
	const body = call.object(call.declaredJson());
	if (typeof body.user_id !== 'number' && typeof body.user_id !== 'string') throw new Refusal(fatal());
	const user = found(world.userIn(org.id, rowId(String(body.user_id))), fatal);
	const group = existing(call, path);
	user.groups = [...user.groups, group.id];
	user.updatedAt = world.stamp();
	call.note({ action: 'add_member', type: 'group', id: group.id });
	return ok(userRow(world, user));
}

/** DELETE /groups/{id}/members/{user}: one entry. The group itself need not be there any more. */
export function removeMember(call: Call, path: PathValues): Answer {
	const { world, org } = call;
	const group = rowId(path.id);
	const user = found(world.userIn(org.id, rowId(path.user)), fatal);
	if (!takeOne(user.groups, group)) throw new Refusal(fatal());
	user.updatedAt = world.stamp();
	call.note({ action: 'remove_member', type: 'group', id: group });
	return ok(null);
}

function existing(call: Call, path: PathValues): Group {
	return found(call.world.groupIn(call.org.id, rowId(path.id)), fatal);
}

function requireMember(call: Call, group: number): void {
	if (!call.isAdmin && !call.groups.includes(group)) throw new Refusal(forbidden());
}

/** Numbers are taken too. Null is for the database to refuse. */
function nameIn(call: Call): string | number | null {
	const { name } = call.object(call.declaredJson());
	if (name !== null && typeof name !== 'string' && typeof name !== 'number') throw new Refusal(fatal());
	return name;
}

function takeOne(ids: number[], id: number): boolean {
	const at = ids.indexOf(id);
	if (at >= 0) ids.splice(at, 1);
	return at >= 0;
}
