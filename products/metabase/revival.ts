import type { IDataObject } from 'n8n-workflow';

import { asProblem, Problem } from '../../kit/problem';
import type { Metabase } from './client';
import type { Group } from './groups';
import { withGroupIds, type User } from './person';

/** Keys that a reactivation adds for a former admin. */
export const REACTIVATED = { 'formerAdmin?': 'boolean', 'adminRestored?': 'boolean' } as const;

/** A second run finds an active account and leaves it alone, so the rest has to be said. */
const notRestored = (user: User, admin: Group) => (thrown: unknown) => {
	const { what, httpCode, detail } = asProblem(thrown);
	throw new Problem(
		`${user.email} was reactivated in Metabase, but is no admin again. ${what}`,
		`Use "Add to Group" with the group "${admin.name}".`,
		{ httpCode, detail },
	);
};

/** Reactivates an account. Its groups come back, the rights of an admin only if told (contract 3). */
export async function revive(
	metabase: Metabase,
	user: User,
	restoreAdmin = false,
): Promise<{ user: User; told: IDataObject | undefined }> {
	const admin = await metabase.groups.admin();
	const formerAdmin = user.admin || user.groupIds.includes(admin.id);
	await metabase.users.reactivate(user);
	if (formerAdmin && restoreAdmin) await metabase.memberships.add(user, admin).catch(notRestored(user, admin));
	const others = user.groupIds.filter((id) => id !== admin.id);
	const now = withGroupIds(
		{ ...user, state: 'active' },
		formerAdmin && restoreAdmin ? [...others, admin.id] : others,
		await metabase.groups.all(),
	);
	return { user: now, told: formerAdmin ? { formerAdmin, adminRestored: restoreAdmin } : undefined };
}
