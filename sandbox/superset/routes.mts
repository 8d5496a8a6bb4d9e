import { createKey, listKeys, revokeKey, showKey } from './api-keys.mts';
import { json, redirect, type Answer } from './answers.mts';
import { csrfToken, login, me, meOfBrowser, meRoles, refresh } from './auth.mts';
import { loginForm, submitLogin, welcome } from './browser.mts';
import type { Call } from './call.mts';
import { createContent, deleteContent, relatedOwners, showContent, updateContent } from './content.mts';
import { CONTENT, contentResource, logResource, OWNED } from './content-lists.mts';
import { createGroup, deleteGroup, groupResource, updateGroup } from './groups.mts';
import { userColumns } from './info.mts';
import { info, list, show, type InfoExtras, type Resource } from './lists.mts';
import {
	createPair,
	createView,
	deletePair,
	namedResource,
	pairResource,
	registrationResource,
} from './permissions.mts';
import { searchRoles } from './role-search.mts';
import {
	createRole,
	deleteRole,
	rolePermissions,
	renameRole,
	roleResource,
	setRoleGroups,
	setRolePermissions,
	setRoleUsers,
} from './roles.mts';
import type { Route } from './router.mts';
import { deleteUser } from './user-delete.mts';
import { createUser, updateUser, userResource } from './users.mts';
import { KINDS, type World } from './world.mts';

const SECURITY = '/api/v1/security';

/** All routes of one server, as its version and switches have them. */
export function routes(world: World): Route[] {
	const { settings, behaviour } = world;
	return [
		...signingIn(world),
		...(settings.securityApi ? securityApi(world) : []),
		// These are Superset's own and do not depend on the flag (R `flag-off:search`).
		...(behaviour.rolesSearch ? supersetRoutes() : []),
		...(settings.apiKeys ? apiKeyRoutes() : []),
		...contentRoutes(world),
		...pages(world),
	];
}

function signingIn(world: World): Route[] {
	const route = (method: string, path: string, handle: Route['handle']): Route => ({ method, path, handle });
	const may: Route['permission'] = ['can_read', 'CurrentUserRestApi'];
	const whoAmI: Route[] = world.behaviour.meTakesBearer
		? [
				{ ...route('GET', '/api/v1/me/', me), permission: may },
				{ ...route('GET', '/api/v1/me/roles/', meRoles), permission: may },
			]
		: [route('GET', '/api/v1/me/', meOfBrowser(me)), route('GET', '/api/v1/me/roles/', meOfBrowser(meRoles))];
	return [
		route('POST', `${SECURITY}/login`, login),
		route('POST', `${SECURITY}/refresh`, refresh),
		{ ...route('GET', `${SECURITY}/csrf_token/`, csrfToken), permission: ['can_read', 'SecurityRestApi'] },
		...whoAmI,
	];
}

function securityApi(world: World): Route[] {
	const { groups } = world.behaviour;
	const users = `${SECURITY}/users/`;
	const roles = `${SECURITY}/roles/`;
	return [
		...reading(users, 'User', userResource(world), userColumns(world)),
		write('POST', users, 'User', 'post', (call) => createUser(call)),
		write('PUT', `${users}{pk}`, 'User', 'put', updateUser),
		write('DELETE', `${users}{pk}`, 'User', 'delete', deleteUser),
		...reading(roles, 'Role', roleResource(world)),
		write('POST', roles, 'Role', 'post', (call) => createRole(call)),
		write('PUT', `${roles}{pk}`, 'Role', 'put', renameRole),
		write('DELETE', `${roles}{pk}`, 'Role', 'delete', deleteRole),
		write('GET', `${roles}{int:pk}/permissions/`, 'Role', 'list_role_permissions', rolePermissions),
		write('POST', `${roles}{int:pk}/permissions`, 'Role', 'add_role_permissions', setRolePermissions),
		...(groups ? groupRoutes(world) : []),
		...reading(`${SECURITY}/permissions/`, 'Permission', namedResource('Permission', world.permissions)),
		...reading(`${SECURITY}/resources/`, 'ViewMenu', namedResource('View Menu', world.views)),
		write('POST', `${SECURITY}/resources/`, 'ViewMenu', 'post', (call) => createView(call)),
		...reading(`${SECURITY}/permissions-resources/`, 'PermissionViewMenu', pairResource(world)),
		write('POST', `${SECURITY}/permissions-resources/`, 'PermissionViewMenu', 'post', (call) => createPair(call)),
		write('DELETE', `${SECURITY}/permissions-resources/{pk}`, 'PermissionViewMenu', 'delete', deletePair),
	];
}

