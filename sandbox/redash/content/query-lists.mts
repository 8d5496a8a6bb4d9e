import type { Answer } from '../answers.mts';
import type { Call } from '../call.mts';
import { sourcesSeen } from './access.mts';
import { answerList } from './lists.mts';
import type { Query } from './model.mts';
import { showQuery } from './show.mts';

/** `GET /queries`: drafts of others too, but only on data sources of the caller's groups. */
export function listQueries(call: Call): Answer {
	return answer(
		call,
		visibleQueries(call).filter((query) => !query.archived),
	);
}

/** `GET /queries/my` */
export function ownQueries(call: Call): Answer {
	const { id } = call.user;
	return answer(
		call,
		visibleQueries(call).filter((query) => !query.archived && query.user === id),
	);
}

/** `GET /queries/archive`: without the drafts of others (contract 8). */
export function archivedQueries(call: Call): Answer {
	const self = call.queryKey === undefined ? call.user.id : undefined;
	return answer(
		call,
		visibleQueries(call).filter((query) => query.archived && (!query.draft || query.user === self)),
	);
}

/** Whether they are archived or not; the counter of queries is the length of {@link listQueries}. */
export function visibleQueries(call: Call): Query[] {
	const seen = sourcesSeen(call);
	return call.world.content.queries.rows.filter(
		(query) => query.org === call.org.id && query.source !== null && seen.has(query.source),
	);
}

function answer(call: Call, queries: readonly Query[]): Answer {
	return answerList(call, queries, {
		type: 'query',
		keys: {
			name: (query) => String(query.name).toLowerCase(),
			created_at: (query) => query.createdAt,
			// Queries of one person come as the table holds them: the last written last (R `queries-order-owner`).
			created_by: (query) => `${call.world.users.get(query.user)?.name} ${query.updatedAt}`,
			schedule: ({ schedule }) => (typeof schedule?.interval === 'number' ? schedule.interval : null),
		},
		fits,
		show: (query) => showQuery(call, query, { listed: true }),
	});
}

/** The search looks at words of id, name, description and SQL; never at the owner (R `queries-q-owner`). */
function fits(query: Query, term: string): boolean {
	const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
	const own = words([query.id, query.name, query.description, query.text].join(' '));
	return words(term).every((wanted) => own.some((word) => word.startsWith(wanted)));
}
