import { badField, found, ok, paid, Refusal, rule, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { attributes, filled, flag, Reader } from './params.mts';
import type { PathValues } from './router.mts';
import { asTexts } from './user-create.mts';
import type { Tenant, World } from './world.mts';

function tenantRow(world: World, { id, name, slug, active, attributes: values }: Tenant): Record<string, unknown> {
	const members = world.users.rows.filter((user) => user.tenant === id && user.active);
	return { id, name, slug, member_count: members.length, is_active: active, attributes: values };
}

/** Licensed and switched on are two things (contract 1). */
function requireTenants({ world }: Call): void {
	if (!world.settings.ee) throw new Refusal(paid('Tenants'));
	if (!world.settings.tenants) throw rule('Tenants are not enabled for this instance.');
}

/** GET /ee/tenant. */
export function listTenants(call: Call): Answer {
	requireTenants(call);
	const status = call.query.get('status') ?? 'active';
	const rows = call.world.tenants.rows.filter((row) => status === 'all' || row.active === (status !== 'deactivated'));
	return ok({ data: rows.map((row) => tenantRow(call.world, row)) });
}

export function getTenant(call: Call, path: PathValues): Answer {
	requireTenants(call);
	return ok(tenantRow(call.world, found(call.world.tenants.get(Number(path.id)))));
}

/** POST /ee/tenant. */
export function createTenant(call: Call): Answer {
	requireTenants(call);
	const { world } = call;
	const reader = new Reader(call);
	const name = reader.need('name', filled);
	const slug = reader.need('slug', filled);
	const values = reader.maybe('attributes', attributes);
	reader.check();
	requireName(world, name);
	if (world.tenants.rows.some((row) => row.slug === slug)) throw badField('slug', 'This slug is already taken.');
	const row = world.tenants.add({ name, slug, active: true, attributes: asTexts(values ?? {}) });
	return ok(tenantRow(world, row));
}

function requireName(world: World, name: string): void {
	if (world.tenants.rows.some((row) => row.name.toLowerCase() === name.toLowerCase()))
		throw badField('name', 'This name is already taken.');
}

/** PUT /ee/tenant/{id}: the slug stays; deactivating takes the tenant's people along. */
export function updateTenant(call: Call, path: PathValues): Answer {
	requireTenants(call);
	const { world } = call;
	const row = found(world.tenants.get(Number(path.id)));
	const reader = new Reader(call);
	const name = reader.maybe('name', filled);
	const active = reader.maybe('is_active', flag);
	const values = reader.maybe('attributes', attributes);
	reader.check();
	if (name && name !== row.name) {
		requireName(world, name);
		row.name = name;
	}
	if (values) row.attributes = asTexts(values);
	if (typeof active === 'boolean' && active !== row.active) {
		row.active = active;
		for (const user of world.users.rows) if (user.tenant === row.id) user.active = active;
	}
	return ok(tenantRow(world, row));
}
