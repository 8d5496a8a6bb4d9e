import { badField, forbidden, found, ok, Refusal, type Answer } from '../answers.mts';
import type { Call, Fields } from '../call.mts';
import { filled, flag, map, positive, Reader } from '../params.mts';
import type { PathValues } from '../router.mts';
import { isFor, type Alert, type Pulse, type Recipient } from './model.mts';
import { alertRow, pulseRow } from './rows.mts';

/** Whether this request may know of something mailed: superusers all, others what they made or receive. */
export function concerns(call: Call, { creator, recipients }: Pulse | Alert): boolean {
	return call.isSuperuser || creator === call.user.id || isFor(recipients, call.user.id);
}

/** GET /pulse: a bare array. */
export function listPulses(call: Call): Answer {
	const { world, query, user } = call;
	const archived = query.get('archived') === 'true';
	const dashboard = query.get('dashboard_id');
	// It means the caller, whoever is asked about (contract 7).
	const mine = query.get('creator_or_recipient') === 'true';
	const rows = world.content.pulses.rows.filter(
		(pulse) =>
			concerns(call, pulse) &&
			pulse.archived === archived &&
			(dashboard === null || pulse.dashboard === Number(dashboard)) &&
			(!mine || pulse.creator === user.id || isFor(pulse.recipients, user.id)),
	);
	return ok(rows.map((pulse) => pulseRow(world, pulse)));
}

export function getPulse(call: Call, path: PathValues): Answer {
	return ok(pulseRow(call.world, visible(call, call.world.content.pulses.get(Number(path.id)))));
}

/** PUT /pulse/{id}: everything but the creator. */
export function putPulse(call: Call, path: PathValues): Answer {
	const pulse = visible(call, call.world.content.pulses.get(Number(path.id)));
	if (call.user.id !== pulse.creator) call.requireSuperuser();
	const reader = new Reader(call);
	const name = reader.maybe('name', filled);
	const archived = reader.maybe('archived', flag);
	reader.check();
	const recipients = channelRecipients(call);
	if (name) pulse.name = name;
	if (typeof archived === 'boolean') pulse.archived = archived;
	if (recipients !== undefined) pulse.recipients = recipients;
	return ok(pulseRow(call.world, pulse));
}

/** GET /alert, before 0.54 and for a while after. */
export function listAlerts(call: Call): Answer {
	const { world, query } = call;
	const creator = query.get('user_id');
	const archived = query.get('archived') === 'true';
	if (creator !== null && Number(creator) !== call.user.id) call.requireSuperuser();
	const rows = world.content.alerts.rows.filter(
		(alert) =>
			concerns(call, alert) &&
			alert.active !== archived &&
			(creator === null || alert.creator === Number(creator) || isFor(alert.recipients, Number(creator))),
	);
	return ok(rows.map((alert) => alertRow(world, alert)));
}

export function getAlert(call: Call, path: PathValues): Answer {
	return ok(alertRow(call.world, visible(call, call.world.content.alerts.get(Number(path.id)))));
}

/** POST /alert, before 0.54: on a question, whoever asks being its creator. */
export function postAlert(call: Call): Answer {
	const reader = new Reader(call);
	const card = reader.need('card', map);
	reader.need('alert_condition', filled);
	reader.need('alert_first_only', flag);
	reader.check();
	const recipients = channelRecipients(call);
	if (recipients === undefined) throw badField('channels', 'one or more maps');
	return ok(alertRow(call.world, addAlert(call, card.id, recipients)));
}

export function addAlert({ world, user }: Call, card: unknown, recipients: Recipient[]): Alert {
	const { id } = found(world.content.cards.get(Number(card)));
	const now = world.stamp();
	return world.content.alerts.add({
		card: id,
		creator: user.id,
		active: true,
		recipients,
		createdAt: now,
		updatedAt: now,
	});
}

export function putAlert(call: Call, path: PathValues): Answer {
	const alert = visible(call, call.world.content.alerts.get(Number(path.id)));
	if (call.user.id !== alert.creator) call.requireSuperuser();
	const reader = new Reader(call);
	const archived = reader.maybe('archived', flag);
	reader.check();
	const recipients = channelRecipients(call);
	if (typeof archived === 'boolean') alert.active = !archived;
	if (recipients !== undefined) alert.recipients = recipients;
	alert.updatedAt = call.world.stamp();
	return ok(alertRow(call.world, alert));
}

export function visible<Row extends Pulse | Alert>(call: Call, row: Row | undefined): Row {
	const known = found(row);
	if (!concerns(call, known)) throw new Refusal(forbidden());
	return known;
}

/** Recipients of all channels sent; undefined where none were. */
function channelRecipients({ body }: Call): Recipient[] | undefined {
	if (body.channels === undefined) return undefined;
	if (!isList(body.channels)) throw badField('channels', 'one or more maps');
	return body.channels.flatMap(({ recipients }) => (isList(recipients) ? recipients : []).map(recipientOf));
}

function recipientOf({ id, email }: Fields): Recipient {
	if (positive.test(id)) return { user: id };
	if (filled.test(email)) return { email };
	throw badField('channels', 'recipients are people or addresses');
}

export const isList = (value: unknown): value is Fields[] =>
	Array.isArray(value) && value.every((one) => map.test(one));
