import { badRequest, fatal, notFound, ok, Refusal, type Answer } from '../answers.mts';
import { found, rowId, type Call } from '../call.mts';
import type { Route } from '../router.mts';
import { demandOwner, inOrg } from './access.mts';
import { assign, touch } from './changes.mts';
import type { Snippet } from './model.mts';
import { showDestination, showSnippet } from './show.mts';

/** What `POST /query_snippets/{id}` changes; a `user_id` is not among it (contract 8). */
const FIELDS = { trigger: 'trigger', description: 'description', snippet: 'snippet' } as const;

export const snippetRoutes: readonly Route[] = [
	{ method: 'GET', path: '/api/query_snippets', handle: list },
	{ method: 'POST', path: '/api/query_snippets', handle: create },
	{
		method: 'GET',
		path: '/api/query_snippets/{id}',
		handle: (call, path) => read(call, snippetOf(call, path.id)),
	},
	{
		method: 'POST',
		path: '/api/query_snippets/{id}',
		handle: (call, path) => update(call, snippetOf(call, path.id)),
	},
	{
		method: 'DELETE',
		path: '/api/query_snippets/{id}',
		handle: (call, path) => remove(call, snippetOf(call, path.id)),
	},
	{ method: 'GET', path: '/api/destinations', handle: listDestinations },
];

/** All of the organisation, whoever asks. */
function list(call: Call): Answer {
	call.note({ action: 'list', type: 'query_snippet', id: null });
	const rows = call.world.content.snippets.rows.filter((row) => row.org === call.org.id);
	return ok(rows.map((row) => showSnippet(call, row)));
}

function create(call: Call): Answer {
	const body = call.object();
	if (Object.keys(FIELDS).some((key) => !(key in body))) throw new Refusal(badRequest());
	const { org, user, world } = call;
	refuseTaken(call, body.trigger);
	const now = world.stamp();
	const snippet = world.content.snippets.add({
		org: org.id,
		trigger: String(body.trigger),
		description: String(body.description),
		snippet: String(body.snippet),
		user: user.id,
		createdAt: now,
		updatedAt: now,
	});
	touch(call, user.id, now);
	call.note({ action: 'create', type: 'query_snippet', id: snippet.id });
	return ok(showSnippet(call, snippet));
}

function read(call: Call, snippet: Snippet): Answer {
	call.note({ action: 'view', type: 'query_snippet', id: snippet.id });
	return ok(showSnippet(call, snippet));
}

function update(call: Call, snippet: Snippet): Answer {
	const body = call.object();
	demandOwner(call, snippet.user);
	if (body.trigger !== snippet.trigger) refuseTaken(call, body.trigger);
	if (assign(snippet, body, FIELDS)) snippet.updatedAt = call.world.stamp();
	call.note({ action: 'edit', type: 'query_snippet', id: snippet.id });
	return ok(showSnippet(call, snippet));
}

function remove(call: Call, snippet: Snippet): Answer {
	demandOwner(call, snippet.user);
	call.world.content.snippets.remove(snippet);
	call.note({ action: 'delete', type: 'query_snippet', id: snippet.id });
	return ok(null);
}

/** Triggers are unique over all organisations. */
function refuseTaken(call: Call, trigger: unknown): void {
	if (call.world.content.snippets.rows.some((row) => row.trigger === trigger)) throw new Refusal(fatal());
}

function snippetOf(call: Call, id: string): Snippet {
	return found(inOrg(call, call.world.content.snippets.get(rowId(id))), notFound);
}

function listDestinations(call: Call): Answer {
	call.note({ action: 'list', type: 'destination', id: null });
	const rows = call.world.content.destinations.rows.filter((row) => row.org === call.org.id);
	return ok(rows.map(showDestination));
}
