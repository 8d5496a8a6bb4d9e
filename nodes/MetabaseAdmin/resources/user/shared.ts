import type { IDataObject } from 'n8n-workflow';

import type { Reference, Wanted as WantedGroup } from '../../../../kit/fields';
import type { Outcome } from '../../../../kit/operation';
import { randomPassword } from '../../../../kit/passwords';
import { Problem } from '../../../../kit/problem';
import type { Metabase } from '../../../../products/metabase/client';
import type { People } from '../../../../products/metabase/people';
import type { User } from '../../../../products/metabase/person';
import { changed } from '../../operation';

/** What every operation on people who must exist begins with. */
export const behind = async (metabase: Metabase, inputs: Array<{ user: Reference }>): Promise<People> =>
	await metabase.users.behind(inputs.map(({ user }) => user));

export const targetOf = ({ user }: { user: Reference }, people: People) => people.one(user).id;

/** Throws a Problem for somebody deactivated: the server knows no such account where it writes (contract 3). */
export function refuseDeactivated(user: User, what: string): void {
	if (user.state === 'active') return;
	throw new Problem(
		`${user.email} is deactivated in Metabase: ${what}.`,
		'Use "Reactivate" first, if the person is back.',
	);
}

/** What an item adds to an account, in the words of the API's client. */
export interface Creation {
	email: string;
	fields: {
		firstName?: string;
		lastName?: string;
		groups?: WantedGroup[];
		loginAttributes?: IDataObject;
		password?: string;
	};
	returnPassword?: boolean;
	returnPasswordResetUrl?: boolean;
}

/** Keys that a creation may put out beside the account. */
export const CREATED = {
	'mailed?': 'boolean',
	'password?': 'string',
	'passwordResetUrl?': 'string?',
	'hint?': 'string',
} as const;

/** Creates an account, and says how the person gets in. */
export async function createUser(metabase: Metabase, people: People, wish: Creation): Promise<Outcome<User>> {
	const { email, returnPassword, returnPasswordResetUrl } = wish;
	const { groups, password: given, ...profile } = wish.fields;
	if (given !== undefined && returnPassword) {
		throw new Problem(
			'"Password" and "Return Generated Password" are both given.',
			'Take one of them out: a password is either yours or generated.',
		);
	}
	const server = await metabase.server();
	const groupIds = groups && (await metabase.groups.ofNew(await metabase.groups.named(groups)));
	const password = returnPassword ? randomPassword(server.complexity) : given;
	const user = await metabase.users.create(email, { ...profile, groupIds, password });
	people.put(user);
	const url = returnPasswordResetUrl ? await resetUrlOf(metabase, user) : undefined;
	const hint = hintFor(server.mail === true, password !== undefined || Boolean(url));
	return changed(
		user,
		{ ...profile, email, ...(groupIds && { groupIds }) },
		{
			mailed: server.mail === true,
			...(returnPassword && { password }),
			...(returnPasswordResetUrl && { passwordResetUrl: url ?? null }),
			...(hint !== undefined && { hint }),
		},
	);
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
