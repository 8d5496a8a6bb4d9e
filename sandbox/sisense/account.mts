import { nothing, ok, refuse, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { groupNames } from './legacy-users.mts';
import { mailReset, sendInvitation } from './mail.mts';
import { manifest } from './role-routes.mts';
import type { PathValues } from './router.mts';
import { personByEmail } from './user-routes.mts';
import { userRow } from './user-rows.mts';
import { SYSTEM } from './world.mts';

/** POST /api/v1/account/begin_activate: sends the invitation (again). */
export function beginActivate(call: Call): Answer {
	sendInvitation(call.world, personByEmail(call, call.fields.email));
	return nothing();
}

export function beginActivateAll(call: Call): Answer {
	const { body, world } = call;
	if (!Array.isArray(body)) throw refuse(400, 2002, 'The body must be an array.');
	const users = body.map((email) => personByEmail(call, email));
	for (const user of users) sendInvitation(world, user);
	return nothing();
}

export function beginResetPassword(call: Call): Answer {
	mailReset(call.world, personByEmail(call, call.fields.email));
	return nothing();
}

/** GET /api/v1/account/lockout_status/{id}. */
export function lockoutStatus(call: Call, path: PathValues): Answer {
	const end = call.world.lockouts.blockedUntil(call.person(path.id).id);
	return ok({ blocked: end !== undefined, blockedUntil: end === undefined ? null : new Date(end).toISOString() });
}

export function removeLockout(call: Call, path: PathValues): Answer {
	call.world.lockouts.clear(call.person(path.id).id);
	return nothing();
}

/** GET /api/v1/account/get_license_info. */
export function licenseInfo({ world }: Call): Answer {
	const most = (seat: 'admin' | 'designer' | 'viewer'): number =>
		Number.isFinite(world.seats[seat]) ? world.seats[seat] : 100_000;
	return ok({
		inUseAdmins: world.seatsInUse('admin'),
		maxAdmins: most('admin'),
		inUseDesigners: world.seatsInUse('designer'),
		maxDesigners: most('designer'),
		inUseViewers: world.seatsInUse('viewer'),
		maxViewers: most('viewer'),
	});
}

export function lockoutSettings({ world }: Call): Answer {
	const { lockoutAfter } = world.settings;
	return ok({ enabled: lockoutAfter > 0, attempts: lockoutAfter, durationMinutes: 15 });
}

/** GET /api/v1/settings/system. */
export function systemSettings({ world }: Call): Answer {
	const { coAuthoring } = world.settings;
	return ok(world.behaviour.coAuthoring ? { dashboardCoAuthoring: { enabled: coAuthoring } } : {});
}

/** GET /api/globals: the version, and what the caller is and may do (contract 1). */
export function globals(call: Call): Answer {
	const { world, user } = call;
	const role = world.roles.get(user.roleId);
	const rights = manifest(call, role);
	const tenant = world.tenants.get(user.tenant);
	const isSystem = tenant?.name === SYSTEM;
	return ok({
		version: world.behaviour.release,
		language: 'en-US',
		features: [],
		user: {
			...userRow(world, user),
			roleName: role?.name,
			baseRoleName: role?.base,
			groupsName: groupNames(call, user),
			preferredLanguage: 'en-US',
			userAuth: rights,
			roleManifest: rights,
			...(world.settings.tenants
				? {
						tenant: { _id: tenant?.id, name: tenant?.name, default: isSystem },
						isSystemTenantAdmin: isSystem && call.manages,
						allowedTenants: isSystem && call.manages ? [...world.tenants.keys()] : [user.tenant],
					}
				: {}),
		},
	});
}
