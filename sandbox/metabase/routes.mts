import { notFound, paid, unauthenticated, type Answer } from './answers.mts';
import * as keys from './api-keys.mts';
import type { Call } from './call.mts';
import { contentRoutes, paidContentRoutes } from './content/index.mts';
import * as graph from './graph.mts';
import * as groups from './groups.mts';
import * as members from './membership-routes.mts';
import { openApi } from './openapi.mts';
import * as properties from './properties.mts';
import type { Route } from './router.mts';
import * as session from './session-routes.mts';
import { health, setup } from './setup.mts';
import type { Settings } from './switches.mts';
import * as tenants from './tenants.mts';
import { createUser } from './user-create.mts';
import * as life from './user-lifecycle.mts';
import { updateUser } from './user-update.mts';
import * as users from './users.mts';
import type { Behaviour } from './versions.mts';

const SERVER: readonly Route[] = [
	{ method: 'GET', path: '/api/health', open: true, handle: health },
	{ method: 'POST', path: '/api/setup', open: true, handle: setup },
	{ method: 'GET', path: '/api/session/properties', open: true, handle: properties.properties },
	{ method: 'GET', path: '/api/setting', admin: true, handle: properties.listSettings },
	{ method: 'GET', path: '/api/setting/version', admin: true, handle: properties.versionSetting },
	{ method: 'POST', path: '/api/session', open: true, handle: session.signIn },
	{ method: 'DELETE', path: '/api/session', open: true, handle: session.signOut },
	{ method: 'POST', path: '/api/session/forgot_password', open: true, handle: session.forgotPassword },
	{ method: 'POST', path: '/api/session/reset_password', open: true, handle: session.resetPassword },
	{ method: 'GET', path: '/api/session/password_reset_token_valid', open: true, handle: session.tokenValid },
	{ method: 'GET', path: '/api/login-history/current', handle: session.loginHistory },
];

const USER = '/api/user/{id}';
const USERS: readonly Route[] = [
	{ method: 'GET', path: '/api/user', handle: users.listUsers },
	{ method: 'POST', path: '/api/user', admin: true, handle: createUser },
	{ method: 'GET', path: '/api/user/current', handle: users.currentUser },
	{ method: 'GET', path: '/api/user/recipients', handle: users.recipients },
	{ method: 'GET', path: USER, handle: users.getUser },
	{ method: 'PUT', path: USER, handle: updateUser },
	{ method: 'DELETE', path: USER, admin: true, handle: life.deactivateUser },
	{ method: 'PUT', path: `${USER}/reactivate`, admin: true, handle: life.reactivateUser },
	{ method: 'PUT', path: `${USER}/password`, handle: life.changePassword },
	{ method: 'PUT', path: `${USER}/modal/{modal:word}`, handle: life.closeModal },
];

const GROUP = '/api/permissions/group';
const MEMBERSHIP = '/api/permissions/membership';
const PERMISSIONS: readonly Route[] = [
	{ method: 'GET', path: GROUP, handle: groups.listGroups },
	{ method: 'POST', path: GROUP, admin: true, handle: groups.createGroup },
	{ method: 'GET', path: `${GROUP}/{id}`, handle: groups.getGroup },
	{ method: 'PUT', path: `${GROUP}/{id}`, handle: groups.renameGroup },
	{ method: 'DELETE', path: `${GROUP}/{id}`, admin: true, handle: groups.deleteGroup },
	{ method: 'GET', path: MEMBERSHIP, handle: members.listMemberships },
	{ method: 'POST', path: MEMBERSHIP, handle: members.addMembership },
	{ method: 'PUT', path: `${MEMBERSHIP}/{id}`, handle: members.updateMembership },
	{ method: 'DELETE', path: `${MEMBERSHIP}/{id}`, handle: members.removeMembership },
	{ method: 'PUT', path: `${MEMBERSHIP}/{id}/clear`, handle: members.clearGroup },
	{ method: 'GET', path: '/api/permissions/graph', admin: true, handle: graph.getGraph },
	{ method: 'PUT', path: '/api/permissions/graph', admin: true, handle: graph.putGraph },
	{ method: 'GET', path: '/api/permissions/graph/group/{id}', admin: true, handle: graph.getGroupGraph },
	{ method: 'GET', path: '/api/permissions/graph/db/{id}', admin: true, handle: graph.getDatabaseGraph },
];

