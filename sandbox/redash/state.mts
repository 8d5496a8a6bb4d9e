import { contentState } from './content/index.mts';
import type { User, World } from './world.mts';

/** What is true now, in names people can read: `GET /__sandbox/state`. Keys and links are not in it. */
export function describeWorld(world: World) {
	const slug = (org: number): string => world.orgs.get(org)?.slug ?? `#${org}`;
	const groupName = (id: number): string => world.groups.get(id)?.name ?? `#${id}`;
	const sourcesOf = (group: number) =>
		world.dataSources.rows.flatMap(({ name, attachments }) =>
			attachments.filter((one) => one.group === group).map(({ viewOnly }) => ({ name, viewOnly })),
		);
	return {
		accounts: world.users.rows.map((user) => ({
			id: user.id,
			org: slug(user.org),
			email: user.email,
			name: user.name,
			state: stateOf(user),
			/** A person can be pending and disabled. */
			pending: user.pending,
			verified: user.verified,
			admin: world.has(user, 'admin'),
			groups: user.groups.map(groupName),
			groupIds: [...user.groups],
		})),
		groups: world.groups.rows.map(({ id, org, name, type, permissions }) => ({
			id,
			org: slug(org),
			name,
			type,
			permissions: [...permissions],
			members: world.users.rows.filter((user) => user.groups.includes(id)).map((user) => user.email),
			dataSources: sourcesOf(id),
		})),
		dataSources: world.dataSources.rows.map(({ id, org, name, type, attachments }) => ({
			id,
			org: slug(org),
			name,
			type,
			groups: attachments.map(({ group }) => groupName(group)),
		})),
		content: contentState(world),
	};
}

function stateOf(user: User): 'active' | 'pending' | 'disabled' {
	if (user.disabledAt !== null) return 'disabled';
	return user.pending ? 'pending' : 'active';
}
