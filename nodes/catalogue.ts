import { collection, mostOf, paging, text, type Input } from '../kit/fields';
import type { Named } from '../kit/names';
import type { Outcome } from '../kit/operation';

/** Fields of a "Get Many" over a list that the server sends whole. */
export const catalogueFields = (example: string) => ({
	...paging,
	filters: collection(
		{ displayName: 'Filters', placeholder: 'Add Filter' },
		{ name: text({ displayName: 'Name Contains', placeholder: `e.g. ${example}` }) },
	),
});

/** What such an operation puts out: the entries whose name contains the text, upper and lower case alike. */
export function catalogueHits<E extends Named>(
	all: E[],
	{ filters, ...input }: Input<ReturnType<typeof catalogueFields>>,
): Array<Outcome<E>> {
	const part = filters.name?.toLowerCase() ?? '';
	const hits = all.filter(({ name }) => name.toLowerCase().includes(part));
	return hits.slice(0, mostOf(input)).map((entity) => ({ entity }));
}
