import { randomUUID } from 'node:crypto';
import type { Call } from './call.mts';
import type { User, World } from './world.mts';

const LIFE = 48 * 3_600_000;

/** A link that sets a password; the one before it dies. */
export function newResetLink({ world, origin }: Call, user: User): string {
	const token = `${user.id}_${randomUUID()}`;
	user.resetToken = { token, at: world.clock.now() };
	return `${origin}/auth/reset_password/${token}`;
}

/** Whose token it is; nobody's where it is not known, too old, or its owner is deactivated. */
export function tokenOwner(world: World, token: string): User | undefined {
	const user = world.users.get(Number(token.split('_')[0]));
	if (user?.resetToken?.token !== token || !world.isActive(user)) return undefined;
	return world.clock.now() - user.resetToken.at < LIFE ? user : undefined;
}
