import { ok, type Answer } from './answers.mts';

export interface Window {
	readonly limit: number | null;
	readonly offset: number | null;
}

/** What only an offset means. */
const USUAL_LIMIT = 50;

/** Neither, or junk: everything. One of them: the other has a usual value (contract 1). */
export function windowOf(query: URLSearchParams, usualLimit = USUAL_LIMIT): Window {
	const [limit, offset] = [number(query.get('limit')), number(query.get('offset'))];
	if (limit === null && offset === null) return { limit, offset };
	return { limit: limit ?? usualLimit, offset: offset ?? 0 };
}

function number(text: string | null): number | null {
	return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

export function slice<Row>(rows: readonly Row[], { limit, offset }: Window): readonly Row[] {
	return limit === null || offset === null ? rows : rows.slice(offset, offset + limit);
}

/** The envelope of paged lists; only what is on the page is written out. */
export function envelope<Row>(rows: readonly Row[], window: Window, show: (row: Row) => unknown): Answer {
	return ok({ data: slice(rows, window).map(show), total: rows.length, ...window });
}
