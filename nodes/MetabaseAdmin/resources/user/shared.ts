import type { Reference, Wanted as WantedGroup } from '../../../../kit/fields';
import type { Outcome } from '../../../../kit/operation';
import { Problem } from '../../../../kit/problem';
import type { Metabase } from '../../../../products/metabase/client';
import { createPerson, type Wish } from '../../../../products/metabase/creation';
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

/** What an item adds to an account, in the words of the node. */
export interface Creation {
	email: string;
	fields: Pick<Wish, 'firstName' | 'lastName' | 'loginAttributes' | 'password'> & { groups?: WantedGroup[] };
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
export async function createUser(metabase: Metabase, people: People, { fields, ...wish }: Creation): Promise<Outcome<User>> {
	const { groups, password, ...profile } = fields;
	if (password !== undefined && wish.returnPassword) {
		throw new Problem(
			'"Password" and "Return Generated Password" are both given.',
			'Take one of them out: a password is either yours or generated.',
		);
	}
	const named = groups && (await metabase.groups.named(groups));
	const { user, groupIds, ...told } = await createPerson(metabase, people, { ...profile, ...wish, password, groups: named });
	return changed(user, { ...profile, email: wish.email, ...(groupIds && { groupIds }) }, told);
}
