import type { Sisense } from './client';
import { ownGroups, type User } from './person';

/** What shuts somebody out where an account can't be switched off (contract 13.3 and 13.8). */
export interface LockedOut {
	/** False for people whose password is not Sisense's. */
	passwordReplaced: boolean;
	/** False where the server revokes tokens only: open browser windows go on. */
	sessionsEnded: boolean;
	user: User;
}

/**
 * Cuts every way in that Sisense lets one cut: a password nobody knows, then all sessions and tokens, then rights. The
 * password goes first, or the person signs in again. Content stays.
 */
export async function lockOut(sisense: Sisense, user: User): Promise<LockedOut> {
	const passwordReplaced = user.source === null;
	if (passwordReplaced) await sisense.users.spoilPassword(user);
	const sessionsEnded = await sisense.users.logOut(user);
	const role = await sisense.roles.lowest();
	await sisense.users.change(user, { role, groups: [] });
	return { passwordReplaced, sessionsEnded, user: { ...user, role, groups: user.groups.filter((group) => !ownGroups(user).includes(group)) } };
}
