/*
 * What databases do behind a product's back.
 */

/** What `ILIKE '%text%'` finds when nobody escaped the text: its `%` and `_` are wildcards. */
export function likePattern(text: string): RegExp {
	const escaped = text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
	return new RegExp(escaped.replaceAll('%', '.*').replaceAll('_', '.'), 'is');
}

/**
 * Where a row lies among rows that tie, as from a database that is given no tie-break: it looks random, is another one
 * for each salt, and the same for the same input.
 */
export function tieOrder(salt: number, id: number): number {
	const mixed = Math.imul(id ^ (salt << 16), 0x9e3779b1);
	return Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 0;
}
