import type { Clock } from '../frame/clock.mts';

const HOUR = 3_600_000;
const FIRST_WAIT = 15_000;

export interface Limit {
	/** What is counted, and apart from what: `login user maria@…`. */
	readonly name: string;
	/** How many attempts are free. */
	readonly free: number;
	/** How long an attempt counts. */
	readonly span?: number;
}

/** Attempts that failed, and how long to wait after too many: 15 s × n^1.5 (contract 2). */
export class Throttle {
	private readonly attempts = new Map<string, number[]>();

	constructor(
		private readonly clock: Clock,
		private readonly on: boolean,
	) {}

	/** Seconds still to wait, 0 for none. An attempt made while waiting counts as one more. */
	blocked(limit: Limit): number {
		if (!this.on) return 0;
		const times = this.recent(limit);
		const over = times.length - limit.free + 1;
		if (over <= 0) return 0;
		const left = FIRST_WAIT * over ** 1.5 - (this.clock.now() - times[times.length - 1]);
		if (left <= 0) return 0;
		this.count(limit);
		return Math.ceil(left / 1000);
	}

	count(limit: Limit): void {
		this.attempts.set(limit.name, [...this.recent(limit), this.clock.now()]);
	}

	private recent({ name, span = HOUR }: Limit): number[] {
		const since = this.clock.now() - span;
		return (this.attempts.get(name) ?? []).filter((time) => time > since);
	}
}

/** What a blocked person reads, whatever the field it stands under. */
export const waitText = (seconds: number): string =>
	`Too many attempts! You must wait ${seconds} seconds before trying again.`;
