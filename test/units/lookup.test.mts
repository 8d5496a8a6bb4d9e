import fc from 'fast-check';

import { sweep, sweepOrLookUp, type Lookup } from '../../kit/lookup';

interface Row {
	id: number;
	key: string;
}

const SIZE = 10;

/** A server with these rows, that counts what it is asked. */
function server(rows: Row[], before: (request: number) => void = () => {}) {
	const asked = { pages: 0, lookUps: 0 };
	const source: Lookup<Row> = {
		pageSize: SIZE,
		page: async (index) => {
			before(asked.pages++);
			return { rows: rows.slice(index * SIZE, (index + 1) * SIZE), total: rows.length };
		},
		lookUp: async (key) => {
			asked.lookUps++;
			return rows.filter((row) => row.key === key);
		},
		idOf: ({ id }) => id,
	};
	return { source, asked };
}

const rowsWith = (keys: number[]): Row[] => keys.map((key, id) => ({ id, key: `k${key}` }));
// Few different keys, so that some stand on two pages and some nowhere.
const aServer = fc.array(fc.nat(60), { maxLength: 120 }).map(rowsWith);
const wantedKeys = fc.array(fc.nat(70).map((key) => `k${key}`), { maxLength: 30 });
const byId = (a: Row, b: Row) => a.id - b.id;

describe('sweep or look up', () => {
	test('finds every row of every key, whichever way it takes', async () => {
		await fc.assert(
			fc.asyncProperty(aServer, wantedKeys, async (rows, keys) => {
				const { rows: found, complete } = await sweepOrLookUp(keys, server(rows).source);
				const relevant = found.filter(({ key }) => keys.includes(key)).sort(byId);
				expect(relevant).toEqual(rows.filter(({ key }) => keys.includes(key)));
				expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
				if (complete) expect([...found].sort(byId)).toEqual(rows);
			}),
		);
	});

	test('asks no more than the cheaper way costs, and one request for one key', async () => {
		await fc.assert(
			fc.asyncProperty(aServer, wantedKeys, async (rows, keys) => {
				const { source, asked } = server(rows);
				await sweepOrLookUp(keys, source);
				const different = new Set(keys).size;
				const pages = Math.max(1, Math.ceil(rows.length / SIZE));
				const cheapest = different <= 1 ? different : 1 + Math.min(pages - 1, different);
				expect(asked.pages + asked.lookUps).toBeLessThanOrEqual(cheapest);
			}),
		);
	});

	test('the same key asked for many times is looked up once', async () => {
		const { source, asked } = server(rowsWith(Array.from({ length: 100 }, (_, i) => i)));
		await sweepOrLookUp(Array(50).fill('k99'), source);
		expect(asked).toEqual({ pages: 0, lookUps: 1 });
	});
});

describe('a sweep', () => {
	test('misses nobody when rows vanish while it pages', async () => {
		const vanishings = fc.array(fc.record({ request: fc.nat(12), row: fc.nat(119) }), { maxLength: 2 });
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 0, max: 120 }), vanishings, async (count, gone) => {
				const rows = rowsWith(Array.from({ length: count }, (_, i) => i));
				const { source } = server(rows, (request) => {
					for (const one of gone) if (one.request === request) rows.splice(one.row, 1);
				});
				const found = new Set((await sweep(source)).map(({ id }) => id));
				expect(rows.filter(({ id }) => !found.has(id))).toEqual([]);
			}),
			{ numRuns: 300 },
		);
	});

	test('ends although rows go on vanishing, after three rounds', async () => {
		const rows = rowsWith(Array.from({ length: 200 }, (_, i) => i));
		const { source, asked } = server(rows, () => rows.shift());
		await sweep(source);
		expect(asked.pages).toBeLessThan(40);
	});

	test('takes a row that moved to another page once, and does not wait for rows that came later', async () => {
		const rows = rowsWith(Array.from({ length: 25 }, (_, i) => i));
		const { source, asked } = server(rows, (request) => {
			if (request === 1) rows.unshift({ id: 99, key: 'new' });
		});
		const found = await sweep(source);
		expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
		expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(Array.from({ length: 25 }, (_, i) => i)));
		expect(asked.pages).toBeLessThanOrEqual(4);
	});

	test('reads a server to its end whose pages are shorter than asked for', async () => {
		const rows = rowsWith(Array.from({ length: 33 }, (_, i) => i));
		const page = async (index: number) => ({ rows: rows.slice(index * 4, (index + 1) * 4), total: rows.length });
		expect(await sweep({ page, idOf: ({ id }) => id })).toEqual(rows);
	});

	test('ends at an empty page, whatever the total says', async () => {
		const page = async (index: number) => ({ rows: index === 0 ? rowsWith([1]) : [], total: 1000 });
		expect(await sweep({ page, idOf: ({ id }) => id })).toHaveLength(1);
	});

	test('stops as soon as enough is there', async () => {
		const { source, asked } = server(rowsWith(Array.from({ length: 100 }, (_, i) => i)));
		let seen = 0;
		await sweep(source, { enough: (page) => (seen += page.length) >= 15 });
		expect(asked.pages).toBe(2);
	});
});
