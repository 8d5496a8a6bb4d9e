import { BadRequestOfUser } from '../frame/switches.mts';
import type { World } from './world.mts';

/**
 * A person signs in at the identity provider: `{email, name?, groups?, org?}`. With `groups` as by SAML with the
 * attribute RedashGroups: the matched ones plus `default` replace what the person had. Somebody new is created in
 * `default`; an invitation counts as accepted and the name is overwritten (contract 6).
 */
export function signIn(world: World, body: Record<string, unknown>): unknown {
	const { email, name, groups, org: slug = 'default' } = body;
	if (typeof email !== 'string' || !email.includes('@'))
		throw new BadRequestOfUser('sso takes {"email", "name"?, "groups"?: [names], "org"?}');
	const org = world.orgBySlug(String(slug));
	if (org === undefined) throw new BadRequestOfUser(`No organisation "${String(slug)}"`);
	const everybody = world.builtin(org.id, 'default').id;
	const known = world.users.forEmail(org.id, email);
	if (known !== undefined && known.disabledAt !== null) return { signedIn: false, id: known.id };
	const user =
		known ?? world.users.add({ ...world.blankUser(org.id, String(name ?? email), email), groups: [everybody] });
	user.pending = false;
	if (name !== undefined) user.name = String(name);
	if (Array.isArray(groups)) {
		const matched = world.groups.rows.filter((group) => group.org === org.id && groups.includes(group.name));
		user.groups = [...matched.map((group) => group.id), everybody];
	}
	user.updatedAt = world.stamp();
	world.saw(user);
	return { signedIn: true, id: user.id };
}
