import { randomBytes } from 'node:crypto';
import { ADMINISTRATORS, ALL_USERS, type User, type World } from './world.mts';

export interface ApiKey {
	readonly id: number;
	name: string;
	/** Its hidden account. */
	readonly user: number;
	group: number;
	readonly creator: number;
	key: string;
	readonly createdAt: string;
	updatedAt: string;
	updatedBy: number;
}

export const newKey = (): string => `mb_${randomBytes(32).toString('base64')}`;

export interface KeyWish {
	readonly name: string;
	readonly group: number;
	readonly creator: number;
	readonly key?: string;
	/** The unique part of the hidden account's e-mail. */
	readonly uuid: string;
}

/** A key with its hidden account, which is in the key's group and in All Users (contract 5). */
export function addKey(world: World, { name, group, creator, key = newKey(), uuid }: KeyWish): ApiKey {
	const email = `api-key-user-${uuid}@api-key.invalid`;
	const user = world.addUser({ ...world.blankUser(email, name, ''), type: 'api-key' });
	world.join(user, ALL_USERS);
	world.join(user, group);
	const now = world.stamp();
	return world.keys.add({
		name,
		user: user.id,
		group,
		creator,
		key,
		createdAt: now,
		updatedAt: now,
		updatedBy: creator,
	});
}

/** Moves a key, and with it what its account may do. */
export function moveKey(world: World, row: ApiKey, group: number): void {
	const user = world.users.get(row.user);
	if (user === undefined) return;
	if (row.group !== ALL_USERS) world.leave(user, row.group);
	world.join(user, group);
	user.isSuperuser = group === ADMINISTRATORS;
	row.group = group;
}

/** Who acts with this key. */
export function keyOwner(world: World, key: string): User | undefined {
	const row = world.keys.rows.find((one) => one.key === key);
	return row === undefined ? undefined : world.users.get(row.user);
}
