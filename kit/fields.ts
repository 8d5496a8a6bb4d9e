import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { asProblem, Problem } from './problem';

/** One field of an operation: how the editor shows it, and how its raw value becomes a checked one. */
export interface Field<T> {
	readonly property: Omit<INodeProperties, 'name' | 'displayOptions'>;
	/** The checked value. Throws a Problem that names the field by its display name. */
	read(raw: unknown): T;
	/** Shown only while other fields have one of these values. */
	readonly when?: Record<string, Array<string | boolean>>;
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

type Look = Partial<Omit<INodeProperties, 'name' | 'displayOptions' | 'type'>> & { displayName: string };

const isBlank = (raw: unknown) => raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');

function field<T>(property: Omit<INodeProperties, 'name' | 'displayOptions'>, read: (raw: unknown) => T): Field<T> {
	return { property, read };
}

function missing(label: string): Problem {
	return new Problem(`"${label}" is empty.`, `Fill in "${label}", or check the expression that should deliver it.`);
}

function asText(raw: unknown, label: string): string {
	if (typeof raw === 'string') return raw.trim();
	if (typeof raw === 'number' || typeof raw === 'bigint') return String(raw);
	if (raw === undefined || raw === null) return '';
	throw new Problem(`"${label}" is not text but ${kindOf(raw)}.`, `Give "${label}" as text.`);
}

const kindOf = (raw: unknown) =>
	Array.isArray(raw) ? 'a list' : typeof raw === 'object' ? 'an object' : `a ${typeof raw}`;

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

const EMAIL = /^[^\s@]+@[^\s@]+$/;

function asEmail(raw: unknown, label: string): string {
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

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

interface LocatorRules {
	/** Method in `methods.listSearch` that fills the list. */
	search: string;
	/** Ways to name the thing beside the list, in the order the editor offers them. Without `id` the list stores e-mails. */
	modes: Array<Reference['by']>;
	/** What an ID looks like; checked untrimmed, because an ID goes into a path. */
	id: RegExp;
	idHint: string;
}

const MODE_LABEL = { id: 'By ID', email: 'By Email', name: 'By Name', username: 'By Username' } as const;
const MODE_EXAMPLE = {
	id: 'e.g. 42',
	email: 'e.g. nathan@example.com',
	name: 'e.g. Analysts',
	username: 'e.g. nathan',
} as const;

/**
 * A thing chosen from a list or named by id, e-mail, name or username. The list stores IDs.
 * A bare text from an expression over the whole field is taken as an e-mail if it has an @, else as name or username.
 */
export function locator(look: Look, rules: LocatorRules): Field<Reference> {
	const label = look.displayName;
	const modes: INodeProperties['modes'] = [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: rules.search, searchable: true },
		},
		...rules.modes.map((mode) => ({
			displayName: MODE_LABEL[mode],
			name: mode,
			type: 'string' as const,
			placeholder: MODE_EXAMPLE[mode],
			...(mode === 'id' && {
				validation: [
					{ type: 'regex', properties: { regex: rules.id.source, errorMessage: `${rules.idHint}` } },
				],
			}),
		})),
	];
	return field(
		{ type: 'resourceLocator', default: { mode: 'list', value: '' }, required: true, modes, ...look },
		(raw) => {
			const { mode, value } = openLocator(raw, label, rules);
			if (isBlank(value)) throw missing(label);
			const stores = rules.modes.includes('id') ? 'id' : 'email';
			if (mode === 'id' || (mode === 'list' && stores === 'id')) {
				const id = String(value);
				if (!rules.id.test(id)) throw new Problem(`"${label}" is not an ID: ${short(id)}.`, `${rules.idHint}.`);
				return { by: 'id', value: id };
			}
			if (mode === 'email' || mode === 'list') return { by: 'email', value: asEmail(value, label) };
			return { by: mode, value: asText(value, label) };
		},
	);
}

