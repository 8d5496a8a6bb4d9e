import type { Operation, Outcome } from './operation';
import { Problem } from './problem';
import type { Result } from './run';

interface Pending {
	index: number;
	at: number;
	outcome: Outcome;
	id: string;
}

/** What an item says whose write could not be read back. */
export const UNVERIFIED = { verified: false, note: 'Written, but it could not be read back to check it.' };

/** How many reads by id may fail in a row before the server is left alone. */
const PATIENCE = 3;

/**
 * Reads back everything that was written, in one go, and puts what is now true in place of what was sent. A write
 * that does not show fails its item. What can't be read back stays done, is marked `verified: false` and is not sent
 * again. Where several items wrote one thing, only the last one's wishes can still hold.
 */
export async function confirmWrites<C>(operation: Operation<C>, client: C, results: Result[]): Promise<void> {
	const pending = results.flatMap((result, index): Pending[] =>
		result && 'outcomes' in result
			? result.outcomes.flatMap((outcome, at) =>
					outcome.confirm ? [{ index, at, outcome, id: outcome.confirm.id }] : [],
				)
			: [],
	);
	if (pending.length === 0 || !operation.readBack) return;
	const lastWriter = new Map(pending.map((one) => [one.id, one.index]));
	const { found, unread } = await readEach((ids) => operation.readBack!(client, ids), [...lastWriter.keys()]);

	for (const { index, at, outcome, id } of pending) {
		const outcomes = (results[index] as { outcomes: Outcome[] }).outcomes;
		if (unread.has(id)) {
			outcomes[at] = { ...outcome, extra: { ...outcome.extra, ...UNVERIFIED } };
			continue;
		}
		const now = found.get(id);
		const fault = lastWriter.get(id) === index ? outcome.confirm!.fault(now) : undefined;
		if (fault) {
			results[index] = {
				problem: new Problem(
					fault,
					'Look at it in the product, and check the rights of the account in the credential.',
				),
			};
		} else if (now !== undefined) {
			outcomes[at] = { ...outcome, entity: now };
		}
	}
}

/** Reads by id, all at once if that works, else one by one; never throws, but names what could not be read. */
export async function readEach<E>(
	read: (ids: string[]) => Promise<Map<string, E>>,
	ids: string[],
): Promise<{ found: Map<string, E>; unread: Set<string> }> {
	try {
		return { found: await read(ids), unread: new Set() };
	} catch {
		return await readOneByOne(read, ids);
	}
}

async function readOneByOne<E>(read: (ids: string[]) => Promise<Map<string, E>>, ids: string[]) {
	const found = new Map<string, E>();
	const unread = new Set<string>();
	let misses = 0;
	for (const id of ids) {
		if (misses >= PATIENCE) {
			unread.add(id);
			continue;
		}
		try {
			for (const [key, entity] of await read([id])) found.set(key, entity);
			misses = 0;
		} catch {
			unread.add(id);
			misses++;
		}
	}
	return { found, unread };
}
