import { forbidden, ok, Refusal, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { page, PAGING, picker } from './lists.mts';
import type { PathValues } from './router.mts';
import { expander, userRow } from './user-rows.mts';
import type { User } from './world.mts';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

export const isEmail = (value: unknown): value is string => typeof value === 'string' && EMAIL.test(value);

export const USER_QUERY = [
	'userName',
	'firstName',
	'lastName',
	'email',
	'roleId',
	'groupId',
	'active',
	'origin',
	'ids',
	'fields',
	'expand',
	...PAGING,
];

/** GET /api/v1/users: a bare array of all that fit, unless a page is asked for. */
export function listUsers(call: Call): Answer {
	const { world } = call;
	const tests = [...filters(call), sight(call)];
	const rows = [...world.users.rows].filter((user) => tests.every((test) => test(user)));
	const valueOf = (user: User, field: string): unknown => (field === '_id' ? user.id : userRow(world, user)[field]);
	const pick = picker(call);
	const expand = expander(call);
	return ok(page(call, rows, valueOf).map((user) => pick(expand(user))));
}

type Test = (user: User) => boolean;

/**
 * Whom the caller sees. Designers get themselves and who shares a group with them: a short list under a 200 (contract
 * 4). Viewers get none.
 */
export function sight(call: Call): Test {
	if (call.manages) return (user) => call.sees(user.tenant);
	if (!call.world.roles.designs(call.user.roleId)) throw new Refusal(forbidden());
	const { id, groups } = call.user;
	return (user) => user.id === id || user.groups.some((group) => groups.includes(group));
}

/** Every value is compared as it is, letter case included. */
function filters(call: Call): Test[] {
	const { query, world } = call;
	const tests: Test[] = [];
	for (const field of ['userName', 'firstName', 'lastName'] as const) {
		const value = query.get(field);
		if (value !== null) tests.push((user) => user[field] === value);
	}
	const email = query.get('email');
	if (email !== null) {
		if (!isEmail(email)) throw call.invalid('email must be a valid e-mail address');
		tests.push((user) => user.email === email);
	}
	const role = query.get('roleId');
	if (role !== null) {
		const id = call.id(role, 'roleId');
		tests.push((user) => user.roleId === id);
	}
	const ids = query.get('ids');
	if (ids !== null) {
		const wanted = new Set(call.ids(ids, 'ids'));
		tests.push((user) => wanted.has(user.id));
	}
	const active = query.get('active');
	if (active !== null) {
		if (active !== 'true' && active !== 'false') throw call.invalid('active must be true or false');
		tests.push((user) => String(user.active) === active);
	}
	const origin = query.get('origin');
	if (origin !== null) {
		if (origin !== 'ad' && origin !== 'sisense') throw call.invalid('origin must be ad or sisense');
		tests.push((user) => (user.directory !== undefined) === (origin === 'ad'));
	}
	const group = query.get('groupId');
	if (group === 'null') tests.push((user) => user.groups.length === 0);
	else if (group !== null) {
		const id = call.id(group, 'groupId');
		tests.push((user) => world.groupIds(user).includes(id));
	}
	return tests;
}

/** GET /api/v1/users/{id}. */
export function getUser(call: Call, path: PathValues): Answer {
	const user = call.person(path.id);
	if (!call.manages && user !== call.user) throw new Refusal(forbidden());
	return ok(picker(call)(expander(call)(user)));
}
