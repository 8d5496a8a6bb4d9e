import { asProblem, Problem } from '../../kit/problem';
import type { Sisense } from './client';
import { isBuiltIn, type GroupRef, type User } from './person';

/** What shuts somebody out where an account can't be switched off (contract 13.3 and 13.8). */
export interface LockedOut {
	/** False for people whose password is not Sisense's. */
	passwordReplaced: boolean;
	/** False where the server revokes tokens only: open browser windows go on. */
	sessionsEnded: boolean;
	user: User;
}

/** Writes whether an account is active, and looks what became of it: most servers take it with 200 and ignore it (contract 3). */
export async function setActive(sisense: Sisense, user: User, active: boolean): Promise<boolean> {
	const refused = await sisense.users.writeActive(user, active).then(
		() => false,
		(thrown: unknown) => {
			const problem = asProblem(thrown);
			if (problem.httpCode !== '422' && problem.httpCode !== '400') throw problem;
			return true;
		},
	);
	if (refused) return false;
	const now = await sisense.users.detailed(user.id);
	return now?.raw.active === active;
}

/**
 * Cuts every way in that Sisense lets one cut: a password nobody knows, then all sessions and tokens, then rights. The
 * password goes first, or the person signs in again. What fails keeps nothing else from being cut, but then nobody is
 * told as locked out: throws a Problem with what is open. Content stays.
 */
export async function lockOut(sisense: Sisense, user: User): Promise<LockedOut> {
	const open: Array<{ what: string; problem: Problem }> = [];
	const cut = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> =>
		await work().catch((thrown: unknown) => {
			open.push({ what, problem: asProblem(thrown) });
			return undefined;
		});

	const passwordReplaced = user.source === null;
	if (passwordReplaced) await cut('the password', async () => await sisense.users.spoilPassword(user));
	const sessionsEnded = await cut('sessions and tokens', async () => await sisense.users.logOut(user));
	const now = await cut('role and groups', async () => await takeRights(sisense, user));
	if (open.length > 0) {
		throw new Problem(
			`${user.email} is not locked out of Sisense yet: ${open.map(({ what, problem }) => `${what} (${problem.what})`).join('; ')}. Everything else is cut.`,
			'Run the item again.',
			{ httpCode: open[0].problem.httpCode },
		);
	}
	return { passwordReplaced, sessionsEnded: sessionsEnded === true, user: now ?? user };
}

/** Makes somebody a Viewer in no group but these. @returns as they should be now */
export async function takeRights(sisense: Sisense, user: User, kept: GroupRef[] = []): Promise<User> {
	const role = await sisense.roles.lowest();
	await sisense.users.change(user, { role, groups: kept.filter((group) => !isBuiltIn(group)) });
	return { ...user, role, groups: [...user.groups.filter(isBuiltIn), ...kept.filter((group) => !isBuiltIn(group))] };
}

/** What would let somebody in again that Sisense can't hold against; nothing for accounts of its own (contract 13). */
export const warningFor = ({ email, source }: User): { hint?: string } =>
	source === null
		? {}
		: {
				hint: `${email} signs in ${source === 'sso' ? 'at an identity provider' : 'through a directory'}: also remove the person there, or the next sign-in brings an account back.`,
			};
