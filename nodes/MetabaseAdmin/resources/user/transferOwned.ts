import { choice, integer } from '../../../../kit/fields';
import { refuseSuccessor } from '../../../../kit/handover';
import { handOver } from '../../../../products/metabase/handover';
import { successorField, userField } from '../../fields';
import { operation } from '../../operation';

const THING = { type: 'string', id: 'integer', name: 'string' } as const;

const alerts = choice({ displayName: 'Alerts', description: 'What to do with alerts on questions' }, [
	{ name: 'Hand Over', value: 'transfer', description: 'Where this server can change their creator' },
	{ name: 'Stop', value: 'stop', description: 'Nobody receives them any more' },
	{ name: 'Leave as They Are', value: 'leave', description: 'They go on being sent' },
]);

const subscriptions = choice(
	{ displayName: 'Subscriptions', description: "What to do with dashboard subscriptions, whose creator can't change" },
	[
		{ name: 'Leave as They Are', value: 'leave', description: 'They go on being sent' },
		{ name: 'Stop', value: 'stop', description: 'Nobody receives them any more' },
	],
);

export const transferOwned = operation({
	name: 'Transfer Owned',
	action: 'Transfer the alerts of a user to a successor',
	description:
		"Make a successor the creator of a user's alerts, where the server can; everything else keeps its creator and is listed. Nothing is deleted.",
	fields: { user: userField(), successor: successorField() },
	options: {
		alerts,
		collectionId: integer(
			{
				displayName: 'Collection ID for Personal Items',
				default: 1,
				description: 'Where to move questions and dashboards out of the personal collection; it is left alone if not given',
			},
			{ min: 1, max: 2_147_483_647 },
		),
		subscriptions,
	},
	repeat: 'safe',
	output: {
		from: 'string',
		to: 'string',
		moved: [THING],
		done: [{ ...THING, action: 'string' }],
		remaining: [{ ...THING, reason: 'string' }],
		blindSpots: ['string'],
		changed: 'boolean',
	},
	prepare: async (metabase, inputs) =>
		await metabase.users.behind(inputs.flatMap(({ user, successor }) => [user, successor])),
	target: () => 'all content',
	async run(metabase, { user, successor, options }, people) {
		const from = people.one(user);
		const to = people.one(successor);
		refuseSuccessor('Metabase', { id: from.id, name: from.email }, { ...to, name: to.email });
		const { owned, blindSpots } = await metabase.content.of(from);
		const result = await handOver(metabase, owned, to, {
			alerts: options.alerts ?? 'transfer',
			subscriptions: options.subscriptions ?? 'leave',
			collectionId: options.collectionId,
		});
		const { moved, done, remaining } = result;
		result.refuseFailed(
			`${moved.length} alerts of ${from.email} went to ${to.email}, ${done.length} things were stopped or moved`,
		);
		return {
			json: { from: from.email, to: to.email, moved, done, remaining, blindSpots },
			changed: result.changed,
		};
	},
});
