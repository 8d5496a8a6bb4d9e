import SCIMMY from 'scimmy';
import type { Role } from '../roles.mts';
import { deleteUser, isSuper, setPassword } from '../user-writes.mts';
import { isEmail } from '../users.mts';
import type { Group, User, World } from '../world.mts';
import { scimGroups, scimPeople } from './rows.mts';

/** What the library hands over of a user, after it has checked the form. */
export interface ScimUser {
	readonly userName: string;
	readonly externalId?: string;
	readonly name?: { readonly givenName?: string; readonly familyName?: string };
	readonly emails?: readonly { readonly value?: string; readonly primary?: boolean }[];
	readonly active?: boolean;
	readonly password?: string;
	readonly roles?: readonly { readonly value?: string }[];
}

export interface ScimGroup {
	readonly displayName?: string;
	readonly externalId?: string;
	readonly members?: readonly { readonly value?: string }[];
}

const conflict = (words: string): Error => new SCIMMY.Types.Error(409, 'uniqueness', words);
const invalid = (words: string): Error => new SCIMMY.Types.Error(400, 'invalidValue', words);

export function missing(id: string): Error {
	return new SCIMMY.Types.Error(404, null as unknown as string, `Resource ${id} not found`);
}

/** POST and PUT: what is not given is empty afterwards, and nobody is inactive by not being told so. */
export function writePerson(world: World, id: string | undefined, data: ScimUser): User {
	const before = id === undefined ? undefined : personBy(world, id);
	const names = namesOf(data);
	requireFree(world, before, [names.userName, names.email]);
	const role = roleOf(world, data);
	if (before !== undefined && isSuper(world, before) && role !== undefined && role.name !== 'super')
		throw invalid('The role of the super-user cannot be changed.');
	if (role?.name === 'super' && (before === undefined || !isSuper(world, before)))
		throw invalid('There can be only one super-user.');
	const user = before ?? addPerson(world, names.email);
	world.users.rename(user, names);
	user.externalId = data.externalId;
	user.firstName = data.name?.givenName;
	user.lastName = data.name?.familyName;
	if (role !== undefined) user.roleId = role.id;
	if (data.password !== undefined) setPassword(user, data.password);
	user.active = data.active ?? true;
	if (before !== undefined) world.touch(user);
	return user;
}

/** Who is provisioned signs in at the provider: no password, no mail. */
function addPerson(world: World, email: string): User {
	return world.addUser({ ...world.blankUser(email, world.system.id), createdSso: world.stamp() });
}

function namesOf({ userName, emails = [] }: ScimUser): { userName: string; email: string } {
	const email = (emails.find(({ primary }) => primary === true) ?? emails[0])?.value ?? userName;
	if (!isEmail(email)) throw invalid('There must be an e-mail address, as userName or among emails.');
	return { userName, email };
}

/** In any letter case: `userName` is not case-exact in SCIM, whatever the REST side takes. */
function requireFree(world: World, self: User | undefined, names: readonly string[]): void {
	for (const name of names) {
		const others = world.users.named(name).filter((user) => user !== self);
		// Two of the company differ in case only; each of them can still be written to.
		const before = self === undefined ? [] : [self.email.toLowerCase(), self.userName.toLowerCase()];
		if (others.length > 0 && !before.includes(name.toLowerCase())) throw conflict(`${name} is taken.`);
	}
}

function roleOf(world: World, { roles = [] }: ScimUser): Role | undefined {
	const name = roles[0]?.value;
	if (name === undefined) return undefined;
	const role = world.roles.find(name);
	if (role === undefined) throw invalid(`There is no role ${name}.`);
	return role;
}

export function personBy(world: World, id: string): User {
	const user = world.users.get(id);
	if (user === undefined || user.tenant !== world.system.id) throw missing(id);
	return user;
}

export function removePerson(world: World, id: string): void {
	const user = personBy(world, id);
	if (isSuper(world, user)) throw new SCIMMY.Types.Error(403, null as unknown as string, 'The super-user stays.');
	deleteUser(world, user);
}

/** POST and PUT of a group: the members are exactly those given. */
export function writeGroup(world: World, id: string | undefined, data: ScimGroup): Group {
	const { displayName = '' } = data;
	const before = id === undefined ? undefined : groupBy(world, id);
	if (displayName === '') throw invalid('displayName must not be empty.');
	const namesake = [...world.groups.values()].find(
		({ name, tenant }) => name === displayName && tenant === world.system.id,
	);
	if (namesake !== undefined && namesake !== before) throw conflict(`${displayName} is taken.`);
	const members = new Set((data.members ?? []).map(({ value = '' }) => memberBy(world, value)));
	if (before?.ad === true) throw new SCIMMY.Types.Error(400, 'mutability', 'The directory owns this group.');
	const group = before ?? world.addGroup({ name: displayName, tenant: world.system.id });
	group.name = displayName;
	group.externalId = data.externalId;
	setMembers(world, group, members);
	if (before !== undefined) world.touch(group);
	return group;
}

function memberBy(world: World, id: string): User {
	const user = world.users.get(id);
	if (user === undefined || user.tenant !== world.system.id) throw invalid(`There is no user ${id}.`);
	return user;
}

function setMembers(world: World, group: Group, members: ReadonlySet<User>): void {
	for (const user of scimPeople(world)) {
		const isMember = user.groups.includes(group.id);
		if (isMember === members.has(user)) continue;
		user.groups = isMember ? user.groups.filter((id) => id !== group.id) : [...user.groups, group.id];
		world.touch(user);
	}
}

export function groupBy(world: World, id: string): Group {
	const group = scimGroups(world).find((one) => one.id === id.toLowerCase());
	if (group === undefined) throw missing(id);
	return group;
}

export function removeGroup(world: World, id: string): void {
	world.deleteGroup(groupBy(world, id));
}
