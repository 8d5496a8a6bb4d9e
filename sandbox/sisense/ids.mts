import { createHash } from 'node:crypto';

/** The id of something in the seed: 24 hex digits, the same at every start and in no order. */
export const fixedId = (seed: string): string => createHash('sha256').update(seed).digest('hex').slice(0, 24);

export const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value);

/** Ids of what is made while the server runs: the time, then a counter, so that later is greater. */
export class Ids {
	private count = 0;

	next(now: number): string {
		const time = Math.floor(now / 1000).toString(16);
		return `${time}5a4d0b0c00${(++this.count).toString(16).padStart(6, '0')}`;
	}
}
