import { created, nothing, ok, refuse, Refusal, userNotFound, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { mailInvitation } from './mail.mts';
import type { PathValues } from './router.mts';
import { readUser, requireFilled, type UserFields } from './user-fields.mts';
import { userRow } from './user-rows.mts';
import { createUser, deleteUser, updateUser } from './user-writes.mts';
import type { User } from './world.mts';

/** POST /api/v1/users. */
export function postUser(call: Call): Answer {
	const fields = readUser(call, call.body);
	requireFilled(call, fields, ['email']);
	const user = createUser(call, fields);
	mailInvitation(call.world, user);
	return created(userRow(call.world, user));
}

/** POST /api/v1/users/bulk: a bare array, which fails as a whole; `firstName` is mandatory here (contract 4). */
export function postUsers(call: Call): Answer {
	const { body, world } = call;
	if (!Array.isArray(body)) throw refuse(400, 2002, 'The body must be an array.');
	const rows = body.map((row) => readUser(call, row));
	for (const row of rows) requireFilled(call, row, ['email', 'firstName']);
	requireDifferent(rows);
	const users = createAll(call, rows);
	return created(users.map((user) => userRow(world, user)));
}

function requireDifferent(rows: readonly UserFields[]): void {
	const seen = new Set<string>();
	for (const { email = '' } of rows) {
		if (seen.has(email)) throw refuse(400, 2005, `Duplicate user ${email} in the request.`);
		seen.add(email);
	}
}

/** Everybody, or the first refusal; then nobody is there, or whoever was good, by the switch. */
export function createAll(call: Call, rows: readonly UserFields[], notify = true): User[] {
	const { world } = call;
	const users: User[] = [];
	let first: unknown;
	for (const row of rows) {
		try {
			users.push(createUser(call, row));
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			first ??= error;
		}
	}
	if (first !== undefined && world.settings.atomicBulk) for (const user of users.splice(0)) world.deleteUser(user);
	if (notify) for (const user of users) mailInvitation(world, user);
	if (first !== undefined) throw first;
	return users;
}

/** POST /api/v1/users/ad and /ad/bulk: there is no directory that could be asked (contract 4). */
export function postDirectoryUsers(call: Call): Answer {
	const rows = Array.isArray(call.body) ? call.body : [call.fields];
	for (const row of rows) {
		const { userName, ldapDomainId } = row as Readonly<Record<string, unknown>>;
		if (typeof userName !== 'string') throw call.invalid('userName is mandatory', 2003);
		call.id(ldapDomainId, 'ldapDomainId');
	}
	throw refuse(400, 2008, 'The user has no principal name.');
}

/** PATCH /api/v1/users/{id}: the whole person, whatever was changed. */
export function patchUser(call: Call, path: PathValues): Answer {
	const fields = readUser(call, call.fields);
	const user = call.person(path.id);
	requireFilled(call, fields, []);
	updateUser(call, user, fields);
	return ok(userRow(call.world, user));
}

export function removeUser(call: Call, path: PathValues): Answer {
	deleteUser(call.world, call.person(path.id));
	return nothing();
}

/** DELETE /api/v1/users/bulk: the ids are in the query; all of them or none. */
export function removeUsers(call: Call): Answer {
	const text = call.query.get('ids') ?? '';
	if (text === '') throw call.invalid('ids must not be empty');
	deleteAll(call, call.ids(text, 'ids'));
	return nothing();
}

export function deleteAll(call: Call, ids: readonly string[]): void {
	const { world } = call;
	const users = [...new Set(ids)].map((id) => call.person(id));
	const held = users.find((user) => world.roles.get(user.roleId)?.name === 'super');
	if (held !== undefined) throw refuse(400, 2011, 'The super-user cannot be deleted.');
	for (const user of users) deleteUser(world, user);
}

/** Whoever has this e-mail; 404/2001. */
export function personByEmail(call: Call, email: unknown): User {
	const user = typeof email === 'string' ? call.world.users.exactly(email) : undefined;
	if (user === undefined || !call.sees(user.tenant)) throw userNotFound();
	return user;
}
