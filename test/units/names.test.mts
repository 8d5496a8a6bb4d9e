import fc from 'fast-check';

import { choose, nearest, pick } from '../../kit/names';
import { Problem } from '../../kit/problem';

const NOUN: [string, string] = ['role', 'roles'];
const ROLES = ['Admin', 'Alpha', 'Finance Viewers', 'Gamma', 'Public', 'Sales, EMEA', 'sql_lab', '7'].map((name, i) => ({ id: i + 1, name }));

const refusal = (work: () => unknown): Problem => {
	try {
		work();
	} catch (thrown) {
		if (thrown instanceof Problem) return thrown;
	}
	throw new Error('was not refused');
};

/** Names that are no numbers: what is both is a case of its own. */
const word = fc.string({ minLength: 1 }).filter((text) => !/^\d+$/.test(text.trim()));
const catalogue = fc.uniqueArray(word, { minLength: 1, maxLength: 30 }).map((names) => names.map((name, i) => ({ id: i + 1, name })));

describe('entries asked for by name or ID', () => {
	test('are found by either, each once, in the order asked', () => {
		fc.assert(
			fc.property(catalogue, fc.array(fc.tuple(fc.nat(), fc.boolean())), (all, picks) => {
				const asked = picks.map(([at, byName]) => ({ entry: all[at % all.length], byName }));
				const wanted = asked.map(({ entry, byName }) => (byName ? entry.name : entry.id));
				expect(choose(wanted, all, NOUN)).toEqual([...new Set(asked.map(({ entry }) => entry))]);
			}),
		);
	});

	test('may have an ID given as text where no name is the same', () => {
		expect(choose(['2'], ROLES, NOUN)).toEqual([ROLES[1]]);
	});

	test('are refused where a text is the name of one and the ID of another; a number is never in doubt', () => {
		const { what, todo } = refusal(() => choose(['7'], ROLES, NOUN));
		expect(what).toBe('"7" can mean more than one role: 7 (ID 8), sql_lab (ID 7).');
		expect(todo).toContain('ID as a number');
		expect(choose([7], ROLES, NOUN)).toEqual([ROLES[6]]);
	});

	test('are refused where two have the name', () => {
		const twins = [...ROLES, { id: 20, name: 'Gamma' }];
		expect(refusal(() => choose(['Gamma'], twins, NOUN)).what).toMatch(/Gamma \(ID 4\), Gamma \(ID 20\)/);
		expect(refusal(() => pick({ by: 'name', value: 'Gamma' }, twins, NOUN)).what).toContain('IDs 4, 20');
		expect(pick({ by: 'id', value: '20' }, twins, NOUN).id).toBe(20);
	});

	test('that do not exist are named, with what is near', () => {
		expect(refusal(() => choose(['Finance viewer'], ROLES, NOUN)).what).toBe('There is no role "Finance viewer". Near: Finance Viewers.');
		expect(refusal(() => choose(['gamma'], ROLES, NOUN)).what).toContain('Near: Gamma');
		expect(refusal(() => choose([42], ROLES, NOUN)).what).toContain('no role with ID 42');
		expect(refusal(() => choose(['Completely Else'], ROLES, NOUN)).what).toBe('There is no role "Completely Else". The server has 8 roles.');
		expect(refusal(() => pick({ by: 'id', value: '42' }, ROLES, NOUN)).what).toContain('no role with ID 42');
		expect(refusal(() => pick({ by: 'name', value: 'admin' }, ROLES, NOUN)).what).toContain('"admin"');
	});
});

describe('near names', () => {
	const names = ROLES.map(({ name }) => name);

	test('are all of them where there are few', () => {
		expect(nearest('x', ['b', 'a'])).toEqual(['a', 'b']);
	});

	test('are five at most, and only known ones', () => {
		fc.assert(
			fc.property(fc.string(), fc.array(fc.string(), { maxLength: 40 }), (wanted, known) => {
				const near = nearest(wanted, known);
				expect(near.length).toBeLessThanOrEqual(5);
				for (const one of near) expect(known).toContain(one);
			}),
		);
	});

	test('hold the name meant, first, for any one slip of the finger', () => {
		const slips = fc.constantFrom(...names.filter((name) => name.length > 5)).chain((name) =>
			fc.nat(name.length - 1).map((at) => ({ name, typed: name.slice(0, at) + name.slice(at + 1) })),
		);
		fc.assert(fc.property(slips, ({ name, typed }) => expect(nearest(typed, names)[0]).toBe(name)));
		for (const name of names.filter((one) => one.length > 2)) expect(nearest(name.toUpperCase(), names)[0]).toBe(name);
	});
});
