import { randomUUID } from 'node:crypto';
import { badField, found, nothing, ok, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { addKey, moveKey, newKey, type ApiKey } from './keys.mts';
import { filled, positive, Reader } from './params.mts';
import type { PathValues } from './router.mts';
import { commonName, type World } from './world.mts';

/** How much of a key is told later. */
const SHOWN = 7;

/** The key itself only where it has just been made. */
function keyRow(world: World, row: ApiKey, unmasked = false): Record<string, unknown> {
	const group = world.groups.get(row.group);
	const updater = world.users.get(row.updatedBy);
	return {
		id: row.id,
		name: row.name,
		group: { id: row.group, name: group?.name },
		creator_id: row.creator,
		masked_key: `${row.key.slice(0, SHOWN)}${'*'.repeat(12)}`,
		...(unmasked ? { unmasked_key: row.key } : {}),
		created_at: row.createdAt,
		updated_at: row.updatedAt,
		updated_by: { id: row.updatedBy, common_name: updater === undefined ? null : commonName(updater) },
	};
}

/** POST /api-key. */
export function createKey(call: Call): Answer {
	const { world, user } = call;
	const reader = new Reader(call);
	const name = reader.need('name', filled);
	const group = reader.need('group_id', positive);
	reader.check();
	requireName(world, name);
	found(world.groups.get(group));
	return ok(keyRow(world, addKey(world, { name, group, creator: user.id, uuid: randomUUID() }), true));
}

function requireName(world: World, name: string): void {
	if (world.keys.rows.some((row) => row.name.toLowerCase() === name.toLowerCase()))
		throw badField('name', 'An API key with this name already exists.');
}

/** GET /api-key: a bare array, unpaged. */
export function listKeys({ world }: Call): Answer {
	return ok(world.keys.rows.map((row) => keyRow(world, row)));
}

export function countKeys({ world }: Call): Answer {
	return ok(world.keys.size);
}

/** PUT /api-key/{id}. */
export function updateKey(call: Call, path: PathValues): Answer {
	const { world } = call;
	const row = found(world.keys.get(Number(path.id)));
	const reader = new Reader(call);
	const name = reader.maybe('name', filled);
	const group = reader.maybe('group_id', positive);
	reader.check();
	if (name && name !== row.name) {
		requireName(world, name);
		const account = world.users.get(row.user);
		if (account !== undefined) account.firstName = name;
		row.name = name;
	}
	if (group) {
		found(world.groups.get(group));
		moveKey(world, row, group);
	}
	touch(call, row);
	return ok(keyRow(world, row));
}

/** PUT /api-key/{id}/regenerate: the old one dies. */
export function regenerateKey(call: Call, path: PathValues): Answer {
	const row = found(call.world.keys.get(Number(path.id)));
	row.key = newKey();
	touch(call, row);
	return ok(keyRow(call.world, row, true));
}

function touch({ world, user }: Call, row: ApiKey): void {
	row.updatedAt = world.stamp();
	row.updatedBy = user.id;
}

/** DELETE /api-key/{id}: its account stays, inactive. */
export function deleteKey({ world }: Call, path: PathValues): Answer {
	const row = found(world.keys.get(Number(path.id)));
	const account = world.users.get(row.user);
	if (account !== undefined) account.active = false;
	world.keys.remove(row);
	return nothing();
}
