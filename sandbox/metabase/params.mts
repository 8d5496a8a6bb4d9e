import type { Call, Fields } from './call.mts';

/** What a value must be: the test, and both texts of the server for one that fails it. */
export interface Kind<Value> {
	test(value: unknown): value is Value;
	readonly error: string;
	specific(value: unknown): readonly string[];
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isFilled = (value: unknown): value is string => isText(value) && value.trim() !== '';
const isPositive = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;
const isMap = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const received = (value: unknown): string => (value === undefined || value === null ? 'nil' : JSON.stringify(value));
const should =
	(...whats: readonly string[]) =>
	(value: unknown): readonly string[] =>
		whats.map((what) => `${what}, received: ${received(value)}`);

export const filled: Kind<string> = {
	test: isFilled,
	error: 'value must be a non-blank string.',
	specific: (value) => should(...(isText(value) ? [] : ['should be a string']), 'non-blank string')(value),
};

export const email: Kind<string> = {
	test: (value): value is string => isText(value) && /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value),
	error: 'value must be a valid email address.',
	specific: should('valid email address'),
};

export const positive: Kind<number> = {
	test: isPositive,
	error: 'value must be an integer greater than zero.',
	specific: should('value must be an integer greater than zero.'),
};

export const whole: Kind<number> = {
	test: (value): value is number => Number.isInteger(value),
	error: 'value must be an integer.',
	specific: should('should be an int'),
};

export const flag: Kind<boolean> = {
	test: (value): value is boolean => typeof value === 'boolean',
	error: 'value must be a boolean.',
	specific: should('should be a boolean'),
};

export const map: Kind<Fields> = {
	test: isMap,
	error: 'value must be a map.',
	specific: should('should be a map'),
};

/** Login attributes: keys that don't start with `@`. */
export const attributes: Kind<Fields> = {
	test: (value): value is Fields => isMap(value) && !Object.keys(value).some((key) => key.startsWith('@')),
	error: 'value must be a map with each key is a string that does not start with "@"',
	specific: should('login attribute keys must not start with `@`'),
};

export interface WantedMembership {
	readonly id: number;
	readonly is_group_manager?: boolean;
}

export const memberships: Kind<readonly WantedMembership[]> = {
	test: (value): value is WantedMembership[] =>
		Array.isArray(value) &&
		value.every(
			(one) =>
				isMap(one) &&
				isPositive(one.id) &&
				(one.is_group_manager === undefined || typeof one.is_group_manager === 'boolean'),
		),
	error: 'sequence of maps with keys id and is_group_manager.',
	specific: should('should be a sequence of maps'),
};

export const ids: Kind<readonly number[]> = {
	test: (value): value is number[] => Array.isArray(value) && value.every(isPositive),
	error: 'sequence of value must be an integer greater than zero.',
	specific: should('should be a sequence of ids'),
};

/** Reads fields of a body. Everything wrong with their form is one answer, as the server checks all before it starts. */
export class Reader {
	private readonly wrong: Record<string, string> = {};
	private readonly specific: Record<string, readonly string[]> = {};

	constructor(
		private readonly call: Call,
		private readonly body: Fields = call.body,
	) {}

	/** A value that must be there. Only to be used after {@link check}. */
	need<Value>(name: string, kind: Kind<Value>): Value {
		const value = this.body[name];
		if (!kind.test(value)) this.complain(name, kind, kind.error, value);
		return value as Value;
	}

	/** Absent: undefined. Null is taken. */
	maybe<Value>(name: string, kind: Kind<Value>): Value | null | undefined {
		const value = this.body[name];
		if (value === undefined || value === null) return value;
		if (!kind.test(value)) this.complain(name, kind, `nullable ${kind.error}`, value);
		return value as Value;
	}

	/** Throws what {@link need} and {@link maybe} found. */
	check(): void {
		if (Object.keys(this.wrong).length > 0) throw this.call.malformed(this.wrong, this.specific);
	}

	private complain<Value>(name: string, kind: Kind<Value>, error: string, value: unknown): void {
		this.wrong[name] = error;
		this.specific[name] = kind.specific(value);
	}
}
