import { randomInt } from 'node:crypto';

/** Characters of each kind; look-alikes are left out, because somebody may have to type them. */
const KINDS = {
	lower: 'abcdefghijkmnopqrstuvwxyz',
	upper: 'ABCDEFGHJKLMNPQRSTUVWXYZ',
	digit: '23456789',
	special: '-.!*',
} as const;

const LENGTH = 24;

/** Least counts a server asks for. */
export type PasswordRule = Partial<Record<keyof typeof KINDS | 'total', number>>;

/** A random password of at least 24 characters, with three or more of each kind, that keeps the server's rule. */
export function randomPassword(rule: PasswordRule = {}): string {
	const kinds = Object.keys(KINDS) as Array<keyof typeof KINDS>;
	const characters = kinds.flatMap((kind) => draw(KINDS[kind], Math.max(3, rule[kind] ?? 0)));
	const missing = Math.max(LENGTH, rule.total ?? 0) - characters.length;
	characters.push(...draw(Object.values(KINDS).join(''), Math.max(0, missing)));
	return Array.from({ length: characters.length }, () => characters.splice(randomInt(characters.length), 1)[0]).join('');
}

const draw = (alphabet: string, count: number) =>
	Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]);