function openLocator(
	raw: unknown,
	label: string,
	rules: LocatorRules,
): { mode: Reference['by'] | 'list'; value: unknown } {
	if (typeof raw === 'string' || typeof raw === 'number') {
		const bare = String(raw);
		const named = rules.modes.find((mode) => mode === 'name' || mode === 'username') ?? 'id';
		return { mode: bare.includes('@') && rules.modes.includes('email') ? 'email' : named, value: bare };
	}
	const { mode, value } = (raw ?? {}) as { mode?: unknown; value?: unknown };
	// A value with its own extraction rule comes from outside the editor: it could turn one text into another.
	if (typeof raw === 'object' && raw !== null && '__regex' in raw) {
		throw new Problem(`"${label}" carries its own matching rule.`, 'Choose the entry again in the editor.');
	}
	const known = (['list', ...rules.modes] as const).find((one) => one === mode);
	if (!known)
		throw new Problem(
			`"${label}" does not know the mode ${short(mode)}.`,
			`Use one of: list, ${rules.modes.join(', ')}.`,
		);
	return { mode: known, value };
}

/** A field that may stay empty: undefined then. */
export const optional = <T>(one: Field<T>): Field<T | undefined> => ({
	...one,
	property: { ...one.property, required: false },
	read: (raw) => (isNothing(raw) || isBlank(raw) ? undefined : one.read(raw)),
});

/** One wanted entry of a many-valued field: a number is an ID (the list stores numbers), a text a name first, then an ID. */
export type Wanted = number | string;

const NAMES_OR_IDS =
	'Choose from the list, or specify names or IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

/** Several things of one kind, chosen from a list or given by an expression as array or comma-separated text. */
export function many(look: Look, rules: { load: string; empty?: boolean }): Field<Wanted[]> {
	const description = [look.description, NAMES_OR_IDS].filter(Boolean).join('. ');
	const property = {
		type: 'multiOptions' as const,
		typeOptions: { loadOptionsMethod: rules.load },
		default: [],
		...look,
		description,
	};
	return field(property, (raw) => {
		const wanted = listOf(raw, look.displayName);
		if (wanted.length === 0 && !rules.empty) throw missing(look.displayName);
		return wanted;
	});
}

/** Each entry once: of a list, or of comma-separated text. */
function listOf(raw: unknown, label: string): Wanted[] {
	const list = Array.isArray(raw) ? raw : isBlank(raw) ? [] : typeof raw === 'string' ? raw.split(',') : [raw];
	const wanted = list.map((entry): Wanted => (typeof entry === 'number' ? entry : asText(entry, label)));
	return [...new Set(wanted.filter((entry) => entry !== ''))];
}

/** Texts given as a list by an expression, or comma-separated. Numbers are kept: they are IDs. */
export function texts(look: Look): Field<Wanted[]> {
	return field({ type: 'string', default: '', ...look }, (raw) => listOf(raw, look.displayName));
}

/** E-mail addresses, given in the same ways. */
export function emails(look: Look): Field<string[]> {
	return field({ type: 'string', default: '', ...look }, (raw) => listOf(raw, look.displayName).map((one) => asEmail(one, look.displayName)));
}

/** Several of a fixed list. */
export function choices<V extends string>(look: Look, options: Array<{ name: string; value: V }>): Field<V[]> {
	return field({ type: 'multiOptions', default: [], options, ...look }, (raw) => {
		const wanted = listOf(raw, look.displayName);
		if (wanted.length === 0) throw missing(look.displayName);
		return wanted.map((one) => {
			const hit = options.find(({ value }) => value === one);
			if (hit) return hit.value;
			throw new Problem(`"${look.displayName}" does not know ${short(one)}.`, `Use one or more of: ${options.map(({ value }) => value).join(', ')}.`);
		});
	});
}

/**
 * A table: rows of the same fields, added one by one in the editor. A row whose fields are all empty does not count. n8n
 * takes no expression for it as a whole, and leaves it empty without a word if there is one: `rows` is for that.
 *
 * @param row what one is called, for the button: `Row`
 */
export function table<F extends Fields>(look: Look, row: string, inner: F): Field<Array<Input<F>>> {
	const values = Object.entries(inner).map(([name, one]) => ({ ...one.property, name }) as INodeProperties);
	const property = {
		type: 'fixedCollection' as const,
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: `Add ${row}`,
		default: {},
		options: [{ displayName: row, name: 'entries', values }],
		...look,
	};
	return field(property, (raw) => readRows(look, inner, (raw as { entries?: unknown } | null | undefined)?.entries ?? [], 'Add its rows in the editor.'));
}

