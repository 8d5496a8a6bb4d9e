import { commonName, type Group, type User, type World } from '../world.mts';

/*
 * The people of the one world as SCIM resources. Only those of the system tenant and the groups it has made: its key
 * is of that tenant, and nobody chooses the members of built-in groups.
 */

type Row = Record<string, unknown>;

export function scimPeople(world: World): User[] {
	return [...world.users.rows].filter(({ tenant }) => tenant === world.system.id);
}

export function scimGroups(world: World): Group[] {
	return [...world.groups.values()].filter(
		({ tenant, builtIn }) => tenant === world.system.id && builtIn === undefined,
	);
}

export function personRow(world: World, user: User): Row {
	const role = world.roles.get(user.roleId);
	return {
		id: user.id,
		...given('externalId', user.externalId),
		userName: user.userName,
		displayName: commonName(user),
		name: { ...given('givenName', user.firstName), ...given('familyName', user.lastName) },
		emails: [{ value: user.email, type: 'work', primary: true }],
		active: user.active,
		groups: user.groups.flatMap((id) => {
			const group = world.group(id);
			return group === undefined ? [] : [{ value: id, display: group.name }];
		}),
		...(role === undefined ? {} : { roles: [{ value: role.name, display: role.displayName, primary: true }] }),
		meta: meta(world, user),
	};
}

/** @param members of all groups, where many are asked for */
export function groupRow(world: World, group: Group, members?: ReadonlyMap<string, readonly User[]>): Row {
	return {
		id: group.id,
		...given('externalId', group.externalId),
		displayName: group.name,
		members: (members?.get(group.id) ?? world.membersOf(group)).map((user) => ({
			value: user.id,
			display: commonName(user),
			type: 'User',
		})),
		meta: meta(world, group),
	};
}

function meta(world: World, row: User | Group): Row {
	return {
		created: row.created,
		lastModified: row.lastUpdated,
		...(world.settings.scim.etag ? { version: versionOf(row) } : {}),
	};
}

export const versionOf = ({ revision }: { readonly revision: number }): string => `W/"${revision}"`;

const given = (name: string, value: unknown): Row => (value === undefined ? {} : { [name]: value });
