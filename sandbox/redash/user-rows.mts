import { createHash } from 'node:crypto';
import type { User, World } from './world.mts';

/** The user object with group ids: everywhere but in the list (contract 4). */
export function userRow(world: World, user: User, withKey = false): Record<string, unknown> {
	const { disable, inviteFields } = world.behaviour;
	return {
		id: user.id,
		name: user.name,
		email: user.email,
		profile_image_url: avatar(user),
		groups: user.groups,
		updated_at: user.updatedAt,
		created_at: user.createdAt,
		...(disable ? { disabled_at: user.disabledAt, is_disabled: user.disabledAt !== null } : {}),
		...(inviteFields
			? { active_at: user.activeAt, is_invitation_pending: user.pending, is_email_verified: user.verified }
			: {}),
		auth_type: user.password === null ? 'external' : 'password',
		...(withKey ? { api_key: user.apiKey } : {}),
	};
}

/** The row of the list: groups as objects, duplicates and deleted ones dropped, in no order (contract 4). */
export function listedUserRow(world: World, user: User): Record<string, unknown> {
	const groups = [...new Set(user.groups)].flatMap((id) => world.groups.get(id) ?? []);
	return { ...userRow(world, user), groups: groups.map(({ id, name }) => ({ id, name })) };
}

/** Part of the user that dashboards and other content show. */
export function avatar(user: User): string {
	if (user.disabledAt !== null) return '/static/images/avatar.svg';
	const hash = createHash('md5').update(user.email).digest('hex');
	return `https://www.gravatar.com/avatar/${hash}?s=40&d=identicon`;
}