const KEYS: readonly Route[] = [
	{ method: 'GET', path: '/api/api-key', admin: true, handle: keys.listKeys },
	{ method: 'POST', path: '/api/api-key', admin: true, handle: keys.createKey },
	{ method: 'GET', path: '/api/api-key/count', admin: true, handle: keys.countKeys },
	{ method: 'PUT', path: '/api/api-key/{id}', admin: true, handle: keys.updateKey },
	{ method: 'PUT', path: '/api/api-key/{id}/regenerate', admin: true, handle: keys.regenerateKey },
	{ method: 'DELETE', path: '/api/api-key/{id}', admin: true, handle: keys.deleteKey },
];

const NEWEST: readonly Route[] = [
	{ method: 'POST', path: `${USER}/password-reset-url`, admin: true, handle: life.passwordResetUrl },
	{ method: 'GET', path: '/api/permissions/invite-group-ids', admin: true, handle: groups.inviteGroupIds },
];

const INVITE: Route = { method: 'POST', path: `${USER}/send_invite`, admin: true, handle: life.sendInvite };

const TENANTS: readonly Route[] = [
	{ method: 'GET', path: '/api/ee/tenant', admin: true, handle: tenants.listTenants },
	{ method: 'POST', path: '/api/ee/tenant', admin: true, handle: tenants.createTenant },
	{ method: 'GET', path: '/api/ee/tenant/{id}', admin: true, handle: tenants.getTenant },
	{ method: 'PUT', path: '/api/ee/tenant/{id}', admin: true, handle: tenants.updateTenant },
];

const ATTRIBUTES: Route = { method: 'GET', path: '/api/mt/user/attributes', admin: true, handle: attributeNames };

function attributeNames(call: Call): Answer {
	return call.world.settings.ee ? users.attributeNames(call) : paid('Sandboxes');
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** SCIM is off: without its own key nobody comes in, and nobody has made one. */
const SCIM: readonly Route[] = [
	...METHODS.map((method): Route => ({ method, path: '/api/ee/scim/v2/{rest:rest}', open: true, handle: scim })),
	{ method: 'GET', path: '/api/ee/scim/api_key', admin: true, handle: scimKey },
];

function scim({ world }: Call): Answer {
	return world.settings.ee ? unauthenticated() : paid('SCIM');
}

function scimKey({ world }: Call): Answer {
	return world.settings.ee ? notFound() : paid('SCIM');
}

/** Everything this server answers below /api; the rest is "API endpoint does not exist". */
export function routes({ behaviour, eeBuild }: Settings): readonly Route[] {
	const all = [
		...SERVER,
		{ method: 'POST', path: behaviour.passwordCheck, open: true, handle: life.checkPassword } as const,
		...USERS,
		...(behaviour.sendInvite ? [INVITE] : []),
		...(behaviour.newest ? NEWEST : []),
		...PERMISSIONS,
		...KEYS,
		...contentRoutes(behaviour),
		...(eeBuild ? [...paidRoutes(behaviour), ATTRIBUTES] : []),
		...paidContentRoutes(behaviour, eeBuild),
	];
	const { openApi: path } = behaviour;
	return path === undefined ? all : [...all, { method: 'GET', path, open: true, handle: () => openApi(all) }];
}

/** Only in the paid build. */
function paidRoutes(behaviour: Behaviour): readonly Route[] {
	return [...(behaviour.tenants ? TENANTS : []), ...SCIM];
}
