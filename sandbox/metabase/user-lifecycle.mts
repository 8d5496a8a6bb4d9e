import { badField, exception, found, notFound, nothing, ok, Refusal, rule, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { mailInvitation } from './mail.mts';
import { requireAnotherAdmin } from './membership-rules.mts';
import { requireGood } from './passwords.mts';
import { newResetLink } from './reset.mts';
import type { PathValues } from './router.mts';
import { waitText } from './throttle.mts';
import { existingPerson } from './user-update.mts';
import { userRow } from './user-rows.mts';
import { ADMINISTRATORS } from './world.mts';

const SUCCESS = { success: true };

/** DELETE /user/{id}: deactivates. Groups and content stay; the person's place in subscriptions is lost for good. */
export function deactivateUser(call: Call, path: PathValues): Answer {
	const { world } = call;
	const { deleteUnknown, deleteKeyUser, newest } = world.behaviour;
	const missing = () => (deleteUnknown === 404 ? notFound() : failure());
	const user = found(world.users.get(Number(path.id)), missing);
	if (user.type === 'internal') throw rule('Not able to modify the internal user');
	if (user.type === 'api-key') {
		if (deleteKeyUser === 'fails') throw new Refusal(failure());
		if (deleteKeyUser === 'nothing') return ok(SUCCESS);
	}
	if (!user.active) return ok(SUCCESS);
	requireAnotherAdmin(world, user);
	user.active = false;
	user.updatedAt = world.stamp();
	world.content.forgetRecipient(user.id);
	if (newest) world.sessions.closeAll(user.id);
	return ok(SUCCESS);
}

const failure = (): Answer => exception(500, 'Assert failed: (pos? rows-affected)');

/** PUT /user/{id}/reactivate: everything comes back but the admin role. */
export function reactivateUser(call: Call, path: PathValues): Answer {
	const { world } = call;
	const user = found(world.users.get(Number(path.id)));
	const tenant = user.tenant === null ? undefined : world.tenants.get(user.tenant);
	if (user.type === 'internal') throw rule('Not able to modify the internal user');
	if (user.active) throw new Refusal(exception(400, 'Not able to reactivate an active user', { 'status-code': 400 }));
	if (tenant?.active === false)
		throw new Refusal(
			exception(400, 'Not able to reactivate a user whose tenant is deactivated', { 'status-code': 400 }),
		);
	world.leave(user, ADMINISTRATORS);
	user.active = true;
	user.isSuperuser = false;
	// The stand-in has no Google or LDAP sign-in switched on.
	if (user.ssoSource === 'google' || user.ssoSource === 'ldap') user.ssoSource = null;
	user.updatedAt = world.stamp();
	return ok(userRow(world, user));
}

/** PUT /user/{id}/password: `password` is the new one; superusers need no old one (contract 3). */
export function changePassword(call: Call, path: PathValues): Answer {
	const { world, body } = call;
	const id = Number(path.id);
	const own = id === call.user.id;
	if (!own) call.requireSuperuser();
	const user = existingPerson(call, id, true);
	if (world.behaviour.newest) {
		const limit = { name: `password change ${id}`, free: 10 };
		const wait = world.throttle.blocked(limit);
		if (wait > 0) throw badField('user-id', waitText(wait));
		world.throttle.count(limit);
	}
	const password = requireGood(call, body.password);
	if (!call.isSuperuser && body.old_password !== user.password) throw badField('old_password', 'Invalid password');
	user.password = password;
	user.resetToken = null;
	user.updatedAt = world.stamp();
	world.sessions.closeAll(id);
	if (!own) return nothing();
	const session = world.sessions.open(id);
	return { ...ok({ ...SUCCESS, session_id: session }), session };
}

/** POST /session/password-check: whether a password would do. */
export function checkPassword(call: Call): Answer {
	requireGood(call, call.body.password);
	return ok({ valid: true });
}

/** POST /user/{id}/password-reset-url: the link without a mail. */
export function passwordResetUrl(call: Call, path: PathValues): Answer {
	const user = existingPerson(call, Number(path.id), true);
	return ok({ password_reset_url: newResetLink(call, user) });
}

/** POST /user/{id}/send_invite, until 0.51. */
export function sendInvite(call: Call, path: PathValues): Answer {
	mailInvitation(call, existingPerson(call, Number(path.id), false));
	return ok(SUCCESS);
}

/** PUT /user/{id}/modal/{modal}: a first look that was had. */
export function closeModal(call: Call, path: PathValues): Answer {
	const id = Number(path.id);
	if (id !== call.user.id) call.requireSuperuser();
	const user = existingPerson(call, id, false);
	if (path.modal !== 'qbnewb' && path.modal !== 'datasetnewb') return unknownModal(call);
	if (path.modal === 'qbnewb') user.isNew = false;
	return ok(SUCCESS);
}

function unknownModal({ world }: Call): Answer {
	if (world.behaviour.unknownModal === 500) return exception(500, 'Unrecognized modal');
	throw badField('modal', 'enum of qbnewb, datasetnewb');
}
