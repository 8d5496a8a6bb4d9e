import { message, notFound, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import type { Resource } from './lists.mts';
import { loadOr } from './roles.mts';
import type { Named, Pair, World } from './world.mts';
import { databaseError, saved, writing } from './writes.mts';

/** Permissions or resources: `{id, name}`. */
export function namedResource(
	title: string,
	table: { rows: readonly Named[]; get(id: number): Named | undefined },
): Resource<Named> {
	return {
		title,
		columns: ['id', 'name'],
		orderColumns: ['id', 'name'],
		search: {
			id: { type: 'integer', value: (row) => row.id },
			name: { type: 'string', value: (row) => row.name },
		},
		values: { id: (row) => row.id, name: (row) => row.name },
		relations: {},
		rows: () => table.rows,
		find: (_, id) => table.get(id),
	};
}

/** Pairs of permission and resource (contract 5). */
export function pairResource(world: World): Resource<Pair> {
	const columns = ['id', 'permission.name', 'view_menu.name'];
	return {
		title: 'Permission View',
		columns,
		orderColumns: columns,
		search: {
			permission: {
				type: 'one',
				id: (pair) => pair.permission.id,
				exists: (id) => world.permissions.get(id) !== undefined,
			},
			view_menu: { type: 'one', id: (pair) => pair.view.id, exists: (id) => world.views.get(id) !== undefined },
			role: {
				type: 'many',
				ids: (pair) =>
					world.roles.rows.filter((role) => role.permissions.includes(pair.id)).map((role) => role.id),
				exists: (id) => world.roles.get(id) !== undefined,
			},
		},
		values: { id: (pair) => pair.id },
		relations: {
			permission: (pair) => ({ name: pair.permission.name }),
			view_menu: (pair) => ({ name: pair.view.name }),
		},
		rows: () => world.pairs.rows,
		find: (_, id) => world.pairs.get(id),
	};
}

/** `POST /permissions-resources/` (contract 5, from the source). */
export function createPair(call: Call): Answer {
	const { world } = call;
	const fields = {
		permission_id: { type: 'any', required: true },
		view_menu_id: { type: 'any', required: true },
	} as const;
	const body = loadOr(422, fields, call.json(message(400, 'Request is not JSON')));
	const permission = world.permissions.get(Number(body.permission_id));
	const view = world.views.get(Number(body.view_menu_id));
	if (permission === undefined || view === undefined)
		return writing(world, message(422, 'FOREIGN KEY constraint failed'));
	if (world.pairOf(permission.name, view.name) !== undefined)
		return databaseError(world, 422, 'ab_permission_view', 'permission_id', String(permission.id));
	const pair = world.pairs.add({ permission, view });
	return saved(world, 201, { id: pair.id, result: body });
}

/** `POST /resources/`. */
export function createView(call: Call): Answer {
	const { world } = call;
	const { name } = loadOr(
		422,
		{ name: { type: 'string', required: true, max: 250 } },
		call.json(message(400, 'Request is not JSON')),
	);
	if (world.views.rows.some((view) => view.name === name))
		return databaseError(world, 422, 'ab_view_menu', 'name', String(name));
	return saved(world, 201, { id: world.views.add({ name: String(name) }).id, result: { name } });
}

/** `DELETE /permissions-resources/{pk}`: roles lose the pair. */
export function deletePair(call: Call, pk: string): Answer {
	const { world } = call;
	const pair = world.pairs.get(Number(pk));
	if (pair === undefined) return notFound();
	for (const role of world.roles.rows) role.permissions = role.permissions.filter((id) => id !== pair.id);
	world.pairs.remove(pair);
	return writing(world, message(200, 'OK'));
}

/** Pending self-registrations of Superset 6; the sandbox never has any. */
export function registrationResource(): Resource<Named> {
	const columns = ['id', 'username', 'email', 'first_name', 'last_name', 'registration_date'];
	return {
		title: 'Register User',
		columns,
		orderColumns: columns,
		search: {},
		values: {},
		relations: {},
		rows: () => [],
		find: () => undefined,
	};
}
