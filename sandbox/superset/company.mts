import { hashPassword } from './passwords.mts';
import type { User } from './people.mts';
import { COMMON_PASSWORD, CONTENT, GROUPS, PEOPLE, ROLES, type Content, type Person } from './seed.mts';
import type { Item, World } from './world.mts';

/** Fills a fresh server with the company. Ids and dates are always the same. */
export function fillCompany(world: World): void {
	const { groups } = world.behaviour;
	for (const [name, pairs] of Object.entries(ROLES))
		world.roles.add({ name, permissions: pairs.flatMap((text) => pairId(world, text)) });
	if (groups)
		for (const { name, label, description, roles } of GROUPS)
			world.groups.add({ name, label, description, roles: roles.map((role) => roleId(world, role)) });
	Object.assign(world.users.rows[0], {
		createdOn: micros('2025-01-13T08:00:00'),
		changedOn: micros('2025-01-13T08:00:00'),
		lastLogin: micros('2026-11-20T09:00:00'),
		loginCount: 512,
	});
	const password = hashPassword(COMMON_PASSWORD);
	for (const person of PEOPLE) world.users.add(userRow(world, person, password));
	for (const content of CONTENT) world.content[content.kind].add(itemRow(world, content));
	world.queriesBy.push(userId(world, 'tomas.novak'));
	world.favouritesOf.push(userId(world, 'tomas.novak'));
}

function userRow(world: World, person: Person, password: string): Omit<User, 'id'> {
	const { groups, activeDefault } = world.behaviour;
	const inactive = person.active === 'null before 6' ? activeDefault : false;
	return {
		username: person.username,
		email: person.email ?? `${person.username}@example.com`,
		firstName: person.first,
		lastName: person.last,
		active: person.active === undefined ? true : inactive,
		password,
		roles: person.roles.map((name) => roleId(world, name)),
		groups: groups ? (person.groups ?? []).map((name) => groupId(world, name)) : [],
		loginCount: person.seen?.[1] ?? null,
		failLoginCount: person.seen === undefined ? null : 0,
		lastLogin: person.seen === undefined ? null : micros(person.seen[0]),
		createdOn: micros(person.since),
		changedOn: micros(person.since),
		createdBy: 1,
		changedBy: 1,
	};
}

function itemRow(world: World, content: Content): Omit<Item, 'id'> {
	const maker = userId(world, content.by);
	const hasOwners = content.kind !== 'database' && content.kind !== 'saved_query';
	return {
		kind: content.kind,
		name: content.name,
		owners: hasOwners ? (content.owners ?? [content.by]).map((username) => userId(world, username)) : [],
		createdBy: maker,
		changedBy: content.changed === undefined ? maker : userId(world, content.changed[0]),
		createdOn: micros(content.at),
		changedOn: micros(content.changed?.[1] ?? content.at),
		fields: { ...content.fields },
	};
}

/** A missing pair (`superset init` not run) leaves the role without it. */
function pairId(world: World, text: string): number[] {
	const [permission, view] = text.split(' on ');
	const pair = world.pairOf(permission, view);
	return pair === undefined ? [] : [pair.id];
}

function roleId(world: World, name: string): number {
	return found(world.roleByName(name), name);
}

function groupId(world: World, name: string): number {
	return found(
		world.groups.rows.find((group) => group.name === name),
		name,
	);
}

function userId(world: World, username: string): number {
	return found(
		world.users.rows.find((user) => user.username === username),
		username,
	);
}

function found(row: { id: number } | undefined, name: string): number {
	if (row === undefined) throw new Error(`the seed names ${name}, who is not there`);
	return row.id;
}

function micros(time: string): string {
	return `${time}.000000`;
}
