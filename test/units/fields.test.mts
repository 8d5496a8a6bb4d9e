import fc from 'fast-check';

import { choice, collection, email, flag, integer, locator, many, mostOf, password, short, text, type Field } from '../../kit/fields';
import { Problem } from '../../kit/problem';
import { refusal } from './refusal.mts';

const LABEL = 'The Field';
const user = locator(
	{ displayName: LABEL },
	{ search: 's', modes: ['email', 'username', 'id'], id: /^[1-9]\d{0,9}$/, idHint: 'An ID is a number' },
);
const fields: Array<[string, Field<unknown>]> = [
	['text', text({ displayName: LABEL })],
	['e-mail', email({ displayName: LABEL })],
	['password', password({ displayName: LABEL })],
	['flag', flag({ displayName: LABEL })],
	['integer', integer({ displayName: LABEL, default: 5 }, { min: 1, max: 20 })],
	['choice', choice({ displayName: LABEL }, [{ name: 'A', value: 'a' }])],
	['locator', user],
	['many', many({ displayName: LABEL }, { load: 'l' })],
];

describe.each(fields)('a field of kind %s', (_, field) => {
	test('takes a value or refuses it by its name, whatever it is given', () => {
		fc.assert(
			fc.property(fc.anything({ withDate: true }), (raw) => {
				try {
					field.read(raw);
				} catch (thrown) {
					if (!(thrown instanceof Problem)) throw thrown;
					expect(thrown.what).toContain(`"${LABEL}"`);
					expect(thrown.todo).toMatch(/\S/);
					expect(thrown.message).not.toContain('[object');
				}
			}),
		);
	});

	test.each([undefined, null, '', '  '])('is not filled in by %j', (blank) => {
		expect(refusal(field, blank)).toContain(`"${LABEL}"`);
	});
});

describe('text', () => {
	test('is trimmed, and numbers are text', () => {
		expect(text({ displayName: LABEL }).read('  a b ')).toBe('a b');
		expect(text({ displayName: LABEL }).read(12345)).toBe('12345');
		expect(text({ displayName: LABEL }).read(0)).toBe('0');
	});

	test('has a greatest length, counted after trimming', () => {
		const field = text({ displayName: LABEL }, { max: 3 });
		expect(field.read(' abc ')).toBe('abc');
		expect(refusal(field, 'abcd')).toMatch(/4 characters.*3 allowed/);
	});

	test('may be empty where that is said', () => {
		const field = text({ displayName: LABEL }, { empty: true });
		for (const blank of ['', '  ', null, undefined]) expect(field.read(blank)).toBe('');
	});
});

test('an e-mail keeps its case and has exactly one @', () => {
	const field = email({ displayName: LABEL });
	for (const good of ['a@b', "siobhan.o'brien+x@Example.com", 'Ünï@müller.example']) expect(field.read(` ${good} `)).toBe(good);
	for (const bad of ['a', 'a@', '@b', 'a@b@c', 'a b@c', 'a@b, c@d', 'a@b;c@d']) expect(refusal(field, bad)).toMatch(/not an e-mail address.*one address/);
});

test('a password is taken as it is, and marked to be kept out of texts', () => {
	const field = password({ displayName: LABEL });
	expect(field.read('  two blanks ')).toBe('  two blanks ');
	expect(field.secret).toBe(true);
	expect(refusal(field, 12345678)).not.toContain('12345678');
});

test('a flag takes words, because expressions deliver them', () => {
	const field = flag({ displayName: LABEL });
	expect([true, 'true', ' TRUE '].map((raw) => field.read(raw))).toEqual([true, true, true]);
	expect([false, 'false', 'False'].map((raw) => field.read(raw))).toEqual([false, false, false]);
	for (const raw of [1, 0, 'yes', 'no', [], {}]) expect(refusal(field, raw)).toContain('neither true nor false');
});

