import { collection, mostOf, paging, text } from '../../../../kit/fields';
import type { Resource } from '../../../../kit/operation';
import type { Redash } from '../../../../products/redash/client';
import { operation } from '../../operation';
import { eventView } from '../../views';

const getAll = operation({
	name: 'Get Many',
	action: 'Get many events of the log',
	description:
		'Get what people did, newest first; disabling, enabling, inviting and deleting leave no event, and without a worker there is none at all',
	fields: {
		...paging,
		filters: collection(
			{ displayName: 'Filters', placeholder: 'Add Filter' },
			{
				action: text({ displayName: 'Action', placeholder: 'e.g. create' }),
				objectType: text({ displayName: 'Object Type', placeholder: 'e.g. user' }),
				since: text({
					displayName: 'Since',
					placeholder: 'e.g. 2026-11-01T00:00:00Z',
					description: 'Only events from this time on (ISO 8601, UTC)',
				}),
			},
		),
	},
	repeat: 'safe',
	view: eventView,
	run: async (redash, { filters, ...input }) =>
		(await redash.events.newest(filters, mostOf(input))).map((entity) => ({ entity })),
});

export const event: Resource<Redash> = { name: 'Event', operations: { getAll } };
