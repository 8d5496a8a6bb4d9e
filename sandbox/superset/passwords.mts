import { createHash } from 'node:crypto';

/**
 * Passwords as the state holds them. One round of SHA-256 instead of scrypt: thousands of people must be made in a
 * moment, and everybody knows these passwords anyway. What counts is that a hash can be hashed again (contract 4, trap
 * of FAB below 4.6.4).
 */
export function hashPassword(password: string): string {
	return `sandbox$${createHash('sha256').update(password).digest('hex')}`;
}

export function passwordFits(password: string, hash: string): boolean {
	return password !== '' && hashPassword(password) === hash;
}

/** FAB's own policy, where the operator switched it on: contract 16. */
export function policyProblems(password: string): string[] {
	const enough =
		password.length >= 10 &&
		count(password, /[A-Z]/g) >= 2 &&
		count(password, /[^A-Za-z0-9]/g) >= 1 &&
		count(password, /[0-9]/g) >= 2 &&
		count(password, /[a-z]/g) >= 3;
	return enough
		? []
		: [
				'Must have at least two capital letters, one special character, two digits, three lower case letters and a minimal length of 10.',
			];
}

function count(text: string, pattern: RegExp): number {
	return text.match(pattern)?.length ?? 0;
}
