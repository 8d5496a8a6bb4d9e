import { asProblem, type Problem } from './problem';

/** Works through a list, so many at a time. The first one that throws ends it; those under way still finish. */
export async function eachAtOnce<T>(all: Iterable<T>, atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
	const queue = all[Symbol.iterator]();
	const shared = { [Symbol.iterator]: () => ({ next: () => queue.next() }) };
	const worker = async () => {
		for (const one of shared) await work(one);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}

/** The same, with what came of each, in order: a result, or the Problem that ended it. Ends early for nothing. */
export async function settleEach<T, R>(all: T[], atOnce: number, work: (one: T) => Promise<R>): Promise<Array<R | Problem>> {
	const results: Array<R | Problem> = [];
	await eachAtOnce(all.entries(), atOnce, async ([at, one]) => {
		results[at] = await work(one).catch(asProblem);
	});
	return results;
}

/** Work that must not overlap: what has one key runs one after another, in the order it came; a failure holds up nothing. */
export class Turns {
	private readonly last = new Map<string, Promise<unknown>>();

	async take<T>(key: string, work: () => Promise<T>): Promise<T> {
		const mine = (this.last.get(key) ?? Promise.resolve()).then(work);
		this.last.set(
			key,
			mine.catch(() => undefined),
		);
		return await mine;
	}
}

/** Wishes about one thing that can only be written as a whole: what comes while a write is under way goes into the next one together. */
export class Gathered<W, R> {
	private readonly turns = new Turns();

	private readonly open = new Map<string, { wishes: W[]; results: Promise<R[]> }>();

	/** @param work one result for each wish, in order */
	async take(key: string, wish: W, work: (wishes: W[]) => Promise<R[]>): Promise<R> {
		const waiting = this.open.get(key);
		if (waiting) {
			const at = waiting.wishes.push(wish) - 1;
			return (await waiting.results)[at];
		}
		const wishes = [wish];
		const results = this.turns.take(key, async () => {
			this.open.delete(key);
			return await work(wishes);
		});
		this.open.set(key, { wishes, results });
		return (await results)[0];
	}
}
