import type { Answer } from '../answers.mts';
import type { Call } from '../call.mts';
import { paginate, sortRows, type SortKey } from '../paging.mts';

/** How a kind of content is listed. */
export interface Listed<Row> {
	readonly type: 'query' | 'dashboard';
	/** Orders that can be asked for. */
	readonly keys: Readonly<Record<string, (row: Row) => SortKey>>;
	/** Whether a row is found by `q`. */
	fits(row: Row, term: string): boolean;
	show(row: Row): unknown;
}

/** One page of rows, newest first. What `q` finds has no order to rely on unless one is asked for (contract 5). */
export function answerList<Row extends { readonly id: number }>(
	call: Call,
	rows: readonly Row[],
	{ type, keys, fits, show }: Listed<Row>,
): Answer {
	const { query: params } = call;
	const term = params.get('q') ?? '';
	const found = term === '' ? rows : rows.filter((row) => fits(row, term));
	const sorted = sortRows(found, keys, params, '-created_at', term !== '');
	call.note({ action: term === '' ? 'list' : 'search', type, id: null });
	return paginate(params, sorted, show);
}
