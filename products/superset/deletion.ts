import { label } from '../../kit/handover';
import { Problem, Refusal } from '../../kit/problem';
import type { Superset } from './client';
import type { Content } from './content';
import { nameOf, type User } from './person';

/**
 * Deletes somebody for good. Throws a Problem where content would lose its only owner by it, if that is not allowed, and
 * where something holds the account back.
 *
 * @returns what they owned together with others
 */
export async function deleteUser(superset: Superset, user: User, allowOwnerless = false): Promise<Content[]> {
	const owned = await superset.content.of(user);
	const orphans = owned.filter(({ owners }) => owners.length === 1);
	if (orphans.length > 0 && !allowOwnerless) throw wouldOrphan(user, orphans);
	await superset.remove('users', user.id).catch(async (thrown: unknown) => {
		throw await heldBack(superset, user, thrown);
	});
	return owned;
}

function wouldOrphan(user: User, orphans: Content[]): Problem {
	const shown = orphans.slice(0, 5).map(label).join(', ');
	const more = orphans.length > 5 ? ` and ${orphans.length - 5} more` : '';
	return new Refusal(
		`${nameOf(user)} is the only owner of ${shown}${more}: deleting the account would leave them without one.`,
		'Run "Transfer Owned" first, deactivate the user instead',
		'Allow Ownerless Content',
	);
}

/** A foreign key the server minds: say what it can be (docs/contracts/superset.md section 4, DELETE). */
async function heldBack(superset: Superset, user: User, thrown: unknown): Promise<unknown> {
	if (!(thrown instanceof Problem) || !['422', '500'].includes(thrown.httpCode ?? '')) return thrown;
	const reasons: string[] = [];
	for (const kind of ['dashboard', 'chart', 'dataset', 'report'] as const) {
		for (const [col, word] of [
			['created_by', 'created'],
			['changed_by', 'last changed'],
		] as const) {
			const count = await superset.authored(kind, col, user.id).catch(() => 0);
			if (count > 0) reasons.push(`${word} ${count} ${kind}${count === 1 ? '' : 's'}`);
		}
	}
	const known =
		reasons.length > 0
			? `: they ${reasons.join(', ')}`
			: ' (queries in SQL Lab, favorites, or content they created or changed)';
	return new Problem(
		`Superset can't delete ${nameOf(user)}, because something refers to the account${known}. Nothing was changed.`,
		'Deactivate the user instead: that shuts them out as well and keeps the history.',
		{ httpCode: thrown.httpCode, detail: thrown.detail },
	);
}
