/** Works through a list, so many at a time. The first one that throws ends it; those under way still finish. */
export async function eachAtOnce<T>(all: Iterable<T>, atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
	const queue = all[Symbol.iterator]();
	const shared = { [Symbol.iterator]: () => ({ next: () => queue.next() }) };
	const worker = async () => {
		for (const one of shared) await work(one);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}
