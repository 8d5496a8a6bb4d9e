import { Problem } from '../../../../kit/problem';
import { nameOf } from '../../../../products/redash/person';
import { allowLastAdmin, userField } from '../../fields';
import { operation } from '../../operation';
import { behind, targetOf } from './shared';

export const remove = operation({
	name: 'Delete',
	action: 'Delete a user who never accepted the invitation',
	description: 'Delete a pending user for good; all others can only be disabled',
	fields: { user: userField() },
	options: { allowLastAdmin },
	repeat: 'fails',
	output: { deleted: 'boolean', id: 'integer', email: 'string' },
	prepare: behind,
	target: targetOf,
	async run(redash, { user: reference, options }, people) {
		const user = people.one(reference);
		if (!user.pending) {
			throw new Problem(
				`${nameOf(user)} accepted the invitation: Redash deletes only users who never did.`,
				'Use "Disable" instead.',
			);
		}
		await redash.guards.shuttingOut(user, 'deleted', options);
		await redash.users.remove(user);
		people.drop(user.id);
		return { json: { deleted: true, id: user.id, email: nameOf(user) } };
	},
});
