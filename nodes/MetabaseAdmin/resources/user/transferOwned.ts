import { choice, integer } from '../../../../kit/fields';
import { Problem } from '../../../../kit/problem';
import { label } from '../../../../products/metabase/content';
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
		if (from.id === to.id)
			throw new Problem(`${from.email} can't be their own successor.`, 'Choose somebody else as "Successor".');
		if (to.state !== 'active') {
			throw new Problem(
				`The successor ${to.email} is ${to.state} in Metabase.`,
				'Choose an active user as "Successor".',
			);
		}
		const { owned, blindSpots } = await metabase.content.of(from);
		const { failed, ...told } = await handOver(metabase, owned, to, {
			alerts: options.alerts ?? 'transfer',
			subscriptions: options.subscriptions ?? 'leave',
			collectionId: options.collectionId,
		});
		if (failed.length > 0) {
			throw new Problem(
				`${told.moved.length} alerts of ${from.email} went to ${to.email}, ${told.done.length} things were stopped or moved; failed: ${failed.map(({ what }) => label(what)).join(', ')}.`,
				`${failed[0].problem.message} Run again for the rest.`,
				{ httpCode: failed[0].problem.httpCode },
			);
		}
		return {
			json: { from: from.email, to: to.email, ...told, blindSpots },
			changed: told.moved.length + told.done.length > 0,
		};
	},
});
