import * as account from './account.mts';
import { contentRoutes } from './content/index.mts';
import * as groups from './groups.mts';
import * as legacyGroups from './legacy-groups.mts';
import * as legacyUsers from './legacy-users.mts';
import * as roles from './role-routes.mts';
import type { Route } from './router.mts';
import * as session from './session-routes.mts';
import type { Settings } from './switches.mts';
import * as tenants from './tenants.mts';
import * as userRoutes from './user-routes.mts';
import * as users from './users.mts';

const AUTH = '/api/v1/authentication';
const SESSION: readonly Route[] = [
	{ method: 'POST', path: `${AUTH}/login`, open: true, handle: session.login },
	{ method: 'GET', path: `${AUTH}/tokens/api`, handle: session.apiToken },
	{ method: 'POST', path: `${AUTH}/tokens/api/renew`, handle: session.renewToken },
	{ method: 'GET', path: `${AUTH}/logout`, query: ['targetDevice'], handle: session.logout },
	{ method: 'GET', path: `${AUTH}/logout_all`, handle: session.logoutAll },
	{
		method: 'DELETE',
		path: `${AUTH}/admin/tokens/{kind:word}`,
		query: ['users'],
		only: 'managers',
		handle: session.adminRevoke,
	},
	{ method: 'POST', path: `${AUTH}/admin/logout_all_users`, only: 'managers', handle: session.adminLogoutAll },
	{ method: 'GET', path: '/api/auth/logout', handle: session.browserLogout },
	{ method: 'GET', path: '/api/auth/isauth', open: true, handle: session.isAuthenticated },
	{ method: 'POST', path: '/api/v1/wat/sessionToken', open: true, handle: session.webSession },
	{ method: 'GET', path: '/api/globals', handle: account.globals },
];

const ADMIN_LOGOUT: Route = {
	method: 'GET',
	path: `${AUTH}/admin/logout`,
	query: ['users'],
	only: 'managers',
	handle: session.adminLogout,
};

const ACCOUNT = '/api/v1/account';
const ACCOUNTS: readonly Route[] = [
	{ method: 'POST', path: `${ACCOUNT}/begin_activate`, only: 'managers', handle: account.beginActivate },
	{ method: 'POST', path: `${ACCOUNT}/begin_activate_bulk`, only: 'managers', handle: account.beginActivateAll },
	{ method: 'POST', path: `${ACCOUNT}/begin_reset_password`, only: 'managers', handle: account.beginResetPassword },
	{ method: 'GET', path: `${ACCOUNT}/lockout_status/{id}`, only: 'managers', handle: account.lockoutStatus },
	{ method: 'POST', path: `${ACCOUNT}/remove_lockout/{id}`, only: 'managers', handle: account.removeLockout },
	{ method: 'GET', path: `${ACCOUNT}/get_license_info`, only: 'managers', handle: account.licenseInfo },
	{ method: 'GET', path: '/api/v1/settings/login_lockout', only: 'managers', handle: account.lockoutSettings },
	{ method: 'GET', path: '/api/v1/settings/system', handle: account.systemSettings },
];

const USERS = '/api/v1/users';
const ONE_QUERY = ['fields', 'expand'];
const V1_USERS: readonly Route[] = [
	{ method: 'GET', path: USERS, query: users.USER_QUERY, handle: users.listUsers },
	{ method: 'POST', path: USERS, only: 'managers', handle: userRoutes.postUser },
	{ method: 'POST', path: `${USERS}/bulk`, only: 'managers', handle: userRoutes.postUsers },
	{ method: 'POST', path: `${USERS}/ad`, only: 'managers', handle: userRoutes.postDirectoryUsers },
	{ method: 'POST', path: `${USERS}/ad/bulk`, only: 'managers', handle: userRoutes.postDirectoryUsers },
	{ method: 'DELETE', path: `${USERS}/bulk`, query: ['ids'], only: 'managers', handle: userRoutes.removeUsers },
	{ method: 'GET', path: `${USERS}/{id}`, query: ONE_QUERY, handle: users.getUser },
	{ method: 'PATCH', path: `${USERS}/{id}`, only: 'managers', handle: userRoutes.patchUser },
	{ method: 'DELETE', path: `${USERS}/{id}`, only: 'managers', handle: userRoutes.removeUser },
];

