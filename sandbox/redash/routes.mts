import { contentRoutes } from './content/index.mts';
import * as sources from './data-sources.mts';
import { listEvents } from './event-list.mts';
import * as groups from './groups.mts';
import * as links from './link-pages.mts';
import { loginForm } from './pages.mts';
import type { Route } from './router.mts';
import { config, session, settings, status } from './session.mts';
import * as actions from './user-actions.mts';
import { createUser, updateUser } from './user-writes.mts';
import { getUser, listUsers } from './users.mts';
import type { Behaviour } from './versions.mts';

const ADMIN = 'admin';

const PAGES: readonly Route[] = [
	{ method: 'GET', path: '/login', open: true, handle: loginForm },
	{ method: 'GET', path: '/invite/{token}', open: true, handle: links.showInvite },
	{ method: 'POST', path: '/invite/{token}', open: true, handle: links.acceptInvite },
	{ method: 'GET', path: '/reset/{token}', open: true, handle: links.showReset },
	{ method: 'POST', path: '/reset/{token}', open: true, handle: links.acceptReset },
	{ method: 'GET', path: '/verify/{token}', open: true, handle: links.verify },
];

const SERVER: readonly Route[] = [
	{ method: 'GET', path: '/api/config', open: true, handle: config },
	{ method: 'GET', path: '/api/session', handle: session },
	{ method: 'GET', path: '/api/organization/status', handle: status },
	{ method: 'GET', path: '/api/settings/organization', permission: ADMIN, handle: settings },
	{ method: 'GET', path: '/api/events', permission: ADMIN, handle: listEvents },
];

const USERS: readonly Route[] = [
	{ method: 'GET', path: '/api/users', permission: 'list_users', handle: listUsers },
	{ method: 'POST', path: '/api/users', permission: ADMIN, budget: 'create', handle: createUser },
	{ method: 'GET', path: '/api/users/{id}', handle: getUser },
	{ method: 'POST', path: '/api/users/{id}', budget: 'update', handle: updateUser },
	{ method: 'POST', path: '/api/users/{id}/reset_password', permission: ADMIN, handle: actions.resetPassword },
	{ method: 'POST', path: '/api/users/{id}/invite', permission: ADMIN, handle: actions.inviteAgain },
];

const DISABLING: readonly Route[] = [
	{ method: 'POST', path: '/api/users/{id}/disable', permission: ADMIN, handle: actions.disableUser },
	{ method: 'DELETE', path: '/api/users/{id}/disable', permission: ADMIN, handle: actions.enableUser },
];

const LIFECYCLE: readonly Route[] = [
	{ method: 'DELETE', path: '/api/users/{id}', permission: ADMIN, handle: actions.deleteUser },
	{ method: 'POST', path: '/api/users/{id}/regenerate_api_key', handle: actions.regenerateKey },
];

const GROUP = '/api/groups/{id}';
const GROUPS: readonly Route[] = [
	{ method: 'GET', path: '/api/groups', handle: groups.listGroups },
	{ method: 'POST', path: '/api/groups', permission: ADMIN, handle: groups.createGroup },
	{ method: 'GET', path: GROUP, handle: groups.getGroup },
	{ method: 'POST', path: GROUP, permission: ADMIN, handle: groups.renameGroup },
	{ method: 'DELETE', path: GROUP, permission: ADMIN, handle: groups.deleteGroup },
	{ method: 'GET', path: `${GROUP}/members`, permission: 'list_users', handle: groups.listMembers },
	{ method: 'POST', path: `${GROUP}/members`, permission: ADMIN, handle: groups.addMember },
	{ method: 'DELETE', path: `${GROUP}/members/{user}`, permission: ADMIN, handle: groups.removeMember },
	{ method: 'GET', path: `${GROUP}/data_sources`, permission: ADMIN, handle: sources.listOfGroup },
	{ method: 'POST', path: `${GROUP}/data_sources`, permission: ADMIN, handle: sources.attach },
	{ method: 'POST', path: `${GROUP}/data_sources/{source}`, permission: ADMIN, handle: sources.setLevel },
	{ method: 'DELETE', path: `${GROUP}/data_sources/{source}`, permission: ADMIN, handle: sources.detach },
];

const SOURCES: readonly Route[] = [
	{
		method: 'GET',
		path: '/api/data_sources',
		permission: 'list_data_sources',
		handle: sources.listDataSources,
	},
	{ method: 'POST', path: '/api/data_sources', permission: ADMIN, handle: sources.createDataSource },
	{ method: 'GET', path: '/api/data_sources/{id}', handle: sources.getDataSource },
];

/** Every route this version has. */
export function routes({ disable, lifecycle }: Behaviour): Route[] {
	return [
		...PAGES,
		...SERVER,
		...USERS,
		...(disable ? DISABLING : []),
		...(lifecycle ? LIFECYCLE : []),
		...GROUPS,
		...SOURCES,
		...contentRoutes,
	];
}