function groupRoutes(world: World): Route[] {
	const groups = `${SECURITY}/groups/`;
	const roles = `${SECURITY}/roles/`;
	return [
		...reading(groups, 'Group', groupResource(world)),
		write('POST', groups, 'Group', 'post', (call) => createGroup(call)),
		write('PUT', `${groups}{pk}`, 'Group', 'put', updateGroup),
		write('DELETE', `${groups}{pk}`, 'Group', 'delete', deleteGroup),
		write('PUT', `${roles}{int:pk}/users`, 'Role', 'update_role_users', setRoleUsers),
		write('PUT', `${roles}{int:pk}/groups`, 'Role', 'update_role_groups', setRoleGroups),
	];
}

function supersetRoutes(): Route[] {
	return [
		{
			method: 'GET',
			path: `${SECURITY}/roles/search/`,
			permission: ['can_list_roles', 'RoleRestAPI'],
			handle: searchRoles,
		},
		...reading(`${SECURITY}/user_registrations/`, 'UserRegistrationsRestAPI', registrationResource()).map(
			(route) => ({
				...route,
				permission: ['can_read', 'UserRegistrationsRestAPI'] as const,
			}),
		),
	];
}

function apiKeyRoutes(): Route[] {
	const keys = `${SECURITY}/api_keys/`;
	return [
		write('GET', keys, 'ApiKey', 'list', (call) => listKeys(call)),
		write('POST', keys, 'ApiKey', 'create', (call) => createKey(call)),
		write('GET', `${keys}{pk}`, 'ApiKey', 'get', showKey),
		write('DELETE', `${keys}{pk}`, 'ApiKey', 'revoke', revokeKey),
	];
}

function contentRoutes(world: World): Route[] {
	return [
		...KINDS.flatMap((kind): Route[] => {
			const base = `/api/v1/${kind}/`;
			const { view } = CONTENT[kind];
			const resource = contentResource(world, kind);
			const read = { method: 'GET', permission: ['can_read', view] as const };
			const change = { permission: ['can_write', view] as const, csrf: true as const };
			return [
				{ ...read, path: base, handle: (call) => list(call, resource) },
				{ ...read, path: `${base}_info`, handle: (call) => info(call, resource, view) },
				...(OWNED.includes(kind) ? [{ ...read, path: `${base}related/owners`, handle: relatedOwners }] : []),
				{ ...read, path: `${base}{int:pk}`, handle: (call, { pk }) => showContent(call, kind, pk) },
				{ ...change, method: 'POST', path: base, handle: (call) => createContent(call, kind) },
				{
					...change,
					method: 'PUT',
					path: `${base}{pk}`,
					handle: (call, { pk }) => updateContent(call, kind, pk),
				},
				{
					...change,
					method: 'DELETE',
					path: `${base}{pk}`,
					handle: (call, { pk }) => deleteContent(call, kind, pk),
				},
			];
		}),
		{
			method: 'GET',
			path: '/api/v1/log/',
			permission: ['can_read', 'Log'],
			handle: (call) => list(call, logResource(world)),
		},
	];
}

function pages(world: World): Route[] {
	const { versionText } = world.behaviour;
	const prefix = world.settings.prefix;
	return [
		{ method: 'GET', path: '/health', handle: () => ({ status: 200, html: 'OK' }) },
		...(versionText === undefined ? [] : [{ method: 'GET', path: '/version', handle: () => version(versionText) }]),
		{ method: 'GET', path: '/login/', handle: loginForm },
		{ method: 'POST', path: '/login/', handle: submitLogin },
		{ method: 'GET', path: '/superset/welcome/', handle: welcome },
		{ method: 'GET', path: '/', handle: () => redirect(302, `${prefix}/superset/welcome/`) },
	];
}

function version(text: string): Answer {
	return json(200, { build_number: null, version_sha: '', version_string: text });
}

function reading<Row extends { readonly id: number }>(
	base: string,
	view: string,
	resource: Resource<Row>,
	extras?: InfoExtras,
): Route[] {
	return [
		{ method: 'GET', path: base, permission: ['can_get', view], handle: (call) => list(call, resource) },
		{
			method: 'GET',
			path: `${base}_info`,
			permission: ['can_info', view],
			handle: (call) => info(call, resource, view, extras),
		},
		{
			method: 'GET',
			path: `${base}{int:pk}`,
			permission: ['can_get', view],
			handle: (call, { pk }) => show(call, resource, pk),
		},
	];
}

function write(
	method: string,
	path: string,
	view: string,
	verb: string,
	handle: (call: Call, pk: string) => Answer,
): Route {
	return { method, path, permission: [`can_${verb}`, view], handle: (call, { pk }) => handle(call, pk) };
}
