import { tieOrder } from '../frame/sql.mts';
import type { Call } from './call.mts';

/** Query parameters of every paged list of v1. */
export const PAGING = ['sort', 'skip', 'limit'] as const;

type Row = Readonly<Record<string, unknown>>;

/**
 * The rows asked for with `sort`, `skip` and `limit`. There is no page size of its own. Pages that are not sorted, and
 * rows that tie, lie in another order for each page (contract 4).
 */
export function page<Item>(call: Call, rows: readonly Item[], valueOf: (row: Item, field: string) => unknown): Item[] {
	const skip = number(call, 'skip', 0) ?? 0;
	const limit = number(call, 'limit', 1);
	const sort = call.query.get('sort');
	if (sort !== null && !/^-?\w+$/.test(sort)) throw call.invalid('sort must be one field');
	const whole = skip === 0 && (limit === undefined || limit >= rows.length);
	const ordered = sort === null && whole ? rows : arrange(rows, sort, whole ? 0 : skip + 1, valueOf);
	return ordered.slice(skip, limit === undefined ? undefined : skip + limit);
}

function number(call: Call, name: string, least: number): number | undefined {
	const text = call.query.get(name);
	if (text === null) return undefined;
	const value = Number(text);
	if (!/^\d+$/.test(text) || value < least) throw call.invalid(`${name} must be an integer of at least ${least}`);
	return value;
}

function arrange<Item>(
	rows: readonly Item[],
	sort: string | null,
	salt: number,
	valueOf: (row: Item, field: string) => unknown,
): readonly Item[] {
	const sign = sort?.startsWith('-') === true ? -1 : 1;
	const field = sort?.replace('-', '');
	return rows
		.map((row, index) => ({
			row,
			value: field === undefined ? '' : String(valueOf(row, field) ?? ''),
			tie: salt === 0 ? index : tieOrder(salt, index),
		}))
		.sort((left, right) => sign * compare(left.value, right.value) || left.tie - right.tie)
		.map(({ row }) => row);
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** What `fields` leaves of a row: those named, or all but `-x`; the id always stays. */
export function picker(call: Call, id = '_id'): (row: Row) => Row {
	const names = (call.query.get('fields') ?? '').split(',').filter((name) => name !== '');
	if (names.length === 0) return (row) => row;
	const without = new Set(names.filter((name) => name.startsWith('-')).map((name) => name.slice(1)));
	const only = new Set(names.filter((name) => !name.startsWith('-')));
	const keeps = (name: string): boolean => !without.has(name) && (only.size === 0 || only.has(name) || name === id);
	return (row) => Object.fromEntries(Object.entries(row).filter(([name]) => keeps(name)));
}