const PERSON = '/api/users/{key:word}';
const LEGACY_USERS: readonly Route[] = [
	{ method: 'GET', path: '/api/users/loggedin', handle: legacyUsers.loggedIn },
	{ method: 'GET', path: '/api/users/count', handle: legacyUsers.countUsers },
	{ method: 'GET', path: '/api/users', handle: legacyUsers.listLegacyUsers },
	{ method: 'POST', path: '/api/users', only: 'managers', handle: legacyUsers.postLegacyUsers },
	{ method: 'POST', path: '/api/users/delete', only: 'managers', handle: legacyUsers.deleteLegacyUsers },
	{ method: 'POST', path: '/api/users/simulate', only: 'managers', handle: legacyUsers.simulate },
	{ method: 'GET', path: PERSON, handle: legacyUsers.getLegacyUser },
	{ method: 'PUT', path: PERSON, only: 'managers', handle: legacyUsers.putLegacyUser },
	{ method: 'DELETE', path: PERSON, only: 'managers', handle: legacyUsers.deleteLegacyUser },
];

const PASSWORD: Route = { method: 'PATCH', path: PERSON, only: 'managers', handle: legacyUsers.patchPassword };

const GROUPS = '/api/v1/groups';
const GROUP = '/api/groups/{key:word}';
const GROUP_ROUTES: readonly Route[] = [
	{ method: 'GET', path: GROUPS, query: groups.GROUP_QUERY, handle: groups.listGroups },
	{ method: 'POST', path: GROUPS, only: 'managers', handle: groups.postGroup },
	{ method: 'POST', path: `${GROUPS}/bulk`, only: 'managers', handle: groups.postGroups },
	{ method: 'GET', path: `${GROUPS}/{id}`, query: ONE_QUERY, only: 'managers', handle: groups.getGroup },
	{ method: 'DELETE', path: `${GROUPS}/{id}`, only: 'managers', handle: groups.deleteGroup },
	{ method: 'GET', path: '/api/groups', handle: legacyGroups.listLegacyGroups },
	{ method: 'POST', path: '/api/groups', only: 'managers', handle: legacyGroups.postLegacyGroups },
	{ method: 'GET', path: GROUP, only: 'managers', handle: legacyGroups.getLegacyGroup },
	{ method: 'PUT', path: GROUP, only: 'managers', handle: legacyGroups.putLegacyGroup },
	{ method: 'DELETE', path: GROUP, only: 'managers', handle: legacyGroups.deleteLegacyGroup },
	{ method: 'GET', path: `${GROUP}/users`, only: 'managers', handle: legacyGroups.listMembers },
	{ method: 'POST', path: `${GROUP}/users`, only: 'managers', handle: legacyGroups.addMembers },
	{ method: 'DELETE', path: `${GROUP}/users`, only: 'managers', handle: legacyGroups.removeMembers },
];

const ROLES: readonly Route[] = [
	{ method: 'GET', path: '/api/roles', only: 'designers', handle: roles.listRoles },
	{ method: 'GET', path: '/api/roles/{key:word}', only: 'designers', handle: roles.getRole },
];

const TENANTS = '/api/v1/tenants';
const TENANT_ROUTES: readonly Route[] = [
	{ method: 'GET', path: TENANTS, only: 'managers', handle: tenants.listTenants },
	{ method: 'POST', path: TENANTS, only: 'managers', handle: tenants.postTenant },
	{ method: 'DELETE', path: `${TENANTS}/{id}`, only: 'managers', handle: tenants.deleteTenant },
];

/** Everything this server answers below /api. */
export function routes(settings: Settings): readonly Route[] {
	return [
		...SESSION,
		...(settings.adminLogout ? [ADMIN_LOGOUT] : []),
		...ACCOUNTS,
		...V1_USERS,
		...LEGACY_USERS,
		...(settings.behaviour.passwordPatch ? [PASSWORD] : []),
		...GROUP_ROUTES,
		...ROLES,
		...(settings.tenants ? TENANT_ROUTES : []),
		...contentRoutes(settings),
	];
}
