import { tieOrder } from '../frame/sql.mts';
import { badRequest, notFound, ok, Refusal, type Answer } from './answers.mts';

const USUAL_PAGE = 25;
const LARGEST_PAGE = 250;

/** A whole number out of the query string; the default where it is none, also for junk. */
export function intParam(query: URLSearchParams, name: string, initial: number): number {
	const text = query.get(name)?.trim() ?? '';
	return /^[+-]?\d+$/.test(text) ? Number(text) : initial;
}

/** The envelope of paged lists with its errors in the server's order (contract 5). */
export function paginate<Row>(query: URLSearchParams, rows: readonly Row[], show: (row: Row) => unknown): Answer {
	const page = intParam(query, 'page', 1);
	const size = intParam(query, 'page_size', USUAL_PAGE);
	const count = rows.length;
	if (page < 1) throw new Refusal(badRequest('Page must be positive integer.'));
	const first = (page - 1) * size;
	if (count > 0 && first + 1 > count) throw new Refusal(badRequest('Page is out of range.'));
	if (size < 1 || size > LARGEST_PAGE) throw new Refusal(badRequest('Page size is out of range (1-250).'));
	if (page > 1 && count === 0) throw new Refusal(notFound());
	return ok({ count, page, page_size: size, results: rows.slice(first, first + size).map(show) });
}

export type SortKey = string | number | null;

/**
 * Sorts by what the request asks for, as `name` or `-name`.
 * Rows that tie come in an order nobody asked for, and in another one for each page size, as from a database that is
 * given no tie-break (contract 5, 11): by id for the usual size (R `users:list-by-active`), shuffled for others.
 *
 * @param initial for an unknown order, and where none is asked for
 * @param unordered no order at all where none is asked for
 */
export function sortRows<Row extends { readonly id: number }>(
	rows: readonly Row[],
	keys: Readonly<Record<string, (row: Row) => SortKey>>,
	query: URLSearchParams,
	initial: string,
	unordered = false,
): Row[] {
	const order = query.get('order')?.trim() ?? '';
	const known = Object.hasOwn(keys, order.replace(/^-/, '')) ? order : initial;
	const chosen = order === '' && unordered ? undefined : known;
	const salt = intParam(query, 'page_size', USUAL_PAGE);
	const key = chosen === undefined ? () => null : keys[chosen.replace(/^-/, '')];
	const direction = chosen?.startsWith('-') ? -1 : 1;
	return rows
		.map((row) => ({ row, key: key(row), tie: tie(salt, row.id) }))
		.sort((left, right) => direction * (compareKeys(left.key, right.key) || left.tie - right.tie))
		.map(({ row }) => row);
}

/** Null is the largest value, as in PostgreSQL. */
function compareKeys(left: SortKey, right: SortKey): number {
	if (left === right) return 0;
	if (left === null) return 1;
	if (right === null) return -1;
	return left < right ? -1 : 1;
}

function tie(salt: number, id: number): number {
	return salt === USUAL_PAGE ? id : tieOrder(salt, id);
}
