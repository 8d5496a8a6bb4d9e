import type { IDataObject } from 'n8n-workflow';

/**
 * What one output item looks like, in the shortest form: `'string'`, `'integer'`, `'boolean'`, `'date'`
 * (ISO 8601 text), with `?` where null may stand; a nested object, or `[object, null]` where null may stand; a list as an
 * array with one element.
 * A key ending in `?` may be missing.
 */
export type Shape = { [key: string]: ShapeValue };
export type ShapeValue = Kind | `${Kind}?` | Shape | readonly [Shape, null] | [ShapeValue];
type Kind = 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'object';

/** The JSON Schema of a shape, as n8n reads it for its output preview (docs/contracts/n8n.md section 6). */
export function jsonSchema(shape: Shape): IDataObject {
	return { type: 'object', ...objectSchema(shape), version: 1 };
}

function objectSchema(shape: Shape): IDataObject {
	const entries = Object.entries(shape);
	return {
		properties: Object.fromEntries(entries.map(([key, value]) => [bare(key), valueSchema(value)])),
		required: entries.filter(([key]) => !key.endsWith('?')).map(([key]) => key),
	};
}

const isNullable = (value: ShapeValue): value is readonly [Shape, null] => Array.isArray(value) && (value as unknown[]).length === 2;

function valueSchema(value: ShapeValue): IDataObject {
	if (isNullable(value)) return { type: ['object', 'null'], ...objectSchema(value[0]) };
	if (Array.isArray(value)) return { type: 'array', items: valueSchema(value[0]) };
	if (typeof value === 'object') return { type: 'object', ...objectSchema(value) };
	const kind = bare(value);
	const type = kind === 'date' ? 'string' : kind;
	return { type: value.endsWith('?') ? [type, 'null'] : type };
}

const bare = (text: string) => text.replace(/\?$/, '');

/** A product's own object without these keys: secrets, or what this package added. */
export const without = (raw: object, keys: Iterable<string>): IDataObject => {
	const unwanted = new Set(keys);
	return Object.fromEntries(Object.entries(raw).filter(([key]) => !unwanted.has(key))) as IDataObject;
};
