import { fatal, message, Refusal } from './answers.mts';

/** How one column can be filtered (contract 2.6). `Row` is the record of the table. */
export type Column<Row> =
	| { readonly type: 'string'; value(row: Row): string | null; readonly extra?: readonly CustomOperator<Row>[] }
	| { readonly type: 'integer'; value(row: Row): number | null }
	| { readonly type: 'boolean'; value(row: Row): boolean | null }
	| { readonly type: 'datetime'; value(row: Row): string | null }
	| { readonly type: 'many'; ids(row: Row): readonly number[]; exists(id: number): boolean }
	| { readonly type: 'one'; id(row: Row): number | null; exists(id: number): boolean };

/** An operator of one resource alone, such as `title_or_slug` of dashboards. */
export interface CustomOperator<Row> {
	readonly name: string;
	readonly operator: string;
	fits(row: Row, value: unknown): boolean;
}

export interface Dialect {
	readonly postgres: boolean;
	/** FAB ≥ 4.7; before, both names are unknown and so match everyone. */
	readonly inOperators: boolean;
}

type Predicate<Row> = (row: Row) => boolean;

const NAMES: Readonly<Record<string, string>> = {
	sw: 'Starts with',
	ew: 'Ends with',
	ct: 'Contains',
	eq: 'Equal to',
	nsw: 'Not Starts with',
	new: 'Not Ends with',
	nct: 'Not Contains',
	neq: 'Not Equal to',
	gt: 'Greater than',
	lt: 'Smaller than',
	in: 'In',
	not_in: 'Not In',
	rel_m_m: 'Relation as Many',
	rel_o_m: 'Relation',
	nrel_o_m: 'No Relation',
};

const OPERATORS: Readonly<Record<Column<never>['type'], readonly string[]>> = {
	string: ['sw', 'ew', 'ct', 'eq', 'nsw', 'new', 'nct', 'neq', 'in', 'not_in'],
	integer: ['eq', 'gt', 'lt', 'neq', 'in', 'not_in'],
	datetime: ['eq', 'gt', 'lt', 'neq'],
	boolean: ['eq', 'neq'],
	many: ['rel_m_m'],
	one: ['rel_o_m', 'nrel_o_m'],
};

/** Operators of a column as `_info` lists them. */
export function operatorsOf<Row>(column: Column<Row>, dialect: Dialect): { name: string; operator: string }[] {
	const known = OPERATORS[column.type].filter((operator) => isKnown(operator, dialect));
	const own = column.type === 'string' ? (column.extra ?? []).map(({ name, operator }) => ({ name, operator })) : [];
	return [...known.map((operator) => ({ name: NAMES[operator], operator })), ...own];
}

/**
 * The rows that pass all filters of a list call. Refuses with 400 where the server does, and like the server lets
 * everyone pass where an operator is unknown, a related id does not exist or a date is none (contract 2.6).
 */
export function makePredicate<Row>(
	columns: Readonly<Record<string, Column<Row>>>,
	filters: readonly { col: string; opr: string; value: unknown }[],
	dialect: Dialect,
): Predicate<Row> | undefined {
	const predicates = filters.flatMap(({ col, opr, value }) => compile(columns, col, opr, value, dialect) ?? []);
	return predicates.length === 0 ? undefined : (row) => predicates.every((fits) => fits(row));
}

function compile<Row>(
	columns: Readonly<Record<string, Column<Row>>>,
	name: string,
	operator: string,
	value: unknown,
	dialect: Dialect,
): Predicate<Row> | undefined {
	const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
	if (isKnown(operator, dialect)) {
		if (column === undefined) throw new Refusal(message(400, `Filter column: ${name} not allowed to filter`));
		if (!OPERATORS[column.type].includes(operator)) throw notAllowed(operator, name);
		return standard(column, operator, value, dialect);
	}
	if (column === undefined) throw notAllowed(operator, name);
	const own =
		column.type === 'string' ? column.extra?.find((candidate) => candidate.operator === operator) : undefined;
	return own && ((row) => own.fits(row, value));
}

function notAllowed(operator: string, column: string): Refusal {
	return new Refusal(message(400, `Filter operation: ${operator} not allowed on column: ${column}`));
}

function isKnown(operator: string, dialect: Dialect): boolean {
	if (operator === 'in' || operator === 'not_in') return dialect.inOperators;
	return Object.hasOwn(NAMES, operator);
}

function standard<Row>(
	column: Column<Row>,
	operator: string,
	value: unknown,
	dialect: Dialect,
): Predicate<Row> | undefined {
	switch (column.type) {
		case 'string':
			return stringFilter((row) => column.value(row), operator, value, dialect);
		case 'integer':
			return compareFilter((row) => column.value(row), operator, value, toInteger);
		case 'datetime':
			return compareFilter((row) => time(column.value(row)), operator, value, toTime);
		case 'boolean':
			return booleanFilter((row) => column.value(row), operator, value);
		case 'many':
			return manyFilter(column, value);
		case 'one':
			return oneFilter(column, operator, value);
	}
}

