import type { Clock } from '../frame/clock.mts';

const HOUR = 3_600_000;

interface Limit {
	readonly text: string;
	readonly count: number;
	readonly span: number;
}

const HOURLY: Limit = { text: '50 per 1 hour', count: 50, span: HOUR };
const DAILY: Limit = { text: '200 per 1 day', count: 200, span: 24 * HOUR };

/** Shortest window first; a call that breaks one is not counted in the next. */
const LIMITS = { create: [HOURLY, DAILY], update: [HOURLY] } as const;
export type Budget = keyof typeof LIMITS;

/** Text of the limit that people meet first. */
export const FIRST_LIMIT = HOURLY.text;

/** Fixed windows from the first call, one per budget and client address (contract 10). */
export class Limiter {
	private readonly windows = new Map<string, { start: number; count: number }>();

	constructor(private readonly clock: Clock) {}

	/** Counts a call; the text of the limit it breaks, if any. */
	hit(budget: Budget, address: string): string | undefined {
		return LIMITS[budget].find((limit) => this.over(`${budget} ${limit.text} ${address}`, limit))?.text;
	}

	private over(name: string, { count, span }: Limit): boolean {
		const now = this.clock.now();
		let window = this.windows.get(name);
		if (window === undefined || now - window.start >= span) window = { start: now, count: 0 };
		window.count++;
		this.windows.set(name, window);
		return window.count > count;
	}
}

/** The address counted for: without a proxy the server believes the last X-Forwarded-For (contract 10). */
export function addressOf(request: Request): string {
	return request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '127.0.0.1';
}
