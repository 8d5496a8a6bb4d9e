import { BadRequestOfUser } from '../frame/switches.mts';
import { writeToken } from './tokens.mts';
import type { User, World } from './world.mts';

/**
 * A person signs in at the identity provider: `{email, firstName?, lastName?, groups?: [names], role?}`. Somebody new
 * is created, as a viewer if nothing is said; role and groups of people from there are set again at each sign-in
 * (contract 4). Who was deleted comes back with another id (contract 13). Answers with an API token of theirs.
 */
export function signIn(world: World, body: Record<string, unknown>): unknown {
	if (!world.settings.sso) throw new BadRequestOfUser('nobody signs in at a provider: set sisense.sso=on');
	const { email, firstName, lastName, groups, role } = body;
	if (typeof email !== 'string' || !email.includes('@'))
		throw new BadRequestOfUser('sso takes {"email", "firstName"?, "lastName"?, "groups"?: [names], "role"?: name}');
	const known = world.users.named(email)[0];
	const user = known ?? create(world, email);
	if (world.settings.active === 'stored' && !user.active && user.lastLogin !== undefined)
		return { signedIn: false, id: user.id };
	if (typeof firstName === 'string') user.firstName = firstName;
	if (typeof lastName === 'string') user.lastName = lastName;
	// A manually created person keeps the role given by hand.
	if (user.createdSso !== undefined) follow(world, user, groups, role);
	user.active = true;
	user.lastLogin = world.stamp();
	const token = writeToken(user, world.clock.now(), world.settings.tokenExpiry);
	return { signedIn: true, id: user.id, created: known === undefined, token };
}

function create(world: World, email: string): User {
	return world.addUser({ ...world.blankUser(email, world.system.id), createdSso: world.stamp() });
}

function follow(world: World, user: User, groups: unknown, role: unknown): void {
	const wanted = typeof role === 'string' ? world.roles.find(role) : undefined;
	if (wanted !== undefined) user.roleId = wanted.id;
	if (!Array.isArray(groups)) return;
	user.groups = [...world.groups.values()]
		.filter(({ name, tenant, builtIn }) => tenant === user.tenant && builtIn === undefined && groups.includes(name))
		.map(({ id }) => id);
}
