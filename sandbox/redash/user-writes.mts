import { badRequest, fatal, forbidden, ok, Refusal, type Answer } from './answers.mts';
import { found, rowId, type Call } from './call.mts';
import { isBlocked } from './email.mts';
import { newKey } from './keys.mts';
import { invite, mailVerification } from './mail.mts';
import type { PathValues } from './router.mts';
import { userRow } from './user-rows.mts';
import type { User } from './world.mts';

/** Longest value of the columns name and email. */
const LONGEST = { name: 320, email: 255 };

/** POST /users: always pending and in `default` only, whatever else is sent (contract 5). */
export function createUser(call: Call): Answer {
	const { world, org } = call;
	const body = call.object();
	if (!('name' in body) || !('email' in body)) throw new Refusal(badRequest());
	const { name, email } = body;
	if (typeof email !== 'string') throw new Refusal(fatal());
	if (!email.includes('@')) throw new Refusal(badRequest('Bad email address.'));
	if (world.behaviour.domainCheck) refuseDomain(call, email);
	const text = typeof name === 'number' ? String(name) : name;
	if (text !== null && typeof text !== 'string') throw new Refusal(fatal());
	const values = {
		...world.blankUser(org.id, text ?? '', email),
		groups: [world.builtin(org.id, 'default').id],
		apiKey: newKey(),
	};
	// The database refuses a null name, and its complaint happens to hold the word the server looks for.
	const taken = text === null || world.users.forEmail(org.id, email) !== undefined;
	const long = (text?.length ?? 0) > LONGEST.name || email.length > LONGEST.email;
	if (taken || long) {
		world.users.wasteId(values);
		throw new Refusal(long ? fatal() : badRequest('Email already taken.'));
	}
	const user = world.users.add(values);
	call.note({ action: 'create', type: 'user', id: user.id });
	const link = invite(world, call.user, user, call.query.has('no_invite'));
	return ok({ ...userRow(world, user), ...link });
}

/** POST /users/{id}: a partial update; keys it does not know are passed over (contract 5). */
export function updateUser(call: Call, path: PathValues): Answer {
	const { world, org } = call;
	const id = rowId(path.id);
	call.requireAdminOrSelf(id, "You don't have permission to edit this resource.");
	const user = found(world.userIn(org.id, id), fatal);
	const body = call.object();
	const password = newPassword(user, body);
	const groups = newGroups(call, body);
	const email = newEmail(call, body);
	if ('name' in body && body.name === null) throw new Refusal(badRequest('Error updating record'));
	if (tooLong(body.name, LONGEST.name)) throw new Refusal(fatal());
	const holder = email === undefined ? undefined : world.users.forEmail(org.id, email);
	if (holder !== undefined && holder !== user) throw new Refusal(badRequest('Email already taken.'));

	const changed = {
		...('name' in body ? { name: String(body.name) } : {}),
		...(password === undefined ? {} : { password }),
		...(groups === undefined ? {} : { groups: groups.map(Number) }),
	};
	apply(call, user, changed, email);
	call.note({ action: 'edit', type: 'user', id });
	// The answer echoes what was sent; the next read shows what was stored.
	const echo = { ...(email === undefined ? {} : { email }), ...(groups === undefined ? {} : { groups }) };
	const answer = ok({ ...userRow(world, user, true), ...echo });
	return call.user.id === id ? { ...answer, remember: id } : answer;
}

function apply(call: Call, user: User, changed: Partial<User>, email: string | undefined): void {
	const { world } = call;
	const { unverifyAlways } = world.behaviour;
	const before = JSON.stringify([user.name, user.password, user.groups, user.email]);
	// A change of letter case counts too.
	const verify = email !== undefined && email !== user.email;
	if (verify && (world.settings.mail || unverifyAlways)) user.verified = false;
	if (email !== undefined) world.users.change(user, { email });
	Object.assign(user, changed);
	if (verify && world.settings.mail) mailVerification(world, user);
	if (verify || before !== JSON.stringify([user.name, user.password, user.groups, user.email]))
		user.updatedAt = world.stamp();
}

function newPassword(user: User, body: Record<string, unknown>): string | undefined {
	const { password, old_password: old } = body;
	if ('password' in body && !('old_password' in body))
		throw new Refusal(forbidden('Must provide current password to update password.'));
	// Nobody's password fits where none is set.
	if ('old_password' in body && (user.password === null || old !== user.password))
		throw new Refusal(forbidden('Incorrect current password.'));
	return 'password' in body ? String(password) : undefined;
}

/** The list as sent, digit strings included; nothing where it is absent, empty or not known to this version. */
function newGroups(call: Call, body: Record<string, unknown>): (number | string)[] | undefined {
	const { world, org } = call;
	if (!('group_ids' in body) || !world.behaviour.groupIds) return undefined;
	if (!call.isAdmin) throw new Refusal(forbidden('Must be admin to change groups membership.'));
	if (!Array.isArray(body.group_ids)) throw new Refusal(fatal());
	for (const id of body.group_ids as unknown[]) {
		if (typeof id !== 'number' && typeof id !== 'string') throw new Refusal(fatal());
		if (world.groupIn(org.id, rowId(String(id))) === undefined)
			throw new Refusal(badRequest(`Group id ${id} is invalid.`));
	}
	return body.group_ids.length === 0 ? undefined : body.group_ids;
}

function newEmail(call: Call, body: Record<string, unknown>): string | undefined {
	if (!('email' in body)) return undefined;
	const { email } = body;
	if (typeof email !== 'string') throw new Refusal(fatal());
	if (call.world.behaviour.blockedOnUpdate) {
		// The server takes the address apart without a look.
		if (!email.includes('@')) throw new Refusal(fatal());
		refuseDomain(call, email);
	}
	return tooLong(email, LONGEST.email) ? found<string>(undefined, fatal) : email;
}

function refuseDomain({ world }: Call, email: string): void {
	if (isBlocked(world, email.slice(email.indexOf('@') + 1))) throw new Refusal(badRequest('Bad email address.'));
}

function tooLong(value: unknown, longest: number): boolean {
	return typeof value === 'string' && value.length > longest;
}
