import { flag } from '../../../../kit/fields';
import { Problem } from '../../../../kit/problem';
import type { Superset } from '../../../../products/superset/client';
import { label } from '../../../../kit/handover';
import type { Content } from '../../../../products/superset/content';
import { nameOf, type User } from '../../../../products/superset/person';
import { allowLastAdmin, allowSelf, userField } from '../../fields';
import { operation } from '../../operation';

const allowOwnerless = flag({
	displayName: 'Allow Ownerless Content',
	description:
		'Whether to delete the user even if dashboards, charts, datasets or reports lose their only owner by it',
});

export const remove = operation({
	name: 'Delete',
	action: 'Delete a user for good (deactivating is safer)',
	description: 'Delete a user and their saved queries; refused for most authors, whom you deactivate instead',
	fields: { user: userField() },
	options: { allowLastAdmin, allowOwnerless, allowSelf },
	repeat: 'fails',
	output: { deleted: 'boolean', id: 'integer', email: 'string', lostOwner: ['string'] },
	prepare: async (superset, inputs) => await superset.users.behind(inputs.map(({ user }) => user)),
	target: ({ user }, people) => people.one(user).id,
	async run(superset, { user: reference, options }, people) {
		const user = people.one(reference);
		await superset.guards.check(user, { active: false }, options);
		const owned = await superset.content.of(user);
		const orphans = owned.filter(({ owners }) => owners.length === 1);
		if (orphans.length > 0 && !options.allowOwnerless) throw wouldOrphan(user, orphans);
		await superset.remove('users', user.id).catch(async (thrown: unknown) => {
			throw await heldBack(superset, user, thrown);
		});
		people.drop(user.id);
		return { json: { deleted: true, id: user.id, email: user.email, lostOwner: owned.map(label) } };
	},
});

function wouldOrphan(user: User, orphans: Content[]): Problem {
	const shown = orphans.slice(0, 5).map(label).join(', ');
	const more = orphans.length > 5 ? ` and ${orphans.length - 5} more` : '';
	return new Problem(
		`${nameOf(user)} is the only owner of ${shown}${more}: deleting the account would leave them without one.`,
		'Run "Transfer Owned" first, deactivate the user instead, or switch on "Allow Ownerless Content" in the options.',
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
