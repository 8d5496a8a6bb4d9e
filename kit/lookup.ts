/** One page of a list that tells its total. */
export interface Page<T> {
	rows: T[];
	total: number;
}

export interface Lookup<T> {
	/** Rows per full page, as the server really delivers them. */
	pageSize: number;
	page(index: number): Promise<Page<T>>;
	/** Everything that matches one key. */
	lookUp(key: string): Promise<T[]>;
	/** Requests one look-up takes: 1 if left out. */
	lookUpCost?: number;
	/** Tells rows apart: a row that moved to another page while paging is taken once. */
	idOf(row: T): string | number;
}

export interface Found<T> {
	rows: T[];
	/** All rows of the server were seen, so a key without a row does not exist. */
	complete: boolean;
}

/**
 * Finds the rows for many keys with the fewest requests: one key is looked up; for more, the first page tells the
 * total, and the rest is swept only if fewer pages than look-ups are left (design: sweep or look up).
 */
export async function sweepOrLookUp<T>(keys: string[], source: Lookup<T>): Promise<Found<T>> {
	const wanted = new Set(keys);
	if (wanted.size === 0) return { rows: [], complete: false };
	const rows = new Map<string | number, T>();

	if (wanted.size > 1) {
		const first = await source.page(0);
		const pagesLeft = Math.ceil(first.total / source.pageSize) - 1;
		if (pagesLeft <= wanted.size * (source.lookUpCost ?? 1)) return { rows: await sweep(source, { first }), complete: true };
	}
	// Every key, also one that the first page has: a second row with the same key may stand on a later page.
	for (const key of wanted) for (const row of await source.lookUp(key)) rows.set(source.idOf(row), row);
	return { rows: [...rows.values()], complete: false };
}

/**
 * All rows, page by page until as many as the total have come or a page is empty. If the total shrinks on the way,
 * rows have moved to earlier pages and would be missed: the sweep starts over, at most three times.
 *
 * @param first the first page, where it was read already
 * @param enough ends the sweep early, looking at each page once
 */
export async function sweep<T>(
	source: Pick<Lookup<T>, 'page' | 'idOf'>,
	{ first, enough = () => false }: { first?: Page<T>; enough?: (page: T[]) => boolean } = {},
): Promise<T[]> {
	for (let round = 0; ; round++) {
		const rows = new Map<string | number, T>();
		let page = round === 0 && first ? first : await source.page(0);
		const { total } = page;
		let shrunk = false;
		for (let index = 1; ; index++) {
			for (const row of page.rows) rows.set(source.idOf(row), row);
			if (rows.size >= total || page.rows.length === 0 || enough(page.rows)) break;
			page = await source.page(index);
			if (page.total < total) {
				shrunk = true;
				break;
			}
		}
		if (!shrunk || round === 2) return [...rows.values()];
	}
}
