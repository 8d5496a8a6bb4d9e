import { badRequest, fatal, notFound, ok, Refusal, type Answer } from '../answers.mts';
import { found, rowId, type Call } from '../call.mts';
import type { Route } from '../router.mts';
import { alertOr, bodyId, demand, demandOwner, inOrg, mayView, queryOf, sourcesSeen } from './access.mts';
import { assign, touch } from './changes.mts';
import type { Alert, Json } from './model.mts';
import { showAlert, showSubscription } from './show.mts';

/** What `POST /alerts/{id}` changes; a `user_id` is not among it (contract 8). */
const FIELDS: Readonly<Record<string, keyof Alert>> = {
	name: 'name',
	options: 'options',
	rearm: 'rearm',
};

/** A missing one is a 404, but a 500 where its subscriptions are asked for (S). */
export const alertRoutes: readonly Route[] = [
	{ method: 'GET', path: '/api/alerts', permission: 'list_alerts', handle: list },
	{ method: 'POST', path: '/api/alerts', handle: create },
	{ method: 'GET', path: '/api/alerts/{id}', handle: (call, path) => read(call, alertOr(call, path.id)) },
	{ method: 'POST', path: '/api/alerts/{id}', handle: (call, path) => update(call, alertOr(call, path.id)) },
	{ method: 'DELETE', path: '/api/alerts/{id}', handle: (call, path) => remove(call, alertOr(call, path.id)) },
	{
		method: 'POST',
		path: '/api/alerts/{id}/mute',
		handle: (call, path) => mute(call, alertOr(call, path.id), true),
	},
	{
		method: 'DELETE',
		path: '/api/alerts/{id}/mute',
		handle: (call, path) => mute(call, alertOr(call, path.id), false),
	},
	{
		method: 'GET',
		path: '/api/alerts/{id}/subscriptions',
		handle: (call, path) => subscriptions(call, alertOr(call, path.id, fatal)),
	},
	{
		method: 'POST',
		path: '/api/alerts/{id}/subscriptions',
		handle: (call, path) => subscribe(call, alertOr(call, path.id, fatal)),
	},
	{
		method: 'DELETE',
		path: '/api/alerts/{id}/subscriptions/{subscription}',
		handle: (call, path) => unsubscribe(call, path.id, path.subscription),
	},
];

/** Alerts whose query the caller's groups see, for an admin too (contract 8). */
export function visibleAlerts(call: Call): Alert[] {
	const seen = sourcesSeen(call);
	return call.world.content.alerts.rows.filter((alert) => {
		const query = inOrg(call, queryOf(call.world, alert));
		return query !== undefined && query.source !== null && seen.has(query.source);
	});
}

function list(call: Call): Answer {
	call.note({ action: 'list', type: 'alert', id: null });
	return ok(visibleAlerts(call).map((alert) => showAlert(call, alert)));
}

function create(call: Call): Answer {
	const body = call.object();
	if (['options', 'name', 'query_id'].some((key) => !(key in body))) throw new Refusal(badRequest());
	const query = found(inOrg(call, call.world.content.queries.get(bodyId(body.query_id))), fatal);
	demand(mayView(call, query.source));
	const now = call.world.stamp();
	const alert = call.world.content.alerts.add({
		name: String(body.name),
		query: query.id,
		user: call.user.id,
		options: body.options as Json,
		rearm: (body.rearm ?? null) as number | null,
		createdAt: now,
		updatedAt: now,
	});
	query.updatedAt = now;
	touch(call, call.user.id, now);
	call.note({ action: 'create', type: 'alert', id: alert.id });
	return ok(showAlert(call, alert));
}

function read(call: Call, alert: Alert): Answer {
	demandView(call, alert);
	call.note({ action: 'view', type: 'alert', id: alert.id });
	return ok(showAlert(call, alert));
}

function update(call: Call, alert: Alert): Answer {
	const body = call.object();
	demandOwner(call, alert.user);
	const query = 'query_id' in body ? bodyId(body.query_id) : alert.query;
	found(call.world.content.queries.get(query), fatal);
	const moved = query !== alert.query;
	alert.query = query;
	if (assign(alert, body, FIELDS) || moved) alert.updatedAt = call.world.stamp();
	call.note({ action: 'edit', type: 'alert', id: alert.id });
	return ok(showAlert(call, alert));
}

function remove(call: Call, alert: Alert): Answer {
	demandOwner(call, alert.user);
	call.world.content.removeAlert(alert);
	return ok(null);
}

function mute(call: Call, alert: Alert, muted: boolean): Answer {
	demandOwner(call, alert.user);
	alert.options = { ...alert.options, muted };
	alert.updatedAt = call.world.stamp();
	call.note({ action: muted ? 'mute' : 'unmute', type: 'alert', id: alert.id });
	return ok(null);
}

function subscriptions(call: Call, alert: Alert): Answer {
	demandView(call, alert);
	return ok(call.world.content.subscriptionsOf(alert.id).map((row) => showSubscription(call, row)));
}

/** Always the caller; a second one to the same destination breaks a rule of the database. */
function subscribe(call: Call, alert: Alert): Answer {
	const body = call.object();
	demandView(call, alert);
	const { content } = call.world;
	const destination = 'destination_id' in body ? bodyId(body.destination_id) : null;
	if (destination !== null) {
		found(inOrg(call, content.destinations.get(destination)), fatal);
		if (content.subscriptionsOf(alert.id).some((row) => row.destination === destination))
			throw new Refusal(fatal());
	}
	const subscription = content.subscriptions.add({ alert: alert.id, user: call.user.id, destination });
	alert.updatedAt = call.world.stamp();
	call.note({ action: 'subscribe', type: 'alert', id: alert.id });
	return ok(showSubscription(call, subscription));
}

/** Found by its own id: the alert in the path is not looked at (S). */
function unsubscribe(call: Call, alert: string, id: string): Answer {
	const { content } = call.world;
	const subscription = found(content.subscriptions.get(rowId(id)), notFound);
	demandOwner(call, subscription.user);
	content.subscriptions.remove(subscription);
	call.note({ action: 'unsubscribe', type: 'alert', id: Number(alert) });
	return ok(null);
}

function demandView(call: Call, alert: Alert): void {
	demand(mayView(call, queryOf(call.world, alert).source));
}
