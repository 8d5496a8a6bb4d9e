import { badRequest, fatal, forbidden, ok, Refusal, switchedOff, type Answer } from './answers.mts';
import { found, rowId, type Call } from './call.mts';
import { onUserDeleted, ownsContent } from './content/index.mts';
import { newKey } from './keys.mts';
import { linkTo } from './links.mts';
import { invite, mailReset } from './mail.mts';
import type { PathValues } from './router.mts';
import { userRow } from './user-rows.mts';
import type { User } from './world.mts';

/*
 * The other writes on one user (contract 5). A missing id is a 500 on all of them: nobody catches the exception.
 */

export function disableUser(call: Call, path: PathValues): Answer {
	const user = target(call, path);
	if (user === call.user) {
		const text = 'You cannot disable your own account. Please ask another admin to do this for you.';
		throw new Refusal(call.world.behaviour.selfDisable === 400 ? badRequest(text) : forbidden(text));
	}
	user.updatedAt = user.disabledAt = call.world.stamp();
	return ok(userRow(call.world, user, true));
}

export function enableUser(call: Call, path: PathValues): Answer {
	const user = target(call, path);
	user.disabledAt = null;
	user.updatedAt = call.world.stamp();
	return ok(userRow(call.world, user, true));
}

/** Admin or self. A disabled person is refused before the caller is looked at. */
export function regenerateKey(call: Call, path: PathValues): Answer {
	const user = target(call, path);
	if (user.disabledAt !== null) throw new Refusal(switchedOff());
	call.requireAdminOrSelf(user.id);
	call.world.users.change(user, { apiKey: newKey() });
	user.updatedAt = call.world.stamp();
	// The server's own spelling.
	call.note({ action: 'regnerate_api_key', type: 'user', id: user.id });
	return ok(userRow(call.world, user, true));
}

export function resetPassword(call: Call, path: PathValues): Answer {
	const user = target(call, path);
	if (user.disabledAt !== null) throw new Refusal(switchedOff());
	const link = linkTo(call.world, 'reset', user);
	mailReset(call.world, user, link);
	return ok({ reset_link: link });
}

/** Says 200 for active and disabled people too. */
export function inviteAgain(call: Call, path: PathValues): Answer {
	const user = target(call, path);
	return ok({ ...userRow(call.world, user), ...invite(call.world, call.user, user, false) });
}

/** Only people who never accepted, and only while they own nothing. */
export function deleteUser(call: Call, path: PathValues): Answer {
	const { world } = call;
	const user = target(call, path);
	if (user === call.user)
		throw new Refusal(
			forbidden('You cannot delete your own account. Please ask another admin to do this for you.'),
		);
	if (!user.pending)
		throw new Refusal(forbidden('You cannot delete activated users. Please disable the user instead.'));
	if (ownsContent(world, user.id)) throw new Refusal(fatal());
	world.users.remove(user);
	onUserDeleted(world, user.id);
	return ok(userRow(world, user, true));
}

function target(call: Call, path: PathValues): User {
	return found(call.world.userIn(call.org.id, rowId(path.id)), fatal);
}
