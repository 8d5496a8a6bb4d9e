import type { Metabase } from './client';
import type { User } from './person';

/** What would let the person in again; nothing on this server can hold against it (contract 13.8). */
export async function undoneBySignIn(metabase: Metabase, user: User): Promise<string[]> {
	const ways = await metabase.revivers();
	if (ways.length === 0 && user.sso === null) return [];
	const how = ways.length > 0 ? ways.join(', ') : String(user.sso);
	return [`A sign-in or sync by ${how} can make the account active again: also remove the person at the identity provider.`];
}

/** Sets a password nobody knows. @returns whether there was one to replace */
export async function replacePassword(metabase: Metabase, user: User): Promise<boolean> {
	if (user.sso !== null) return false;
	await metabase.users.spoilPassword(user);
	return true;
}
