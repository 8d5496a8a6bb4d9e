import { created, found, nothing, notFound, ok, refuse, Refusal, forbidden, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { roleId } from './roles.mts';
import type { PathValues } from './router.mts';
import { SYSTEM, type Tenant } from './world.mts';

function tenantRow(tenant: Tenant): Record<string, unknown> {
	const isSystem = tenant.name === SYSTEM;
	return {
		_id: tenant.id,
		name: tenant.name,
		default: isSystem,
		systemManagement: isSystem,
		tenantDomainNames: tenant.domains,
	};
}

/** Only people of the system tenant look at tenants. */
function requireSystem({ world, user }: Call): void {
	if (user.tenant !== world.system.id) throw new Refusal(forbidden());
}

/** GET /api/v1/tenants. */
export function listTenants(call: Call): Answer {
	requireSystem(call);
	return ok([...call.world.tenants.values()].map(tenantRow));
}

/** POST /api/v1/tenants: with the first person of it, who administers it. */
export function postTenant(call: Call): Answer {
	requireSystem(call);
	const { world, fields } = call;
	const { name, email, password } = fields;
	if (typeof name !== 'string' || !/^[\w-]+$/.test(name)) throw call.invalid('name is mandatory', 2003);
	if (typeof email !== 'string') throw call.invalid('email is mandatory', 2003);
	if (world.tenantNamed(name) !== undefined) throw refuse(400, 400, `Tenant ${name} already exists.`);
	if (world.users.exactly(email) !== undefined) throw refuse(400, 2004, `User ${email} already exists.`);
	const tenant = world.addTenant({ id: world.newId(), name, domains: [] });
	const known = typeof password === 'string' ? password : null;
	world.addUser({
		...world.blankUser(email, tenant.id),
		roleId: roleId('tenantAdmin'),
		password: known,
		active: known !== null,
	});
	return created(tenantRow(tenant));
}

/** DELETE /api/v1/tenants/{id}: with everybody in it. */
export function deleteTenant(call: Call, path: PathValues): Answer {
	requireSystem(call);
	const { world } = call;
	const tenant = found(world.tenants.get(path.id), () => notFound('tenant', path.id));
	if (tenant === world.system) throw refuse(400, 400, 'The system tenant cannot be deleted.');
	for (const user of [...world.users.rows]) if (user.tenant === tenant.id) world.deleteUser(user);
	for (const group of [...world.groups.values()]) if (group.tenant === tenant.id) world.groups.delete(group.id);
	world.tenants.delete(tenant.id);
	return nothing();
}
