import { KINDS, type World } from './world.mts';

/** What is true now, in names people can read: `GET /__sandbox/state`. */
export function describeWorld(world: World) {
	const username = (id: number): string => world.users.get(id)?.username ?? `#${id}`;
	const roleNames = (ids: readonly number[]): string[] => ids.flatMap((id) => world.roles.get(id)?.name ?? []);
	return {
		accounts: world.users.rows.map((user) => ({
			id: user.id,
			username: user.username,
			email: user.email,
			firstName: user.firstName,
			lastName: user.lastName,
			active: user.active,
			admin: world.isAdmin(user),
			roles: roleNames(user.roles),
			groups: user.groups.flatMap((id) => world.groups.get(id)?.name ?? []),
			loginCount: user.loginCount,
		})),
		roles: world.roles.rows.map((role) => ({ id: role.id, name: role.name, permissions: role.permissions.length })),
		groups: world.groups.rows.map((group) => ({
			id: group.id,
			name: group.name,
			roles: roleNames(group.roles),
			members: world.membersOfGroup(group.id).map((user) => user.username),
		})),
		content: KINDS.flatMap((kind) =>
			world.content[kind].rows.map((item) => ({
				kind,
				id: item.id,
				name: item.name,
				owners: item.owners.map(username),
				createdBy: username(item.createdBy),
				changedBy: username(item.changedBy),
			})),
		),
	};
}
