import fc from 'fast-check';

import { toGroup, type RawGroup } from '../../../products/metabase/groups';
import { difference, faultOf, isPerson, toUser, withGroupIds, type Changes, type RawUser } from '../../../products/metabase/person';

const GROUPS = [{ id: 1, name: 'All Users' }, { id: 2, name: 'Administrators' }, { id: 5, name: 'Analytics' }, { id: 6, name: 'Finance' }].map(toGroup);

const raw = (more: Partial<RawUser> = {}): RawUser => ({
	id: 7,
	email: 'ann@example.com',
	first_name: 'Ann',
	last_name: 'Lee',
	common_name: 'Ann Lee',
	is_superuser: false,
	is_active: true,
	date_joined: '2026-01-01T00:00:00Z',
	last_login: null,
	group_ids: [1, 5],
	...more,
});

// Few values in few spellings, so that they meet.
const email = fc.constantFrom('ann@example.com', 'ANN@Example.com', ' ann@example.com', 'bob@example.com');
const name = fc.constantFrom('', 'Ann', 'ann', 'Ånn');
const attributes = fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom<string | number | boolean>('1', 1, 'true', true));
const changes: fc.Arbitrary<Changes> = fc.record(
	{
		email,
		firstName: name,
		lastName: name,
		locale: fc.constantFrom('', 'de', 'es-MX', 'es_MX', 'ES_mx'),
		loginAttributes: attributes,
		groupIds: fc.shuffledSubarray([1, 2, 5, 6]),
	},
	{ requiredKeys: [] },
);

/** As the server stores it (contract 3). */
const stored = (user: RawUser, { email: mail, firstName, lastName, locale, loginAttributes, groupIds }: Changes): RawUser => ({
	...user,
	...(mail !== undefined && { email: mail.trim().toLowerCase() }),
	...(firstName !== undefined && { first_name: firstName || null }),
	...(lastName !== undefined && { last_name: lastName || null }),
	...(locale !== undefined && { locale: locale === '' ? null : locale.replace('-', '_') }),
	...(loginAttributes !== undefined && { login_attributes: Object.fromEntries(Object.entries(loginAttributes).map(([key, one]) => [key, String(one)])) }),
	...(groupIds !== undefined && { group_ids: [...groupIds].sort((a, b) => a - b) }),
});

describe('what differs of a person', () => {
	test('is part of what is wanted, and nothing after the server stored it', () => {
		fc.assert(
			fc.property(changes, changes, (first, wanted) => {
				const before = stored(raw(), first);
				const differing = difference(toUser(before, GROUPS), wanted);
				for (const [key, value] of Object.entries(differing)) expect(wanted[key as keyof Changes]).toBe(value);
				const after = toUser(stored(before, differing), GROUPS);
				expect(difference(after, wanted)).toEqual({});
				expect(faultOf('ann', wanted, after)).toBeUndefined();
				// What is left out is not touched.
				expect(stored(before, differing)).toEqual(stored(before, Object.fromEntries(Object.entries(wanted).filter(([key]) => key in differing))));
			}),
			{ numRuns: 500 },
		);
	});

	test('that was not stored is told by its name in the editor’s words', () => {
		fc.assert(
			fc.property(changes, (wanted) => {
				const now = toUser(raw(), GROUPS);
				const fault = faultOf('ann@example.com', wanted, now);
				if (Object.keys(difference(now, wanted)).length === 0) expect(fault).toBeUndefined();
				else expect(fault).toMatch(/^Metabase accepted the change of ann@example\.com but did not apply it: .* instead of .*\.$/);
			}),
		);
	});

	test('in state and tour is told too, and a person who is gone', () => {
		const now = toUser(raw({ is_active: false, is_qbnewb: true }), GROUPS);
		expect(faultOf('ann', { state: 'active', tourDone: true }, now)).toBe('Metabase accepted the change of ann but did not apply it: deactivated instead of active; the tour is still to come.');
		expect(faultOf('ann', {}, undefined)).toMatch(/can't be found any more/);
	});
});

describe('a person', () => {
	test('is read from either field of groups, and is in groups that nobody lists', () => {
		const listed = toUser(raw({ group_ids: [1, 5, 99] }), GROUPS);
		const alone = toUser(raw({ group_ids: undefined, user_group_memberships: [{ id: 1 }, { id: 5, is_group_manager: true }, { id: 99 }] }), GROUPS);
		for (const user of [listed, alone]) {
			expect([user.groupIds, user.groups.map((group) => group.name)]).toEqual([[1, 5, 99], ['All Users', 'Analytics']]);
		}
	});

	test('is an admin by the group, whatever else changes', () => {
		fc.assert(
			fc.property(fc.shuffledSubarray([1, 2, 5, 6]), (ids) => {
				expect(withGroupIds(toUser(raw(), GROUPS), ids, GROUPS)).toMatchObject({ admin: ids.includes(2), groupIds: ids });
			}),
		);
	});

	test.each([
		[{ id: 13_371_338, email: 'internal@metabase.com' }, false],
		[{ id: 2, email: 'api-key-user-1@api-key.invalid' }, false],
		[{ id: 2, email: 'API-key-user-1@API-KEY.INVALID' }, false],
		[{ id: 3, email: 'api-key.invalid@example.com' }, true],
		[{ id: 4, email: 'internal@metabase.com' }, true],
	])('%j counts: %s', (row, counts) => {
		expect(isPerson(row)).toBe(counts);
	});
});

describe('a group of the server’s own', () => {
	test.each([
		[{ id: 1, name: 'All Users' }, 'everybody'],
		[{ id: 2, name: 'Administrators' }, 'admin'],
		[{ id: 1, name: 'All internal users', magic_group_type: 'all-internal-users' }, 'everybody'],
		[{ id: 4, name: 'All tenant users', magic_group_type: 'all-external-users' }, 'everybody'],
		[{ id: 3, name: 'Data Analysts', magic_group_type: 'data-analyst' }, 'analysts'],
		[{ id: 9, name: 'Administrators', magic_group_type: null }, null],
		[{ id: 9, name: 'administrators' }, null],
	] as Array<[RawGroup, string | null]>)('%j is %s', (group, magic) => {
		expect(toGroup(group).magic).toBe(magic);
	});
});
