import type { Call } from './call.mts';
import type { Column, CustomOperator } from './filters.mts';
import type { Resource } from './lists.mts';
import type { Item, Kind, LogRow, World } from './world.mts';

/** How a kind of content names itself: class of the permissions, column of the name (contract 7). */
export const CONTENT: Readonly<Record<Kind, { view: string; title: string; name: string; allText?: string }>> = {
	dashboard: { view: 'Dashboard', title: 'Dashboard', name: 'dashboard_title', allText: 'title_or_slug' },
	chart: { view: 'Chart', title: 'Slice', name: 'slice_name', allText: 'chart_all_text' },
	dataset: { view: 'Dataset', title: 'Sqla Table', name: 'table_name' },
	report: { view: 'ReportSchedule', title: 'Report Schedule', name: 'name', allText: 'report_all_text' },
	database: { view: 'Database', title: 'Database', name: 'database_name' },
	saved_query: { view: 'SavedQuery', title: 'Saved Query', name: 'label' },
};

/** Kinds whose rows have owners. */
export const OWNED: readonly Kind[] = ['dashboard', 'chart', 'dataset', 'report'];

/** Lists of one kind of content, newest change first. */
export function contentResource(world: World, kind: Kind): Resource<Item> {
	const { name, title } = CONTENT[kind];
	const owned = OWNED.includes(kind);
	const people = [
		'created_by.id',
		'created_by.first_name',
		'created_by.last_name',
		'changed_by.id',
		'changed_by.first_name',
		'changed_by.last_name',
	];
	const owners = owned ? ['owners.id', 'owners.first_name', 'owners.last_name'] : [];
	const extra =
		kind === 'report'
			? ['active', 'type', 'crontab', 'creation_method']
			: kind === 'dashboard'
				? ['published', 'slug']
				: [];
	const columns = ['id', name, 'changed_on', 'created_on', ...extra, ...people, ...owners];
	// Reports can't be ordered by id, the other kinds can't either (contract 7: 400).
	const orderColumns = [name, 'changed_on', 'created_on', 'changed_by.first_name', ...extra.slice(0, 1)];
	return {
		title,
		columns,
		showColumns: columns,
		orderColumns,
		search: contentSearch(world, kind),
		values: {
			id: (item) => item.id,
			[name]: (item) => item.name,
			changed_on: (item) => item.changedOn,
			created_on: (item) => item.createdOn,
			active: (item) => item.fields.active ?? true,
			type: (item) => item.fields.type ?? null,
			crontab: (item) => item.fields.crontab ?? null,
			creation_method: (item) => item.fields.creation_method ?? null,
			published: (item) => item.fields.published ?? false,
			slug: (item) => item.fields.slug ?? null,
		},
		relations: {
			owners: (item) => item.owners.flatMap((id) => personOf(world, id) ?? []),
			created_by: (item) => personOf(world, item.createdBy),
			changed_by: (item) => personOf(world, item.changedBy),
		},
		rows: (call) => world.content[kind].rows.filter((item) => maySee(call, item)),
		find: (call, id) => {
			const item = world.content[kind].get(id);
			return item !== undefined && maySee(call, item) ? item : undefined;
		},
		baseOrder: ['changed_on', 'desc'],
	};
}

function contentSearch(world: World, kind: Kind): Record<string, Column<Item>> {
	const { name, allText } = CONTENT[kind];
	const person = (id: number): boolean => world.users.get(id) !== undefined;
	const text = (key: string): Column<Item> => ({ type: 'string', value: (item) => asText(item.fields[key]) });
	const number = (key: string): Column<Item> => ({ type: 'integer', value: (item) => asNumber(item.fields[key]) });
	const extra: CustomOperator<Item>[] =
		allText === undefined
			? []
			: [
					{
						name: 'All Text',
						operator: allText,
						fits: (item, value) => item.name.toLowerCase().includes(String(value).toLowerCase()),
					},
				];
	const authors: Record<string, Column<Item>> = {
		created_by: { type: 'one', id: (item) => item.createdBy, exists: person },
		changed_by: { type: 'one', id: (item) => item.changedBy, exists: person },
	};
	const common: Record<string, Column<Item>> = {
		[name]: { type: 'string', value: (item) => item.name, extra },
		...authors,
	};
	const withOwners: Record<string, Column<Item>> = OWNED.includes(kind)
		? { ...common, owners: { type: 'many', ids: (item) => item.owners, exists: person } }
		: common;
	// A report can't be filtered by id (R `owners:report-info`).
	if (kind !== 'report') return { id: { type: 'integer', value: (item) => item.id }, ...withOwners };
	return {
		...withOwners,
		active: { type: 'boolean', value: (item) => item.fields.active !== false },
		chart_id: number('chart'),
		dashboard_id: number('dashboard'),
		creation_method: text('creation_method'),
		last_state: text('last_state'),
		type: text('type'),
	};
}

/**
 * Whether the caller may see an item: an Admin everything; Alpha what has to do with data; others what they own or
 * what is published. Saved queries belong to their creator alone (contract 7).
 */
export function maySee(call: Call, item: Item): boolean {
	const { user, world } = call;
	if (item.kind === 'saved_query') return item.createdBy === user.id;
	if (world.isAdmin(user) || item.owners.includes(user.id)) return true;
	if (item.kind === 'dashboard') return item.fields.published === true;
	return world.may(user, 'all_datasource_access', 'all_datasource_access');
}

/** Columns of the action log. */
export function logResource(world: World): Resource<LogRow> {
	const columns = [
		'action',
		'dttm',
		'json',
		'slice_id',
		'dashboard_id',
		'user_id',
		'duration_ms',
		'referrer',
		'user.username',
	];
	return {
		title: 'Log',
		columns,
		orderColumns: ['action', 'dttm'],
		search: {
			action: { type: 'string', value: (row) => row.action },
			dttm: { type: 'datetime', value: (row) => row.at },
			user: { type: 'one', id: (row) => row.user, exists: (id) => world.users.get(id) !== undefined },
		},
		values: {
			action: (row) => row.action,
			dttm: (row) => row.at,
			json: () => '{}',
			user_id: (row) => row.user,
		},
		relations: {
			user: (row) => (row.user === null ? null : { username: world.users.get(row.user)?.username ?? null }),
		},
		rows: () => world.log.rows,
		find: (_, id) => world.log.get(id),
		baseOrder: ['dttm', 'desc'],
	};
}

function personOf(
	world: World,
	id: number,
): { id: number; first_name: string; last_name: string; email: string } | null {
	const user = world.users.get(id);
	return user === undefined ? null : { id, first_name: user.firstName, last_name: user.lastName, email: user.email };
}

function asText(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}

function asNumber(value: unknown): number | null {
	return typeof value === 'number' ? value : null;
}
