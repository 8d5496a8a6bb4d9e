import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { nodeError } from './errors';
import { DEFAULT_LIMITS, type ApiContext, type ApiLimits } from './http/api';
import { asProblem } from './problem';

type Connect<C> = (context: ApiContext, limits: ApiLimits) => C;

/** Somebody waits in front of an open list: better an early message than a late one. */
const LIMITS: ApiLimits = { ...DEFAULT_LIMITS, maxWait: 10 };

/** A `methods.listSearch` entry: the server searches, page by page; `next` is the token of the page after. */
export function listSearch<C>(
	connect: Connect<C>,
	search: (
		client: C,
		filter: string,
		page: number,
	) => Promise<{ results: INodeListSearchResult['results']; more: boolean }>,
) {
	return async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		token?: string,
	): Promise<INodeListSearchResult> {
		const page = Number(token ?? 0);
		const { results, more } = await orNodeError(
			this,
			async () => await search(connect(this, LIMITS), filter?.trim() ?? '', page),
		);
		return { results, ...(more && { paginationToken: String(page + 1) }) };
	};
}

/** A `methods.loadOptions` entry. Values are the IDs: numbers where the product's are, so that they can't be mistaken for names. */
export function loadOptions<C>(
	connect: Connect<C>,
	load: (client: C) => Promise<Array<{ id: number | string; name: string }>>,
) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const entries = await orNodeError(this, async () => await load(connect(this, LIMITS)));
		return entries.map(({ id, name }) => ({ name, value: id })).sort((a, b) => a.name.localeCompare(b.name));
	};
}

/** A `methods.listSearch` entry over a catalogue that is read whole: filtered here, all of it, not just a first page. */
export const catalogueSearch = <C>(connect: Connect<C>, load: (client: C) => Promise<Array<{ id: number | string; name: string }>>) =>
	listSearch(connect, async (client, filter) => {
		const part = filter.toLowerCase();
		const hits = (await load(client)).filter(({ name }) => name.toLowerCase().includes(part));
		const results = hits.map(({ id, name }) => ({ name, value: String(id) }));
		return { results: results.sort((a, b) => a.name.localeCompare(b.name)), more: false };
	});

async function orNodeError<T>(context: ILoadOptionsFunctions, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (thrown) {
		throw nodeError(context.getNode(), asProblem(thrown), []);
	}
}
