import { BadRequestOfUser } from '../frame/switches.mts';
import { ADMINISTRATORS, ALL_USERS, type User, type World } from './world.mts';

/**
 * A person signs in by JWT: `{email, first_name?, last_name?, groups?}`. Provisioning is on: somebody new is created
 * and somebody deactivated is active again. With `groups` (names) the groups that the provider knows are set to these
 * (contract 13).
 */
export function signIn(world: World, body: Record<string, unknown>): unknown {
	if (!world.settings.jwt)
		throw new BadRequestOfUser('nobody signs in at a provider: set metabase.sso=jwt and metabase.edition=ee');
	const { email, first_name: first, last_name: last, groups } = body;
	if (typeof email !== 'string' || !email.includes('@'))
		throw new BadRequestOfUser('sso takes {"email", "first_name"?, "last_name"?, "groups"?: [names]}');
	const known = world.users.forEmail(email);
	if (known !== undefined && world.isHidden(known)) return { signedIn: false, id: known.id };
	const reactivated = known?.active === false;
	const user = known ?? create(world, email);
	user.active = true;
	user.ssoSource = 'jwt';
	if (typeof first === 'string') user.firstName = first;
	if (typeof last === 'string') user.lastName = last;
	if (reactivated) world.leave(user, ADMINISTRATORS);
	if (Array.isArray(groups)) syncGroups(world, user, groups);
	user.lastLogin = world.stamp();
	world.sessions.open(user.id);
	return { signedIn: true, id: user.id, created: known === undefined, reactivated };
}

function create(world: World, email: string): User {
	const user = world.addUser({ ...world.blankUser(email, null, null), ssoSource: 'jwt' });
	world.join(user, ALL_USERS);
	return user;
}

/** All Users and Administrators are not the provider's. */
function syncGroups(world: World, user: User, names: readonly unknown[]): void {
	for (const group of world.groups.rows) {
		if (group.magic !== null || group.tenant) continue;
		if (names.includes(group.name)) world.join(user, group.id);
		else world.leave(user, group.id);
	}
}
