import { fatal, json, message, notFound, Refusal, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import type { Resource } from './lists.mts';
import { BadFields, load, type Fields } from './validate.mts';
import type { Role, World } from './world.mts';
import { databaseError, saved, uniqueText, writing } from './writes.mts';

/** Rows of roles: id and name, nothing else (contract 5). */
export function roleResource(world: World): Resource<Role> {
	return {
		title: 'Role',
		columns: ['id', 'name'],
		orderColumns: ['id', 'name'],
		search: {
			id: { type: 'integer', value: (role) => role.id },
			name: { type: 'string', value: (role) => role.name },
		},
		values: { id: (role) => role.id, name: (role) => role.name },
		relations: {},
		rows: () => world.roles.rows,
		find: (_, id) => world.roles.get(id),
	};
}

const NAME: Fields = { name: { type: 'string', required: true, max: 64 } };

/** `POST /roles/`: fields are refused with 422 here, not 400. */
export function createRole(call: Call): Answer {
	const { world } = call;
	const { name } = loadOr(422, NAME, call.json(message(400, 'Request is not JSON'))) as { name: string };
	if (world.roleByName(name) !== undefined)
		return databaseError(world, world.behaviour.wrapsDatabaseErrors ? 500 : 422, 'ab_role', 'name', name);
	const role = world.roles.add({ name, permissions: [] });
	return saved(world, 201, { id: role.id, result: { name } });
}

/** `PUT /roles/{pk}`: the record comes before the fields (contract 14). */
export function renameRole(call: Call, pk: string): Answer {
	const { world } = call;
	if (!call.isJson) return message(400, 'Request is not JSON');
	const body = call.json();
	const role = roleOf(world, pk);
	if (role === undefined) return notFound();
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return fatal();
	const { name } = loadOr(422, NAME, { name: role.name, ...body }) as { name: string };
	const holder = world.roleByName(name);
	if (holder !== undefined && holder !== role) {
		const text = uniqueText(world, 'ab_role', 'name', name);
		return writing(
			world,
			message(422, world.behaviour.wrapsDatabaseErrors ? flushText(world, text, name, role.id) : text),
		);
	}
	role.name = name;
	return saved(world, 200, { result: { name } });
}

/** R `6.1.0/roles:rename-duplicate`. */
function flushText(world: World, text: string, name: string, id: number): string {
	const [kind, sql] = world.settings.postgres
		? [
				'psycopg2.errors.UniqueViolation',
				`[SQL: UPDATE ab_role SET name=%(name)s WHERE ab_role.id = %(ab_role_id)s]\n[parameters: {'name': '${name}', 'ab_role_id': ${id}}]`,
			]
		: [
				'sqlite3.IntegrityError',
				`[SQL: UPDATE ab_role SET name=? WHERE ab_role.id = ?]\n[parameters: ('${name}', ${id})]`,
			];
	return `Database exception occurred: (raised as a result of Query-invoked autoflush; consider using a session.no_autoflush block if this flush is occurring prematurely)\n(${kind}) ${text}\n${sql}\n(Background on this error at: https://sqlalche.me/e/14/gkpj)`;
}

/** `DELETE /roles/{pk}`: members lose it silently, built-in roles are not protected (contract 5). */
export function deleteRole(call: Call, pk: string): Answer {
	const { world } = call;
	const role = roleOf(world, pk);
	if (role === undefined) return notFound();
	for (const user of world.users.rows) user.roles = user.roles.filter((id) => id !== role.id);
	for (const group of world.groups.rows) group.roles = group.roles.filter((id) => id !== role.id);
	world.roles.remove(role);
	return writing(world, message(200, 'OK'));
}

/** `GET /roles/{id}/permissions/`, unpaged. */
export function rolePermissions(call: Call, pk: string): Answer {
	const { world } = call;
	const role = roleOf(world, pk);
	if (role === undefined) return notFound();
	const pairs = role.permissions.flatMap((id) => world.pairs.get(id) ?? []);
	return json(200, {
		result: pairs.map((pair) => ({
			id: pair.id,
			permission_name: pair.permission.name,
			view_menu_name: pair.view.name,
		})),
	});
}

/** `POST /roles/{id}/permissions`: replaces all; unknown ids are skipped and yet echoed. */
export function setRolePermissions(call: Call, pk: string): Answer {
	const { world } = call;
	const ids = idsOf(call, 'permission_view_menu_ids');
	const role = roleOf(world, pk);
	if (role === undefined) return notFound();
	role.permissions = [...new Set(ids)].filter((id) => world.pairs.get(id) !== undefined);
	return saved(world, 200, { result: { permission_view_menu_ids: ids } });
}

/** `PUT /roles/{id}/users`: replaces all members; an unknown or repeated id is a 404 and changes nothing. */
export function setRoleUsers(call: Call, pk: string): Answer {
	const { world } = call;
	const ids = idsOf(call, 'user_ids');
	const role = roleOf(world, pk);
	if (role === undefined || !allThere(ids, world.users)) return notFound();
	replaceRole(world.users.rows, role.id, new Set(ids));
	return saved(world, 200, { result: { user_ids: ids } });
}

/** `PUT /roles/{id}/groups`: same rules. */
export function setRoleGroups(call: Call, pk: string): Answer {
	const { world } = call;
	const ids = idsOf(call, 'group_ids');
	const role = roleOf(world, pk);
	if (role === undefined || !allThere(ids, world.groups)) return notFound();
	replaceRole(world.groups.rows, role.id, new Set(ids));
	return saved(world, 200, { result: { group_ids: ids } });
}

function replaceRole(
	holders: readonly { id: number; roles: number[] }[],
	role: number,
	wanted: ReadonlySet<number>,
): void {
	for (const holder of holders) {
		const has = holder.roles.includes(role);
		if (has && !wanted.has(holder.id)) holder.roles = holder.roles.filter((id) => id !== role);
		if (!has && wanted.has(holder.id)) holder.roles = [...holder.roles, role];
	}
}

function allThere(ids: readonly number[], table: { get(id: number): unknown }): boolean {
	return new Set(ids).size === ids.length && ids.every((id) => table.get(id) !== undefined);
}

function idsOf(call: Call, field: string): number[] {
	return loadOr(400, { [field]: { type: 'ints', required: true } }, call.json())[field] as number[];
}

function roleOf(world: World, pk: string): Role | undefined {
	return /^\d+$/.test(pk) ? world.roles.get(Number(pk)) : undefined;
}

/** The fields, or their complaints under the given status. */
export function loadOr(status: 400 | 422, fields: Fields, body: unknown): Record<string, unknown> {
	try {
		return load(fields, body);
	} catch (error) {
		if (error instanceof BadFields) throw new Refusal(message(status, error.messages));
		throw error;
	}
}
