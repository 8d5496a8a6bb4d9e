import fc from 'fast-check';

import type { Reference } from '../../../kit/fields';
import { randomPassword } from '../../../kit/passwords';
import { Problem } from '../../../kit/problem';
import { keyOf, referenceOf } from '../../../kit/known';
import { People } from '../../../products/superset/people';
import { difference, faultOf, hasPasswordTrap, toBody, type Changes, type User } from '../../../products/superset/person';
import { policyProblems } from '../../../sandbox/superset/passwords.mts';

const user = (id: number, more: Partial<User> = {}): User => ({
	id,
	username: `u${id}`,
	email: `u${id}@example.com`,
	first_name: 'First',
	last_name: 'Last',
	active: true,
	roles: [{ id: 4, name: 'Gamma' }],
	groups: [],
	last_login: null,
	created_on: null,
	...more,
});

// Few different names in few spellings, so that they meet.
const name = fc.constantFrom('ann', 'Ann', 'ANN', 'bob', 'Bob', 'id:3', 'email:ann', '3', 'zoë', 'ZOË');
const someone = fc.record({ id: fc.integer({ min: 1, max: 6 }), username: name, email: name.map((one) => `${one}@x.y`) });
const reference: fc.Arbitrary<Reference> = fc.oneof(
	fc.record({ by: fc.constant('id' as const), value: fc.integer({ min: 1, max: 7 }).map(String) }),
	fc.record({ by: fc.constant('username' as const), value: name }),
	fc.record({ by: fc.constant('email' as const), value: name.map((one) => `${one}@x.y`) }),
);
const step = fc.oneof(someone.map((put) => ({ put })), fc.integer({ min: 1, max: 6 }).map((drop) => ({ drop })));

describe('the people an execution knows', () => {
	test('are found as a look through all of them would, whatever was put and dropped before', () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 20 }), reference, (steps, asked) => {
				const people = new People([], false);
				const model = new Map<number, User>();
				for (const one of steps) {
					if ('put' in one) {
						people.put(user(one.put.id, one.put));
						model.set(one.put.id, user(one.put.id, one.put));
					} else {
						people.drop(one.drop);
						model.delete(one.drop);
					}
				}
				const value = (each: User) => String(asked.by === 'id' ? each.id : each[asked.by]);
				const expected = [...model.values()].filter((each) => value(each).toLowerCase() === asked.value.toLowerCase());
				expect(people.matching(asked).map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
				if (expected.length > 1) expect(() => people.oneOrNone(asked)).toThrow(Problem);
				else expect(people.oneOrNone(asked)?.id).toBe(expected[0]?.id);
				if (expected.length === 0) expect(() => people.one(asked)).toThrow(`no user with the`);
			}),
			{ numRuns: 300 },
		);
	});

	test('are told apart where two match, with state and ID of each', () => {
		const people = new People([user(1, { email: 'a@x.y' }), user(2, { email: 'A@x.y', active: null })], true);
		expect(() => people.one({ by: 'email', value: 'a@X.y' })).toThrow('u1 (ID 1, a@x.y), u2 (ID 2, A@x.y, inactive)');
	});

	test('have a key for every way to name them, which leads back', () => {
		fc.assert(
			fc.property(fc.string(), fc.constantFrom('email' as const, 'username' as const), (value, by) => {
				const key = keyOf({ by, value });
				expect(referenceOf(key)).toEqual({ by, value: value.trim().toLowerCase() });
				expect(keyOf(referenceOf(key))).toBe(key);
			}),
		);
	});
});

describe('what is sent of a person', () => {
	const wanted: fc.Arbitrary<Changes> = fc.record(
		{
			username: name,
			email: name,
			first_name: name,
			active: fc.boolean(),
			roles: fc.array(fc.integer({ min: 1, max: 5 }).map((id) => ({ id, name: `R${id}` }))),
		},
		{ requiredKeys: [] },
	);

	test('is what differs, and sending it leaves no difference', () => {
		fc.assert(
			fc.property(someone, wanted, (now, changes) => {
				const before = user(now.id, { ...now, login_count: 5, changed_by: { id: 1 } });
				const differing = difference(before, changes);
				expect(Object.keys(differing).every((key) => key in changes)).toBe(true);
				expect(difference({ ...before, ...differing }, changes)).toEqual({});
				if (Object.keys(differing).length === 0) expect(faultOf('x', changes, before)).toBeUndefined();
				else expect(faultOf('x', changes, before)).toMatch(/accepted the change of x but did not apply it/);
			}),
		);
	});

	test('names roles and groups by whole numbers, and holds nothing that only the server writes', () => {
		fc.assert(
			fc.property(wanted, (changes) => {
				const body = toBody(changes);
				expect(Object.keys(body).sort()).toEqual(Object.keys(changes).sort());
				if (changes.roles) expect(body.roles).toEqual(changes.roles.map(({ id }) => id));
				expect(JSON.stringify(body)).not.toMatch(/"id"|"name"/);
			}),
		);
	});

	test('minds neither order nor repetition of roles', () => {
		const before = user(1, { roles: [{ id: 3, name: 'Alpha' }, { id: 4, name: 'Gamma' }] });
		const again = [{ id: 4, name: 'Gamma' }, { id: 3, name: 'Alpha' }, { id: 4, name: 'Gamma' }];
		expect(difference(before, { roles: again })).toEqual({});
	});
});

test('the password trap is told by the absence of groups, not by their being none', () => {
	const { groups, ...old } = user(1);
	expect([hasPasswordTrap(user(1)), hasPasswordTrap(old as User)]).toEqual([false, true]);
});

test('a random password satisfies the strictest policy there is, and is another one each time', () => {
	const made = Array.from({ length: 500 }, () => randomPassword());
	for (const one of made) {
		expect(policyProblems(one)).toEqual([]);
		expect(one).toMatch(/^[!-~]{20,64}$/);
	}
	expect(new Set(made).size).toBe(made.length);
});
