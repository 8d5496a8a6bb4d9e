import type { Route } from '../router.mts';
import type { Settings } from '../switches.mts';
import * as writes from './dashboard-writes.mts';
import * as dashboards from './dashboards.mts';
import * as folders from './folders.mts';
import * as models from './models.mts';
import * as reports from './reports.mts';
import * as shares from './shares.mts';

/* What people make in Sisense (contract 8). */

const V1 = '/api/v1/dashboards';
const ONE = `${V1}/{oid}`;
const ADMIN_ACCESS = ['adminAccess'];

const DASHBOARDS: readonly Route[] = [
	{ method: 'GET', path: `${V1}/admin`, query: dashboards.ADMIN_QUERY, only: 'managers', handle: dashboards.listAll },
	{ method: 'POST', path: `${V1}/searches`, handle: dashboards.search },
	{
		method: 'GET',
		path: `${V1}/export`,
		query: ['dashboardIds', ...ADMIN_ACCESS],
		handle: dashboards.exportDashboards,
	},
	{
		method: 'POST',
		path: `${V1}/import/bulk`,
		query: ['action'],
		only: 'designers',
		handle: writes.importDashboards,
	},
	{ method: 'GET', path: V1, query: dashboards.LIST_QUERY, handle: dashboards.listOwn },
	{ method: 'GET', path: ONE, query: ['fields', 'sharedMode'], handle: dashboards.getDashboard },
	{ method: 'DELETE', path: ONE, handle: dashboards.deleteDashboard },
	{ method: 'GET', path: `${ONE}/widgets`, query: ['sharedMode'], handle: dashboards.listWidgets },
	{ method: 'GET', path: `${ONE}/can_be_owned`, handle: dashboards.canBeOwned },
	{ method: 'GET', path: `${ONE}/exists`, handle: dashboards.exists },
	{ method: 'POST', path: `${ONE}/change_owner`, query: ADMIN_ACCESS, handle: writes.changeOwner },
	{
		method: 'POST',
		path: `${ONE}/admin/change_owner`,
		query: ADMIN_ACCESS,
		only: 'managers',
		handle: writes.changeOwner,
	},
	{ method: 'POST', path: `${ONE}/publish`, query: ['force', ...ADMIN_ACCESS], handle: writes.publish },
	{ method: 'GET', path: `${ONE}/shares`, query: ADMIN_ACCESS, handle: shares.getV1Shares },
	{ method: 'GET', path: '/api/shares/dashboard/{oid}', handle: shares.getShares },
	{ method: 'POST', path: '/api/shares/dashboard/{oid}', handle: shares.postShares },
	{ method: 'GET', path: '/api/dashboards/{oid}', handle: dashboards.getLegacyDashboard },
	{ method: 'PUT', path: '/api/dashboards/{oid}', handle: writes.patchDashboard },
];

const FOLDERS: readonly Route[] = [
	{ method: 'GET', path: '/api/v1/navver', handle: folders.navigation },
	{ method: 'GET', path: '/api/v1/folders', query: ['structure'], handle: folders.listFolders },
	{ method: 'POST', path: '/api/v1/folders', only: 'designers', handle: folders.postFolder },
	{ method: 'GET', path: '/api/v1/folders/{oid}', handle: folders.getFolder },
	{ method: 'PATCH', path: '/api/v1/folders/{oid}', handle: folders.patchFolder },
	{ method: 'DELETE', path: '/api/v1/folders/{oid}', handle: folders.deleteFolder },
];

const EXTRACT = '/api/elasticubes/localhost/{title:word}/permissions';
const LIVE = '/api/v1/elasticubes/live/{oid}/permissions';
const MODELS: readonly Route[] = [
	{ method: 'GET', path: '/api/v2/datamodels/schema', only: 'designers', handle: models.listModels },
	{ method: 'GET', path: EXTRACT, only: 'designers', handle: models.getExtractShares },
	{ method: 'PUT', path: EXTRACT, only: 'designers', handle: models.putExtractShares },
	{ method: 'GET', path: LIVE, only: 'designers', handle: models.getLiveShares },
	{ method: 'PATCH', path: LIVE, only: 'designers', handle: models.patchLiveShares },
	{
		method: 'POST',
		path: '/api/v1/elasticubes/{server:word}/{title:word}/updateCube',
		only: 'managers',
		handle: models.updateCube,
	},
	{ method: 'GET', path: '/api/v2/audit/files', only: 'managers', handle: reports.auditFiles },
];

const REPORTS = '/api/v1/report_manager/reports';
const REPORT_QUERY = ['ownerIds', 'limit', 'page'];

function reportRoutes({ reportManager }: Settings): readonly Route[] {
	const away = reports.noReports(reportManager === 'down' ? 504 : 404);
	const there = reportManager === 'present';
	return [
		{ method: 'GET', path: REPORTS, query: REPORT_QUERY, handle: there ? reports.listReports : away },
		{ method: 'PATCH', path: `${REPORTS}/{id}`, only: 'managers', handle: there ? reports.patchReport : away },
	];
}

export const contentRoutes = (settings: Settings): readonly Route[] => [
	...DASHBOARDS,
	{
		method: 'PATCH',
		path: '/api/dashboards/{oid}',
		handle: settings.dashboardPatch ? writes.patchDashboard : writes.noPatch,
	},
	...FOLDERS,
	...MODELS,
	...reportRoutes(settings),
];
