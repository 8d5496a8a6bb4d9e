import { Problem } from '../../kit/problem';

/** Rows asked for at a time (contract 14.7). */
export const PAGE_SIZE = 100;

/** No list of Sisense tells a total, so one that never ends would be asked for ever. */
const MOST_PAGES = 10_000;

/** What some versions wrap a list in (contract 8). */
const WRAPPERS = ['items', 'dashboards', 'results', 'data'];

/** The rows of an answer. A failure must never pass for an empty list: anything that is no list is one. */
export function rowsOf<T>(answer: unknown): T[] {
	if (Array.isArray(answer)) return answer as T[];
	for (const key of WRAPPERS) {
		const inner = (answer as Record<string, unknown> | null)?.[key];
		if (Array.isArray(inner)) return inner as T[];
	}
	throw new Problem(
		'Sisense answered a list with something else.',
		'Check the URL and the tenant in the credential; if they are right, this version is not known here.',
	);
}

/**
 * All rows of a list: pages until one is short, each row once, because rows may move between pages. A server that
 * does not know the paging parameters (422), or ignores where a page begins, is asked for everything in one piece.
 *
 * @param read a page by query parameters, everything for none
 */
export async function allPages<T>(
	read: (query: Record<string, string>) => Promise<unknown>,
	idOf: (row: T) => string,
	sorted = true,
): Promise<T[]> {
	const found = new Map<string, T>();
	const inOnePiece = async () => [...new Map(rowsOf<T>(await read({})).map((row) => [idOf(row), row])).values()];
	for (let index = 0; index < MOST_PAGES; index++) {
		const query = { limit: String(PAGE_SIZE), skip: String(index * PAGE_SIZE), ...(sorted && { sort: '_id' }) };
		const page = await read(query).catch(async (thrown: unknown) => {
			if (index > 0 || !(thrown instanceof Problem) || thrown.httpCode !== '422') throw thrown;
			return undefined;
		});
		if (page === undefined) return await inOnePiece();
		const rows = rowsOf<T>(page);
		const before = found.size;
		for (const row of rows) found.set(idOf(row), row);
		if (rows.length < PAGE_SIZE) break;
		// A full page with nothing new: the first one again.
		if (found.size === before) return await inOnePiece();
	}
	return [...found.values()];
}
