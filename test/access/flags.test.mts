/** What is worth a look about an account, and how many there are. */
import fc from 'fast-check';

import { review, totalsOf, type Flag, type ReviewRules } from '../../access/flags';
import { account, accounts } from './made.mts';

const NOW = new Date('2026-06-30T12:00:00Z');
const RULES: ReviewRules = { staleDays: 90, pendingDays: 30, internalDomains: [], now: NOW };
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000).toISOString();
const flagsOf = (more: Parameters<typeof account>[0], rules: Partial<ReviewRules> = {}, others: Parameters<typeof review>[0] = []) => review([account(more), ...others], { ...RULES, ...rules })[0].flags;
/** Somebody whose last sign-in is told. */
const SEEN = account({ id: '9', email: 'other@example.com', lastSeen: daysAgo(1) });

test.each<[string, Parameters<typeof account>[0], Partial<ReviewRules>, Flag[]]>([
	['seen 89 days ago', { lastSeen: daysAgo(89) }, {}, []],
	['seen 90 days ago', { lastSeen: daysAgo(90) }, {}, ['stale']],
	['not seen for long, but inactive', { lastSeen: daysAgo(900), state: 'inactive' }, {}, []],
	['never seen', {}, {}, ['neverSeen']],
	['invited 29 days ago', { state: 'pending', createdAt: daysAgo(29) }, {}, []],
	['invited 30 days ago', { state: 'pending', createdAt: daysAgo(30) }, {}, ['pendingTooLong']],
	['invited some time', { state: 'pending' }, {}, []],
	['an admin', { admin: true, lastSeen: daysAgo(1) }, {}, ['admin']],
	['a former admin', { admin: true, state: 'inactive' }, {}, []],
	['of another domain', { email: 'a@partner.example', lastSeen: daysAgo(1) }, { internalDomains: [' @Example.COM '] }, ['externalDomain']],
	['of a domain that ends alike', { email: 'a@notexample.com', lastSeen: daysAgo(1) }, { internalDomains: ['example.com'] }, ['externalDomain']],
	['of the own domain in capitals', { email: 'A@EXAMPLE.COM', lastSeen: daysAgo(1) }, { internalDomains: ['example.com'] }, []],
	['not in the directory', { lastSeen: daysAgo(1) }, { directory: ['b@example.com'] }, ['notInDirectory']],
	['in the directory in another case', { lastSeen: daysAgo(1) }, { directory: [' A@Example.com '] }, []],
	['gone from the directory and closed', { state: 'inactive' }, { directory: [] }, []],
])('%s', (_, more, rules, flags) => expect(flagsOf(more, rules, [SEEN])).toEqual(flags));

test('where a tool keeps no sign-ins, nobody is never seen', () => {
	expect(flagsOf({})).toEqual([]);
});

test('two accounts of one person are both flagged, closed or not', () => {
	expect(review([account(), account({ id: '2', email: ' A@EXAMPLE.com', state: 'inactive' })], RULES).map(({ flags }) => flags.includes('duplicatePerson'))).toEqual([true, true]);
});

test('a time without zone counts as UTC, one of the future as today', () => {
	const daysOf = (lastSeen: string) => review([account({ lastSeen })], RULES)[0].daysSince;
	expect([daysOf('2026-06-29T12:00:00'), daysOf('2026-06-29T12:00:00+00:00'), daysOf('2026-06-29T14:00:00+02:00')]).toEqual([1, 1, 1]);
	expect(daysOf('2026-07-05T00:00:00Z')).toBe(0);
	expect(review([account()], RULES)[0].daysSince).toBeNull();
});

test('everybody is judged once, in order, each flag once, and the totals add up', () => {
	fc.assert(
		fc.property(accounts, (all) => {
			const reviewed = review(all, RULES);
			expect(reviewed.map((one) => one.account)).toEqual(all);
			for (const { flags } of reviewed) expect(flags).toEqual([...new Set(flags)].sort());
			const { accounts: count, active, inactive, pending, admins, flagged } = totalsOf(reviewed);
			expect([count, active + inactive + pending]).toEqual([all.length, all.length]);
			expect(admins).toBe(all.filter(({ admin, state }) => admin && state !== 'inactive').length);
			expect(flagged).toBe(reviewed.filter(({ flags }) => flags.length > 0).length);
		}),
	);
});
