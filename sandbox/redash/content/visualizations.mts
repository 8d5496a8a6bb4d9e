import { notFound, ok, type Answer } from '../answers.mts';
import { found, rowId, type Call } from '../call.mts';
import type { Route } from '../router.mts';
import { bodyId, demand, inOrg, mayModify, queryOr } from './access.mts';
import { assign } from './changes.mts';
import type { Query, Visualization } from './model.mts';
import { showVisualization } from './show.mts';

const FIELDS = { type: 'type', name: 'name', description: 'description', options: 'options' } as const;

export const visualizationRoutes: readonly Route[] = [
	{ method: 'POST', path: '/api/visualizations', permission: 'edit_query', handle: create },
	{
		method: 'POST',
		path: '/api/visualizations/{id}',
		permission: 'edit_query',
		handle: (call, path) => update(call, own(call, path.id)),
	},
	{
		method: 'DELETE',
		path: '/api/visualizations/{id}',
		permission: 'edit_query',
		handle: (call, path) => {
			call.world.content.removeVisualization(own(call, path.id));
			return ok(null);
		},
	},
];

function create(call: Call): Answer {
	const body = call.object();
	const query = queryOr(call, String(bodyId(body.query_id)));
	demand(mayModify(call, 'queries', query));
	const now = call.world.stamp();
	const row = call.world.content.visualizations.add({
		query: query.id,
		type: '',
		name: '',
		description: null,
		options: {},
		createdAt: now,
		updatedAt: now,
	});
	assign(row, body, FIELDS);
	return ok(showVisualization(row));
}

function update(call: Call, row: Visualization): Answer {
	if (assign(row, call.object(), FIELDS)) row.updatedAt = call.world.stamp();
	return ok(showVisualization(row));
}

/** One on a query the caller may modify. */
function own(call: Call, id: string): Visualization {
	const { content } = call.world;
	const row = found(content.visualizations.get(rowId(id)), notFound);
	const query = inOrg<Query>(call, content.queries.get(row.query));
	demand(mayModify(call, 'queries', found(query, notFound)));
	return row;
}
