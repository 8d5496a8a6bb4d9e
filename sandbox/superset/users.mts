import { fatal, json, message, Refusal, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import type { Column } from './filters.mts';
import type { Resource } from './lists.mts';
import { hashPassword, policyProblems } from './passwords.mts';
import type { User } from './people.mts';
import { databaseError, saved } from './writes.mts';
import { BadFields, load, type Fields } from './validate.mts';
import type { World } from './world.mts';

/** Columns, filters and values of users in this version (contract 2.6, 14.4). */
export function userResource(world: World): Resource<User> {
	const { groups } = world.behaviour;
	const plain = ['last_login', 'login_count', 'fail_login_count', 'created_on', 'changed_on'];
	const ordered = [
		'id',
		'roles.id',
		'roles.name',
		'first_name',
		'last_name',
		'username',
		'active',
		'email',
		...plain,
	];
	const orderColumns = [...ordered, 'created_by.id', 'changed_by.id'];
	return {
		title: 'User',
		columns: groups ? [...orderColumns, 'groups'] : orderColumns,
		orderColumns,
		search: userSearch(world),
		values: {
			id: (user) => user.id,
			username: (user) => user.username,
			first_name: (user) => user.firstName,
			last_name: (user) => user.lastName,
			active: (user) => user.active,
			email: (user) => user.email,
			last_login: (user) => user.lastLogin,
			login_count: (user) => user.loginCount,
			fail_login_count: (user) => user.failLoginCount,
			created_on: (user) => user.createdOn,
			changed_on: (user) => user.changedOn,
			groups: (user) => groupRows(world, user),
		},
		relations: {
			roles: (user) =>
				user.roles.flatMap((id) => world.roles.get(id) ?? []).map(({ id, name }) => ({ id, name })),
			created_by: (user) => (user.createdBy === null ? null : { id: user.createdBy }),
			changed_by: (user) => (user.changedBy === null ? null : { id: user.changedBy }),
		},
		rows: () =>
			hidden(world).size === 0 ? world.users.rows : world.users.rows.filter((user) => !isHidden(world, user)),
		find: (_, id) => visibleUser(world, id),
		lastWrite: ({ changedOn, lastLogin }) => [changedOn ?? '', lastLogin ?? ''].sort()[1],
	};
}

function userSearch(world: World): Record<string, Column<User>> {
	const { groups, wideUserFilters } = world.behaviour;
	const person = (id: number): boolean => world.users.get(id) !== undefined;
	const names: Record<string, Column<User>> = {
		username: { type: 'string', value: (user) => user.username },
		first_name: { type: 'string', value: (user) => user.firstName },
		last_name: { type: 'string', value: (user) => user.lastName },
		active: { type: 'boolean', value: (user) => user.active },
		email: { type: 'string', value: (user) => user.email },
		roles: { type: 'many', ids: (user) => user.roles, exists: (id) => world.roles.get(id) !== undefined },
	};
	const inGroups: Record<string, Column<User>> = groups
		? { groups: { type: 'many', ids: (user) => user.groups, exists: (id) => world.groups.get(id) !== undefined } }
		: {};
	if (!wideUserFilters)
		return {
			...names,
			...inGroups,
			created_by: { type: 'one', id: (user) => user.createdBy, exists: person },
			changed_by: { type: 'one', id: (user) => user.changedBy, exists: person },
		};
	return {
		id: { type: 'integer', value: (user) => user.id },
		...names,
		...inGroups,
		last_login: { type: 'datetime', value: (user) => user.lastLogin },
		login_count: { type: 'integer', value: (user) => user.loginCount },
		fail_login_count: { type: 'integer', value: (user) => user.failLoginCount },
		created_on: { type: 'datetime', value: (user) => user.createdOn },
		changed_on: { type: 'datetime', value: (user) => user.changedOn },
	};
}

function groupRows(world: World, user: User): unknown[] {
	return user.groups
		.flatMap((id) => world.groups.get(id) ?? [])
		.map(({ id, name, label, description }) => ({ id, name, label, description }));
}

/** Names hidden by EXCLUDE_USERS_FROM_LISTS: not listed, not found, yet their names stay taken (contract 4). */
function hidden(world: World): ReadonlySet<string> {
	return world.behaviour.excludesUsers ? world.settings.excludedUsers : new Set();
}

function isHidden(world: World, user: User): boolean {
	return hidden(world).has(user.username);
}

/** The user a path names, unless hidden. */
export function visibleUser(world: World, id: number): User | undefined {
	const user = world.users.get(id);
	return user === undefined || isHidden(world, user) ? undefined : user;
}

/** Body of POST (`required`) and PUT. Also names the fields `_info` describes. */
export function userFields(world: World, required: boolean): Fields {
	const { groups } = world.behaviour;
	const check = (value: string): string[] => (world.settings.passwordPolicy ? policyProblems(value) : []);
	return {
		active: { type: 'boolean' },
		email: { type: 'string', required },
		first_name: { type: 'string', required },
		last_name: { type: 'string', required },
		password: { type: 'string', required, check },
		roles: groups ? { type: 'ints' } : { type: 'ints', required, min: 1 },
		...(groups ? { groups: { type: 'ints' as const } } : {}),
		username: { type: 'string', required, min: 1, max: 250 },
	};
}

interface UserBody {
	active?: boolean;
	email?: string;
	first_name?: string;
	last_name?: string;
	password?: string;
	roles?: number[];
	groups?: number[];
	username?: string;
}

/** `POST /users/` (contract 4). */
export function createUser(call: Call): Answer {
	const { world } = call;
	const body = checkedBody(call, true);
	const { groups, dropsUnknownRoles, activeDefault } = world.behaviour;
	if (groups && !body.roles?.length && !body.groups?.length)
		throw new Refusal(
			message(400, { _schema: ["At least one of 'roles' or 'groups' must be provided and non-empty."] }),
		);
	const lostRoles = unknown(body.roles, world.roles);
	if (lostRoles.length > 0 && !dropsUnknownRoles)
		return message(400, { roles: [`Role(s) with ID(s) [${lostRoles.join(', ')}] not found.`] });
	const lostGroups = unknown(body.groups, world.groups);
	if (lostGroups.length > 0)
		return message(400, { groups: [`Group(s) with ID(s) [${lostGroups.join(', ')}] not found.`] });
	refuseLongNames(world, body);
	const taken = world.users.taken(body);
	if (taken !== undefined) return databaseError(world, 422, 'ab_user', taken, body[taken] ?? '');
	const user = world.users.add({
		...world.blankUser(body.username ?? '', body.email ?? '', body.first_name ?? '', body.last_name ?? ''),
		active: body.active ?? activeDefault,
		password: hashPassword(body.password ?? ''),
		roles: known(body.roles, world.roles),
		groups: known(body.groups, world.groups),
		createdBy: call.user.id,
		changedBy: call.user.id,
	});
	return saved(world, 201, { id: user.id });
}

/** `PUT /users/{pk}` (contract 4): partial, and full of traps. */
export function updateUser(call: Call, pk: string): Answer {
	const { world } = call;
	const body = checkedBody(call, false);
	// The server does not look whether it found the record: a missing one is a 500.
	const user = /^\d+$/.test(pk) ? visibleUser(world, Number(pk)) : undefined;
	if (user === undefined) return fatal();
	if (world.behaviour.groups) refuseEmptying(user, body);
	if (
		!world.behaviour.dropsUnknownRoles &&
		(unknown(body.roles, world.roles).length > 0 || unknown(body.groups, world.groups).length > 0)
	)
		return fatal();
	refuseLongNames(world, body);
	const taken = world.users.taken(body, user);
	if (taken !== undefined) {
		// Looking up roles flushes the change early, and that error is caught: 422 (contract 4).
		const status = world.behaviour.wrapsDatabaseErrors && body.roles === undefined ? 500 : 422;
		return databaseError(world, status, 'ab_user', taken, body[taken] ?? '');
	}
	applyUpdate(call, user, body);
	return saved(world, 200, { result: body });
}

function refuseEmptying(user: User, body: UserBody): void {
	const blank = ' '.repeat(29);
	const empty = (list: number[] | undefined): boolean => list?.length === 0;
	if (empty(body.roles) && empty(body.groups))
		throw new Refusal(message(400, 'User must have at least one role or group!'));
	if (empty(body.roles) && body.groups === undefined && user.groups.length === 0)
		throw new Refusal(message(400, `Cannot clear all roles unless at least one group is ${blank}assigned!`));
	if (empty(body.groups) && body.roles === undefined && user.roles.length === 0)
		throw new Refusal(message(400, `Cannot clear all groups unless at least one role is ${blank}assigned!`));
}

function applyUpdate(call: Call, user: User, body: UserBody): void {
	const { world } = call;
	world.users.rename(user, {
		...(body.username === undefined ? {} : { username: body.username }),
		...(body.email === undefined ? {} : { email: body.email }),
	});
	user.firstName = body.first_name ?? user.firstName;
	user.lastName = body.last_name ?? user.lastName;
	user.active = body.active ?? user.active;
	if (body.roles !== undefined) user.roles = replaced(user.roles, known(body.roles, world.roles));
	if (body.groups !== undefined) user.groups = replaced(user.groups, known(body.groups, world.groups));
	if (body.password !== undefined) user.password = hashPassword(body.password);
	else if (world.behaviour.putDestroysPassword) user.password = hashPassword(user.password);
	user.changedOn = world.stamp();
	user.changedBy = call.user.id;
}

function checkedBody(call: Call, required: boolean): UserBody {
	const raw = call.json();
	try {
		return load(userFields(call.world, required), raw) as UserBody;
	} catch (error) {
		if (error instanceof BadFields) throw new Refusal(message(400, error.messages));
		throw error;
	}
}

/** PostgreSQL keeps to the width of its columns, SQLite does not (contract 4). */
function refuseLongNames(world: World, body: UserBody): void {
	if (!world.settings.postgres) return;
	const tooLong = (text: string | undefined, width: number): boolean => [...(text ?? '')].length > width;
	if (
		tooLong(body.username, world.behaviour.usernameWidth) ||
		tooLong(body.first_name, 64) ||
		tooLong(body.last_name, 64)
	)
		throw new Refusal(json(500, { message: 'Fatal error' }, world.behaviour.cookieOnWrites));
}

interface Ids {
	get(id: number): unknown;
}

function unknown(ids: readonly number[] | undefined, table: Ids): number[] {
	return [...new Set(ids ?? [])].filter((id) => table.get(id) === undefined).sort((left, right) => left - right);
}

function known(ids: readonly number[] | undefined, table: Ids): number[] {
	return [...new Set(ids ?? [])].filter((id) => table.get(id) !== undefined);
}

/** What stays keeps its row and so its place; what is new comes after it (R `users:get-after-put-roles`). */
function replaced(before: readonly number[], after: readonly number[]): number[] {
	return [
		...before.filter((id) => after.includes(id)),
		...after.filter((id) => !before.includes(id)).sort((left, right) => left - right),
	];
}
