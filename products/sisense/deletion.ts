import { label } from '../../kit/handover';
import { Refusal } from '../../kit/problem';
import type { Sisense } from './client';
import type { Owned } from './content';
import type { User } from './person';

/** How many things a message names. */
const SHOWN = 5;

/**
 * Deletes somebody for good. Sisense deletes their dashboards with them (contract 8): throws a Problem where they own any,
 * or where that can't be told, if that is not allowed.
 *
 * @returns what was lost
 */
export async function deleteUser(sisense: Sisense, user: User, deleteOwned = false): Promise<Owned[]> {
	const { owned, blindSpots } = await sisense.content.fresh(user);
	const lost = owned.filter(({ type }) => type !== 'report');
	if ((lost.length > 0 || blindSpots.length > 0) && !deleteOwned) {
		const more = lost.length > SHOWN ? ` and ${lost.length - SHOWN} more` : '';
		const known =
			lost.length === 0
				? `What ${user.email} owns can't be told for sure: Sisense would delete the dashboards with the account.`
				: `${user.email} owns ${lost.slice(0, SHOWN).map(label).join(', ')}${more}: Sisense would delete the dashboards with the account.`;
		throw new Refusal(
			[known, ...blindSpots].join(' '),
			'Use "Transfer Owned" first',
			'Delete Dashboards Too',
		);
	}
	await sisense.users.remove(user);
	return lost;
}
