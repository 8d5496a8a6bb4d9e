import { flag } from '../../../../kit/fields';
import { deleteUser } from '../../../../products/sisense/deletion';
import { allowLastAdmin, userField } from '../../fields';
import { operation } from '../../operation';
import { behind, targetOf, WHOM } from './shared';

export const remove = operation({
	name: 'Delete',
	action: 'Delete a user who owns nothing',
	description:
		'Delete a user for good. Sisense deletes every dashboard they own with them, so this refuses while they own any: use "Transfer Owned" first.',
	fields: { user: userField() },
	options: {
		allowLastAdmin,
		deleteOwned: flag({
			displayName: 'Delete Dashboards Too',
			description: 'Whether to delete the person even though their dashboards are deleted with them',
		}),
	},
	repeat: 'fails',
	output: { deleted: 'boolean', ...WHOM, dashboards: 'integer' },
	prepare: behind,
	target: targetOf,
	async run(sisense, { user: reference, options }, people) {
		const user = people.one(reference);
		await sisense.guards.shuttingOut(user, 'deleted', options);
		const lost = await deleteUser(sisense, user, options.deleteOwned);
		people.drop(user.id);
		const dashboards = lost.filter(({ type }) => type === 'dashboard').length;
		return { json: { deleted: true, id: user.id, email: user.email, dashboards } };
	},
});
