import type { INodeProperties } from 'n8n-workflow';

import { Problem } from '../problem';

/** One field of an operation: how the editor shows it, and how its raw value becomes a checked one. */
export interface Field<T> {
	readonly property: Omit<INodeProperties, 'name' | 'displayOptions'>;
	/** The checked value. Throws a Problem that names the field by its display name. */
	read(raw: unknown): T;
	/** Shown only while other fields have one of these values. */
	readonly when?: Record<string, Array<string | boolean>>;
	/** In a collection: once added, an expression that delivers nothing is a mistake, where others count as not added. */
	readonly safeguard?: boolean;
	/** Values of this field are kept out of every error text. */
	readonly secret?: boolean;
	/** The fields inside, where this is a collection. */
	readonly inner?: Fields;
}

export type Fields = Record<string, Field<unknown>>;

/** What `run` gets: the checked values of one item, typed from the declared fields. */
export type Input<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** A thing the user points at: how, and with which value. */
export interface Reference {
	by: 'id' | 'email' | 'name' | 'username';
	value: string;
}

export type Look = Partial<Omit<INodeProperties, 'name' | 'displayOptions' | 'type'>> & { displayName: string };

export const isBlank = (raw: unknown) => raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');

export function field<T>(property: Omit<INodeProperties, 'name' | 'displayOptions'>, read: (raw: unknown) => T): Field<T> {
	return { property, read };
}

export function missing(label: string): Problem {
	return new Problem(`"${label}" is empty.`, `Fill in "${label}", or check the expression that should deliver it.`);
}

export function asText(raw: unknown, label: string): string {
	if (typeof raw === 'string') return raw.trim();
	if (typeof raw === 'number' || typeof raw === 'bigint') return String(raw);
	if (raw === undefined || raw === null) return '';
	throw new Problem(`"${label}" is not text but ${kindOf(raw)}.`, `Give "${label}" as text.`);
}

const kindOf = (raw: unknown) =>
	Array.isArray(raw) ? 'a list' : typeof raw === 'object' ? 'an object' : `a ${typeof raw}`;

const EMAIL = /^[^\s@]+@[^\s@]+$/;

export function asEmail(raw: unknown, label: string): string {
	const value = asText(raw, label);
	if (value === '') throw missing(label);
	if (!EMAIL.test(value)) {
		throw new Problem(
			`"${label}" is not an e-mail address: ${short(value)}.`,
			'Give one address such as nathan@example.com.',
		);
	}
	return value;
}

export function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** A locator always comes as an object: what counts is the value in it. */
export const isNothing = (value: unknown) =>
	value === undefined || value === null || (typeof value === 'object' && 'mode' in value && isBlank((value as { value?: unknown }).value));

/** A raw value as it may appear in a message: short, on one line, quoted. */
export function short(raw: unknown): string {
	const shown = typeof raw === 'string' ? raw : (JSON.stringify(raw) ?? String(raw));
	const line = shown.replace(/\s+/g, ' ');
	return `"${line.length > 60 ? `${line.slice(0, 57)}…` : line}"`;
}
