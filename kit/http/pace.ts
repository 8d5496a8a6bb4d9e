import { sleep } from 'n8n-workflow';

import { Problem } from '../problem';

const NAP = 250;

/** Milliseconds of delay that may be made up for: timers are late by one or two, a process that was held up by any number. */
const CATCH_UP = 50;

/**
 * Lets requests through one after another at an even distance, also after the process itself was held up, so that a
 * fixed window of the server's limit is not overrun. Holds all of them back after a 429. Knows nothing of other
 * executions or workers.
 */
export class Pace {
	private earliest = 0;

	private queue: Promise<void> = Promise.resolve();

	/** `perSecond` 0 means no spacing. `signal` ends waiting when the execution is cancelled. */
	constructor(
		private readonly perSecond: number,
		private readonly signal?: AbortSignal,
	) {}

	/** Resolves when the next request may be sent. Throws a Problem when the execution was cancelled. */
	async turn(): Promise<void> {
		const turn = this.queue.then(async () => {
			this.throwIfCancelled();
			while (Date.now() < this.earliest) await this.wait(this.earliest - Date.now());
			if (this.perSecond === 0) return;
			const distance = 1000 / this.perSecond;
			const now = Date.now();
			this.earliest = Math.max(Math.max(this.earliest, now - CATCH_UP) + distance, now + distance / 2);
		});
		this.queue = turn.catch(() => undefined);
		await turn;
	}

	/** No request leaves before `ms` milliseconds have passed. */
	holdBack(ms: number): void {
		this.earliest = Math.max(this.earliest, Date.now() + ms);
	}

	/** Sleeps, but not through a cancellation: in short naps, because n8n offers no sleep that can be woken. */
	async wait(ms: number): Promise<void> {
		const end = Date.now() + ms;
		this.throwIfCancelled();
		for (let left = ms; left > 0; left = end - Date.now()) {
			await sleep(Math.min(left, NAP));
			this.throwIfCancelled();
		}
	}

	private throwIfCancelled(): void {
		if (this.signal?.aborted) throw cancelled();
	}
}

export function cancelled(): Problem {
	return new Problem(
		'The execution was cancelled.',
		'Run the workflow again to go on; what is already so will be left alone.',
	);
}
