import { failure, found, notFound, refuse, Refusal } from './answers.mts';
import type { Call } from './call.mts';
import type { Role } from './roles.mts';
import type { UserFields } from './user-fields.mts';
import type { User, World } from './world.mts';

/** Makes one person; throws where something about them is refused (contract 4). Sends no mail. */
export function createUser(call: Call, fields: UserFields): User {
	const { world } = call;
	const { email = '', userName = email } = fields;
	requireFree(world, undefined, [email, userName]);
	const role = fields.roleId === undefined ? world.roles.find('consumer') : requireRole(call, fields.roleId);
	if (role !== undefined) requireSeat(world, role);
	const tenant = requireTenant(call, fields.tenantId);
	const { password = null } = fields;
	const user = world.addUser({
		...world.blankUser(email, tenant),
		userName,
		firstName: fields.firstName,
		lastName: fields.lastName,
		...(role === undefined ? {} : { roleId: role.id }),
		groups: joinable(world, fields.groups ?? [], tenant),
		password,
		active: password !== null,
		...(fields.preferences === undefined ? {} : { preferences: fields.preferences }),
		...(fields.uiSettings === undefined ? {} : { uiSettings: fields.uiSettings }),
	});
	applyActive(world, user, fields.active);
	return user;
}

/** Changes what is given (contract 4). */
export function updateUser(call: Call, user: User, fields: UserFields): void {
	const { world } = call;
	const { email = user.email, userName = user.userName } = fields;
	requireFree(world, user, [email, userName]);
	if (fields.roleId !== undefined && fields.roleId !== user.roleId) changeRole(call, user, fields.roleId);
	if (email !== user.email || userName !== user.userName) world.users.rename(user, { email, userName });
	if (fields.groups !== undefined) user.groups = joinable(world, fields.groups, user.tenant, user.groups);
	for (const name of ['firstName', 'lastName'] as const) if (fields[name] !== undefined) user[name] = fields[name];
	for (const name of ['preferences', 'uiSettings'] as const)
		if (fields[name] !== undefined) user[name] = { ...user[name], ...fields[name] };
	if (fields.password !== undefined) setPassword(user, fields.password);
	applyActive(world, user, fields.active);
	world.touch(user);
}

/** A password accepts the invitation. Tokens stay good (contract 15, item 5). */
export function setPassword(user: User, password: string): void {
	const isLocal = user.createdSso === undefined && user.directory === undefined;
	if (user.password === null && isLocal) user.active = true;
	user.password = password;
}

function applyActive(world: World, user: User, active: unknown): void {
	if (world.settings.active === 'stored' && typeof active === 'boolean') user.active = active;
}

function requireFree(world: World, self: User | undefined, names: readonly string[]): void {
	for (const name of names) {
		const holder = world.users.exactly(name);
		if (holder !== undefined && holder !== self) throw refuse(400, 2004, `User ${name} already exists.`);
	}
}

function requireRole(call: Call, id: string): Role {
	const role = found(call.world.roles.get(id), () => notFound('role', id));
	if (role.name === 'super') throw refuse(400, 2006, 'There can be only one super-user.');
	return role;
}

function changeRole(call: Call, user: User, id: string): void {
	const role = requireRole(call, id);
	if (isSuper(call.world, user)) throw refuse(400, 2006, 'There must be one super-user.');
	if (call.world.roles.get(user.roleId)?.seat !== role.seat) requireSeat(call.world, role);
	user.roleId = id;
}

function requireSeat(world: World, { seat }: Role): void {
	if (world.seatsInUse(seat) >= world.seats[seat])
		throw refuse(400, 2007, `The license does not allow more ${seat} users.`);
}

/** Another tenant than one's own can be named by people of the system tenant only (contract 7). */
function requireTenant(call: Call, wanted: string | undefined): string {
	const { world, tenant, user } = call;
	if (wanted === undefined || wanted === tenant.id) return tenant.id;
	if (user.tenant !== world.system.id) throw new Refusal(failure(403, 403, 'Access denied.'));
	return found(world.tenants.get(wanted), () => notFound('tenant', wanted)).id;
}

/**
 * Groups that somebody of this tenant can be in by a write. Built-in ones, those that are gone and those of the
 * directory are left out without a word; a directory group one is in already stays.
 */
function joinable(world: World, ids: readonly string[], tenant: string, before: readonly string[] = []): string[] {
	return [...new Set(ids)].filter((id) => {
		const group = world.group(id);
		if (group === undefined || group.builtIn !== undefined || group.tenant !== tenant) return false;
		return !group.ad || before.includes(id);
	});
}

export const isSuper = (world: World, user: User): boolean => world.roles.get(user.roleId)?.name === 'super';

/** Takes somebody and what is theirs out of the world. */
export function deleteUser(world: World, user: User): void {
	if (isSuper(world, user)) throw refuse(400, 2011, 'The super-user cannot be deleted.');
	world.deleteUser(user);
}
