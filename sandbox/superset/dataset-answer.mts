import { randomUUID } from 'node:crypto';
import type { Item, World } from './world.mts';

const GRAINS = [
	['PT1S', 'Second'],
	['PT5S', '5 second'],
	['PT30S', '30 second'],
	['PT1M', 'Minute'],
	['PT5M', '5 minute'],
	['PT10M', '10 minute'],
	['PT15M', '15 minute'],
	['PT30M', '30 minute'],
	['PT1H', 'Hour'],
	['PT6H', '6 hour'],
	['P1D', 'Day'],
	['P1W', 'Week'],
	['P1M', 'Month'],
	['P3M', 'Quarter'],
	['P1Y', 'Year'],
	['P1W/1970-01-03T00:00:00Z', 'Week ending Saturday'],
	['P1W/1970-01-04T00:00:00Z', 'Week ending Sunday'],
	['1969-12-28T00:00:00Z/P1W', 'Week starting Sunday'],
	['1969-12-29T00:00:00Z/P1W', 'Week starting Monday'],
];

/**
 * The `data` that POST dataset answers with besides the usual `id` and `result` (R `owners:dataset-post`). The sandbox
 * has no data: every dataset has the one column `n` of `select 1 as n`.
 */
export function datasetData(world: World, item: Item): Record<string, unknown> {
	const { dataset } = world.behaviour;
	const database = world.content.database.get(Number(item.fields.database));
	const schema = item.fields.schema ?? null;
	const fullName = schema === null ? item.name : `${String(schema)}.${item.name}`;
	const uuid = (): object => (dataset.uuids ? { uuid: randomUUID() } : {});
	const owner = (id: number): object => {
		const user = world.users.get(id);
		return {
			...(dataset.ownersEmail ? { email: user?.email } : {}),
			first_name: user?.firstName,
			id,
			last_name: user?.lastName,
			username: user?.username,
		};
	};
	return {
		always_filter_main_dttm: false,
		cache_timeout: null,
		catalog: null,
		column_formats: {},
		columns: [{ ...column(item.id), ...uuid() }],
		...(dataset.currencyCodeColumn ? { currency_code_column: null } : {}),
		...(dataset.currencyFormats ? { currency_formats: {} } : {}),
		database: databaseOf(database, dataset.supportsOauth2),
		datasource_name: item.name,
		default_endpoint: null,
		description: null,
		edit_url: `/tablemodelview/edit/${item.id}`,
		extra: null,
		fetch_values_predicate: null,
		filter_select: true,
		filter_select_enabled: true,
		...(dataset.folders ? { folders: null } : {}),
		granularity_sqla: [],
		health_check_message: null,
		id: item.id,
		is_sqllab_view: false,
		main_dttm_col: null,
		metrics: [{ ...metric(item.id), ...uuid() }],
		name: fullName,
		normalize_columns: false,
		offset: 0,
		order_by_choices: [
			['["n", true]', 'n [asc]'],
			['["n", false]', 'n [desc]'],
		],
		owners: item.owners.map(owner),
		params: null,
		perm: `[${database?.name ?? ''}].[${item.name}](id:${item.id})`,
		schema,
		select_star: `SELECT\n  *\nFROM ${fullName}\nLIMIT 100\nOFFSET 0`,
		sql: item.fields.sql ?? null,
		table_name: item.name,
		template_params: null,
		time_grain_sqla: GRAINS,
		type: 'table',
		uid: `${item.id}__table`,
		verbose_map: { __timestamp: 'Time', count: 'COUNT(*)', n: 'n' },
	};
}

function column(id: number): Record<string, unknown> {
	return {
		advanced_data_type: null,
		certification_details: null,
		certified_by: null,
		column_name: 'n',
		description: null,
		expression: null,
		filterable: true,
		groupby: true,
		id,
		is_certified: false,
		is_dttm: false,
		python_date_format: null,
		type: 'INT',
		type_generic: 0,
		verbose_name: null,
		warning_markdown: null,
	};
}

function metric(id: number): Record<string, unknown> {
	return {
		certification_details: null,
		certified_by: null,
		currency: null,
		d3format: null,
		description: null,
		expression: 'COUNT(*)',
		id,
		is_certified: false,
		metric_name: 'count',
		verbose_name: 'COUNT(*)',
		warning_markdown: null,
		warning_text: null,
	};
}

function databaseOf(database: Item | undefined, supportsOauth2: boolean): Record<string, unknown> {
	return {
		allow_multi_catalog: false,
		allows_cost_estimate: false,
		allows_subquery: true,
		allows_virtual_table_explore: true,
		backend: 'sqlite',
		configuration_method: 'sqlalchemy_form',
		disable_data_preview: false,
		disable_drill_to_detail: false,
		engine_information: {
			disable_ssh_tunneling: true,
			supports_dynamic_catalog: false,
			supports_file_upload: true,
			...(supportsOauth2 ? { supports_oauth2: false } : {}),
		},
		explore_database_id: database?.id ?? null,
		id: database?.id ?? null,
		name: database?.name ?? null,
		parameters: {},
		parameters_schema: {},
		schema_options: {},
	};
}
