import { sleep } from 'n8n-workflow';

import { Problem } from '../problem';

const NAP = 250;

/**
 * Lets requests through one after another, never closer together than the server's limit asks, also after the process
 * itself was held up: a fixed window is never overrun. Holds all of them back after a 429. Knows nothing of other
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
			this.earliest = Date.now() + (this.perSecond > 0 ? 1000 / this.perSecond : 0);
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