test('an integer keeps to its range, and takes digits as text', () => {
	const field = integer({ displayName: LABEL, default: 5 }, { min: 1, max: 20 });
	expect(['7', ' 20 ', 1].map((raw) => field.read(raw))).toEqual([7, 20, 1]);
	for (const raw of [0, 21, 1.5, '7.5', 'x', Number.NaN, Infinity, true, [7]]) expect(refusal(field, raw)).toContain('from 1 to 20');
});

describe('a locator', () => {
	const at = (mode: string, value: unknown) => ({ __rl: true, mode, value });

	test('is read in each of its ways; the list gives IDs', () => {
		expect(user.read(at('list', '42'))).toEqual({ by: 'id', value: '42' });
		expect(user.read(at('id', 42))).toEqual({ by: 'id', value: '42' });
		expect(user.read(at('email', ' A@b.c '))).toEqual({ by: 'email', value: 'A@b.c' });
		expect(user.read(at('username', 12345))).toEqual({ by: 'username', value: '12345' });
	});

	test('given as a bare text is an e-mail if it has an @, else a username', () => {
		expect(user.read('a@b.c')).toEqual({ by: 'email', value: 'a@b.c' });
		expect(user.read('ann')).toEqual({ by: 'username', value: 'ann' });
	});

	test('lets no ID through that could lead elsewhere', () => {
		fc.assert(
			fc.property(fc.string(), (value) => {
				fc.pre(!/^[1-9]\d{0,9}$/.test(value));
				refusal(user, at('id', value));
			}),
		);
		for (const value of ['..', '1/../2', '1?x', '1#', ' 1', '1 ', '1\n', '01', '%31', '１']) refusal(user, at('id', value));
	});

	test('refuses a way it does not have, and a matching rule of its own', () => {
		expect(refusal(user, at('name', 'x'))).toMatch(/does not know the mode "name".*list, email, username, id/);
		expect(refusal(user, { ...at('id', '1'), __regex: '(.*)' })).toContain('matching rule');
	});
});

describe('a many-valued field', () => {
	const field = many({ displayName: LABEL }, { load: 'l' });

	test('takes an array, or text with commas; numbers stay IDs, nothing comes twice', () => {
		expect(field.read(['a', 'b, c', 4, '4', 4])).toEqual(['a', 'b, c', 4, '4']);
		expect(field.read(' a , b,,a ')).toEqual(['a', 'b']);
		expect(field.read(7)).toEqual([7]);
	});

	test('may be empty only where that is said', () => {
		for (const raw of [[], '', ' , ', ['', ' ']]) refusal(field, raw);
		expect(many({ displayName: LABEL }, { load: 'l', empty: true }).read([])).toEqual([]);
	});
});

describe('a collection', () => {
	const field = collection(
		{ displayName: 'More' },
		{
			name: text({ displayName: 'Name' }),
			note: text({ displayName: 'Note' }, { empty: true }),
			roles: many({ displayName: 'Roles' }, { load: 'l' }),
			secret: password({ displayName: 'Secret' }),
		},
	);

	test('holds what was given and nothing else', () => {
		expect(field.read({ name: ' n ', note: '', stranger: 1 })).toEqual({ name: 'n', note: '' });
		expect(field.read({ name: undefined, note: null, roles: [], secret: '' })).toEqual({});
		expect(field.read(undefined)).toEqual({});
	});

	test('refuses an inner value by the inner name', () => {
		expect(refusal(field, { name: { a: 1 } })).toContain('"Name"');
	});

	test('offers its entries by name', () => {
		expect((field.property.options as Array<{ displayName: string }>).map(({ displayName }) => displayName)).toEqual(['Name', 'Note', 'Roles', 'Secret']);
	});
});

test('a value in a text is short and on one line', () => {
	fc.assert(
		fc.property(fc.anything(), (raw) => {
			const shown = short(raw);
			expect(shown.length).toBeLessThanOrEqual(62);
			expect(shown).not.toMatch(/[\n\r\t]/);
		}),
	);
});

test('Return All goes before Limit', () => {
	expect(mostOf({ returnAll: true, limit: 3 })).toBe(Number.POSITIVE_INFINITY);
	expect(mostOf({ returnAll: false, limit: 3 })).toBe(3);
});
