import { contentState } from './content/state.mts';
import { nameOf } from './groups.mts';
import { INTERNAL_ID } from './people.mts';
import { commonName, type User, type World } from './world.mts';

/** What is true now, in names people can read: `GET /__sandbox/state`. Keys, sessions and links are not in it. */
export function describeWorld(world: World) {
	const groupName = (id: number): string => {
		const group = world.groups.get(id);
		return group === undefined ? `#${id}` : nameOf(world, group);
	};
	const email = (id: number): string => world.users.get(id)?.email ?? `#${id}`;
	return {
		accounts: world.users.rows.map((user) => ({
			id: user.id,
			email: user.email,
			name: commonName(user),
			type: user.type,
			state: stateOf(world, user),
			admin: user.isSuperuser,
			sso: user.ssoSource,
			hasPassword: user.password !== null,
			tourDone: !user.isNew,
			tenant: user.tenant === null ? null : (world.tenants.get(user.tenant)?.slug ?? null),
			groups: world.memberships.of(user.id).map((row) => groupName(row.group)),
			manages: world.memberships
				.of(user.id)
				.filter((row) => row.manager)
				.map((row) => groupName(row.group)),
		})),
		groups: world.groups.rows.map(({ id, magic, tenant }) => ({
			id,
			name: groupName(id),
			magic,
			tenant,
			members: world.memberships.in(id).map((row) => email(row.user)),
		})),
		apiKeys: world.keys.rows.map(({ id, name, group, creator }) => ({
			id,
			name,
			group: groupName(group),
			creator: email(creator),
		})),
		tenants: world.tenants.rows.map(({ id, name, slug, active }) => ({ id, name, slug, active })),
		graphRevision: world.graph.revision,
		internalUser: INTERNAL_ID,
		content: contentState(world),
	};
}

function stateOf(world: World, user: User): 'active' | 'hidden' | 'deactivated' {
	if (!user.active) return 'deactivated';
	return world.isHidden(user) ? 'hidden' : 'active';
}
