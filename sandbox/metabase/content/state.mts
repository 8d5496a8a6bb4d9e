import type { World } from '../world.mts';
import type { Item, Recipient } from './model.mts';

/** Content in names people can read, for the state of the world. */
export function contentState(world: World) {
	const { content } = world;
	const email = (id: number): string => world.users.get(id)?.email ?? `#${id}`;
	const place = (id: number | null): string =>
		id === null ? 'root' : (content.collections.get(id)?.name ?? `#${id}`);
	const address = (one: Recipient): string => ('user' in one ? email(one.user) : one.email);
	const item = ({ id, name, kind, creator, collection, archived }: Item) => ({
		id,
		name,
		kind,
		creator: email(creator),
		collection: place(collection),
		archived,
	});
	return {
		cards: content.cards.rows.map(item),
		dashboards: content.dashboards.rows.map(item),
		subscriptions: content.pulses.rows.map(({ id, name, creator, archived, recipients }) => ({
			id,
			name,
			creator: email(creator),
			archived,
			recipients: recipients.map(address),
		})),
		alerts: content.alerts.rows.map(({ id, card, creator, active, recipients }) => ({
			id,
			card: content.cards.get(card)?.name,
			creator: email(creator),
			active,
			recipients: recipients.map(address),
		})),
	};
}
