/** Many creations with few requests, on servers that refuse a bulk for one bad row and do not say which (contract 4 and 15). */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { Problem } from '../../../kit/problem';
import { creations } from '../../../products/sisense/creation';

interface Row extends IDataObject {
	email: string;
	firstName?: string;
	bad: boolean;
}

/** A server with rows to make; counts what it was asked. */
class Server {
	readonly made: string[] = [];

	calls = { one: 0, many: 0, existing: 0 };

	sizes: number[] = [];

	constructor(
		private readonly atomic: boolean,
		/** Of a bad row. */
		private readonly status = '400',
	) {}

	isExhausted(problem: Problem): boolean {
		return problem.httpCode === '400' && problem.what === 'No seat.';
	}

	private refuse(): never {
		throw new Problem('Refused.', 'Mend it.', { httpCode: this.status });
	}

	async one(row: IDataObject): Promise<Map<string, string>> {
		this.calls.one++;
		if (row.bad || this.made.includes(row.email as string)) this.refuse();
		return this.keep([row as Row]);
	}

	async many(rows: IDataObject[]): Promise<Map<string, string>> {
		this.calls.many++;
		this.sizes.push(rows.length);
		if (rows.some(({ firstName }) => !firstName)) throw new Error('a bulk wants first names');
		const good = (rows as Row[]).filter(({ bad, email }) => !bad && !this.made.includes(email));
		if (good.length === rows.length) return this.keep(good);
		if (!this.atomic) this.keep(good);
		return this.refuse();
	}

	async existing(emails: string[]): Promise<Map<string, string>> {
		this.calls.existing++;
		return new Map(emails.filter((email) => this.made.includes(email)).map((email) => [email.toLowerCase(), idOf(email)]));
	}

	private keep(rows: Row[]): Map<string, string> {
		this.made.push(...rows.map(({ email }) => email));
		return new Map(rows.map(({ email }) => [email.toLowerCase(), idOf(email)]));
	}
}

const idOf = (email: string) => `id of ${email}`;

const wish = (bad: boolean, at: number, firstName: string | undefined = 'N') => ({ email: `Person${at}@example.com`, row: { email: `Person${at}@example.com`, bad, ...(firstName && { firstName }) } });

describe.each([
	['atomic', true],
	['partial', false],
])('on a server whose bulk is %s', (_, atomic) => {
	test('every good row is made exactly once, every bad one fails alone, in order', async () => {
		const rows = fc.array(fc.record({ bad: fc.boolean(), named: fc.boolean() }), { maxLength: 60 });
		await fc.assert(
			fc.asyncProperty(rows, async (given) => {
				const server = new Server(atomic);
				const wishes = given.map(({ bad, named }, at) => wish(bad, at, named ? 'N' : ''));
				const results = await creations(wishes, server);
				expect(results).toHaveLength(wishes.length);
				for (const [at, result] of results.entries()) {
					if (given[at].bad) expect(result).toBeInstanceOf(Problem);
					else expect(result).toBe(idOf(wishes[at].email));
				}
				const good = wishes.filter((__, at) => !given[at].bad).map(({ email }) => email);
				expect([...server.made].sort()).toEqual([...good].sort());
			}),
			{ numRuns: 200 },
		);
	});

	test('one bad row among a thousand costs few requests', async () => {
		for (const bad of [0, 99, 500, 999]) {
			const server = new Server(atomic);
			const results = await creations(Array.from({ length: 1000 }, (__, at) => wish(at === bad, at)), server);
			expect(results.filter((one) => one instanceof Problem)).toHaveLength(1);
			// Ten bulks, and two requests for each halving of a hundred.
			expect(server.calls.many + server.calls.one).toBeLessThanOrEqual(10 + 2 * 7);
			expect(Math.max(...server.sizes)).toBe(100);
		}
	});

	test('rows without a first name go alone, and never empty', async () => {
		const server = new Server(atomic);
		await creations([wish(false, 1, ''), wish(false, 2), wish(false, 3, '')], server);
		expect(server.calls).toEqual({ one: 3, many: 0, existing: 0 });
		expect(await creations([], server)).toEqual([]);
		expect(server.calls.many).toBe(0);
	});
});

test.each(['401', '403', '503', 'ECONNREFUSED'])('a refusal that is about no row (%s) is not sent again row by row', async (status) => {
	const server = new Server(true, status);
	const results = await creations(Array.from({ length: 50 }, (_, at) => wish(at === 7, at)), server);
	expect(server.calls).toEqual({ one: 0, many: 1, existing: 0 });
	expect(results.every((one) => one instanceof Problem)).toBe(true);
});

test('a role without a seat is asked for once more, and not for each row left', async () => {
	const server = new Server(true);
	let asked = 0;
	const noSeat = () => {
		asked++;
		throw new Problem('No seat.', 'Free one.', { httpCode: '400' });
	};
	const wishes = Array.from({ length: 64 }, (_, at) => ({ ...wish(false, at), row: { ...wish(false, at).row, roleId: at % 2 === 0 ? 'full' : 'free' } }));
	const isFull = (rows: IDataObject[]) => rows.some(({ roleId }) => roleId === 'full');
	const door = {
		one: async (row: IDataObject) => (isFull([row]) ? noSeat() : await server.one(row)),
		many: async (rows: IDataObject[]) => (isFull(rows) ? noSeat() : await server.many(rows)),
		existing: async (emails: string[]) => await server.existing(emails),
		isExhausted: (problem: Problem) => server.isExhausted(problem),
	};
	const results = await creations(wishes, door);
	expect(results.map((one) => one instanceof Problem)).toEqual(wishes.map(({ row }) => row.roleId === 'full'));
	expect(asked).toBeLessThanOrEqual(7);
});

test('a row that an answer does not name is not taken for made', async () => {
	const server = new Server(true);
	server.many = async () => new Map([['person0@example.com', 'id']]);
	const [first, second] = await creations([wish(false, 0), wish(false, 1)], server);
	expect(first).toBe('id');
	expect((second as Problem).message).toMatch(/did not say that it created it\. Look it up/);
});
