import { created, found, notFound, nothing, ok, refuse, Refusal, failure, forbidden, type Answer } from './answers.mts';
import type { Call, Fields } from './call.mts';
import { page, PAGING, picker } from './lists.mts';
import type { PathValues } from './router.mts';
import { memberRow } from './user-rows.mts';
import type { Group, User, World } from './world.mts';

export const GROUP_QUERY = ['name', 'mail', 'roleId', 'origin', 'ids', 'fields', 'expand', ...PAGING];

type Row = Record<string, unknown>;

/** The group of v1 (contract 6). A group without a role of its own has the text `null` for its id. */
export function groupRow(world: World, group: Group): Row {
	const role = group.defaultRole === undefined ? undefined : world.roles.find(group.defaultRole);
	return {
		...group.extra,
		_id: group.id,
		name: group.name,
		ad: group.ad,
		roleId: role?.id ?? 'null',
		defaultRole: group.defaultRole ?? 'consumer',
		created: group.created,
		lastUpdated: group.lastUpdated,
		...(world.settings.tenants ? { tenantId: group.tenant } : {}),
	};
}

/** GET /api/v1/groups: `name` is compared exactly, and no match is an empty list. */
export function listGroups(call: Call): Answer {
	const { world } = call;
	const tests = filters(call);
	const expand = expanded(call);
	const rows = seenGroups(call).filter((group) => tests.every((test) => test(group)));
	const members = expand.includes('users') ? world.members() : undefined;
	const pick = picker(call);
	const valueOf = (group: Group, field: string): unknown => groupRow(world, group)[field];
	return ok(
		page(call, rows, valueOf).map((group) =>
			pick({
				...groupRow(world, group),
				...(members === undefined ? {} : { users: memberRows(group, members.get(group.id) ?? []) }),
				...(expand.includes('role') ? { role: roleOf(world, group) } : {}),
			}),
		),
	);
}

/** Managers see all, designers their own ones: a short list under a 200 again. */
export function seenGroups(call: Call): Group[] {
	if (call.manages) return call.groups;
	if (!call.world.roles.designs(call.user.roleId)) throw new Refusal(forbidden());
	const own = new Set(call.world.groupIds(call.user));
	return call.groups.filter(({ id }) => own.has(id));
}

function filters(call: Call): ((group: Group) => boolean)[] {
	const { query, world } = call;
	const tests: ((group: Group) => boolean)[] = [];
	for (const field of ['name', 'mail', 'roleId'] as const) {
		const value = query.get(field);
		if (value !== null) tests.push((group) => groupRow(world, group)[field] === value);
	}
	const origin = query.get('origin');
	if (origin !== null) tests.push((group) => group.ad === (origin === 'ad'));
	const ids = query.get('ids');
	if (ids !== null) {
		const wanted = new Set(call.ids(ids, 'ids'));
		tests.push((group) => wanted.has(group.id));
	}
	return tests;
}

function expanded({ query }: Call): string[] {
	const wanted = (query.get('expand') ?? '').split(',').filter((name) => name !== '');
	const unknown = wanted.find((name) => name !== 'users' && name !== 'role');
	if (unknown !== undefined) throw refuse(404, 202, `Field ${unknown} cannot be expanded.`);
	return wanted;
}

/** With those who are no users any more, of whom only the id is left. */
function memberRows(group: Group, members: readonly User[]): Row[] {
	return [...members.map(memberRow), ...group.stale.map((id) => ({ _id: id }))];
}

function roleOf(world: World, { defaultRole }: Group): Row | null {
	const role = defaultRole === undefined ? undefined : world.roles.find(defaultRole);
	return role === undefined ? null : { _id: role.id, name: role.name };
}

export function getGroup(call: Call, path: PathValues): Answer {
	const { world } = call;
	const group = existing(call, path.id);
	const users = expanded(call).includes('users') ? { users: memberRows(group, world.membersOf(group)) } : {};
	return ok(picker(call)({ ...groupRow(world, group), ...users }));
}

function existing(call: Call, id: string): Group {
	return found(
		call.groups.find((group) => group.id === id.toLowerCase()),
		() => notFound('group', id),
	);
}

/** POST /api/v1/groups. */
export function postGroup(call: Call): Answer {
	const { fields, world } = call;
	requireNames(call, [fields]);
	return created(groupRow(world, addGroup(call, fields)));
}

/** POST /api/v1/groups/bulk: all fail where one name is taken (contract 6). */
export function postGroups(call: Call): Answer {
	const { body, world } = call;
	if (!Array.isArray(body)) throw refuse(400, 2002, 'The body must be an array.');
	const rows = body as readonly Fields[];
	requireNames(call, rows);
	return created(rows.map((row) => groupRow(world, addGroup(call, row))));
}

function requireNames(call: Call, rows: readonly Fields[]): void {
	for (const { name } of rows)
		if (typeof name !== 'string' || name === '') throw call.invalid('name is mandatory', 2003);
	const taken = rows.map(({ name }) => String(name)).filter((name) => namesake(call, name) !== undefined);
	if (taken.length > 0)
		throw new Refusal(failure(400, 4004, 'Group already exists.', { moreInfo: { existingGroups: taken } }));
}

export function namesake({ world, tenant }: Call, name: string): Group | undefined {
	return [...world.groups.values()].find((group) => group.name === name && group.tenant === tenant.id);
}

const FIXED = new Set(['_id', 'name', 'ad', 'roleId', 'defaultRole', 'created', 'lastUpdated', 'tenantId', 'users']);

/** What else is sent is kept as it is: clients post whole groups of another server. */
export function addGroup({ world, tenant }: Call, fields: Fields, keepsRole = world.settings.keepsDefaultRole): Group {
	const { name, defaultRole } = fields;
	const role = typeof defaultRole === 'string' && keepsRole ? world.roles.find(defaultRole) : undefined;
	return world.addGroup({
		name: String(name),
		tenant: tenant.id,
		defaultRole: role?.name,
		extra: Object.fromEntries(Object.entries(fields).filter(([key]) => !FIXED.has(key))),
	});
}

/** DELETE /api/v1/groups/{id}. */
export function deleteGroup(call: Call, path: PathValues): Answer {
	removeGroup(call, existing(call, path.id));
	return nothing();
}

export function removeGroup({ world }: Call, group: Group): void {
	if (group.builtIn !== undefined) throw refuse(400, 400, `Group ${group.name} cannot be deleted.`);
	world.deleteGroup(group);
}
