import type { Behaviour } from './versions.mts';

/** Who gets a pair when `superset init` runs: Admin alone, Admin and Alpha, those and Gamma, or sql_lab besides Admin. */
type Audience = 'admin' | 'alpha' | 'gamma' | 'sql';

type Entry = readonly [audience: Audience, view: string, ...permissions: string[]];

const READ_WRITE = ['can_read', 'can_write'] as const;
const CRUD = ['can_put', 'can_delete', 'can_get', 'can_post', 'can_info'] as const;
const FORM = ['can_this_form_get', 'can_this_form_post'] as const;
const MODEL_VIEW = ['can_list', 'can_show', 'can_add', 'can_edit', 'can_delete'] as const;

/** Pairs 1 to 19, made by the migrations (R `roles:permissions-resources-default`). */
const FIRST: readonly Entry[] = [
	['sql', 'SavedQuery', ...READ_WRITE],
	['gamma', 'CssTemplate', 'can_read'],
	['alpha', 'CssTemplate', 'can_write'],
	['gamma', 'ReportSchedule', ...READ_WRITE],
	['gamma', 'Chart', ...READ_WRITE],
	['gamma', 'Annotation', 'can_read'],
	['alpha', 'Annotation', 'can_write'],
	['gamma', 'Dataset', 'can_read'],
	['alpha', 'Dataset', 'can_write'],
	['admin', 'Log', ...READ_WRITE],
	['gamma', 'Dashboard', ...READ_WRITE],
	['gamma', 'Database', 'can_read'],
	['admin', 'Database', 'can_write'],
	['sql', 'Query', 'can_read'],
];

/** Resources of the security API; missing where `superset init` ran without it (contract 1). */
export const SECURITY_VIEWS: ReadonlySet<string> = new Set([
	'User',
	'Role',
	'Group',
	'Permission',
	'ViewMenu',
	'PermissionViewMenu',
]);

/** The rest, in the order the server makes them; `auth:me-roles-bearer` shows the first three. */
function rest(behaviour: Behaviour): Entry[] {
	const { groups, groupsMatter, rolesSearch, meTakesBearer, apiKeys } = behaviour;
	return [
		['gamma', 'UserInfoEditView', ...FORM],
		['admin', 'ResetPasswordView', ...FORM],
		['gamma', 'ResetMyPasswordView', ...FORM],
		['admin', 'UserDBModelView', ...MODEL_VIEW, 'resetpasswords', 'userinfoedit'],
		['gamma', 'UserDBModelView', 'can_userinfo', 'resetmypassword'],
		['admin', 'RoleModelView', ...MODEL_VIEW, 'copyrole'],
		// Contract 2.1: seven permissions on Role before FAB 4.7, nine since.
		['admin', 'Role', ...CRUD, 'can_list_role_permissions', 'can_add_role_permissions'],
		...when(groups, ['admin', 'Role', 'can_update_role_users', 'can_update_role_groups']),
		['admin', 'User', ...CRUD],
		['admin', 'Permission', 'can_get', 'can_info'],
		['admin', 'ViewMenu', ...CRUD],
		['admin', 'PermissionViewMenu', ...CRUD],
		// Superset before 6 does not know the groups API and leaves it to everybody (contract 2.1).
		...when(groups, [groupsMatter ? 'admin' : 'gamma', 'Group', ...CRUD]),
		...when(
			rolesSearch,
			['admin', 'RoleRestAPI', 'can_list_roles'],
			['admin', 'UserRegistrationsRestAPI', 'can_list', 'can_read'],
		),
		...when(apiKeys, ['gamma', 'ApiKey', 'can_list', 'can_create', 'can_get', 'can_revoke']),
		...when(meTakesBearer, ['gamma', 'CurrentUserRestApi', ...READ_WRITE]),
		['gamma', 'SecurityRestApi', 'can_read'],
		['admin', 'SecurityRestApi', 'can_write'],
		['gamma', 'AdvancedDataType', 'can_read'],
		['gamma', 'AvailableDomains', 'can_read'],
		['admin', 'CacheRestApi', 'can_invalidate'],
		['gamma', 'DashboardFilterStateRestApi', ...READ_WRITE],
		['gamma', 'DashboardPermalinkRestApi', ...READ_WRITE],
		['gamma', 'EmbeddedDashboard', 'can_read'],
		['gamma', 'Explore', 'can_read'],
		['gamma', 'ExploreFormDataRestApi', ...READ_WRITE],
		['gamma', 'ExplorePermalinkRestApi', ...READ_WRITE],
		['admin', 'ImportExportRestApi', 'can_export', 'can_import'],
		['gamma', 'Tag', 'can_read', 'can_bulk_create', 'can_tag'],
		['alpha', 'Tag', 'can_write'],
		['admin', 'RowLevelSecurity', ...READ_WRITE],
		['gamma', 'Datasource', 'can_get', 'can_samples', 'can_get_column_values'],
		['alpha', 'Datasource', 'can_save', 'can_external_metadata', 'can_external_metadata_by_name'],
		[
			'sql',
			'SQLLab',
			'can_read',
			'can_execute_sql_query',
			'can_estimate_query_cost',
			'can_export_csv',
			'can_get_results',
			'can_format_sql',
		],
		['sql', 'SqlLabPermalinkRestApi', ...READ_WRITE],
		['sql', 'TabStateView', 'can_get', 'can_post', 'can_put', 'can_delete', 'can_activate', 'can_migrate_query'],
		['sql', 'TableSchemaView', 'can_post', 'can_delete', 'can_expanded'],
		['gamma', 'Superset', 'can_dashboard', 'can_explore', 'can_explore_json', 'can_slice', 'can_log', 'can_csv'],
		[
			'gamma',
			'Superset',
			'can_share_dashboard',
			'can_share_chart',
			'can_dashboard_permalink',
			'can_fetch_datasource_metadata',
		],
		['sql', 'Superset', 'can_sqllab', 'can_sqllab_history'],
		['alpha', 'Superset', 'can_import_dashboards'],
		[
			'gamma',
			'Dashboard',
			'can_view_chart_as_table',
			'can_view_query',
			'can_drill',
			'can_get_embedded',
			'can_export',
			'can_tag',
		],
		['admin', 'Dashboard', 'can_set_embedded', 'can_delete_embedded', 'can_cache_dashboard_screenshot'],
		['gamma', 'Chart', 'can_warm_up_cache', 'can_export', 'can_tag'],
		['gamma', 'Dataset', 'can_export', 'can_get_drill_info'],
		['alpha', 'Dataset', 'can_duplicate', 'can_get_or_create_dataset', 'can_warm_up_cache'],
		['admin', 'Database', 'can_export'],
		['admin', 'DynamicPlugin', 'can_list', 'can_show', 'can_add', 'can_edit', 'can_delete', 'can_download'],
		['gamma', 'Api', 'can_query', 'can_query_form_data', 'can_time_range'],
		['admin', 'Log', 'can_recent_activity'],
		['gamma', 'OpenApi', 'can_get'],
		['gamma', 'SwaggerView', 'can_show'],
		['gamma', 'MenuApi', 'can_get'],
		['gamma', 'AsyncEventsRestApi', 'can_list'],
		['gamma', 'Home', 'menu_access'],
		['gamma', 'Charts', 'menu_access'],
		['gamma', 'Dashboards', 'menu_access'],
		['gamma', 'Datasets', 'menu_access'],
		['gamma', 'Alerts & Report', 'menu_access'],
		['gamma', 'Data', 'menu_access'],
		['alpha', 'Databases', 'menu_access'],
		['alpha', 'Annotation Layers', 'menu_access'],
		['alpha', 'CSS Templates', 'menu_access'],
		['alpha', 'Import Dashboards', 'menu_access'],
		['alpha', 'Manage', 'menu_access'],
		['sql', 'SQL Lab', 'menu_access'],
		['sql', 'SQL Editor', 'menu_access'],
		['sql', 'Saved Queries', 'menu_access'],
		['sql', 'Query Search', 'menu_access'],
		['admin', 'Security', 'menu_access'],
		['admin', 'List Users', 'menu_access'],
		['admin', 'List Roles', 'menu_access'],
		...when(groups, ['admin', 'List Groups', 'menu_access']),
		['admin', 'Action Log', 'menu_access'],
		['admin', 'Row Level Security', 'menu_access'],
		['admin', 'Plugins', 'menu_access'],
		['alpha', 'all_datasource_access', 'all_datasource_access'],
		['alpha', 'all_database_access', 'all_database_access'],
		['admin', 'all_query_access', 'all_query_access'],
	];
}

