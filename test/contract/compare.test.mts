import { compare, type Actual, type RecordedResponse } from './compare.mts';

const recorded: RecordedResponse = {
	status: 200,
	type: 'application/json',
	headers: { 'set-cookie': ['session'] },
	body: { count: 1, ids: [7], result: [{ id: 7, name: 'Ada', active: null, 'created_by.id': 'x' }] },
	volatile: ['ids.*', 'result.*.id', 'result.*.created_by.id'],
};
const answer: Actual = {
	status: 200,
	type: 'application/json',
	cookies: ['session'],
	body: structuredClone(recorded.body),
};

/** The answer with another body. */
const withBody = (body: unknown): Actual => ({ ...answer, body });

describe('the comparer', () => {
	test('finds equal answers alike', () => {
		expect(compare(recorded, answer)).toEqual([]);
	});

	test.each<[string, Actual, string]>([
		['a wrong status', { ...answer, status: 201 }, 'status'],
		['a wrong media type', { ...answer, type: 'text/html' }, 'type'],
		['a cookie not set', { ...answer, cookies: [] }, 'headers.set-cookie'],
		['a wrong value', withBody({ count: 2, ids: [], result: [] }), 'body.count'],
		['a missing key', withBody({ count: 1, result: [] }), 'body.ids'],
		['an extra key', withBody({ count: 1, ids: [], result: [], more: 1 }), 'body.more'],
		['a wrong type', withBody({ count: '1', ids: [], result: [] }), 'body.count (type)'],
		[
			'null for text',
			withBody({ count: 1, ids: [], result: [{ id: 7, name: null, active: null, 'created_by.id': 'x' }] }),
			'body.result.0.name (type)',
		],
		[
			'text for null',
			withBody({ count: 1, ids: [], result: [{ id: 7, name: 'Ada', active: true, 'created_by.id': 'x' }] }),
			'body.result.0.active (type)',
		],
		['a volatile value of another type', withBody({ count: 1, ids: ['7'], result: [] }), 'body.ids.0 (type)'],
		['a list that is none', withBody({ count: 1, ids: {}, result: [] }), 'body.ids (type)'],
		['HTML for JSON', withBody('<html>'), 'body (type)'],
	])('reports %s', (_, actual, where) => {
		expect(compare(recorded, actual).map((difference) => difference.where)).toEqual([where]);
	});

	test('lets volatile values differ, and lists that are empty on either side', () => {
		const body = { count: 1, ids: [8, 9], result: [{ id: 8, name: 'Ada', active: null, 'created_by.id': 'y' }] };
		expect(compare(recorded, withBody(body))).toEqual([]);
		expect(compare(recorded, withBody({ count: 1, ids: [], result: [] }))).toEqual([]);
	});

	test('looks at the first element only, at all of them when strict', () => {
		const list: RecordedResponse = { status: 200, type: 'application/json', body: ['a', 'b'] };
		const other: Actual = { status: 200, type: 'application/json', cookies: [], body: ['a', 'c'] };
		expect(compare(list, other)).toEqual([]);
		expect(compare(list, other, { strict: true })).toEqual([{ where: 'body.1', expected: 'b', got: 'c' }]);
	});

	test('compares redirects by their location and cut texts by what was kept', () => {
		const page = 'x'.repeat(200);
		const redirect: RecordedResponse = {
			status: 308,
			type: 'text/html',
			headers: { location: 'http://127.0.0.1:PORT/users/' },
			body: page,
		};
		const actual: Actual = {
			status: 308,
			type: 'text/html',
			location: 'http://127.0.0.1:4400/users/',
			cookies: [],
			body: `${page} and more`,
		};
		expect(compare(redirect, actual, { port: '4400' })).toEqual([]);
		expect(
			compare(redirect, { ...actual, location: 'http://127.0.0.1:4400/roles/' }, { port: '4400' }),
		).toHaveLength(1);
		expect(compare(redirect, { ...actual, body: 'y' }, { port: '4400' })).toHaveLength(1);
	});
});
