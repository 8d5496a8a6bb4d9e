import { fatal, json, message, notFound, Refusal, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { makePredicate, operatorsOf, type Column, type Dialect } from './filters.mts';
import { INFO_SCHEMA, ITEM_SCHEMA, LIST_SCHEMA } from './schema.mts';
import type { World } from './world.mts';

type Plain = Readonly<Record<string, unknown>>;

/** What can be listed, shown, filtered and ordered of one kind of record. Column names as the server writes them. */
export interface Resource<Row extends { readonly id: number }> {
	/** `User` gives `List User` and `Show User`. */
	readonly title: string;
	readonly columns: readonly string[];
	/** Where one record shows other columns than a list. */
	readonly showColumns?: readonly string[];
	readonly orderColumns: readonly string[];
	readonly search: Readonly<Record<string, Column<Row>>>;
	/** Value of an undotted column. */
	readonly values: Readonly<Record<string, (row: Row) => unknown>>;
	/** The record or records behind the first half of a dotted column. */
	readonly relations: Readonly<Record<string, (row: Row) => Plain | readonly Plain[] | null>>;
	/** All rows the caller may see, ascending by id. */
	rows(call: Call): readonly Row[];
	find(call: Call, id: number): Row | undefined;
	/** Order of a list that asks for none; without it, as the database keeps rows. */
	readonly baseOrder?: readonly [column: string, direction: 'asc' | 'desc'];
	/** When a row was last written: PostgreSQL moves a row it writes behind the others, SQLite keeps the order of ids. */
	lastWrite?(row: Row): string;
}

/** Fields of `_info` besides filters and permissions. */
export interface InfoExtras {
	readonly add_columns: unknown;
	readonly edit_columns: unknown;
}

const DEFAULT_PAGE = 20;
const MAX_PAGE = 100;

interface ListArguments {
	keys?: string[];
	columns?: string[];
	select_columns?: string[];
	order_column?: string;
	order_direction?: 'asc' | 'desc';
	page?: number;
	page_size?: number;
	filters?: { col: string; opr: string; value: unknown }[];
}

export function dialectOf(world: World): Dialect {
	return { postgres: world.settings.postgres, inOperators: world.behaviour.inOperators };
}

/** `GET /<resource>/` (contract 2.5). */
export function list<Row extends { readonly id: number }>(call: Call, resource: Resource<Row>): Answer {
	const args = call.q(LIST_SCHEMA) as ListArguments;
	const chosen = chooseColumns(args, resource.columns);
	const metadata = listMetadata(resource, chosen, args.keys);
	// The metadata is made first, and making it starts a session: so even a refused order sets a cookie.
	const cookie = Object.keys(metadata).length > 0;
	const predicate = withCookie(cookie, () =>
		makePredicate(resource.search, args.filters ?? [], dialectOf(call.world)),
	);
	const order = withCookie(cookie, () => chooseOrder(call, resource, args));
	const visible = resource.rows(call);
	const matching = predicate === undefined ? visible : visible.filter(predicate);
	const { postgres } = call.world.settings;
	const ordered =
		order === undefined ? asKept(matching, resource, postgres) : sortRows(matching, resource, order, postgres);
	const [page, size] = pageOf(args);
	const rows = page < 0 ? ordered.slice(0, size) : ordered.slice(page * size, (page + 1) * size);
	const columns = chosen.length > 0 ? chosen : resource.columns;
	const write = writer(resource, columns);
	return json(
		200,
		{ ...metadata, count: matching.length, ids: rows.map((row) => row.id), result: rows.map(write) },
		cookie,
	);
}

/** `GET /<resource>/{id}`. */
export function show<Row extends { readonly id: number }>(call: Call, resource: Resource<Row>, id: string): Answer {
	const args = call.q(ITEM_SCHEMA) as ListArguments;
	const all = resource.showColumns ?? resource.columns;
	const chosen = chooseColumns(args, all);
	const row = resource.find(call, Number(id));
	if (row === undefined) return notFound();
	const columns = chosen.length > 0 ? chosen : all;
	const metadata = pick(args.keys, {
		label_columns: labels(columns),
		show_columns: columns,
		description_columns: {},
		show_title: `Show ${resource.title}`,
	});
	return json(
		200,
		{ ...metadata, id: row.id, result: writer(resource, columns)(row) },
		Object.keys(metadata).length > 0,
	);
}

/** `GET /<resource>/_info`: filters per column and what the caller may do. */
export function info<Row extends { readonly id: number }>(
	call: Call,
	resource: Resource<Row>,
	view: string,
	extras: InfoExtras = { add_columns: [], edit_columns: [] },
): Answer {
	const args = call.q(INFO_SCHEMA) as ListArguments;
	const { world } = call;
	const filters = Object.fromEntries(
		Object.entries(resource.search).map(([name, column]) => [name, operatorsOf(column, dialectOf(world))]),
	);
	const pairs = new Set(world.rolesOf(call.user).flatMap((role) => role.permissions));
	const permissions = world.pairs.rows
		.filter((pair) => pair.view.name === view && pairs.has(pair.id))
		.map((pair) => pair.permission.name);
	const { title } = resource;
	const all = { ...extras, add_title: `Add ${title}`, edit_title: `Edit ${title}`, filters, permissions };
	return json(200, pick(args.keys, all), true);
}

/** Clamping as the server does it (R `paging:*`). */
function pageOf(args: ListArguments): [page: number, size: number] {
	const size = args.page_size || DEFAULT_PAGE;
	return [args.page ?? 0, size > MAX_PAGE || size < 1 ? MAX_PAGE : size];
}

function listMetadata<Row extends { readonly id: number }>(
	resource: Resource<Row>,
	chosen: readonly string[],
	keys: readonly string[] | undefined,
): Record<string, unknown> {
	const columns = chosen.length > 0 ? chosen : resource.columns;
	return pick(keys, {
		label_columns: labels(columns),
		list_columns: columns,
		description_columns: {},
		list_title: `List ${resource.title}`,
		order_columns:
			chosen.length > 0 ? resource.orderColumns.filter((name) => chosen.includes(name)) : resource.orderColumns,
	});
}

/** Names that are not columns vanish without a word; if none is left, all columns come (contract 2.5). */
function chooseColumns(args: ListArguments, all: readonly string[]): string[] {
	if (args.columns?.length && args.select_columns?.length)
		throw new Refusal(message(400, 'Cannot use both select and sel columns'));
	const asked = args.select_columns?.length ? args.select_columns : (args.columns ?? []);
	return asked.filter((name) => all.includes(name));
}

function pick(keys: readonly string[] | undefined, all: Record<string, unknown>): Record<string, unknown> {
	if (keys === undefined || keys.length === 0) return all;
	return Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key)));
}

