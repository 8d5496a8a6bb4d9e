/** The difference between what somebody has and what is wished, for any of both. */
import fc from 'fast-check';

import { sameAccess, type Access } from '../../access/account';
import { difference, faultOf, isEmpty, type Mode } from '../../access/membership';
import { group, groups, held, role, wished } from './made.mts';

const has = (list: Access[], one: Access) => list.some((other) => sameAccess(one, other));
const applied = (now: Access[], { add, remove }: ReturnType<typeof difference>) => [...now.filter((one) => !has(remove, one)), ...add];
const mode = fc.constantFrom<Mode>('add', 'exactly', 'exactlyWithin');
const rankIn = (list: Access[]) => list.filter(({ rank }) => rank !== undefined).map(({ rank }) => rank!);

test('once it is applied there is nothing left to do', () => {
	fc.assert(
		fc.property(held, wished, mode, groups, (now, wish, how, within) => {
			const after = applied(now, difference(now, wish, how, within));
			expect(isEmpty(difference(after, wish, how, within))).toBe(true);
			for (const one of wish) if (one.rank === undefined && one.fixed !== 'automatic') expect(has(after, one)).toBe(true);
		}),
	);
});

test('what is fixed is never taken away, and a person never ends without a rank or with two', () => {
	fc.assert(
		fc.property(held, wished, mode, groups, (now, wish, how, within) => {
			const change = difference(now, wish, how, within);
			expect(change.remove.filter(({ fixed }) => fixed)).toEqual([]);
			expect(rankIn(applied(now, change))).toHaveLength(1);
		}),
	);
});

test('what everybody has by themselves is given to nobody', () => {
	fc.assert(
		fc.property(held, wished, mode, (now, wish, how) => {
			expect(difference(now, wish, how).add.filter(({ fixed }) => fixed === 'automatic')).toEqual([]);
		}),
	);
});

test('nothing is given that was not wished, nothing taken that was, and nothing done twice', () => {
	fc.assert(
		fc.property(held, wished, mode, groups, (now, wish, how, within) => {
			const { add, remove } = difference(now, wish, how, within);
			for (const one of add) expect([has(wish, one), has(now, one)]).toEqual([true, false]);
			// Of several ranks that are wished the highest counts.
			for (const one of remove) expect([one.rank === undefined && has(wish, one), has(now, one)]).toEqual([false, true]);
		}),
	);
});

test('Add takes no group away and lowers no rank', () => {
	fc.assert(
		fc.property(held, wished, (now, wish) => {
			const change = difference(now, wish, 'add');
			expect(change.remove.filter(({ kind }) => kind === 'group')).toEqual([]);
			expect(rankIn(applied(now, change))[0]).toBe(Math.max(rankIn(now)[0], ...rankIn(wish)));
		}),
	);
});

test('Exactly leaves what was wished and what is fixed, and the rank that is wished if one is', () => {
	fc.assert(
		fc.property(held, wished, (now, wish) => {
			const after = applied(now, difference(now, wish, 'exactly'));
			for (const one of after) if (one.rank === undefined && !one.fixed) expect(has(wish, one)).toBe(true);
			expect(rankIn(after)).toEqual(rankIn(wish).length > 0 ? [Math.max(...rankIn(wish))] : rankIn(now));
		}),
	);
});

test('Exactly Within touches no group outside of what is wished and what is managed', () => {
	fc.assert(
		fc.property(held, wished, groups, (now, wish, within) => {
			const { remove } = difference(now, wish, 'exactlyWithin', within);
			for (const one of remove) if (one.rank === undefined) expect(has(within, one)).toBe(true);
			for (const one of within) if (has(now, one) && !has(wish, one) && !one.fixed) expect(has(remove, one)).toBe(true);
		}),
	);
});

test('a role and a group of one id are two things', () => {
	const twin: Access = { kind: 'role', id: 'Alpha', name: 'Alpha' };
	expect(difference([group('Alpha')], [twin], 'exactly')).toEqual({ add: [twin], remove: [group('Alpha')] });
});

test('what is still to be done is told by kind and name', () => {
	expect(faultOf('Superset', { add: [role(1), group('Beta')], remove: [group('Alpha')] })).toBe(
		'Superset accepted the change but did not apply it: role "Role 1", group "Beta" is missing; group "Alpha" is still there.',
	);
	expect(faultOf('Superset', { add: [], remove: [] })).toBeUndefined();
});
