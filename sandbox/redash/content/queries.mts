import { conflict, fatal, ok, Refusal, type Answer } from '../answers.mts';
import { found, type Call } from '../call.mts';
import { newKey } from '../keys.mts';
import type { Route } from '../router.mts';
import { bodyId, demand, demandOwner, inOrg, mayModify, mayUse, mayView, queryOr } from './access.mts';
import { assign, copyName, touch } from './changes.mts';
import { QUERY_VERSION, type Query } from './model.mts';
import { archivedQueries, listQueries, ownQueries } from './query-lists.mts';
import { showQuery } from './show.mts';

/** What `POST /queries/{id}` changes besides the owner and the data source (contract 8). */
const FIELDS: Readonly<Record<string, keyof Query>> = {
	name: 'name',
	description: 'description',
	query: 'text',
	schedule: 'schedule',
	options: 'options',
	tags: 'tags',
	is_draft: 'draft',
	is_archived: 'archived',
};

export const queryRoutes: readonly Route[] = [
	{ method: 'GET', path: '/api/queries', permission: 'view_query', handle: listQueries },
	{ method: 'POST', path: '/api/queries', permission: 'create_query', handle: create },
	{ method: 'GET', path: '/api/queries/my', permission: 'view_query', handle: ownQueries },
	{ method: 'GET', path: '/api/queries/archive', permission: 'view_query', handle: archivedQueries },
	{
		method: 'GET',
		path: '/api/queries/{query_id}',
		permission: 'view_query',
		handle: (call, path) => read(call, queryOr(call, path.query_id)),
	},
	{
		method: 'POST',
		path: '/api/queries/{query_id}',
		permission: 'edit_query',
		handle: (call, path) => update(call, queryOr(call, path.query_id)),
	},
	{
		method: 'DELETE',
		path: '/api/queries/{query_id}',
		handle: (call, path) => archive(call, queryOr(call, path.query_id)),
	},
	{
		method: 'POST',
		path: '/api/queries/{query_id}/regenerate_api_key',
		permission: 'edit_query',
		handle: (call, path) => renewKey(call, queryOr(call, path.query_id)),
	},
	{
		method: 'POST',
		path: '/api/queries/{query_id}/fork',
		permission: 'edit_query',
		handle: (call, path) => fork(call, queryOr(call, path.query_id)),
	},
];

/** The caller owns it, whatever `user_id` says (R `q-create-for-other`). */
function create(call: Call): Answer {
	const body = call.object();
	const source = sourceOf(call, body.data_source_id);
	if (typeof body.query !== 'string') throw new Refusal(fatal());
	const now = call.world.stamp();
	const { user, org, world } = call;
	const query = world.content.addQuery({ org: org.id, user: user.id, text: body.query, source, createdAt: now });
	assign(query, { ...body, is_draft: true }, FIELDS);
	touch(call, user.id, now);
	call.note({ action: 'create', type: 'query', id: query.id });
	return ok(showQuery(call, query, { visualizations: true }));
}

function read(call: Call, query: Query): Answer {
	const { queryKey } = call;
	demand(queryKey === undefined ? mayView(call, query.source) : queryKey.key === query.apiKey);
	call.note({ action: 'view', type: 'query', id: query.id });
	const canEdit = mayModify(call, 'queries', query);
	return ok({ ...showQuery(call, query, { visualizations: true }), can_edit: canEdit });
}

function update(call: Call, query: Query): Answer {
	const body = call.object();
	demand(mayModify(call, 'queries', query));
	if ('query' in body && typeof body.query !== 'string') throw new Refusal(fatal());
	const source = 'data_source_id' in body ? sourceOf(call, body.data_source_id) : query.source;
	if ('version' in body && body.version !== QUERY_VERSION) throw new Refusal(conflict());
	const owner = 'user_id' in body ? bodyId(body.user_id) : query.user;
	found(call.world.users.get(owner), fatal);
	const now = call.world.stamp();
	const caller = call.user.id;
	assign(query, body, FIELDS);
	const modifier = modifierAfter(query, caller, 'user_id' in body ? owner : undefined);
	if (query.lastModifiedBy !== caller) touch(call, caller, now);
	Object.assign(query, { source, user: owner, lastModifiedBy: modifier, updatedAt: now });
	call.note({ action: 'edit', type: 'query', id: query.id });
	return ok(showQuery(call, query, { visualizations: true, shownModifier: caller }));
}

/**
 * A new owner is stored as last modifier too, unless the caller becomes one by this very change; the answer shows the
 * caller either way (R `owner-change-read` against `owner-change-null-repaired`).
 */
function modifierAfter(query: Query, caller: number, newOwner: number | undefined): number {
	return query.lastModifiedBy === caller ? (newOwner ?? caller) : caller;
}

/** Takes its alerts and its widgets along; `is_archived: false` brings back the query alone (contract 8). */
function archive(call: Call, query: Query): Answer {
	demandOwner(call, query.user);
	const { content } = call.world;
	for (const alert of content.alerts.rows.filter((row) => row.query === query.id)) content.removeAlert(alert);
	for (const { id } of content.visualizationsOf(query.id))
		for (const widget of content.widgets.rows.filter((row) => row.visualization === id))
			content.widgets.remove(widget);
	if (!query.archived || query.schedule !== null) query.updatedAt = call.world.stamp();
	query.archived = true;
	query.schedule = null;
	return ok(null);
}

function renewKey(call: Call, query: Query): Answer {
	demandOwner(call, query.user);
	query.apiKey = newKey();
	query.updatedAt = call.world.stamp();
	call.note({ action: 'regnerate_api_key', type: 'query', id: query.id });
	return ok(showQuery(call, query));
}

/** A draft of the caller without schedule; its visualizations come along. */
function fork(call: Call, query: Query): Answer {
	demand(mayUse(call, query.source));
	const now = call.world.stamp();
	const { user, world } = call;
	const { org, text, source, description, options, tags } = query;
	const name = copyName(query);
	const copy = world.content.addQuery(
		{ org, name, text, source, description, options, tags, user: user.id, createdAt: now },
		query,
	);
	touch(call, user.id, now);
	call.note({ action: 'fork', type: 'query', id: query.id });
	return ok(showQuery(call, copy, { visualizations: true }));
}

/** The data source of a body: missing, unknown or of another organisation is a 500, view only a 403. */
function sourceOf(call: Call, value: unknown): number {
	const source = found(inOrg(call, call.world.dataSources.get(bodyId(value))), fatal);
	demand(mayUse(call, source.id));
	return source.id;
}