/** `roles.id` → `Roles Id`. */
function labels(columns: readonly string[]): Record<string, string> {
	const label = (name: string): string =>
		name
			.split(/[._]/)
			.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
			.join(' ');
	return Object.fromEntries(columns.map((name) => [name, label(name)]));
}

interface Order {
	readonly column: string;
	readonly ascending: boolean;
}

function chooseOrder<Row extends { readonly id: number }>(
	call: Call,
	resource: Resource<Row>,
	args: ListArguments,
): Order | undefined {
	if (!args.order_column) {
		const base = resource.baseOrder;
		return base && { column: base[0], ascending: base[1] === 'asc' };
	}
	if (!resource.orderColumns.includes(args.order_column))
		throw new Refusal(message(400, `Invalid order by column: ${args.order_column}`));
	if (args.order_column.startsWith('roles.') && call.world.behaviour.orderByRoleIsFatal) throw new Refusal(fatal());
	return { column: args.order_column, ascending: args.order_direction === 'asc' };
}

/** Without ORDER BY: no order a client could rely on while others write. */
function asKept<Row extends { readonly id: number }>(
	rows: readonly Row[],
	{ lastWrite }: Resource<Row>,
	postgres: boolean,
): readonly Row[] {
	if (!postgres || lastWrite === undefined) return rows;
	return rows.toSorted((left, right) => compare(lastWrite(left), lastWrite(right), true) || left.id - right.id);
}

function sortRows<Row extends { readonly id: number }>(
	rows: readonly Row[],
	resource: Resource<Row>,
	{ column, ascending }: Order,
	postgres: boolean,
): readonly Row[] {
	// Rows come ascending by id: nothing to sort for the order every client should use.
	if (column === 'id') return ascending ? rows : rows.toReversed();
	const read = sortValue(resource, column);
	const sign = ascending ? 1 : -1;
	return rows
		.map((row) => ({ row, value: read(row) }))
		.sort((left, right) => sign * compare(left.value, right.value, postgres) || left.row.id - right.row.id)
		.map(({ row }) => row);
}

function sortValue<Row extends { readonly id: number }>(
	resource: Resource<Row>,
	column: string,
): (row: Row) => unknown {
	const [first, second] = column.split('.');
	if (second === undefined) return (row) => resource.values[first]?.(row) ?? null;
	return (row) => {
		const related = resource.relations[first]?.(row) ?? null;
		const one = Array.isArray(related) ? (related as readonly Plain[])[0] : (related as Plain | null);
		return one?.[second] ?? null;
	};
}

/** SQLite puts null first, PostgreSQL last. */
function compare(left: unknown, right: unknown, postgres: boolean): number {
	if (left === right) return 0;
	if (left === null) return postgres ? 1 : -1;
	if (right === null) return postgres ? -1 : 1;
	return (left as string) < (right as string) ? -1 : 1;
}

/** Writes one row with the given columns, keys in the order of the alphabet as the server sends them. */
function writer<Row extends { readonly id: number }>(
	resource: Resource<Row>,
	columns: readonly string[],
): (row: Row) => Plain {
	const nested = new Map<string, string[]>();
	for (const column of columns) {
		const [first, second] = column.split('.');
		if (second === undefined) nested.set(first, []);
		else nested.set(first, [...(nested.get(first) ?? []), second].sort());
	}
	const plan = [...nested].sort(([left], [right]) => (left < right ? -1 : 1));
	return (row) =>
		Object.fromEntries(
			plan.map(([name, inner]) => {
				if (inner.length === 0) return [name, resource.values[name]?.(row) ?? null];
				const related = resource.relations[name]?.(row) ?? null;
				if (Array.isArray(related)) return [name, (related as readonly Plain[]).map((one) => only(one, inner))];
				return [name, related === null ? null : only(related as Plain, inner)];
			}),
		);
}

function only(record: Plain, names: readonly string[]): Plain {
	return Object.fromEntries(names.map((name) => [name, record[name] ?? null]));
}

/** Lets a refusal set the session cookie too. */
function withCookie<T>(cookie: boolean, work: () => T): T {
	try {
		return work();
	} catch (error) {
		if (error instanceof Refusal && cookie) throw new Refusal({ ...error.answer, cookie: true });
		throw error;
	}
}
