import rison from './rison';

// The server's parser is stricter than rison.js: `@ + % &` and more need quotes (docs/contracts/superset.md 2.5).
// Only what our own column, operator and key names need stays bare.
rison.id_ok = /^[a-z_][a-z_.]*$/;

/** The operators every supported server knows; one it does not know would silently match everybody (contract 2.6). */
type Operator = 'eq' | 'neq' | 'sw' | 'ew' | 'ct' | 'rel_m_m' | 'rel_o_m';

export interface Filter {
	col: string;
	opr: Operator;
	value: string | number | boolean;
}

/** Most rows a page can have: the server clamps silently to it (contract 2.5). */
export const PAGE_SIZE = 100;

/** The query string of a list: ordered by id so that pages are stable, without the metadata. */
export function listQuery(page: number, filters: Filter[] = [], pageSize = PAGE_SIZE): string {
	const q = {
		...(filters.length > 0 && { filters }),
		keys: ['none'],
		order_column: 'id',
		order_direction: 'asc',
		page,
		page_size: pageSize,
	};
	return `q=${encodeURIComponent(rison.encode(q))}`;
}
