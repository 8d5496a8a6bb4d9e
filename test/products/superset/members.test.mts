import fc from 'fast-check';

import { Problem } from '../../../kit/problem';
import { grant, type Membership, type Wish } from '../../../products/superset/members';
import type { User } from '../../../products/superset/person';
import type { Users } from '../../../products/superset/users';

const person = (id: number) => ({ id, email: `p${id}@example.com`, username: `p${id}` }) as User;

/** A role on a server that knows people 1 to `known`, and refuses a list that names anybody else. */
function server(members: number[], known: number) {
	const state = { members: new Set(members), writes: 0, reads: 0 };
	const exists = (id: number) => id >= 1 && id <= known;
	const list: Membership = {
		label: 'the role Club',
		read: async () => {
			state.reads++;
			return new Set(state.members);
		},
		write: async (ids) => {
			state.writes++;
			expect(new Set(ids).size).toBe(ids.length);
			if (!ids.every(exists)) throw new Problem('No such member.', 'Look.', { httpCode: 404 });
			state.members = new Set(ids);
		},
	};
	const users = { readBack: async (ids: string[]) => new Map(ids.filter((id) => exists(Number(id))).map((id) => [id, person(Number(id))])) } as unknown as Users;
	return { state, list, users };
}

const wishes = (greatest: number): fc.Arbitrary<Wish[]> =>
	fc.array(
		fc.record({ users: fc.uniqueArray(fc.integer({ min: 1, max: greatest }), { minLength: 1, maxLength: 4 }).map((ids) => ids.map(person)), member: fc.boolean() }),
		{ minLength: 1, maxLength: 8 },
	);
const someOf = (greatest: number) => fc.uniqueArray(fc.integer({ min: 1, max: greatest }));

/** What applying the wishes one after another gives. */
function applied(members: number[], all: Wish[]): { members: Set<number>; changed: boolean[] } {
	const set = new Set(members);
	const changed = all.map(({ users, member }) => {
		const before = [...set].sort().join();
		for (const { id } of users) member ? set.add(id) : set.delete(id);
		return [...set].sort().join() !== before;
	});
	return { members: set, changed };
}

describe('wishes about one list of members', () => {
	test('are granted with at most one write, as if one after another', async () => {
		await fc.assert(
			fc.asyncProperty(someOf(9), wishes(9), async (members, all) => {
				const { state, list, users } = server(members, 9);
				const results = await grant(users, list, all);
				const expected = applied(members, all);
				expect([...state.members].sort()).toEqual([...expected.members].sort());
				expect(results).toEqual(expected.changed.map((changed) => ({ changed, verified: true })));
				expect(state.writes).toBe(expected.changed.includes(true) ? 1 : 0);
			}),
		);
	});

	test('that name somebody deleted meanwhile fail alone; the rest is granted', async () => {
		await fc.assert(
			fc.asyncProperty(someOf(6), wishes(9), async (members, all) => {
				const { state, list, users } = server(members, 6);
				const results = await grant(users, list, all);
				all.forEach((wish, i) => {
					const lost = wish.member && wish.users.some(({ id }) => id > 6);
					const refused = results[i] instanceof Problem;
					// Somebody gone who is not to be added any more after all needs no word.
					if (!lost) expect(refused).toBe(false);
					if (refused) expect((results[i] as Problem).what).toContain('does not exist any more');
				});
				for (const id of state.members) expect(id).toBeLessThanOrEqual(6);
				const known = all.map((wish) => ({ ...wish, users: wish.users.filter(({ id }) => id <= 6) }));
				expect([...state.members].sort()).toEqual([...applied(members, known).members].sort());
			}),
		);
	});

	test('that the server refuses for another reason end in its words', async () => {
		const { list, users } = server([], 9);
		const refusal = new Problem('Superset says no.', 'Ask it.', { httpCode: 403 });
		list.write = async () => await Promise.reject(refusal);
		await expect(grant(users, list, [{ users: [person(1)], member: true }])).rejects.toBe(refusal);
	});

	test('that the server accepts and does not apply are failures of those it concerns', async () => {
		const { state, list, users } = server([1], 9);
		list.write = async (ids) => void (state.members = new Set(ids.filter((id) => id !== 3)));
		const results = await grant(users, list, [{ users: [person(2)], member: true }, { users: [person(3)], member: true }]);
		expect(results[0]).toEqual({ changed: true, verified: true });
		expect((results[1] as Problem).what).toBe('Superset accepted the change of the role Club but did not apply it to p3@example.com.');
	});

	test('that can not be read back stay granted and say so', async () => {
		const { state, list, users } = server([], 9);
		const { read } = list;
		list.read = async () => (state.reads === 0 ? await read() : await Promise.reject(new Error('gone')));
		expect(await grant(users, list, [{ users: [person(1)], member: true }])).toEqual([{ changed: true, verified: false }]);
		expect([...state.members]).toEqual([1]);
	});
});
