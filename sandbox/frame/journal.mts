/** One answered request. Status 0: the connection was destroyed instead of an answer. */
export interface JournalEntry {
	readonly method: string;
	/** With the query string, percent-encoded as it came. */
	readonly path: string;
	readonly status: number;
}

/** Every request to the product's own paths since the last reset, for tests that count them. */
export class Journal {
	private entries: JournalEntry[] = [];
	private times: number[] = [];

	/** Notes a request by the time it came; call it again with the index once its status is known. */
	arrive(method: string, path: string): number {
		this.times.push(performance.now());
		return this.entries.push({ method, path, status: 0 }) - 1;
	}

	answer(index: number, status: number): void {
		const entry = this.entries[index];
		if (entry !== undefined) this.entries[index] = { ...entry, status };
	}

	clear(): void {
		this.entries = [];
		this.times = [];
	}

	/** `peakPerSecond` is measured in real time: moving the server's clock does not spread requests. */
	report(): { count: number; peakPerSecond: number; requests: readonly JournalEntry[] } {
		return { count: this.entries.length, peakPerSecond: peak(this.times, 1000), requests: this.entries };
	}
}

function peak(times: readonly number[], window: number): number {
	let best = 0;
	for (let end = 0, start = 0; end < times.length; end++) {
		while (times[end] - times[start] >= window) start++;
		best = Math.max(best, end - start + 1);
	}
	return best;
}
