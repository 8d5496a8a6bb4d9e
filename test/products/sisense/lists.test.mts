/** Lists without a total, a page size or an order of their own (contract 4); and where the API is. */
import fc from 'fast-check';

import { Problem } from '../../../kit/problem';
import { addressOf } from '../../../products/sisense/address';
import { allPages, rowsOf } from '../../../products/sisense/lists';

const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `row ${at}` }));
const idOf = ({ id }: { id: string }) => id;

/** A server's list; remembers what it was asked. */
function listOf(all: Array<{ id: string }>, { ignoresSkip = false, knows = ['limit', 'skip', 'sort'] } = {}) {
	const asked: Array<Record<string, string>> = [];
	const read = async (query: Record<string, string>): Promise<unknown> => {
		asked.push(query);
		if (asked.length > 200) throw new Error('asked for ever');
		if (Object.keys(query).some((key) => !knows.includes(key))) throw new Problem('Unknown parameter.', '', { httpCode: 422 });
		const skip = ignoresSkip ? 0 : Number(query.skip ?? 0);
		return all.slice(skip, query.limit === undefined ? undefined : skip + Number(query.limit));
	};
	return { asked, read };
}

test('everybody once, however many, with no page more than it takes', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 0, max: 650 }), async (count) => {
			const { asked, read } = listOf(rows(count));
			expect(await allPages(read, idOf)).toEqual(rows(count));
			expect(asked).toHaveLength(Math.floor(count / 100) + 1);
			expect(asked.every(({ sort, limit }) => sort === '_id' && limit === '100')).toBe(true);
		}),
	);
});

test.each([
	['sort', ['limit', 'skip']],
	['skip', ['limit', 'sort']],
	['any of them', []],
])('a server that does not know %s is asked for everything in one piece', async (_, knows) => {
	const { asked, read } = listOf(rows(250), { knows });
	expect(await allPages(read, idOf)).toEqual(rows(250));
	expect(asked).toHaveLength(2);
	expect(asked[1]).toEqual({});
});

test('a server that ignores where a page begins is asked for everything in one piece, too', async () => {
	const { asked, read } = listOf(rows(250), { ignoresSkip: true });
	expect(await allPages(read, idOf)).toEqual(rows(250));
	expect(asked).toHaveLength(3);
});

test('a server that ignores pages altogether ends, and nobody comes twice', async () => {
	const all = rows(250);
	expect(await allPages(async () => all, idOf)).toEqual(all);
});

test('rows that come twice come once, and the later form counts', async () => {
	const read = async () => [{ id: 'a', at: 1 }, { id: 'b', at: 1 }, { id: 'a', at: 2 }];
	expect(await allPages(read, idOf)).toEqual([{ id: 'a', at: 2 }, { id: 'b', at: 1 }]);
});

test('a page in the middle that fails fails the list', async () => {
	const { read } = listOf(rows(250));
	for (const httpCode of ['422', '500']) {
		const failing = async (query: Record<string, string>) => {
			if (query.skip === '100') throw new Problem('Failed.', '', { httpCode });
			return await read(query);
		};
		await expect(allPages(failing, idOf)).rejects.toThrow('Failed.');
	}
});

test.each([[undefined], [null], ['text'], [{}], [{ items: 'none' }], [{ error: 'x' }], [7], ['']])('%j is no list, and no empty one', (answer) => {
	expect(() => rowsOf(answer)).toThrow(/answered a list with something else/);
});

test.each(['items', 'dashboards', 'results', 'data'])('a list may come in "%s"', (key) => {
	expect(rowsOf({ [key]: [1, 2] })).toEqual([1, 2]);
	expect(rowsOf([])).toEqual([]);
});

describe('the address', () => {
	test.each([
		['https://bi.example.com', '', 'https://bi.example.com'],
		['https://bi.example.com/', '', 'https://bi.example.com'],
		['https://bi.example.com:30845//', '', 'https://bi.example.com:30845'],
		['https://bi.example.com/api', '', 'https://bi.example.com'],
		['https://bi.example.com/api/v1/', '', 'https://bi.example.com'],
		['https://bi.example.com/api/v2', '', 'https://bi.example.com'],
		['https://bi.example.com/app', '', 'https://bi.example.com'],
		['https://bi.example.com/app/main#/home', '', 'https://bi.example.com'],
		['https://bi.example.com/globex/app/main/home', '', 'https://bi.example.com/globex'],
		['https://bi.example.com/globex/api/v1', '', 'https://bi.example.com/globex'],
		['https://bi.example.com/apps', '', 'https://bi.example.com/apps'],
		['https://app.example.com/api-gateway', '', 'https://app.example.com/api-gateway'],
		['https://bi.example.com', 'globex', 'https://bi.example.com/globex'],
		['https://bi.example.com/proxy/app/main', ' globex ', 'https://bi.example.com/proxy/globex'],
		['https://bi.example.com', 'system', 'https://bi.example.com'],
		['https://bi.example.com', 'SYSTEM', 'https://bi.example.com'],
		['https://bi.example.com', 'a/b ?', 'https://bi.example.com/a%2Fb%20%3F'],
		['https://bi.example.com', undefined, 'https://bi.example.com'],
	])('of %s and tenant "%s" is %s', (url, tenant, expected) => {
		expect(addressOf({ url, ...(tenant !== undefined && { tenant }) })).toBe(expected);
	});
});
