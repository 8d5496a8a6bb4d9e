import { badField, ok, paid, Refusal, rule, text, type Answer } from './answers.mts';
import type { Call, Fields } from './call.mts';
import { unknownWord } from './graph-words.mts';
import { ADMINISTRATORS } from './ids.mts';
import { map, Reader, whole } from './params.mts';
import type { PathValues } from './router.mts';
import type { World } from './world.mts';

export const STALE =
	'Looks like someone else edited the permissions and your data is out of date. Please fetch new data and try again.';

/** Keys of a body that only the paid build takes; also an empty list has to be paid for. */
const PAID_KEYS = ['sandboxes', 'impersonations'];

/** GET /permissions/graph. */
export function getGraph({ world }: Call): Answer {
	return ok(show(world, groupIds(world), databaseIds(world)));
}

export function getGroupGraph({ world }: Call, path: PathValues): Answer {
	return ok(show(world, [Number(path.id)], databaseIds(world)));
}

export function getDatabaseGraph({ world }: Call, path: PathValues): Answer {
	return ok(show(world, groupIds(world), [Number(path.id)]));
}

const groupIds = (world: World): number[] =>
	world.groups.rows.filter((group) => !group.tenant || world.settings.tenants).map(({ id }) => id);

const databaseIds = (world: World): number[] => world.content.databases.map(({ id }) => id);

/** Groups without anything are left out. */
function show(world: World, groups: readonly number[], databases: readonly number[]): Fields {
	const entries = groups.flatMap((group) => {
		const words = world.groups.get(group) === undefined ? undefined : world.graph.of(group, databases);
		return words === undefined ? [] : [[String(group), words]];
	});
	return { revision: world.graph.revision, groups: Object.fromEntries(entries) };
}

/** PUT /permissions/graph: changes and echoes only the groups sent (contract 6). */
export function putGraph(call: Call): Answer {
	const { world, body, query } = call;
	const force = world.behaviour.forceGraph && query.get('force') === 'true';
	if (!world.settings.ee && PAID_KEYS.some((key) => key in body)) throw new Refusal(paid('Sandboxes'));
	const reader = new Reader(call);
	const groups = reader.need('groups', map);
	const revision = force ? reader.maybe('revision', whole) : reader.need('revision', whole);
	reader.check();
	const changes = Object.entries(groups).flatMap(([group, databases]) => readGroup(world, group, databases));
	const sent = Object.keys(groups).map(Number);
	refuseTenantGroups(world, sent);
	if (!force && revision !== world.graph.revision) return text(409, STALE);
	for (const { group, database, words } of changes)
		if (group !== ADMINISTRATORS) world.graph.merge(group, database, words);
	world.graph.revision++;
	if (query.get('skip-graph') === 'true') return ok({ revision: world.graph.revision });
	return ok(show(world, sent, databaseIds(world)));
}

interface Change {
	readonly group: number;
	readonly database: number;
	readonly words: Fields;
}

function readGroup(world: World, group: string, databases: unknown): Change[] {
	if (!/^\d+$/.test(group) || !map.test(databases)) throw badGroups();
	return Object.entries(databases).map(([database, words]) => {
		if (!/^\d+$/.test(database) || !map.test(words) || unknownWord(words, world.settings) !== undefined)
			throw badGroups();
		return { group: Number(group), database: Number(database), words: settle(world, words) };
	});
}

const badGroups = (): Refusal => badField('groups', 'value must be a valid permissions graph.');

/** Writing SQL and being kept from the data don't go together. */
function settle({ settings }: World, words: Fields): Fields {
	if (words['create-queries'] !== 'query-builder-and-native' || words['view-data'] !== 'blocked') return words;
	if (settings.ee) throw rule('Cannot set create-queries to query-builder-and-native while view-data is blocked.');
	return { ...words, 'view-data': 'unrestricted' };
}

function refuseTenantGroups(world: World, sent: readonly number[]): void {
	const ids = sent.filter((id) => world.groups.get(id)?.tenant === true);
	if (ids.length > 0 && !world.settings.tenants) throw badField('tenant-group-ids', ids);
}
