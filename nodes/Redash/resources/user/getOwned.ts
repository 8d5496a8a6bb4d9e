import { flag, mostOf, paging } from '../../../../kit/fields';
import { userField } from '../../fields';
import { operation } from '../../operation';
import { behind } from './shared';

export const searchHidden = flag({
	displayName: 'Search Hidden Dashboards',
	description:
		'Whether to also look for dashboards that no list shows to anybody but their owner, one ID after another: many requests on a large server',
});

export const getOwned = operation({
	name: 'Get Owned',
	action: 'Get the queries, dashboards, alerts and snippets a user owns',
	description: 'Get what a user owns, one item each, and what the server does not show of it',
	fields: { user: userField(), ...paging },
	options: { searchHidden },
	repeat: 'safe',
	output: {
		type: 'string',
		id: 'integer?',
		name: 'string',
		draft: 'boolean',
		archived: 'boolean',
		scheduled: 'boolean',
		shared: 'boolean',
	},
	prepare: behind,
	async run(redash, { user, options, ...input }, people) {
		const { owned, blindSpots } = await redash.content.of(people.one(user), options.searchHidden);
		const nothing = { draft: false, archived: false, scheduled: false, shared: false };
		return [
			...owned
				.slice(0, mostOf(input))
				.map(({ type, id, name, draft, archived, scheduled, shared }) => ({
					json: { type, id, name, draft, archived, scheduled, shared },
				})),
			...blindSpots.map((name) => ({ json: { type: 'blindSpot', id: null, name, ...nothing } })),
		];
	},
});