/**
 * The rows of a table as data: a list of objects, by an expression or as JSON. Other fields of the objects don't matter.
 * An expression that delivers nothing is a mistake and no empty table: everybody would be without what it should name.
 */
export function rows<F extends Fields>(look: Look, inner: F): Field<Array<Input<F>>> {
	return field({ type: 'json', default: '[]', ...look }, (raw) => {
		const given = typeof raw === 'string' ? (raw.trim() === '' ? [] : (parsed(raw) ?? raw)) : raw;
		return readRows(look, inner, given, `Give a list of objects with ${Object.keys(inner).join(', ')}.`);
	});
}

function readRows<F extends Fields>({ displayName }: Look, inner: F, given: unknown, todo: string): Array<Input<F>> {
	if (!Array.isArray(given)) throw new Problem(`"${displayName}" is not a list of rows: ${short(given)}.`, todo);
	const counted = given.map((row: unknown, at) => ({ row, at })).filter(({ row }) => !isEmptyRow(inner, row));
	return counted.map(({ row, at }) => readRow(inner, row, `${displayName}", row ${at + 1}`));
}

const isEmptyRow = (inner: Fields, row: unknown) =>
	typeof row === 'object' && row !== null && Object.keys(inner).every((name) => isBlank((row as Record<string, unknown>)[name]));

function readRow<F extends Fields>(inner: F, row: unknown, where: string): Input<F> {
	if (typeof row !== 'object' || row === null) throw new Problem(`"${where}, is not an object.`, `Give objects with ${Object.keys(inner).join(', ')}.`);
	let read: Record<string, unknown> = {};
	let fault: Problem | undefined;
	try {
		read = Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, one.read((row as Record<string, unknown>)[name])]));
	} catch (thrown) {
		fault = asProblem(thrown);
	}
	if (fault) throw new Problem(`"${where}: ${fault.what}`, fault.todo);
	return read as Input<F>;
}

/** The two fields of every "Get Many"; the limit is looked at only where not everything is returned. */
export const paging = {
	returnAll: flag({
		displayName: 'Return All',
		description: 'Whether to return all results or only up to a given limit',
	}),
	limit: {
		...integer(
			{ displayName: 'Limit', default: 50, description: 'Max number of results to return' },
			{ min: 1, max: 100_000 },
		),
		when: { returnAll: [false] },
	},
};

/** How many results `paging` asks for. */
export const mostOf = ({ returnAll, limit }: { returnAll: boolean; limit: number }) =>
	returnAll ? Number.POSITIVE_INFINITY : limit;

/**
 * Optional fields behind an "Add Field" button. A field that was not added, or whose expression delivered nothing,
 * is absent; an empty text counts as given only where the field allows it.
 */
export function collection<F extends Fields>(look: Look, inner: F): Field<Partial<Input<F>>> {
	const options = Object.entries(inner).map(([name, one]) => ({ ...one.property, name }) as INodeProperties);
	options.sort((a, b) => (a.displayName < b.displayName ? -1 : 1));
	return {
		...field({ type: 'collection', placeholder: 'Add Field', default: {}, options, ...look }, (raw) => {
			const given = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
			const read: Record<string, unknown> = {};
			for (const [name, one] of Object.entries(inner)) {
				const value = given[name];
				if (isNothing(value)) continue;
				if (value === '' && !allowsEmpty(one)) continue;
				if (Array.isArray(value) && value.length === 0) continue;
				read[name] = one.read(value);
			}
			return read as Partial<Input<F>>;
		}),
		inner,
	};
}

/** A locator always comes as an object: what counts is the value in it. */
const isNothing = (value: unknown) =>
	value === undefined || value === null || (typeof value === 'object' && 'mode' in value && isBlank((value as { value?: unknown }).value));

function allowsEmpty(one: Field<unknown>): boolean {
	try {
		one.read('');
		return true;
	} catch {
		return false;
	}
}

/** A raw value as it may appear in a message: short, on one line, quoted. */
export function short(raw: unknown): string {
	const shown = typeof raw === 'string' ? raw : (JSON.stringify(raw) ?? String(raw));
	const line = shown.replace(/\s+/g, ' ');
	return `"${line.length > 60 ? `${line.slice(0, 57)}…` : line}"`;
}
