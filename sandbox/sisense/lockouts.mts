import type { Clock } from '../frame/clock.mts';

const QUARTER = 15 * 60_000;

/** Wrong passwords, and who does not get in because of them. */
export class Lockouts {
	private readonly failures = new Map<string, number>();
	private readonly until = new Map<string, number>();

	/** @param after how many wrong passwords lock an account; 0 for never */
	constructor(
		private readonly clock: Clock,
		private readonly after: number,
	) {}

	fail(user: string): void {
		const count = (this.failures.get(user) ?? 0) + 1;
		this.failures.set(user, count);
		if (this.after > 0 && count >= this.after) this.until.set(user, this.clock.now() + QUARTER);
	}

	clear(user: string): void {
		this.failures.delete(user);
		this.until.delete(user);
	}

	/** The end of a lockout, if there is one. */
	blockedUntil(user: string): number | undefined {
		const end = this.until.get(user);
		return end !== undefined && end > this.clock.now() ? end : undefined;
	}
}
