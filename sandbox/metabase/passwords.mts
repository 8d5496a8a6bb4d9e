import { badField } from './answers.mts';
import type { Call } from './call.mts';
import type { Complexity } from './switches.mts';

const COUNTS: Readonly<Record<string, RegExp>> = {
	total: /./gsu,
	digit: /\d/g,
	lower: /\p{Ll}/gu,
	upper: /\p{Lu}/gu,
	special: /[^\p{L}\d\s]/gu,
};

/** A few of the long list the server carries; each would pass `normal` otherwise. */
const COMMON = new Set(['password1', 'qwerty123', 'abc123', '123456', '12345678', 'passw0rd', 'letmein1', 'welcome1']);

/** The password, if it will do; one text for all that is wrong with it, missing included. */
export function requireGood({ world }: Call, password: unknown): string {
	if (typeof password !== 'string' || !isGood(password, world.settings.complexity))
		throw badField('password', 'password is too common.');
	return password;
}

function isGood(password: string, complexity: Complexity): boolean {
	if (COMMON.has(password.toLowerCase())) return false;
	return Object.entries(complexity).every(([kind, least]) => (password.match(COUNTS[kind]) ?? []).length >= least);
}
