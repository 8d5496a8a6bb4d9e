import { badField, found, nothing, ok, paid, Refusal, text, type Answer } from '../answers.mts';
import type { Call, Fields } from '../call.mts';
import { filled, flag, ids, map, positive, Reader } from '../params.mts';
import { envelope, windowOf } from '../paging.mts';
import type { PathValues } from '../router.mts';
import { isFor, without, type Alert, type Recipient } from './model.mts';
import { addAlert, concerns, isList, visible } from './pulses.mts';
import { notificationRow } from './rows.mts';

const ADMIN_LIMIT = 50;

/** GET /notification: a bare array. */
export function listNotifications(call: Call): Answer {
	const { world, query } = call;
	const wanted = (name: string): number | undefined => (query.has(name) ? Number(query.get(name)) : undefined);
	const [creator, recipient] = [wanted('creator_id'), wanted('recipient_id')];
	const [either, card] = [wanted('creator_or_recipient_id'), wanted('card_id')];
	const rows = world.content.alerts.rows.filter(
		(alert) =>
			concerns(call, alert) &&
			(alert.active || query.get('include_inactive') === 'true') &&
			(creator === undefined || alert.creator === creator) &&
			(recipient === undefined || isFor(alert.recipients, recipient)) &&
			(either === undefined || alert.creator === either || isFor(alert.recipients, either)) &&
			(card === undefined || alert.card === card),
	);
	return ok(rows.map((alert) => notificationRow(world, alert)));
}

export function getNotification(call: Call, path: PathValues): Answer {
	return ok(notificationRow(call.world, existing(call, path)));
}

/** POST /notification: an alert on a question, whoever asks being its creator. */
export function postNotification(call: Call): Answer {
	const reader = new Reader(call);
	reader.need('payload_type', filled);
	const payload = reader.need('payload', map);
	reader.check();
	return ok(notificationRow(call.world, addAlert(call, payload.card_id, handlerRecipients(call))));
}

/** Recipients of all handlers sent; `subscriptions` must be there too. */
function handlerRecipients({ body }: Call): Recipient[] {
	const { handlers, subscriptions } = body;
	if (!isList(handlers)) throw badField('handlers', 'sequence of maps');
	if (!isList(subscriptions)) throw badField('subscriptions', 'sequence of maps');
	return handlers.flatMap((handler) => (isList(handler.recipients) ? handler.recipients : []).map(recipient));
}

/** PUT /notification/{id}: the whole object; the creator counts only for superusers of the newest (contract 7). */
export function putNotification(call: Call, path: PathValues): Answer {
	const { world } = call;
	const alert = existing(call, path);
	if (call.user.id !== alert.creator) call.requireSuperuser();
	const reader = new Reader(call);
	reader.need('payload_type', filled);
	reader.need('payload', map);
	const active = reader.maybe('active', flag);
	const creator = reader.maybe('creator_id', positive);
	reader.check();
	const recipients = handlerRecipients(call);
	if (typeof active === 'boolean') alert.active = active;
	alert.recipients = recipients;
	if (creator && world.behaviour.newest && call.isSuperuser) alert.creator = found(world.users.get(creator)).id;
	alert.updatedAt = world.stamp();
	return ok(notificationRow(world, alert));
}

function recipient({ user_id: user, details }: Fields): Recipient {
	if (positive.test(user)) return { user };
	if (map.test(details) && filled.test(details.value)) return { email: details.value };
	throw badField('handlers', 'recipients are people or addresses');
}

function existing(call: Call, path: PathValues): Alert {
	return visible(call, call.world.content.alerts.get(Number(path.id)));
}

function requireLicence({ world }: Call): void {
	if (!world.settings.ee) throw new Refusal(paid('Notification management'));
}

/** GET /ee/notifications: for admins, paged even unasked. */
export function adminNotifications(call: Call): Answer {
	requireLicence(call);
	const { world, query } = call;
	const [limit, offset] = [query.get('limit') ?? String(ADMIN_LIMIT), query.get('offset') ?? '0'];
	const isThere = (id: number): boolean => world.users.get(id)?.active === true;
	const creator = query.get('creator_id');
	const active = query.get('creator_active');
	const rows = world.content.alerts.rows.filter(
		(alert) =>
			(alert.active || query.get('include_inactive') === 'true') &&
			(creator === null || alert.creator === Number(creator)) &&
			(query.get('creatorless') !== 'true' || !isThere(alert.creator)) &&
			(active === null || String(isThere(alert.creator)) === active),
	);
	return envelope(rows, windowOf(new URLSearchParams({ limit, offset })), (alert) => notificationRow(world, alert));
}

export function adminNotification(call: Call, path: PathValues): Answer {
	requireLicence(call);
	return getNotification(call, path);
}

/** POST /ee/notifications/bulk. */
export function bulkNotifications(call: Call): Answer {
	requireLicence(call);
	const { world, body } = call;
	const reader = new Reader(call);
	const wanted = reader.need('notification_ids', ids);
	const creator = reader.maybe('creator_id', positive);
	reader.check();
	if (body.action !== 'archive' && body.action !== 'change-creator')
		throw badField('action', 'enum of archive, change-creator');
	if (body.action === 'change-creator' && !creator) throw badField('creator_id', positive.error);
	if (creator) found(world.users.get(creator));
	const rows = wanted.flatMap((id) => world.content.alerts.get(id) ?? []);
	for (const alert of rows) {
		if (body.action === 'archive') alert.active = false;
		else if (creator) alert.creator = creator;
		alert.updatedAt = world.stamp();
	}
	return ok({ updated: rows.length });
}

/** DELETE /ee/audit-app/user/{id}/subscriptions: stops all mail to somebody, and all that they made for others. */
export function stopMail(call: Call, path: PathValues): Answer {
	const { world } = call;
	if (!world.settings.ee) return text(402, 'Audit app is a paid feature not currently available to your instance.');
	const user = found(world.users.get(Number(path.id))).id;
	for (const pulse of world.content.pulses.rows) {
		pulse.recipients = without(pulse.recipients, user);
		if (pulse.creator === user) pulse.archived = true;
	}
	if (world.behaviour.cascadeMissesAlerts) return nothing();
	for (const alert of world.content.alerts.rows) {
		alert.recipients = without(alert.recipients, user);
		if (alert.creator === user) alert.active = false;
	}
	return nothing();
}
