import { badField, exception, forbidden, found, nothing, ok, Refusal, rule, text, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { moveKey } from './keys.mts';
import { filled, flag, Reader } from './params.mts';
import { slice, windowOf } from './paging.mts';
import type { PathValues } from './router.mts';
import { managerFlag, personRow } from './user-rows.mts';
import { ALL_USERS, type Group, type User, type World } from './world.mts';

const LONGEST_NAME = 255;

function groupRow(world: World, group: Group): Record<string, unknown> {
	const { groupTypes, tenants } = world.behaviour;
	return {
		id: group.id,
		name: nameOf(world, group),
		...(groupTypes
			? { entity_id: group.magic === null ? group.entityId : null, magic_group_type: group.magic }
			: {}),
		...(tenants ? { is_tenant_group: group.tenant } : {}),
	};
}

/** With tenants on, All Users is no longer all. */
export function nameOf(world: World, group: Group): string {
	return group.magic === 'all-internal-users' && world.settings.tenants ? 'All internal users' : group.name;
}

/** Active members, accounts of API keys included. */
export function activeMembers(world: World, group: number): User[] {
	return world.memberships
		.in(group)
		.flatMap((row) => world.users.get(row.user) ?? [])
		.filter((user) => world.isActive(user));
}

/** GET /permissions/group: a bare array by name, without a total (contract 4). */
export function listGroups(call: Call): Answer {
	const { world, managed, query } = call;
	if (!call.isSuperuser && managed.size === 0) throw new Refusal(forbidden());
	const tenancy = world.behaviour.tenants ? query.get('tenancy') : null;
	if (tenancy !== null && tenancy !== 'internal' && tenancy !== 'external')
		throw badField('tenancy', 'nullable enum of internal, external');
	const rows = world.groups.rows
		.filter((group) => isShown(world, group) && (call.isSuperuser || managed.has(group.id)))
		.filter((group) => tenancy === null || group.tenant === (tenancy === 'external'))
		.sort((left, right) => (nameOf(world, left).toLowerCase() < nameOf(world, right).toLowerCase() ? -1 : 1));
	return ok(
		slice(rows, windowOf(query)).map((group) => ({
			...groupRow(world, group),
			member_count: activeMembers(world, group.id).length,
		})),
	);
}

/** Tenant groups while tenants are off, and Data Analysts where it can't be used, are kept from sight. */
function isShown(world: World, group: Group): boolean {
	const { tenants, ee, eeBuild } = world.settings;
	if (group.tenant) return tenants;
	if (group.magic !== 'data-analyst' || ee) return true;
	return eeBuild && world.memberships.in(group.id).length > 0;
}

/** GET /permissions/group/{id}. */
export function getGroup(call: Call, path: PathValues): Answer {
	const { world } = call;
	call.requireManager(Number(path.id));
	const group = found(world.groups.get(Number(path.id)));
	return ok({ ...groupRow(world, group), members: memberRows(world, group.id) });
}

export function memberRows(world: World, group: number): Record<string, unknown>[] {
	return activeMembers(world, group).map((user) => {
		const row = world.memberships.find(user.id, group);
		const { common_name: _, ...person } = personRow(user);
		return {
			user_id: user.id,
			...person,
			is_superuser: user.isSuperuser,
			group_id: group,
			membership_id: row?.id,
			...managerFlag(world, row?.manager ?? false),
		};
	});
}

/** POST /permissions/group. */
export function createGroup(call: Call): Answer {
	const { world } = call;
	const reader = new Reader(call);
	const name = reader.need('name', filled);
	const tenant = world.behaviour.tenants && (reader.maybe('is_tenant_group', flag) ?? false);
	reader.check();
	if (tenant && !world.settings.tenants) throw new Refusal(text(402, 'Tenants are not enabled for this instance.'));
	requireName(world, name);
	return ok(groupRow(world, world.addGroup(name, { tenant })));
}

/** Taken counts in any letter case, a group's own name included: a change of case alone fails. */
function requireName(world: World, name: string): void {
	if (world.groups.rows.some((group) => group.name.toLowerCase() === name.toLowerCase()))
		throw rule('A group with that name already exists.');
	if (name.length > LONGEST_NAME)
		throw new Refusal(exception(500, 'Value too long for column "NAME CHARACTER VARYING(255)"'));
}

/** PUT /permissions/group/{id}. */
export function renameGroup(call: Call, path: PathValues): Answer {
	const { world } = call;
	call.requireManager(Number(path.id));
	const group = found(world.groups.get(Number(path.id)));
	const reader = new Reader(call);
	const name = reader.need('name', filled);
	reader.check();
	refuseMagic(group);
	if (name !== group.name) requireName(world, name);
	group.name = name;
	return ok(groupRow(world, group));
}

function refuseMagic({ magic, name }: Group): void {
	if (magic !== null) throw rule(`You cannot edit or delete the '${name}' permissions group!`);
}

/** DELETE /permissions/group/{id}: whether it is there is not looked at; API keys of the group move to All Users. */
export function deleteGroup({ world }: Call, path: PathValues): Answer {
	const group = world.groups.get(Number(path.id));
	if (group === undefined) return nothing();
	refuseMagic(group);
	for (const key of world.keys.rows) if (key.group === group.id) moveKey(world, key, ALL_USERS);
	for (const row of world.memberships.in(group.id)) world.memberships.remove(row);
	world.graph.forgetGroup(group.id);
	world.groups.remove(group);
	return nothing();
}

/** GET /permissions/invite-group-ids: who may see a dashboard or question could be put there. */
export function inviteGroupIds({ world }: Call): Answer {
	return ok(world.groups.rows.filter((group) => group.magic === null && !group.tenant).map((group) => group.id));
}
