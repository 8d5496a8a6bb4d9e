/**
 * The time a stand-in server believes it is. Real time plus what tests have moved it by, so that token lives and
 * limit windows can be crossed without waiting.
 */
export class Clock {
	private offset = 0;

	/** Milliseconds since 1970, as `Date.now()`. */
	now(): number {
		return Date.now() + this.offset;
	}

	/** Moves the clock; negative values move it back. */
	advance(milliseconds: number): void {
		this.offset += milliseconds;
	}

	/** Back to real time. */
	reset(): void {
		this.offset = 0;
	}
}
