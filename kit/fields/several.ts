import type { INodeProperties } from 'n8n-workflow';

import { asProblem, Problem } from '../problem';
import { asEmail, asText, field, isBlank, missing, parsed, short, type Field, type Fields, type Input, type Look } from './core';

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
	return field({ type: 'string', default: '', ...look }, (raw) => {
		if (Array.isArray(raw) && raw.some(isBlank)) {
			throw new Problem(`"${look.displayName}" has an empty entry.`, 'Check the expression: it may name a field that its items do not have.');
		}
		return listOf(raw, look.displayName).map((one) => asEmail(one, look.displayName));
	});
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
 * An expression that delivers nothing is a mistake and no empty table: everybody would be without what it should name. So
 * is a row without one of the keys: a misspelled column is not an empty one.
 */
export function rows<F extends Fields>(look: Look, inner: F): Field<Array<Input<F>>> {
	return field({ type: 'json', default: '[]', ...look }, (raw) => {
		const given = typeof raw === 'string' ? (raw.trim() === '' ? [] : (parsed(raw) ?? raw)) : raw;
		const todo = `Give a list of objects with ${Object.keys(inner).join(', ')}.`;
		if (Array.isArray(given)) refuseIncomplete(look, inner, given, todo);
		return readRows(look, inner, given, todo);
	});
}

function refuseIncomplete({ displayName }: Look, inner: Fields, given: unknown[], todo: string): void {
	for (const [at, row] of given.entries()) {
		if (typeof row !== 'object' || row === null || Object.keys(row).length === 0) continue;
		const absent = Object.keys(inner).filter((name) => (row as Record<string, unknown>)[name] === undefined);
		if (absent.length > 0) throw new Problem(`"${displayName}", row ${at + 1}, has no "${absent.join('", "')}".`, `${todo} What is meant to be empty is an empty text.`);
	}
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
