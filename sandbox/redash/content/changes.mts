import type { Call } from '../call.mts';
import type { Json } from './model.mts';

/**
 * Owning something new moves the person's own `updated_at` (R: compare `user.updated_at` in `owned-content:q1-create` and
 * `q2-create`), and so does becoming the last modifier or a grantee.
 */
export function touch(call: Call, id: number, now: string): void {
	const user = call.world.users.get(id);
	if (user !== undefined) user.updatedAt = now;
}

/**
 * Takes over those keys of a body that a route knows; whatever else is sent counts for nothing.
 * @param names the keys of the body and the fields they change
 * @returns whether anything is different now
 */
export function assign<Row extends object>(row: Row, body: Json, names: Readonly<Record<string, keyof Row>>): boolean {
	const before = JSON.stringify(row);
	for (const [key, field] of Object.entries(names)) if (key in body) row[field] = body[key] as Row[typeof field];
	return JSON.stringify(row) !== before;
}

export const copyName = ({ id, name }: { id: number; name: string | null }): string => `Copy of (#${id}) ${name}`;
