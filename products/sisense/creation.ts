import type { IDataObject } from 'n8n-workflow';

import { asProblem, Problem } from '../../kit/problem';
import { PAGE_SIZE } from './lists';

interface Wish {
	email: string;
	row: IDataObject;
}

/** How rows get to the server. Answers are id by e-mail in lower case. */
interface Door {
	one(row: IDataObject): Promise<Map<string, string>>;
	many(rows: IDataObject[]): Promise<Map<string, string>>;
	/** Which of these are there now. */
	existing(emails: string[]): Promise<Map<string, string>>;
}

/** What a refusal of a bulk may be about: one of its rows. Anything else would meet every row alone too. */
const ABOUT_A_ROW = new Set(['400', '404', '422', '500']);

/**
 * Creates many with few requests. A bulk is refused as a whole for one bad row, and does not say which; some servers
 * keep the good rows all the same (contract 4, 15). So after a refusal it is looked which are there, and the rest goes
 * in halves until the bad row stands alone. The id or the Problem of each, in order.
 */
export async function creations(wishes: Wish[], door: Door): Promise<Array<string | Problem>> {
	const results = new Map<Wish, string | Problem>();
	// A bulk wants first names where a single creation does not.
	const alone = wishes.filter(({ row }) => !row.firstName);
	const together = wishes.filter((wish) => !alone.includes(wish));
	for (let at = 0; at < together.length; at += PAGE_SIZE) await createPart(together.slice(at, at + PAGE_SIZE), door, results);
	for (const wish of alone) await createPart([wish], door, results);
	return wishes.map((wish) => results.get(wish)!);
}

async function createPart(part: Wish[], door: Door, results: Map<Wish, string | Problem>): Promise<void> {
	if (part.length === 0) return;
	const send = part.length === 1 ? door.one(part[0].row) : door.many(part.map(({ row }) => row));
	const made = await send.catch((thrown: unknown) => asProblem(thrown));
	if (!(made instanceof Problem)) {
		for (const wish of part) {
			const id = made.get(wish.email.toLowerCase());
			results.set(wish, id ?? new Problem(`Sisense accepted ${wish.email} but did not say that it created it.`, 'Look it up before running this item again.'));
		}
		return;
	}
	if (part.length === 1 || !ABOUT_A_ROW.has(made.httpCode ?? '')) {
		for (const wish of part) results.set(wish, made);
		return;
	}
	const there = await door.existing(part.map(({ email }) => email));
	for (const wish of part) {
		const id = there.get(wish.email.toLowerCase());
		if (id !== undefined) results.set(wish, id);
	}
	const left = part.filter((wish) => !results.has(wish));
	const middle = Math.ceil(left.length / 2);
	await createPart(left.slice(0, middle), door, results);
	await createPart(left.slice(middle), door, results);
}
