import { sameAccess, type Access } from './account';
import { listed } from './record';

/** How far what somebody has is brought to what is wished. */
export type Mode = 'add' | 'exactly' | 'exactlyWithin';

export interface Difference {
	add: Access[];
	remove: Access[];
}

/** Of several that exclude each other the highest: somebody is given what the most of their groups gives. */
function effective(wished: Access[]): Access[] {
	const ranked = wished.flatMap(({ rank }) => (rank === undefined ? [] : [rank]));
	const highest = Math.max(...ranked);
	const first = wished.find(({ rank }) => rank === highest);
	return wished.filter((one) => one.rank === undefined || one === first);
}

/**
 * What has to be added and removed.
 *
 * @param asked what is wished
 * @param within what may be removed, for `exactlyWithin`
 */
export function difference(now: Access[], asked: Access[], mode: Mode, within: Access[] = []): Difference {
	const wished = effective(asked);
	const has = (list: Access[], one: Access) => list.some((other) => sameAccess(one, other));
	const ranked = now.find(({ rank }) => rank !== undefined);
	const keepsRank = mode === 'add' || (mode === 'exactlyWithin' && ranked !== undefined && !has(within, ranked));
	const lowers = ({ rank }: Access) => keepsRank && rank !== undefined && ranked !== undefined && ranked.rank! > rank;
	const add = wished.filter((one) => one.fixed !== 'automatic' && !has(now, one) && !lowers(one));
	const replaces = add.some(({ rank }) => rank !== undefined);
	const remove = now.filter((one) => {
		if (one.fixed || has(wished, one)) return false;
		// There is always one: it goes only where another one comes.
		if (one.rank !== undefined) return replaces;
		return mode === 'exactly' || (mode === 'exactlyWithin' && has(within, one));
	});
	return { add, remove };
}

/** Each once: two groups of a directory may give the same. */
export const distinct = (access: Access[]) => access.filter((one, at) => access.findIndex((other) => sameAccess(one, other)) === at);

/** What is still to be done after it was done, as a sentence; undefined if nothing is. */
export function faultOf(product: string, { add, remove }: Difference): string | undefined {
	const parts = [
		...(add.length > 0 ? [`${listed(add)} is missing`] : []),
		...(remove.length > 0 ? [`${listed(remove)} is still there`] : []),
	];
	return parts.length === 0 ? undefined : `${product} accepted the change but did not apply it: ${parts.join('; ')}.`;
}

export const isEmpty = ({ add, remove }: Difference) => add.length + remove.length === 0;
