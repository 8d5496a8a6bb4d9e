/** JSON-schema checks of the `q` argument with the texts the validator of the server writes (contract 2.5). */

type Kind = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';

export interface Schema {
	readonly type?: Kind;
	readonly enum?: readonly string[];
	readonly items?: Schema;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly anyOf?: readonly Schema[];
}

const TEXT: Schema = { type: 'string' };
const SCALARS: readonly Schema[] = [{ type: 'number' }, { type: 'string' }, { type: 'boolean' }];
const FILTER_VALUE: Schema = { anyOf: [...SCALARS, { type: 'array', items: { anyOf: SCALARS } }] };

/** Schema of a list call. */
export const LIST_SCHEMA: Schema = {
	type: 'object',
	properties: {
		keys: {
			type: 'array',
			items: {
				type: 'string',
				enum: ['list_columns', 'order_columns', 'label_columns', 'description_columns', 'list_title', 'none'],
			},
		},
		columns: { type: 'array', items: TEXT },
		select_columns: { type: 'array', items: TEXT },
		order_column: TEXT,
		order_direction: { type: 'string', enum: ['asc', 'desc'] },
		page: { type: 'integer' },
		page_size: { type: 'integer' },
		filters: {
			type: 'array',
			items: {
				type: 'object',
				properties: { col: TEXT, opr: TEXT, value: FILTER_VALUE },
				required: ['col', 'opr', 'value'],
			},
		},
	},
};

/** Schema of a call for one item. */
export const ITEM_SCHEMA: Schema = {
	type: 'object',
	properties: {
		keys: {
			type: 'array',
			items: {
				type: 'string',
				enum: ['show_columns', 'description_columns', 'label_columns', 'show_title', 'none'],
			},
		},
		columns: { type: 'array', items: TEXT },
	},
};

/** Schema of `_info`. */
export const INFO_SCHEMA: Schema = {
	type: 'object',
	properties: {
		keys: {
			type: 'array',
			items: {
				type: 'string',
				enum: ['add_columns', 'edit_columns', 'filters', 'permissions', 'add_title', 'edit_title', 'none'],
			},
		},
	},
};

/** Schema of the owner pickers, `/{resource}/related/owners`. */
export const RELATED_SCHEMA: Schema = {
	type: 'object',
	properties: { page: { type: 'integer' }, page_size: { type: 'integer' }, filter: TEXT },
};

export interface Complaint {
	/** First line: `'abc' is not of type 'integer'`. */
	readonly text: string;
	/** What FAB before 5 adds after that line. */
	readonly detail: string;
}

/** The first thing wrong, or nothing. */
export function complain(value: unknown, schema: Schema, path = ''): Complaint | undefined {
	const at = (keyword: string, text: string): Complaint => ({ text, detail: detail(keyword, value, schema, path) });
	if (schema.anyOf !== undefined)
		return schema.anyOf.some((option) => complain(value, option) === undefined)
			? undefined
			: at('anyOf', `${python(value)} is not valid under any of the given schemas`);
	if (schema.type !== undefined && !isOf(value, schema.type))
		return at('type', `${python(value)} is not of type '${schema.type}'`);
	if (schema.enum !== undefined && !schema.enum.includes(value as string))
		return at('enum', `${python(value)} is not one of ${python(schema.enum)}`);
	if (Array.isArray(value) && schema.items !== undefined)
		for (const [index, item] of value.entries()) {
			const problem = complain(item, schema.items, `${path}[${index}]`);
			if (problem !== undefined) return problem;
		}
	if (isOf(value, 'object')) {
		const object = value as Record<string, unknown>;
		for (const [name, inner] of Object.entries(schema.properties ?? {})) {
			if (!(name in object)) continue;
			const problem = complain(object[name], inner, `${path}['${name}']`);
			if (problem !== undefined) return problem;
		}
		const missing = schema.required?.find((name) => !(name in object));
		if (missing !== undefined) return at('required', `'${missing}' is a required property`);
	}
	return undefined;
}

function isOf(value: unknown, kind: Kind): boolean {
	switch (kind) {
		case 'object':
			return typeof value === 'object' && value !== null && !Array.isArray(value);
		case 'array':
			return Array.isArray(value);
		case 'integer':
			return Number.isInteger(value);
		default:
			return typeof value === kind;
	}
}

/** R `5.0.0/users:list-rison-bad-type`. */
function detail(keyword: string, value: unknown, schema: Schema, path: string): string {
	const where = path.replaceAll(/\['(\w+)'\]/g, "['properties']['$1']").replaceAll(/\[\d+\]/g, "['items']");
	return `\n\nFailed validating '${keyword}' in schema${where}:\n    ${python(schema)}\n\nOn instance${path}:\n    ${python(value)}`;
}

/** A value as Python prints it. */
function python(value: unknown): string {
	if (value === null || value === undefined) return 'None';
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	if (typeof value === 'string') return value.includes("'") ? `"${value}"` : `'${value}'`;
	if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
	if (typeof value === 'object')
		return `{${Object.entries(value)
			.map(([key, inner]) => `${python(key)}: ${python(inner)}`)
			.join(', ')}}`;
	return String(value);
}
