import { badField, errors, nothing, notFound, ok, Refusal, type Answer } from './answers.mts';
import { sessionOf } from './auth.mts';
import type { Call } from './call.mts';
import { mailReset } from './mail.mts';
import { email as emailKind, filled, Reader } from './params.mts';
import { requireGood } from './passwords.mts';
import { tokenOwner } from './reset.mts';
import { waitText, type Limit } from './throttle.mts';

const SECOND = 1000;

/** POST /session: `username` takes the e-mail. Everything that fails is 401, also having to wait (contract 2). */
export function signIn(call: Call): Answer {
	const { world } = call;
	const reader = new Reader(call);
	const username = reader.need('username', filled);
	const password = reader.need('password', filled);
	reader.check();
	const limits: Limit[] = [
		{ name: `login user ${username.toLowerCase()}`, free: 10 },
		{ name: `login address ${call.address}`, free: 50 },
	];
	const wait = Math.max(...limits.map((limit) => world.throttle.blocked(limit)));
	if (wait > 0) throw new Refusal(errors({ username: waitText(wait) }, 401));
	const user = world.users.forEmail(username);
	if (user === undefined || user.password === null || user.password !== password)
		throw failed(call, limits, { password: 'did not match stored password' });
	// Newest servers put a code there.
	if (!world.isActive(user))
		throw failed(call, limits, {
			_error: world.behaviour.newest ? 'account-disabled' : 'Your account is disabled.',
		});
	const session = world.sessions.open(user.id);
	user.lastLogin = world.stamp();
	return { ...ok({ id: session }), session };
}

function failed({ world }: Call, limits: readonly Limit[], fields: Readonly<Record<string, string>>): Refusal {
	for (const limit of limits) world.throttle.count(limit);
	return new Refusal(errors(fields, 401));
}

/** DELETE /session. */
export function signOut({ world, request }: Call): Answer {
	const session = sessionOf(request);
	return session !== undefined && world.sessions.close(session) ? nothing() : notFound();
}

/** POST /session/forgot_password: 204 always, so that nobody learns who has an account. */
export function forgotPassword(call: Call): Answer {
	const { world } = call;
	const reader = new Reader(call);
	const email = reader.need('email', emailKind);
	reader.check();
	const limits: Limit[] = [
		{ name: `forgot ${email.toLowerCase()}`, free: 3, span: SECOND },
		{ name: `forgot address ${call.address}`, free: 50 },
	];
	spend(call, limits, 'email');
	const user = world.users.forEmail(email);
	if (user !== undefined && user.type === 'personal' && world.isActive(user)) mailReset(call, user);
	return nothing();
}

function spend({ world }: Call, limits: readonly Limit[], field: string): void {
	const wait = Math.max(...limits.map((limit) => world.throttle.blocked(limit)));
	if (wait > 0) throw badField(field, waitText(wait));
	for (const limit of limits) world.throttle.count(limit);
}

/** GET /session/password_reset_token_valid. */
export function tokenValid({ world, query }: Call): Answer {
	return ok({ valid: tokenOwner(world, query.get('token') ?? '') !== undefined });
}

/** POST /session/reset_password: sets it and signs in; what was open before dies. */
export function resetPassword(call: Call): Answer {
	const { world } = call;
	spend(call, [{ name: `reset address ${call.address}`, free: 10 }], 'password');
	const reader = new Reader(call);
	const token = reader.need('token', filled);
	reader.check();
	const password = requireGood(call, call.body.password);
	const user = tokenOwner(world, token);
	if (user === undefined) throw badField('password', 'Invalid reset token');
	user.password = password;
	user.resetToken = null;
	world.sessions.closeAll(user.id);
	const session = world.sessions.open(user.id);
	return { ...ok({ success: true, session_id: session }), session };
}

/** GET /login-history/current: own logins only. */
export function loginHistory({ world, user }: Call): Answer {
	return ok(
		world.sessions.startsOf(user.id).map((at) => ({
			timestamp: new Date(at).toISOString(),
			device_description: 'Sandbox',
			ip_address: '127.0.0.1',
			location: 'Unknown location',
			active: true,
			timezone: null,
		})),
	);
}
