/** Fields that hold several things: texts, e-mails, choices, tables of rows; and fields that may stay empty. */
import fc from 'fast-check';

import { choice, choices, email, emails, integer, locator, optional, rows, table, text, texts } from '../../kit/fields';
import { refusal } from './refusal.mts';

const TOOLS = [
	{ name: 'One', value: 'one' },
	{ name: 'Two', value: 'two' },
];
const INNER = { group: text({ displayName: 'Group' }, { empty: true }), tool: choice({ displayName: 'Tool' }, TOOLS), name: text({ displayName: 'Name' }) };
const ROW = { group: 'a', tool: 'one', name: 'n' };

test('texts come as a list or with commas, each once, and may be none', () => {
	const field = texts({ displayName: 'Groups' });
	expect(field.read(' a , b,,a ')).toEqual(['a', 'b']);
	expect(field.read(['a, b', 7, 'a, b'])).toEqual(['a, b', 7]);
	for (const raw of ['', ' ', null, undefined, []]) expect(field.read(raw)).toEqual([]);
	for (const raw of [{ a: 1 }, [{ a: 1 }], [['a']], true]) expect(refusal(field, raw)).toContain('"Groups"');
});

test('e-mails are e-mails, each of them', () => {
	const field = emails({ displayName: 'People' });
	expect(field.read(' A@b.c , d@e.f ')).toEqual(['A@b.c', 'd@e.f']);
	expect(field.read('')).toEqual([]);
	for (const raw of ['ann', ['a@b.c', 'ann'], 'a@b.c; d@e.f', [7]]) expect(refusal(field, raw)).toMatch(/"People" is not an e-mail address/);
});

test('choices are of the list, at least one, each once', () => {
	const field = choices({ displayName: 'Tools' }, TOOLS);
	expect(field.read(['two', 'one', 'two'])).toEqual(['two', 'one']);
	expect(field.read('one, two')).toEqual(['one', 'two']);
	for (const raw of [[], '', ' , ', null]) expect(refusal(field, raw)).toMatch(/"Tools" is empty/);
	expect(refusal(field, ['one', 'three'])).toMatch(/"Tools" does not know "three".*one, two/);
});

describe('a table', () => {
	const field = table({ displayName: 'Mapping' }, 'Row', INNER);

	test('holds its rows as the editor stores them, without empty ones', () => {
		expect(field.read({ entries: [{ ...ROW, group: undefined }, { group: ' ', name: '' }, ROW] })).toEqual([{ ...ROW, group: '' }, ROW]);
		for (const raw of [{}, undefined, null, { entries: [] }]) expect(field.read(raw)).toEqual([]);
	});

	test('tells which row is wrong, and why', () => {
		expect(refusal(field, { entries: [ROW, { ...ROW, tool: 'three' }] })).toMatch(/^"Mapping", row 2: "Tool" does not know "three"/);
		expect(refusal(field, { entries: [{ ...ROW, name: ' ' }] })).toMatch(/^"Mapping", row 1: "Name" is empty/);
		expect(refusal(field, { entries: ['text'] })).toMatch(/^"Mapping", row 1, is not an object/);
		expect(refusal(field, { entries: 'text' })).toMatch(/^"Mapping" is not a list of rows/);
	});

	test('offers its rows in the editor under the name it stores them by', () => {
		expect(field.property).toMatchObject({ type: 'fixedCollection', typeOptions: { multipleValues: true }, options: [{ name: 'entries', values: [{ name: 'group' }, { name: 'tool' }, { name: 'name' }] }] });
	});
});

test('rows are the same as a list, as such or as text', () => {
	const field = rows({ displayName: 'Rows' }, INNER);
	fc.assert(
		fc.property(fc.array(fc.record({ group: fc.stringMatching(/^[a-z]{0,5}$/), tool: fc.constantFrom('one', 'two'), name: fc.stringMatching(/^[a-z]{1,5}$/) })), (list) => {
			expect(field.read(list)).toEqual(list);
			expect(field.read(JSON.stringify(list))).toEqual(list);
		}),
	);
	for (const raw of ['', '[]', []]) expect(field.read(raw)).toEqual([]);
	// An expression that delivers nothing would leave everybody without what it should name.
	for (const raw of [null, undefined, ROW, JSON.stringify(ROW), '{ broken', 'text', true, 7]) expect(refusal(field, raw)).toMatch(/"Rows" is not a list of rows.*group, tool, name/);
});

test('an optional field may stay empty, and is as strict as before if it does not', () => {
	const address = optional(email());
	for (const raw of [undefined, null, '', '  ']) expect(address.read(raw)).toBeUndefined();
	expect(address.read('a@b.c')).toBe('a@b.c');
	expect(refusal(address, 'ann')).toContain('not an e-mail');
	expect(refusal(optional(integer({ displayName: 'Days', default: 5 }, { min: 1, max: 9 })), 0)).toContain('"Days"');
	const person = optional(locator({ displayName: 'Heir' }, { search: 's', modes: ['email'], id: /^$/, idHint: '' }));
	for (const value of ['', null, undefined]) expect(person.read({ __rl: true, mode: 'list', value })).toBeUndefined();
	expect(person.read({ __rl: true, mode: 'list', value: 'a@b.c' })).toEqual({ by: 'email', value: 'a@b.c' });
	expect(person.property.required).toBe(false);
});
