import { personRow } from '../user-rows.mts';
import type { User, World } from '../world.mts';
import type { Alert, Collection, Item, Pulse, Recipient } from './model.mts';

type Row = Record<string, unknown>;

export function collectionRow({ id, name, owner }: Collection): Row {
	return { id, name, description: null, archived: false, location: '/', personal_owner_id: owner, can_write: true };
}

/** An entry of a search or of a collection. */
export function itemRow(world: World, item: Item): Row {
	const collection = item.collection === null ? undefined : world.content.collections.get(item.collection);
	return {
		id: item.id,
		name: item.name,
		model: item.kind,
		description: null,
		archived: item.archived,
		creator_id: item.creator,
		creator_common_name: personOf(world, item.creator)?.common_name ?? null,
		collection_id: item.collection,
		collection: { id: item.collection, name: collection?.name ?? null },
		created_at: item.createdAt,
	};
}

/** The thing itself: `GET /card/{id}`, `GET /dashboard/{id}`. */
export function wholeItem(world: World, item: Item): Row {
	const { model: _, ...row } = itemRow(world, item);
	const kind = item.kind === 'dashboard' ? { dashcards: [] } : { type: item.kind === 'card' ? 'question' : 'model' };
	return { ...row, creator: personOf(world, item.creator), ...kind };
}

export function pulseRow(world: World, pulse: Pulse): Row {
	return {
		id: pulse.id,
		name: pulse.name,
		archived: pulse.archived,
		creator_id: pulse.creator,
		creator: personOf(world, pulse.creator),
		dashboard_id: pulse.dashboard,
		collection_id: world.content.dashboards.get(pulse.dashboard)?.collection ?? null,
		cards: [],
		channels: channels(world, pulse.id, pulse.recipients),
		parameters: [],
		skip_if_empty: false,
	};
}

/** As before 0.54. */
export function alertRow(world: World, alert: Alert): Row {
	return {
		id: alert.id,
		creator_id: alert.creator,
		creator: personOf(world, alert.creator),
		card: { id: alert.card, name: world.content.cards.get(alert.card)?.name },
		alert_condition: 'rows',
		alert_first_only: false,
		alert_above_goal: null,
		archived: !alert.active,
		channels: channels(world, alert.id, alert.recipients),
		created_at: alert.createdAt,
		updated_at: alert.updatedAt,
	};
}

function channels(world: World, id: number, recipients: readonly Recipient[]): Row[] {
	return [
		{
			id,
			channel_type: 'email',
			enabled: true,
			schedule_type: 'daily',
			schedule_hour: 8,
			schedule_day: null,
			schedule_frame: null,
			recipients: recipients.flatMap((one) => ('user' in one ? (personOf(world, one.user) ?? []) : [one])),
		},
	];
}

/** The same alert from 0.54. */
export function notificationRow(world: World, alert: Alert): Row {
	const card = world.content.cards.get(alert.card);
	return {
		id: alert.id,
		active: alert.active,
		creator_id: alert.creator,
		creator: personOf(world, alert.creator),
		payload_type: 'notification/card',
		payload_id: alert.id,
		payload: {
			id: alert.id,
			card_id: alert.card,
			card: { id: alert.card, name: card?.name },
			send_once: false,
			send_condition: 'has_result',
		},
		subscriptions: [{ id: alert.id, type: 'notification-subscription/cron', cron_schedule: '0 0 8 * * ? *' }],
		handlers: [
			{
				id: alert.id,
				channel_type: 'channel/email',
				active: true,
				recipients: alert.recipients.map((one) => handlerRecipient(world, one)),
			},
		],
		created_at: alert.createdAt,
		updated_at: alert.updatedAt,
	};
}

function handlerRecipient(world: World, one: Recipient): Row {
	if ('email' in one)
		return { type: 'notification-recipient/raw-value', user_id: null, details: { value: one.email } };
	return { type: 'notification-recipient/user', user_id: one.user, user: personOf(world, one.user), details: null };
}

function personOf(world: World, id: number): Row | undefined {
	const user: User | undefined = world.users.get(id);
	return user === undefined ? undefined : personRow(user);
}
