import { contentState } from './content/state.mts';
import { commonName, type User, type World } from './world.mts';

/** What is true now, in names people can read: `GET /__sandbox/state`. Tokens, passwords and sessions are not in it. */
export function describeWorld(world: World) {
	const tenantName = (id: string): string => world.tenants.get(id)?.name ?? `#${id}`;
	const groupName = (id: string): string => world.group(id)?.name ?? `#${id}`;
	const members = world.members();
	return {
		accounts: [...world.users.rows].map((user) => ({
			id: user.id,
			email: user.email,
			userName: user.userName,
			name: commonName(user),
			role: world.roles.get(user.roleId)?.name ?? null,
			admin: world.roles.manages(user.roleId),
			state: stateOf(user),
			source: sourceOf(user),
			hasPassword: user.password !== null,
			tenant: tenantName(user.tenant),
			groups: user.groups.map(groupName),
			lastLogin: user.lastLogin ?? null,
			externalId: user.externalId ?? null,
		})),
		roles: world.roles.rows.map(({ id, name, displayName }) => ({ id, name, displayName })),
		groups: [...world.groups.values()].map(({ id, name, tenant, builtIn, ad, stale }) => ({
			id,
			name,
			tenant: tenantName(tenant),
			builtIn: builtIn !== undefined,
			directory: ad,
			members: [...(members.get(id) ?? []).map(({ email }) => email), ...stale.map((gone) => `#${gone}`)],
		})),
		tenants: [...world.tenants.values()].map(({ id, name }) => ({ id, name })),
		content: contentState(world),
	};
}

/** Pending: nobody has accepted the invitation. */
function stateOf(user: User): 'active' | 'pending' | 'inactive' {
	if (user.active) return 'active';
	return user.password === null && sourceOf(user) === 'local' ? 'pending' : 'inactive';
}

function sourceOf({ createdSso, directory }: User): 'local' | 'sso' | 'directory' {
	if (directory !== undefined) return 'directory';
	return createdSso === undefined ? 'local' : 'sso';
}
