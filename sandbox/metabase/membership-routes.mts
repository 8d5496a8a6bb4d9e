import { forbidden, found, nothing, ok, Refusal, rule, sqlError, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { memberRows } from './groups.mts';
import {
	allUsersRule,
	isEverybody,
	managersArePaid,
	requireAnalysts,
	requireAnotherAdmin,
	requireManageable,
	requireMatch,
} from './membership-rules.mts';
import type { Membership } from './memberships.mts';
import { flag, positive, Reader } from './params.mts';
import type { PathValues } from './router.mts';
import { managerFlag } from './user-rows.mts';
import { ADMINISTRATORS, type User } from './world.mts';

/** GET /permissions/membership: everybody by id as text, deactivated people and keys included (contract 4). */
export function listMemberships(call: Call): Answer {
	const { world, managed } = call;
	if (!call.isSuperuser && managed.size === 0) throw new Refusal(forbidden());
	const map: Record<string, unknown[]> = {};
	for (const row of world.memberships.rows) {
		const user = world.users.get(row.user);
		if (user === undefined || world.isHidden(user)) continue;
		if (!call.isSuperuser && !managed.has(row.group)) continue;
		(map[row.user] ??= []).push({
			membership_id: row.id,
			group_id: row.group,
			user_id: row.user,
			...managerFlag(world, row.manager),
		});
	}
	return ok(map);
}

/** POST /permissions/membership: answers with all active members of the group. */
export function addMembership(call: Call): Answer {
	const { world } = call;
	const reader = new Reader(call);
	const groupId = reader.need('group_id', positive);
	const userId = reader.need('user_id', positive);
	const manager = reader.maybe('is_group_manager', flag) ?? false;
	reader.check();
	call.requireManager(groupId);
	if (isEverybody(groupId)) throw allUsersRule(groupId);
	requireAnalysts(world, groupId);
	const { user, group } = requireMatch(world, world.users.get(userId), groupId);
	if (manager) requireManageable(world, user);
	if (world.isMember(user, group.id))
		throw new Refusal(
			sqlError('Unique index or primary key violation: "UNIQUE_PERMISSIONS_GROUP_MEMBERSHIP_USER_ID_GROUP_ID"'),
		);
	world.join(user, group.id, manager);
	return ok(memberRows(world, group.id));
}

/** PUT /permissions/membership/{id}: whether they manage the group. */
export function updateMembership(call: Call, path: PathValues): Answer {
	const { world } = call;
	if (!world.settings.ee) throw managersArePaid();
	const reader = new Reader(call);
	const manager = reader.need('is_group_manager', flag);
	reader.check();
	const { row, user } = existing(call, path);
	call.requireManager(row.group);
	if (manager || user.isSuperuser) requireManageable(world, user);
	row.manager = manager;
	return ok({ id: row.id, group_id: row.group, user_id: row.user, is_group_manager: row.manager });
}

/** DELETE /permissions/membership/{id}: the id of the membership, not of the user. */
export function removeMembership(call: Call, path: PathValues): Answer {
	const { world } = call;
	const { row, user } = existing(call, path);
	call.requireManager(row.group);
	if (isEverybody(row.group)) throw allUsersRule(row.group);
	if (row.group === ADMINISTRATORS) requireAnotherAdmin(world, user);
	world.leave(user, row.group);
	return nothing();
}

/** PUT /permissions/membership/{id}/clear: the id of the group. */
export function clearGroup(call: Call, path: PathValues): Answer {
	const { world } = call;
	const group = Number(path.id);
	call.requireManager(group);
	found(world.groups.get(group));
	if (isEverybody(group)) throw allUsersRule(group);
	if (group === ADMINISTRATORS) throw rule("You cannot remove the last member of the 'Admin' group!");
	for (const row of world.memberships.in(group)) world.memberships.remove(row);
	return nothing();
}

function existing({ world }: Call, path: PathValues): { row: Membership; user: User } {
	const row = found(world.memberships.get(Number(path.id)));
	return { row, user: found(world.users.get(row.user)) };
}
