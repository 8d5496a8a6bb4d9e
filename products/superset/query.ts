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

const encode = (q: object) => `q=${encodeURIComponent(rison.encode(q))}`;

/** A page of a list, ordered by id so that pages are stable, without the metadata. */
export function listQuery(page: number, filters: Filter[] = [], pageSize = PAGE_SIZE): string {
	const order = { order_column: 'id', order_direction: 'asc' };
	return encode({ ...(filters.length > 0 && { filters }), ...order, keys: ['none'], page, page_size: pageSize });
}

/** A page of content, in the server's own order: by id it can't be ordered (contract 7). */
export function contentQuery(page: number, name: string, filter: Filter, pageSize = PAGE_SIZE): string {
	const columns = ['id', name, 'owners.id', 'owners.first_name', 'owners.last_name'];
	return encode({ columns, filters: [filter], keys: ['none'], page, page_size: pageSize });
}

/** For `/roles/search/`, which has no largest page; `opr` must be there and is ignored (contract 5). */
export const searchQuery = (name: string) =>
	encode({ filters: [{ col: 'name', opr: 'ct', value: name }], page: 0, page_size: 1000 });

export const infoQuery = () => encode({ keys: ['permissions'] });
