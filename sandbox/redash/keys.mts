import { createHash, randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 40;

/** A key as the server makes one: 40 letters and digits. */
export function newKey(): string {
	return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** The key of something in the seed: the same at every start. */
export function fixedKey(seed: string): string {
	const bytes = createHash('sha512').update(seed).digest().subarray(0, LENGTH);
	return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('');
}
