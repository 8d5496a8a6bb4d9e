import type { Answer } from './answers.mts';
import type { Call } from './call.mts';
import type { EventRow } from './events.mts';
import { paginate, sortRows } from './paging.mts';

/** GET /events: newest second first, no filter, nothing noted about the reading itself (contract 11). */
export function listEvents({ world, org, query }: Call): Answer {
	const keys = { created_at: (event: EventRow) => Math.floor(event.at / 1000) };
	// No `order` is taken from the request.
	const size = new URLSearchParams({ page_size: query.get('page_size') ?? '' });
	const rows = sortRows(world.events.stored(org.id), keys, size, '-created_at');
	return paginate(query, rows, (event) => ({
		org_id: event.org,
		user_id: event.user,
		action: event.action,
		object_type: event.type,
		object_id: event.objectId,
		created_at: `${new Date(event.at).toISOString().slice(0, 19)}Z`,
		user_name: event.userName,
		browser: 'Other / Other / Other',
		location: 'Unknown',
		details: event.details,
	}));
}