export interface CataloguePair {
	readonly id: number;
	readonly permission: string;
	readonly view: string;
	readonly audience: Audience;
}

/** All permission-views of a fresh server, ascending by id. */
export function catalogue(behaviour: Behaviour): CataloguePair[] {
	const upload = behaviour.uploadPermission;
	const pairs = flatten(FIRST);
	const cssToGamma = (pair: Omit<CataloguePair, 'id'>): Omit<CataloguePair, 'id'> =>
		pair.view === 'CssTemplate' && pair.audience === 'gamma' && !behaviour.gammaReadsCssTemplates
			? { ...pair, audience: 'alpha' }
			: pair;
	return [
		...pairs.map(cssToGamma).map((pair, index) => ({ id: index + 1, ...pair })),
		// Migrations made and removed the pairs between (R: id 22 or 25 follows 19).
		{ id: upload === 'can_csv_upload' ? 22 : 25, permission: upload, view: 'Database', audience: 'alpha' as const },
		...flatten(rest(behaviour)).map((pair, index) => ({ id: index + 26, ...pair })),
	];
}

/** Whether a built-in role holds a pair after `superset init`. */
export function holds(role: string, { audience, view, permission }: CataloguePair): boolean {
	switch (role) {
		case 'Admin':
			return true;
		case 'Alpha':
			return audience === 'alpha' || audience === 'gamma';
		case 'Gamma':
			return audience === 'gamma';
		case 'sql_lab':
			return audience === 'sql' || (view === 'Database' && permission === 'can_read');
		default:
			return false;
	}
}

function flatten(entries: readonly Entry[]): Omit<CataloguePair, 'id'>[] {
	return entries.flatMap(([audience, view, ...permissions]) =>
		permissions.map((permission) => ({ audience, view, permission })),
	);
}

function when(condition: boolean, ...entries: Entry[]): Entry[] {
	return condition ? entries : [];
}
