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
	/** Whether the refusal of one row holds for all others with its role: the licence has no seat left. */
	isExhausted(problem: Problem): boolean;
}

/** What creations have in common while they go on: the results, and roles without a seat. */
interface Progress {
	results: Map<Wish, string | Problem>;
	exhausted: Map<unknown, Problem>;
}

/** What a refusal of a bulk may be about: one of its rows. Anything else would meet every row alone too. */
const ABOUT_A_ROW = new Set(['400', '404', '422', '500']);

/**
 * Creates many with few requests. A bulk is refused as a whole for one bad row, and does not say which; some servers
 * keep the good rows all the same (contract 4, 15). So after a refusal it is looked which are there, and the rest goes
 * in halves until the bad row stands alone; where the licence is used up, that holds for the rest with the same role. The id or the Problem of each, in order.
 */
export async function creations(wishes: Wish[], door: Door): Promise<Array<string | Problem>> {
	const progress: Progress = { results: new Map(), exhausted: new Map() };
	// A bulk wants first names where a single creation does not.
	const alone = wishes.filter(({ row }) => !row.firstName);
	const together = wishes.filter((wish) => !alone.includes(wish));
	for (let at = 0; at < together.length; at += PAGE_SIZE) await createPart(together.slice(at, at + PAGE_SIZE), door, progress);
	for (const wish of alone) await createPart([wish], door, progress);
	return wishes.map((wish) => progress.results.get(wish)!);
}

async function createPart(wishes: Wish[], door: Door, progress: Progress): Promise<void> {
	const { results, exhausted } = progress;
	const part = wishes.filter(({ row }) => !exhausted.has(row.roleId));
	for (const wish of wishes) if (!part.includes(wish)) results.set(wish, exhausted.get(wish.row.roleId)!);
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
		if (part.length === 1 && door.isExhausted(made)) exhausted.set(part[0].row.roleId, made);
		return;
	}
	const there = await door.existing(part.map(({ email }) => email));
	for (const wish of part) {
		const id = there.get(wish.email.toLowerCase());
		if (id !== undefined) results.set(wish, id);
	}
	const left = part.filter((wish) => !results.has(wish));
	const middle = Math.ceil(left.length / 2);
	await createPart(left.slice(0, middle), door, progress);
	await createPart(left.slice(middle), door, progress);
}
