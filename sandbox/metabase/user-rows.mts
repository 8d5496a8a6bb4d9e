import { commonName, DATA_ANALYSTS, type User, type World } from './world.mts';

type Row = Record<string, unknown>;

/** The user as superusers and the person see it (contract 3). */
export function userRow(world: World, user: User): Row {
	const { tenants, analysts } = world.behaviour;
	return {
		...personRow(user),
		date_joined: user.joinedAt,
		last_login: user.lastLogin,
		updated_at: user.updatedAt,
		is_superuser: user.isSuperuser,
		is_qbnewb: user.isNew,
		is_active: world.isActive(user),
		sso_source: user.ssoSource,
		login_attributes: user.loginAttributes,
		locale: user.locale,
		...(tenants ? { jwt_attributes: null, tenant_id: user.tenant } : {}),
		...(analysts ? { is_data_analyst: world.isMember(user, DATA_ANALYSTS) } : {}),
	};
}

/** What everybody may see of everybody. */
export function personRow(user: User): Row {
	const { id, email, firstName, lastName } = user;
	return { id, email, first_name: firstName, last_name: lastName, common_name: commonName(user) };
}

/** An entry of the list; managers and analysts see fewer columns, `is_active` not among them. */
export function listedRow(world: World, user: User, whole: boolean): Row {
	const groups = { group_ids: groupIds(world, user) };
	if (!whole) return { ...personRow(user), is_superuser: user.isSuperuser, last_login: user.lastLogin, ...groups };
	const personal = world.content.personalCollectionOf(user.id)?.id ?? null;
	return {
		...userRow(world, user),
		...groups,
		personal_collection_id: personal,
		...(world.behaviour.tenants ? { tenant_collection_id: null } : {}),
	};
}

/** The answer of the routes about one person. */
export function memberRow(world: World, user: User): Row {
	return { ...userRow(world, user), user_group_memberships: membershipsOf(world, user) };
}

export function groupIds(world: World, user: User): number[] {
	return world.memberships.of(user.id).map((row) => row.group);
}

/** Whether somebody manages a group is told only where the feature is. */
export function membershipsOf(world: World, user: User): Row[] {
	return world.memberships.of(user.id).map((row) => ({ id: row.group, ...managerFlag(world, row.manager) }));
}

export function managerFlag(world: World, manager: boolean): Row {
	return world.settings.ee ? { is_group_manager: manager } : {};
}

/** Attributes with where each comes from; the person's own win over the tenant's. */
export function structuredAttributes(world: World, user: User): Row {
	const tenant = user.tenant === null ? undefined : world.tenants.get(user.tenant);
	const from = (source: string, values: Record<string, string>): Row =>
		Object.fromEntries(
			Object.entries(values).map(([key, value]) => [key, { value, source, frozen: source === 'system' }]),
		);
	return {
		...from('tenant', tenant?.attributes ?? {}),
		...from('user', user.loginAttributes ?? {}),
		...from('system', tenant === undefined ? {} : { '@tenant.slug': tenant.slug }),
	};
}
