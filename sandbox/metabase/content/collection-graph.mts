import { badField, ok, text, type Answer } from '../answers.mts';
import type { Call } from '../call.mts';
import { STALE } from '../graph.mts';
import { ADMINISTRATORS } from '../ids.mts';
import { map, Reader, whole } from '../params.mts';
import type { World } from '../world.mts';

const WORDS = ['read', 'write', 'none'];

/** GET /collection/graph: `none` is listed by older servers only (contract 6). */
export function getCollectionGraph({ world }: Call): Answer {
	return ok(
		show(
			world,
			world.groups.rows.map(({ id }) => id),
		),
	);
}

function show(world: World, groups: readonly number[]): Record<string, unknown> {
	const { collections, collectionGraph, collectionRevision } = world.content;
	const shared = ['root', ...collections.rows.filter((row) => row.owner === null).map(({ id }) => String(id))];
	const wordsOf = (group: number): [string, string][] =>
		shared.flatMap((collection): [string, string][] => {
			const stored = group === ADMINISTRATORS ? 'write' : collectionGraph.get(group)?.get(collection);
			const word = stored ?? 'none';
			return word === 'none' && !world.behaviour.listsNone ? [] : [[collection, word]];
		});
	return {
		revision: collectionRevision,
		groups: Object.fromEntries(groups.map((group) => [String(group), Object.fromEntries(wordsOf(group))])),
	};
}

/** PUT /collection/graph. */
export function putCollectionGraph(call: Call): Answer {
	const { content } = call.world;
	const reader = new Reader(call);
	const revision = reader.need('revision', whole);
	const groups = reader.need('groups', map);
	reader.check();
	for (const [group, words] of Object.entries(groups))
		if (
			!/^\d+$/.test(group) ||
			!map.test(words) ||
			!Object.values(words).every((word) => WORDS.includes(String(word)))
		)
			throw badField('groups', 'value must be a valid collection graph.');
	if (revision !== content.collectionRevision) return text(409, STALE);
	for (const [group, words] of Object.entries(groups)) {
		const stored = content.collectionGraph.get(Number(group)) ?? new Map<string, string>();
		for (const [collection, word] of Object.entries(words as object)) stored.set(collection, String(word));
		content.collectionGraph.set(Number(group), stored);
	}
	content.collectionRevision++;
	return ok(show(call.world, Object.keys(groups).map(Number)));
}
