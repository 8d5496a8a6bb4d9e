import { choice, flag } from '../../../../kit/fields';
import { refuseSuccessor } from '../../../../kit/handover';
import { handOver } from '../../../../products/redash/handover';
import { nameOf } from '../../../../products/redash/person';
import { successorField, userField } from '../../fields';
import { operation } from '../../operation';
import { searchHidden } from './getOwned';

const THING = { type: 'string', id: 'integer', name: 'string' } as const;

const dashboards = choice(
	{ displayName: 'Dashboards', description: "What to do with dashboards, whose owner can't change" },
	[
		{ name: 'Let the Successor Edit', value: 'grant' },
		{
			name: 'Copy, and Let the Successor Edit the Copy',
			value: 'fork',
			description: "The copy belongs to the user of the credential's API key",
		},
		{ name: 'Leave as They Are', value: 'leave' },
	],
);

const schedules = choice({ displayName: 'Schedules' }, [
	{ name: 'Keep', value: 'keep' },
	{ name: 'Remove', value: 'pause', description: 'Queries run on demand only; Redash does not keep the old schedule' },
]);

export const transferOwned = operation({
	name: 'Transfer Owned',
	action: 'Transfer the queries a user owns to a successor',
	description:
		"Make a successor the owner of all queries of a user; dashboards, alerts and snippets can't change owner and are listed. Nothing is archived.",
	fields: { user: userField(), successor: successorField() },
	options: {
		dashboards,
		renewQueryKeys: flag({
			displayName: 'Renew Query Keys',
			description: 'Whether to renew the API keys of the queries, which outlive the account; embeds that use an old one break. Every run renews those of queries that could not be handed over again.',
		}),
		revokeLinks: flag({
			displayName: 'Revoke Public Links',
			description: 'Whether to revoke public links of dashboards, which outlive the account',
		}),
		schedules,
		searchHidden,
		unsubscribe: flag({
			displayName: 'Unsubscribe From Alerts',
			description: 'Whether to end alert subscriptions, which send mail to disabled people too',
		}),
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
	prepare: async (redash, inputs) =>
		await redash.users.behind(inputs.flatMap(({ user, successor }) => [user, successor])),
	target: () => 'all content',
	async run(redash, { user, successor, options }, people) {
		const from = people.one(user);
		const to = people.one(successor);
		refuseSuccessor('Redash', { id: from.id, name: nameOf(from) }, { ...to, name: nameOf(to) });
		const { searchHidden: hidden, ...chosen } = options;
		const { owned, blindSpots } = await redash.content.of(from, hidden);
		const result = await handOver(redash, owned, to, {
			dashboards: chosen.dashboards ?? 'grant',
			schedules: chosen.schedules ?? 'keep',
			renewQueryKeys: chosen.renewQueryKeys ?? false,
			revokeLinks: chosen.revokeLinks ?? false,
			unsubscribe: chosen.unsubscribe ?? false,
		});
		const { moved, done, remaining } = result;
		result.refuseFailed(`${moved.length} queries of ${nameOf(from)} went to ${nameOf(to)}`);
		return {
			json: { from: nameOf(from), to: nameOf(to), moved, done, remaining, blindSpots },
			changed: result.changed,
		};
	},
});
