import type { INodeProperties } from 'n8n-workflow';

import { field, isNothing, missing, type Field, type Fields, type Input, type Look } from './core';
import { flag, integer } from './single';

/** The two fields of every "Get Many"; the limit is looked at only where not everything is returned. */
export const paging = {
	returnAll: flag({
		displayName: 'Return All',
		description: 'Whether to return all results or only up to a given limit',
	}),
	limit: {
		...integer(
			{ displayName: 'Limit', default: 50, description: 'Max number of results to return' },
			{ min: 1, max: 100_000 },
		),
		when: { returnAll: [false] },
	},
};

/** How many results `paging` asks for. */
export const mostOf = ({ returnAll, limit }: { returnAll: boolean; limit: number }) =>
	returnAll ? Number.POSITIVE_INFINITY : limit;

/**
 * Optional fields behind an "Add Field" button. A field that was not added, or whose expression delivered nothing,
 * is absent, unless it is a safeguard; an empty text counts as given only where the field allows it.
 */
export function collection<F extends Fields>(look: Look, inner: F): Field<Partial<Input<F>>> {
	const options = Object.entries(inner).map(([name, one]) => ({ ...one.property, name }) as INodeProperties);
	options.sort((a, b) => (a.displayName < b.displayName ? -1 : 1));
	return {
		...field({ type: 'collection', placeholder: 'Add Field', default: {}, options, ...look }, (raw) => {
			const given = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
			const read: Record<string, unknown> = {};
			for (const [name, one] of Object.entries(inner)) {
				if (!(name in given)) continue;
				const value = given[name];
				const isEmpty = isNothing(value) || (value === '' && !allowsEmpty(one)) || (Array.isArray(value) && value.length === 0);
				if (isEmpty && one.safeguard) throw missing(one.property.displayName);
				if (!isEmpty) read[name] = one.read(value);
			}
			return read as Partial<Input<F>>;
		}),
		inner,
	};
}

function allowsEmpty(one: Field<unknown>): boolean {
	try {
		one.read('');
		return true;
	} catch {
		return false;
	}
}
