import type { Reference } from '../../../../kit/fields';
import type { Outcome } from '../../../../kit/operation';
import { Problem } from '../../../../kit/problem';
import type { Redash } from '../../../../products/redash/client';
import type { Group } from '../../../../products/redash/groups';
import type { People } from '../../../../products/redash/people';
import { nameOf, withGroups, type User } from '../../../../products/redash/person';
import { changed } from '../../operation';

/** What every operation on people who must exist begins with. */
export const behind = async (redash: Redash, inputs: Array<{ user: Reference }>): Promise<People> =>
	await redash.users.behind(inputs.map(({ user }) => user));

export const targetOf = ({ user }: { user: Reference }, people: People) => people.one(user).id;

interface Creation {
	email: string;
	name: string;
	groups?: Group[];
	/** Where groups were asked for, they come after the account: what fails then is told with that. */
	noMail?: boolean;
	returnInviteLink?: boolean;
}

/** Creates a pending account and puts it into its groups. */
export async function createUser(redash: Redash, people: People, wish: Creation): Promise<Outcome<User>> {
	const { email, name, groups, noMail, returnInviteLink } = wish;
	const { user, inviteLink } = await redash.users.create({ email, name }, !noMail);
	people.put(user);
	const placed = groups && (await place(redash, user, groups));
	if (placed) people.put(placed);
	const link = returnInviteLink && { inviteLink: inviteLink ? await redash.absolute(inviteLink) : null };
	return changed(placed ?? user, { email, name, ...(groups && { groups }) }, link || undefined);
}

async function place(redash: Redash, user: User, groups: Group[]): Promise<User> {
	const placed = await redash.groups.set(user, groups, {}, user.groupIds).catch((thrown: unknown) => {
		if (!(thrown instanceof Problem)) throw thrown;
		throw new Problem(
			`The Redash account of ${nameOf(user)} was created (ID ${user.id}), but its groups could not be set. ${thrown.what}`,
			'Run "Create or Update" for this person to complete it.',
			{ httpCode: thrown.httpCode, detail: thrown.detail },
		);
	});
	return placed ?? withGroups(user, groups);
}
