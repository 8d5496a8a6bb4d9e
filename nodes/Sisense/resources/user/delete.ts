import { flag } from '../../../../kit/fields';
import { label } from '../../../../kit/handover';
import { Problem } from '../../../../kit/problem';
import { allowLastAdmin, userField } from '../../fields';
import { operation } from '../../operation';
import { behind, targetOf, WHOM } from './shared';

/** How many things a message names. */
const SHOWN = 5;

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
		const { owned, blindSpots } = await sisense.content.fresh(user);
		const lost = owned.filter(({ type }) => type !== 'report');
		if ((lost.length > 0 || blindSpots.length > 0) && !options.deleteOwned) {
			const more = lost.length > SHOWN ? ` and ${lost.length - SHOWN} more` : '';
			const known =
				lost.length === 0
					? `What ${user.email} owns can't be told for sure: Sisense would delete the dashboards with the account.`
					: `${user.email} owns ${lost.slice(0, SHOWN).map(label).join(', ')}${more}: Sisense would delete the dashboards with the account.`;
			throw new Problem(
				[known, ...blindSpots].join(' '),
				'Use "Transfer Owned" first, or switch on "Delete Dashboards Too" in the options.',
			);
		}
		await sisense.users.remove(user);
		people.drop(user.id);
		const dashboards = lost.filter(({ type }) => type === 'dashboard').length;
		return { json: { deleted: true, id: user.id, email: user.email, dashboards } };
	},
});
