import type { IDataObject } from 'n8n-workflow';

import { randomPassword } from '../../kit/passwords';
import { Problem } from '../../kit/problem';
import type { Metabase } from './client';
import type { Group } from './groups';
import type { People } from './people';
import type { User } from './person';

/** What a new account is to be. */
export interface Wish {
	email: string;
	firstName?: string;
	lastName?: string;
	groups?: Group[];
	loginAttributes?: IDataObject;
	password?: string;
	/** Set a generated password, and tell it. */
	returnPassword?: boolean;
	/** Tell the link that sets the first password. */
	returnPasswordResetUrl?: boolean;
}

/** A new account, and how the person gets in. */
export interface Created {
	user: User;
	/** The whole set, where groups were asked for. */
	groupIds?: number[];
	mailed: boolean;
	/** Only if asked for. */
	password?: string;
	/** Only if asked for; null on servers that make none. */
	passwordResetUrl?: string | null;
	/** How the person gets in, where that needs saying. */
	hint?: string;
}

/** Creates an active account. Keeps `people` up to date. */
export async function createPerson(metabase: Metabase, people: People, wish: Wish): Promise<Created> {
	const { email, groups, password: given, returnPassword, returnPasswordResetUrl, ...profile } = wish;
	const server = await metabase.server();
	const groupIds = groups && (await metabase.groups.ofNew(groups));
	const password = returnPassword ? randomPassword(server.complexity) : given;
	const user = await metabase.users.create(email, { ...profile, groupIds, password });
	people.put(user);
	const url = returnPasswordResetUrl ? await resetUrlOf(metabase, user) : undefined;
	const hint = hintFor(server.mail === true, password !== undefined || Boolean(url));
	return {
		user,
		...(groupIds && { groupIds }),
		mailed: server.mail === true,
		...(returnPassword && { password }),
		...(returnPasswordResetUrl && { passwordResetUrl: url ?? null }),
		...(hint !== undefined && { hint }),
	};
}

/** The account is there by now: what fails here is told with that. */
async function resetUrlOf(metabase: Metabase, user: User): Promise<string | undefined> {
	return await metabase.users.resetUrl(user).catch((thrown: unknown) => {
		if (!(thrown instanceof Problem)) throw thrown;
		throw new Problem(
			`The Metabase account of ${user.email} was created (ID ${user.id}), but there is no password reset URL. ${thrown.what}`,
			'Use "Get Password Reset URL" for this person.',
			{ httpCode: thrown.httpCode, detail: thrown.detail },
		);
	});
}

function hintFor(mailed: boolean, canEnter: boolean): string | undefined {
	if (mailed) return 'Metabase mailed an invitation to the person.';
	if (canEnter) return undefined;
	return 'This Metabase has no mail set up and no password was set, so the person can enter only by single sign-on: use "Set Password" or, on newest servers, "Get Password Reset URL".';
}
