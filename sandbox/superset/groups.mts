import { message, notFound, Refusal, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import type { Resource } from './lists.mts';
import { loadOr } from './roles.mts';
import type { Fields } from './validate.mts';
import type { Group, World } from './world.mts';
import { databaseError, saved, writing } from './writes.mts';

/** Rows of groups with roles and members (contract 6). */
export function groupResource(world: World): Resource<Group> {
	const columns = ['id', 'name', 'label', 'description', 'roles.name', 'roles.id', 'users.id', 'users.username'];
	return {
		title: 'Group',
		columns,
		orderColumns: columns,
		search: {
			id: { type: 'integer', value: (group) => group.id },
			name: { type: 'string', value: (group) => group.name },
			label: { type: 'string', value: (group) => group.label },
			description: { type: 'string', value: (group) => group.description },
		},
		values: {
			id: (group) => group.id,
			name: (group) => group.name,
			label: (group) => group.label,
			description: (group) => group.description,
		},
		relations: {
			roles: (group) =>
				group.roles.flatMap((id) => world.roles.get(id) ?? []).map(({ id, name }) => ({ id, name })),
			users: (group) => world.membersOfGroup(group.id).map(({ id, username }) => ({ id, username })),
		},
		rows: () => world.groups.rows,
		find: (_, id) => world.groups.get(id),
	};
}

function groupFields(required: boolean): Fields {
	return {
		name: { type: 'string', required, min: 1, max: 100 },
		label: { type: 'string', nullable: true, min: 0, max: 150 },
		description: { type: 'string', nullable: true, min: 0, max: 512 },
		roles: { type: 'ints' },
		users: { type: 'ints' },
	};
}

interface GroupBody {
	name?: string;
	label?: string | null;
	description?: string | null;
	roles?: number[];
	users?: number[];
}

/** `POST /groups/`. */
export function createGroup(call: Call): Answer {
	const { world } = call;
	const body = loadOr(400, groupFields(true), call.json()) as GroupBody;
	refuseUnknown(world, body);
	const name = body.name ?? '';
	if (nameTaken(world, name)) return databaseError(world, 422, 'ab_group', 'name', name);
	const group = world.groups.add({
		name,
		label: body.label ?? null,
		description: body.description ?? null,
		roles: [...new Set(body.roles ?? [])],
	});
	setMembers(world, group.id, body.users ?? []);
	return saved(world, 201, { id: group.id });
}

/** `PUT /groups/{pk}`: partial, lists replace. */
export function updateGroup(call: Call, pk: string): Answer {
	const { world } = call;
	const body = loadOr(400, groupFields(false), call.json()) as GroupBody;
	const group = groupOf(world, pk);
	if (group === undefined) return notFound();
	refuseUnknown(world, body);
	if (body.name !== undefined && nameTaken(world, body.name, group))
		return databaseError(world, world.behaviour.wrapsDatabaseErrors ? 500 : 422, 'ab_group', 'name', body.name);
	group.name = body.name ?? group.name;
	if (body.label !== undefined) group.label = body.label;
	if (body.description !== undefined) group.description = body.description;
	if (body.roles !== undefined) group.roles = [...new Set(body.roles)];
	if (body.users !== undefined) setMembers(world, group.id, body.users);
	return saved(world, 200, { result: body });
}

/** `DELETE /groups/{pk}`: members without a direct role are left with nothing. */
export function deleteGroup(call: Call, pk: string): Answer {
	const { world } = call;
	const group = groupOf(world, pk);
	if (group === undefined) return notFound();
	setMembers(world, group.id, []);
	world.groups.remove(group);
	return writing(world, message(200, 'OK'));
}

/** Note the words: "do not exist" here, "not found" at users. */
function refuseUnknown(world: World, body: GroupBody): void {
	const lists = [
		['roles', 'Role(s)', world.roles],
		['users', 'User(s)', world.users],
	] as const;
	for (const [field, title, table] of lists) {
		const lost = [...new Set(body[field] ?? [])]
			.filter((id) => table.get(id) === undefined)
			.sort((left, right) => left - right);
		if (lost.length > 0)
			throw new Refusal(message(400, { [field]: [`${title} with ID(s) [${lost.join(', ')}] do not exist.`] }));
	}
}

function setMembers(world: World, group: number, members: readonly number[]): void {
	const wanted = new Set(members);
	for (const user of world.users.rows) {
		const has = user.groups.includes(group);
		if (has && !wanted.has(user.id)) user.groups = user.groups.filter((id) => id !== group);
		if (!has && wanted.has(user.id)) user.groups = [...user.groups, group];
	}
}

function nameTaken(world: World, name: string, self?: Group): boolean {
	return world.groups.rows.some((group) => group.name === name && group !== self);
}

function groupOf(world: World, pk: string): Group | undefined {
	return /^\d+$/.test(pk) ? world.groups.get(Number(pk)) : undefined;
}
