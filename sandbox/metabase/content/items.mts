import { forbidden, found, ok, Refusal, type Answer } from '../answers.mts';
import type { Call } from '../call.mts';
import { filled, flag, map, positive, Reader } from '../params.mts';
import { envelope, windowOf } from '../paging.mts';
import type { PathValues } from '../router.mts';
import type { Collection, Item } from './model.mts';
import { collectionRow, itemRow, wholeItem } from './rows.mts';

/** GET /search, as far as it finds what somebody made (contract 7). */
export function search(call: Call): Answer {
	const { world, query } = call;
	const creators = query.getAll('created_by').map(Number);
	const models = query.getAll('models');
	const archived = query.get('archived') === 'true';
	const personal = query.get('filter_items_in_personal_collection');
	const words = (query.get('q') ?? '').toLowerCase();
	const rows = allItems(call).filter((item) => {
		const inPersonal = ownerOf(call, item.collection) !== null;
		return (
			(creators.length === 0 || creators.includes(item.creator)) &&
			(models.length === 0 || models.includes(item.kind)) &&
			item.archived === archived &&
			(personal === 'exclude' ? !inPersonal : personal === 'only' ? inPersonal : true) &&
			item.name.toLowerCase().includes(words)
		);
	});
	const { body, ...answer } = envelope(rows, windowOf(query), (item) => itemRow(world, item));
	const available = [...new Set(rows.map((item) => item.kind))];
	return { ...answer, body: { ...(body as object), models, available_models: available } };
}

/** Everything the caller may see: personal collections only of their own, but for superusers. */
function allItems(call: Call): Item[] {
	const { cards, dashboards } = call.world.content;
	return [...dashboards.rows, ...cards.rows].filter((item) => maySee(call, item.collection));
}

function ownerOf({ world }: Call, collection: number | null): number | null {
	return collection === null ? null : (world.content.collections.get(collection)?.owner ?? null);
}

function maySee(call: Call, collection: number | null): boolean {
	const owner = ownerOf(call, collection);
	return owner === null || owner === call.user.id || call.isSuperuser;
}

/** GET /collection. */
export function listCollections(call: Call): Answer {
	const rows = call.world.content.collections.rows.filter((row) => maySee(call, row.id));
	return ok([{ id: 'root', name: 'Our analytics', can_write: call.isSuperuser }, ...rows.map(collectionRow)]);
}

export function getCollection(call: Call, path: PathValues): Answer {
	return ok(collectionRow(visible(call, path)));
}

/** GET /collection/{id}/items. */
export function collectionItems(call: Call, path: PathValues): Answer {
	return itemsIn(call, visible(call, path).id);
}

export function rootItems(call: Call): Answer {
	return itemsIn(call, null);
}

function itemsIn(call: Call, collection: number | null): Answer {
	const { world, query } = call;
	const models = query.getAll('models');
	const archived = query.get('archived') === 'true';
	const rows = allItems(call).filter(
		(item) =>
			item.collection === collection &&
			item.archived === archived &&
			(models.length === 0 || models.includes(item.kind)),
	);
	return envelope(rows, windowOf(query), (item) => itemRow(world, item));
}

function visible(call: Call, path: PathValues): Collection {
	const collection = found(call.world.content.collections.get(Number(path.id)));
	if (!maySee(call, collection.id)) throw new Refusal(forbidden());
	return collection;
}

export const getCard = (call: Call, path: PathValues): Answer => ok(wholeItem(call.world, itemOf(call, 'cards', path)));

export const getDashboard = (call: Call, path: PathValues): Answer =>
	ok(wholeItem(call.world, itemOf(call, 'dashboards', path)));

export const putCard = (call: Call, path: PathValues): Answer => update(call, itemOf(call, 'cards', path));

export const putDashboard = (call: Call, path: PathValues): Answer => update(call, itemOf(call, 'dashboards', path));

/** POST /card: a question; its query is taken as it is. */
export function postCard(call: Call): Answer {
	const reader = new Reader(call);
	reader.need('dataset_query', map);
	reader.need('display', filled);
	reader.need('visualization_settings', map);
	return create(call, reader, 'card');
}

/** POST /dashboard. */
export const postDashboard = (call: Call): Answer => create(call, new Reader(call), 'dashboard');

function create(call: Call, reader: Reader, kind: 'card' | 'dashboard'): Answer {
	const { world, user } = call;
	const name = reader.need('name', filled);
	const collection = reader.maybe('collection_id', positive) ?? null;
	reader.check();
	if (collection !== null) {
		found(world.content.collections.get(collection));
		if (!maySee(call, collection)) throw new Refusal(forbidden());
	}
	const table = kind === 'card' ? world.content.cards : world.content.dashboards;
	const createdAt = world.stamp();
	return ok(wholeItem(world, table.add({ name, kind, creator: user.id, collection, archived: false, createdAt })));
}

function itemOf(call: Call, table: 'cards' | 'dashboards', path: PathValues): Item {
	const item = found(call.world.content[table].get(Number(path.id)));
	if (!maySee(call, item.collection)) throw new Refusal(forbidden());
	return item;
}

/** Name, place and whether it is in the trash. The creator is fixed: `creator_id` is passed over. */
function update(call: Call, item: Item): Answer {
	if (call.user.id !== item.creator) call.requireSuperuser();
	const reader = new Reader(call);
	const name = reader.maybe('name', filled);
	const collection = reader.maybe('collection_id', positive);
	const archived = reader.maybe('archived', flag);
	reader.check();
	if (collection) found(call.world.content.collections.get(collection));
	if (name) item.name = name;
	if (collection !== undefined) item.collection = collection;
	if (typeof archived === 'boolean') item.archived = archived;
	return ok(wholeItem(call.world, item));
}
