import { found, legacyNotFound, ok, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import type { Role } from './roles.mts';
import type { PathValues } from './router.mts';

/** What a role may do, as far as the contract names it (section 5). */
export function manifest(call: Call, role: Role | undefined): Record<string, unknown> {
	const { roles } = call.world;
	const manages = role !== undefined && roles.manages(role.id);
	const designs = role !== undefined && roles.designs(role.id);
	const { base } = role ?? {};
	return {
		base: {
			isConsumer: base === 'consumer',
			isContributor: base === 'contributor',
			isAdmin: base === 'admin' || base === 'super',
			isSuper: base === 'super',
		},
		manage: {
			users: {
				get: designs,
				add: manages,
				remove: manages,
				modify: manages,
				modify_me: true,
				search: designs,
				share_invitations: designs,
			},
			groups: { get: designs, add: manages, remove: manages, modify: manages, modify_mygroups: designs },
		},
		dashboards: { change_owner: manages },
		folders: { create: designs, modify: designs, delete: designs },
		tenants: { crossTenant: manages && call.user.tenant === call.world.system.id },
	};
}

/** GET /api/roles. */
export function listRoles(call: Call): Answer {
	return ok(call.world.roles.rows.map((role) => roleRow(call, role)));
}

export function getRole(call: Call, path: PathValues): Answer {
	return ok(roleRow(call, found(call.world.roles.find(path.key), legacyNotFound)));
}

function roleRow(call: Call, role: Role): Record<string, unknown> {
	const { query, world } = call;
	return {
		_id: role.id,
		name: role.name,
		...(world.behaviour.displayNames ? { displayName: role.displayName } : {}),
		...(query.get('includeBaseRolesName') === 'true' ? { baseRoleName: role.base } : {}),
		...(query.get('includeManifest') === 'true' ? { manifest: manifest(call, role) } : {}),
	};
}
