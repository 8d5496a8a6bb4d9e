import { asProblem, Problem } from '../../kit/problem';
import type { Sisense } from './client';
import { isBuiltIn, type User } from './person';

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
	const role = await sisense.roles.lowest();
	await cut('role and groups', async () => await sisense.users.change(user, { role, groups: [] }));
	if (open.length > 0) {
		throw new Problem(
			`${user.email} is not locked out of Sisense yet: ${open.map(({ what, problem }) => `${what} (${problem.what})`).join('; ')}. Everything else is cut.`,
			'Run the item again.',
			{ httpCode: open[0].problem.httpCode },
		);
	}
	return { passwordReplaced, sessionsEnded: sessionsEnded === true, user: { ...user, role, groups: user.groups.filter(isBuiltIn) } };
}

/** What would let somebody in again that Sisense can't hold against; nothing for accounts of its own (contract 13). */
export const warningFor = ({ email, source }: User): { hint?: string } =>
	source === null
		? {}
		: {
				hint: `${email} signs in ${source === 'sso' ? 'at an identity provider' : 'through a directory'}: also remove the person there, or the next sign-in brings an account back.`,
			};
