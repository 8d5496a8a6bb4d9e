import fc from 'fast-check';

import type * as Query from '../../../products/superset/query';
import { parseRison } from '../../../sandbox/superset/rison.mts';
import { built } from '../../nodes/built.mts';

// From the built package: the encoder is bundled into it, and exists nowhere in the source.
const { contentQuery, infoQuery, listQuery, searchQuery } = built<typeof Query>('products/superset/query');
const { decode } = require('rison') as { decode(text: string): unknown };

/** The rison text as the server gets it, once its `q` is decoded. */
const risonOf = (query: string): string => {
	expect(query).toMatch(/^q=[^&#+\s]*$/);
	return new URLSearchParams(query).get('q')!;
};

/** Any text a name can have, and those that are known to break careless encoding. */
const anyText = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({ unit: fc.constantFrom(...`'!()*,:@+%& =/?#_-.~`) }),
	fc.constantFrom("O'Brien", '100% A+B!', '12345', '-1', '1e5', 'true', '!t', '!n', 'null', '', ' ', "!'", 'a:b,(c)', '🎉', '田中', 'a\nb'),
);

describe('the query of a list', () => {
	test('carries every text unharmed, to a rison parser and to one as strict as the server', () => {
		fc.assert(
			fc.property(anyText, fc.nat(50), (value, page) => {
				const text = risonOf(listQuery(page, [{ col: 'email', opr: 'ct', value }]));
				const meant = {
					filters: [{ col: 'email', opr: 'ct', value }],
					keys: ['none'],
					order_column: 'id',
					order_direction: 'asc',
					page,
					page_size: 100,
				};
				expect(decode(text)).toEqual(meant);
				expect(parseRison(text)).toEqual(meant);
			}),
			{ numRuns: 500 },
		);
	});

	test('quotes every text that is not a plain word, above all digits, which break PostgreSQL unquoted', () => {
		for (const value of ['12345', '0', 'ann@example.com', 'a+b', '50%', 'a&b', "O'Brien", 'a b', '!t', '-x', 'A', '']) {
			expect(risonOf(listQuery(0, [{ col: 'username', opr: 'sw', value }]))).toContain("value:'");
		}
	});

	test('sends ids and flags as what they are', () => {
		expect(risonOf(listQuery(0, [{ col: 'roles', opr: 'rel_m_m', value: 4 }]))).toContain('value:4)');
		expect(risonOf(listQuery(0, [{ col: 'active', opr: 'eq', value: true }]))).toContain('value:!t)');
	});

	test('spells out an order that keeps pages apart, and asks for no more than the server gives', () => {
		const { order_column, order_direction, page_size } = decode(risonOf(listQuery(3))) as Record<string, unknown>;
		expect([order_column, order_direction, page_size]).toEqual(['id', 'asc', 100]);
	});
});

test('the other queries carry what they are for', () => {
	fc.assert(
		fc.property(anyText, (name) => {
			expect(parseRison(risonOf(searchQuery(name)))).toMatchObject({ filters: [{ col: 'name', value: name }], page: 0 });
		}),
	);
	const owned = parseRison(risonOf(contentQuery(1, 'slice_name', { col: 'owners', opr: 'rel_m_m', value: 7 }))) as Record<string, unknown>;
	expect(owned).toMatchObject({ filters: [{ col: 'owners', opr: 'rel_m_m', value: 7 }], page: 1 });
	// Without its own id a row can't be recognised, without owners it can't be checked.
	expect(owned.columns).toEqual(expect.arrayContaining(['id', 'slice_name', 'owners.id']));
	// Content can't be ordered by id: the server would refuse the list.
	expect(owned).not.toHaveProperty('order_column');
	expect(parseRison(risonOf(infoQuery()))).toEqual({ keys: ['permissions'] });
});
