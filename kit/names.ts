import type { Reference, Wanted } from './fields';
import { Problem } from './problem';

/** What groups are called in texts, in every product. */
export const GROUP: [string, string] = ['group', 'groups'];

export interface Named {
	id: number | string;
	name: string;
}

/**
 * The entries somebody asked for, each once, in the order asked. A number is an ID; a text is a name first, then an
 * ID. Refuses what is unknown (and lists near names), what two entries are called, and a text that is the name of
 * one entry and the ID of another.
 *
 * @param noun singular and plural, for the texts: `['role', 'roles']`
 */
export function choose<T extends Named>(wanted: Wanted[], all: T[], noun: [string, string]): T[] {
	const chosen = new Map<T['id'], T>();
	for (const one of wanted) {
		const entry = chooseOne(one, all, noun);
		chosen.set(entry.id, entry);
	}
	return [...chosen.values()];
}

/** The one entry a locator points at, by ID or by exact name. */
export function pick<T extends Named>({ by, value }: Reference, all: T[], noun: [string, string]): T {
	const hits = all.filter((entry) => (by === 'id' ? String(entry.id) === value : entry.name === value));
	if (hits.length === 1) return hits[0];
	if (hits.length === 0) throw unknown(value, by === 'id', all, noun);
	throw new Problem(
		`"${value}" is the name of ${hits.length} ${noun[1]}: IDs ${hits.map(({ id }) => id).join(', ')}.`,
		`Choose the ${noun[0]} by its ID.`,
	);
}

/**
 * Throws a Problem if another entry has this name already.
 *
 * @param self the entry that is to get the name, where there is one
 */
export function refuseTaken(product: string, all: Named[], name: string | undefined, noun: string, self?: Named): void {
	const other = all.find((entry) => entry.name === name && entry.id !== self?.id);
	if (!other) return;
	throw new Problem(
		`${product} has ${/^[AEIOU]/i.test(noun) ? 'an' : 'a'} ${noun} "${name}" already (ID ${other.id}).`,
		'Use that one, or choose another name.',
	);
}

function chooseOne<T extends Named>(wanted: Wanted, all: T[], noun: [string, string]): T {
	const byId = all.filter((entry) => String(entry.id) === String(wanted));
	const byName = typeof wanted === 'number' ? [] : all.filter((entry) => entry.name === wanted);
	const hits = [...new Set([...byName, ...byId])];
	if (hits.length === 1) return hits[0];
	if (hits.length === 0) throw unknown(String(wanted), typeof wanted === 'number', all, noun);
	const candidates = hits.map((entry) => `${entry.name} (ID ${entry.id})`).join(', ');
	throw new Problem(
		`"${wanted}" can mean more than one ${noun[0]}: ${candidates}.`,
		`Choose the ${noun[0]} from the list, or give its ID as a number.`,
	);
}

function unknown(wanted: string, isId: boolean, all: Named[], [one, several]: [string, string]): Problem {
	const near = nearest(
		wanted,
		all.map((entry) => entry.name),
	);
	const known = near.length > 0 ? `Near: ${near.join(', ')}.` : `The server has ${all.length} ${several}.`;
	return new Problem(
		`There is no ${one} ${isId ? `with ID ${wanted}` : `"${wanted}"`}. ${known}`,
		`Correct the name of the ${one}; upper and lower case count.`,
	);
}

/** Up to five names that look like the one asked for; all of them if there are only a few. */
export function nearest(wanted: string, names: string[]): string[] {
	if (names.length <= 5) return [...names].sort();
	const target = wanted.toLowerCase();
	return names
		.map((name) => ({ name, distance: distanceTo(target, name.toLowerCase()) }))
		.filter(({ distance }) => distance <= 0.5)
		.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
		.slice(0, 5)
		.map(({ name }) => name);
}

/** 0 = same, 1 = nothing in common: the share of letter pairs two words do not share (Dice), with a bonus for containment. */
function distanceTo(a: string, b: string): number {
	if (a === b) return 0;
	if (a.length > 2 && (b.includes(a) || a.includes(b))) return 0.1;
	const pairs = (word: string) =>
		Array.from({ length: Math.max(0, word.length - 1) }, (_, i) => word.slice(i, i + 2));
	const left = pairs(a);
	const right = pairs(b);
	const shared = left.filter((pair) => {
		const at = right.indexOf(pair);
		if (at >= 0) right.splice(at, 1);
		return at >= 0;
	}).length;
	return 1 - (2 * shared) / Math.max(1, left.length + pairs(b).length);
}