function stringFilter<Row>(
	read: (row: Row) => string | null,
	operator: string,
	value: unknown,
	dialect: Dialect,
): Predicate<Row> {
	const test = stringTest(operator.replace(/^n(?=sw|ew|ct|eq)|^not_/, ''), value, dialect);
	const negated = ['nsw', 'new', 'nct', 'neq', 'not_in'].includes(operator);
	// SQL: a comparison with null is neither true nor false.
	return (row) => {
		const text = read(row);
		return text !== null && test(text) !== negated;
	};
}

function stringTest(operator: string, value: unknown, dialect: Dialect): (text: string) => boolean {
	if (operator === 'in') {
		// A lone text is taken letter by letter; a number can't be walked through.
		if (!Array.isArray(value) && typeof value !== 'string') throw new Refusal(fatal());
		const wanted = new Set([...value].map((item) => comparable(item, dialect)));
		return (text) => wanted.has(text);
	}
	if (operator === 'eq') {
		if (Array.isArray(value)) throw new Refusal(fatal());
		const wanted = comparable(value, dialect);
		return (text) => text === wanted;
	}
	// `value + "%"` in the server: only text can be added to text.
	if (typeof value !== 'string') throw new Refusal(fatal());
	const fold = dialect.postgres ? (text: string) => text.toLowerCase() : asciiLower;
	const like = pattern(fold(value), operator);
	return (text) => like(fold(text));
}

/** SQLite turns a number compared with a text column into text; PostgreSQL refuses (contract 2.5, "Quote digits"). */
function comparable(value: unknown, dialect: Dialect): string {
	if (typeof value === 'string') return value;
	if (dialect.postgres) throw new Refusal(fatal());
	if (typeof value === 'boolean') return value ? '1' : '0';
	return String(value);
}

/** SQLite's lower() knows only A to Z. */
function asciiLower(text: string): string {
	return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** `%` and `_` in the value are wildcards. */
function pattern(value: string, operator: string): (text: string) => boolean {
	if (!/[%_]/.test(value)) {
		if (operator === 'sw') return (text) => text.startsWith(value);
		if (operator === 'ew') return (text) => text.endsWith(value);
		return (text) => text.includes(value);
	}
	const source = [...value].map((char) =>
		char === '%' ? '.*' : char === '_' ? '.' : char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'),
	);
	const [front, back] = [operator === 'sw' ? '^' : '', operator === 'ew' ? '$' : ''];
	const regex = new RegExp(`${front}${source.join('')}${back}`, 'su');
	return (text) => regex.test(text);
}

function compareFilter<Row>(
	read: (row: Row) => number | null,
	operator: string,
	value: unknown,
	convert: (value: unknown) => number | null,
): Predicate<Row> | undefined {
	if (operator === 'in' || operator === 'not_in') {
		if (!Array.isArray(value) && typeof value !== 'string') throw new Refusal(fatal());
		const wanted = new Set([...value].map(convert));
		return (row) => read(row) !== null && wanted.has(read(row)) === (operator === 'in');
	}
	const wanted = convert(value);
	if (operator === 'eq') return (row) => read(row) === wanted;
	if (operator === 'neq') return (row) => read(row) !== wanted && (wanted === null || read(row) !== null);
	// Not a number, not a date: the filter is left out, everyone passes.
	if (wanted === null) return undefined;
	return (row) => {
		const number = read(row);
		return number !== null && (operator === 'gt' ? number > wanted : number < wanted);
	};
}

function booleanFilter<Row>(read: (row: Row) => boolean | null, operator: string, value: unknown): Predicate<Row> {
	const wanted = value === 'y' ? true : value === 1 ? true : value === 0 ? false : value;
	if (typeof wanted !== 'boolean') throw new Refusal(fatal());
	// `active` null is found by none of eq !t, eq !f, neq !t (contract 4).
	return (row) => read(row) !== null && (read(row) === wanted) === (operator === 'eq');
}

function manyFilter<Row>(column: Column<Row> & { type: 'many' }, value: unknown): Predicate<Row> | undefined {
	const wanted = (Array.isArray(value) ? value : [value])
		.map(toInteger)
		.filter((id) => id !== null && column.exists(id)) as number[];
	return wanted.length === 0 ? undefined : (row) => wanted.every((id) => column.ids(row).includes(id));
}

function oneFilter<Row>(column: Column<Row> & { type: 'one' }, operator: string, value: unknown): Predicate<Row> {
	const id = toInteger(value);
	const wanted = id !== null && column.exists(id) ? id : null;
	if (operator === 'rel_o_m') return (row) => column.id(row) === wanted;
	return (row) => column.id(row) !== wanted;
}

function toInteger(value: unknown): number | null {
	if (typeof value === 'number') return Math.trunc(value);
	if (typeof value === 'boolean') return value ? 1 : 0;
	return typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : null;
}

function toTime(value: unknown): number | null {
	return typeof value === 'string' ? time(value) : null;
}

/** Times without zone are the server's own, UTC here. */
function time(text: string | null): number | null {
	if (text === null) return null;
	const parsed = Date.parse(
		/\d{2}:\d{2}/.test(text) && !/Z|[+-]\d{2}:?\d{2}$/.test(text) ? `${text.replace(' ', 'T')}Z` : text,
	);
	return Number.isNaN(parsed) ? null : parsed;
}
