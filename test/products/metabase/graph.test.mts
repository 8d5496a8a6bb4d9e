import fc from 'fast-check';

import { missing, type Permissions } from '../../../products/metabase/graph';

type Value = string | { [part: string]: Value };

const DEFAULT = { 'view-data': 'blocked', 'create-queries': 'no' };
type Key = keyof typeof DEFAULT;

const word: Record<Key, fc.Arbitrary<string>> = {
	'view-data': fc.constantFrom('unrestricted', 'blocked', 'sandboxed'),
	'create-queries': fc.constantFrom('query-builder-and-native', 'query-builder', 'no'),
};

/** One word, or words by schema and table. */
const value = (key: Key): fc.Arbitrary<Value> => {
	const parts = (inner: fc.Arbitrary<Value>) => fc.dictionary(fc.constantFrom('hr', 'sales', '7'), inner, { minKeys: 1, maxKeys: 3 });
	return fc.oneof(word[key], parts(word[key]), parts(fc.oneof(word[key], parts(word[key]))));
};
const words = fc.record({ 'view-data': value('view-data'), 'create-queries': value('create-queries') }, { requiredKeys: [] });
const permissions = fc.dictionary(fc.constantFrom('1', '2'), words, { maxKeys: 2 }) as fc.Arbitrary<Permissions>;

/** Every place that a value says something about, with what it says. */
const leaves = (one: Value, path: string[] = []): Array<[string[], string]> =>
	typeof one === 'string' ? [[path, one]] : Object.entries(one).flatMap(([part, inner]) => leaves(inner, [...path, part]));

/** What holds at a place: the word there or above it; undefined where it is broken down further, the default where nothing is said. */
function at(one: Value | undefined, path: string[], initial: string): string | undefined {
	if (one === undefined) return initial;
	if (typeof one === 'string') return one;
	return path.length === 0 ? undefined : at(one[path[0]], path.slice(1), initial);
}

describe('what is wanted of a group and not so', () => {
	test('is nothing exactly where every place that is asked about is as asked', () => {
		fc.assert(
			fc.property(permissions, permissions, (wanted, now) => {
				const holds = Object.entries(wanted).every(([database, keys]) =>
					(Object.entries(keys) as Array<[Key, Value]>).every(([key, one]) =>
						leaves(one).every(([path, expected]) => at(now[database]?.[key] as Value | undefined, path, DEFAULT[key]) === expected),
					),
				);
				expect(missing(wanted, now).length === 0).toBe(holds);
			}),
			{ numRuns: 2000 },
		);
	});

	test('is nothing of what is there, in any order and with more beside', () => {
		fc.assert(
			fc.property(permissions, permissions, (now, more) => {
				const reversed = Object.fromEntries(Object.entries(now).map(([database, keys]) => [database, Object.fromEntries(Object.entries(keys).reverse())]));
				expect(missing(reversed, { ...more, ...now })).toEqual([]);
			}),
		);
	});

	test.each([
		['a word taken from one schema of a database that has all', { 2: { 'create-queries': { hr: 'no' } } }, { 2: { 'create-queries': 'query-builder' } }, ['database 2: create-queries is "query-builder"']],
		['old words taken from one schema', { 2: { data: { schemas: { hr: 'none' } } } }, { 2: { data: { native: 'write', schemas: 'all' } } }, ['database 2: data is {"native":"write","schemas":"all"}']],
		['no word where one is wanted', { 2: { 'view-data': 'unrestricted' } }, {}, ['database 2: view-data is not set']],
		['defaults that are left out', { 2: { 'view-data': 'blocked', 'create-queries': 'no', details: 'no', transforms: 'no', download: { schemas: 'none' } } }, {}, []],
		['old words that are left out', { 2: { data: { native: 'none', schemas: 'none' } } }, { 1: {} }, []],
		['everything blocked where something is allowed', { 2: { 'create-queries': 'no' } }, { 2: { 'create-queries': { hr: 'query-builder' } } }, ['database 2: create-queries is {"hr":"query-builder"}']],
	] as Array<[string, Permissions, Permissions, string[]]>)('%s', (_, wanted, now, told) => {
		expect(missing(wanted, now)).toEqual(told);
	});
});
