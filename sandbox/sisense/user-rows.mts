import { refuse } from './answers.mts';
import type { Call } from './call.mts';
import type { User, World } from './world.mts';

type Row = Record<string, unknown>;

/** The user of v1 (contract 3). What there is none of is not there at all. */
export function userRow(world: World, user: User): Row {
	const { lastActivity } = world.behaviour;
	return {
		_id: user.id,
		email: user.email,
		userName: user.userName,
		...given({ firstName: user.firstName, lastName: user.lastName }),
		roleId: user.roleId,
		active: user.active,
		groups: world.groupIds(user),
		adgroups: [],
		preferences: user.preferences,
		uiSettings: user.uiSettings,
		created: user.created,
		lastUpdated: user.lastUpdated,
		...given({ lastLogin: user.lastLogin, createdSso: user.createdSso }),
		...given({ lastActivity: lastActivity ? user.lastLogin : undefined }),
		...(user.directory === undefined ? {} : { activeDirectory: true, ...user.directory }),
		...(world.settings.tenants ? { tenantId: user.tenant } : {}),
	};
}

/** The user of v0.9: names of the role, and the hash of the password (contract 3). */
export function legacyRow(world: World, user: User): Row {
	const role = world.roles.get(user.roleId);
	return {
		...userRow(world, user),
		...given({ roleName: role?.name, baseRoleName: role?.base }),
		changePasswordState: 'none',
		...(user.password === null ? {} : { hash: hashOf(user) }),
	};
}

/** Looks like what bcrypt makes; nobody checks it. */
const hashOf = (user: User): string => `$2a$10$${Buffer.from(`${user.id}${user.revision}`).toString('base64url')}`;

/** A member as `expand=users` of a group shows it (contract 6). */
export function memberRow({ id, userName, email, firstName, lastName, active, roleId }: User): Row {
	return { _id: id, userName, email, ...given({ firstName, lastName }), active, roleId };
}

const given = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));

const EXPANDABLE = new Set(['groups', 'adgroups', 'role']);

/** Makes rows as `expand` wants them; 404/202 for what can't be expanded. */
export function expander(call: Call): (user: User) => Row {
	const { world } = call;
	const wanted = (call.query.get('expand') ?? '').split(',').filter((name) => name !== '');
	const unknown = wanted.find((name) => !EXPANDABLE.has(name));
	if (unknown !== undefined) throw refuse(404, 202, `Field ${unknown} cannot be expanded.`);
	const [groups, role] = [wanted.includes('groups'), wanted.includes('role')];
	return (user) => {
		const { roleId, ...row } = userRow(world, user);
		return {
			...row,
			...(role ? { role: roleOf(world, user) } : { roleId }),
			...(groups ? { groups: groupsOf(world, user) } : {}),
		};
	};
}

function roleOf(world: World, user: User): Row | null {
	const role = world.roles.get(user.roleId);
	return role === undefined ? null : { _id: role.id, name: role.name };
}

/** Groups that are gone have nothing to show. */
function groupsOf(world: World, user: User): Row[] {
	return world.groupIds(user).flatMap((id) => {
		const group = world.group(id);
		return group === undefined ? [] : [{ _id: group.id, name: group.name }];
	});
}
