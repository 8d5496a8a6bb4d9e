import type { IDataObject } from 'n8n-workflow';

import { Problem } from '../problem';
import { asEmail, asText, field, isBlank, isNothing, missing, parsed, short, type Field, type Look } from './core';

/** Text. Numbers are taken as text (a username may be all digits). `empty` says that nothing is a valid answer. */
export function text(look: Look, rules: { empty?: boolean; max?: number } = {}): Field<string> {
	return field({ type: 'string', default: '', ...look }, (raw) => {
		const value = asText(raw, look.displayName);
		if (value === '' && !rules.empty) throw missing(look.displayName);
		if (rules.max !== undefined && value.length > rules.max) {
			throw new Problem(
				`"${look.displayName}" has ${value.length} characters, more than the ${rules.max} allowed.`,
				`Shorten "${look.displayName}".`,
			);
		}
		return value;
	});
}

/** One e-mail address, trimmed; its case is kept as given. */
export function email(look: Partial<Look> = {}): Field<string> {
	const label = look.displayName ?? 'Email';
	return field(
		{ type: 'string', default: '', placeholder: 'e.g. nathan@example.com', displayName: label, ...look },
		(raw) => asEmail(raw, label),
	);
}

/** A password, taken exactly as given (blanks too) and kept out of every text. */
export function password(look: Look): Field<string> {
	return {
		...field({ type: 'string', typeOptions: { password: true }, default: '', ...look }, (raw) => {
			if (isBlank(raw)) throw missing(look.displayName);
			if (typeof raw !== 'string')
				throw new Problem(`"${look.displayName}" is not text.`, `Give "${look.displayName}" as text.`);
			return raw;
		}),
		secret: true,
	};
}

export function flag(look: Look & { default?: boolean }): Field<boolean> {
	return field({ type: 'boolean', default: false, ...look }, (raw) => {
		if (typeof raw === 'boolean') return raw;
		const word = typeof raw === 'string' ? raw.trim().toLowerCase() : raw;
		if (word === 'true') return true;
		if (word === 'false') return false;
		throw new Problem(
			`"${look.displayName}" is neither true nor false: ${short(raw)}.`,
			`Set "${look.displayName}" to true or false.`,
		);
	});
}

/** A whole number between `min` and `max`. */
export function integer(look: Look & { default: number }, range: { min: number; max: number }): Field<number> {
	const typeOptions = { minValue: range.min, maxValue: range.max };
	return field({ type: 'number', typeOptions, ...look }, (raw) => {
		const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
		if (typeof value !== 'number' || !Number.isInteger(value) || value < range.min || value > range.max) {
			throw new Problem(
				`"${look.displayName}" is not a whole number from ${range.min} to ${range.max}: ${short(raw)}.`,
				`Correct "${look.displayName}".`,
			);
		}
		return value;
	});
}

/** One of a fixed list. */
export function choice<V extends string>(
	look: Look,
	options: Array<{ name: string; value: V; description?: string }>,
): Field<V> {
	return field({ type: 'options', default: options[0].value, options, ...look }, (raw) => {
		const hit = options.find((option) => option.value === raw);
		if (!hit) {
			const known = options.map((option) => option.value).join(', ');
			throw new Problem(`"${look.displayName}" does not know ${short(raw)}.`, `Choose one of: ${known}.`);
		}
		return hit.value;
	});
}

/** An object, given as such by an expression or as JSON text. */
export function json(look: Look): Field<IDataObject> {
	return field({ type: 'json', default: '{}', ...look }, (raw) => {
		const value = typeof raw === 'string' ? parsed(raw) : raw;
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as IDataObject;
		throw new Problem(
			`"${look.displayName}" is not a JSON object: ${short(raw)}.`,
			`Give "${look.displayName}" as an object, such as { "key": "value" }.`,
		);
	});
}

/** A field that keeps from harm: what an expression that delivers nothing would switch off. */
export const safeguard = <T>(one: Field<T>): Field<T> => ({ ...one, safeguard: true });

/** A field whose expression may deliver nothing: undefined then, and not what an empty field is. */
export const unknowable = <T>(one: Field<T>): Field<T | undefined> => ({
	...one,
	read: (raw) => (raw === undefined || raw === null ? undefined : one.read(raw)),
});

/** A field that may stay empty: undefined then. */
export const optional = <T>(one: Field<T>): Field<T | undefined> => ({
	...one,
	property: { ...one.property, required: false },
	read: (raw) => (isNothing(raw) || isBlank(raw) ? undefined : one.read(raw)),
});
