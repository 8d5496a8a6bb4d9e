import type { World } from '../world.mts';

/** Content in names people can read, for the state of the world. */
export function contentState(world: World) {
	const { content } = world;
	const party = (id: string): string => world.users.get(id)?.email ?? world.group(id)?.name ?? `#${id}`;
	const folder = (id: string | null | undefined): string | null =>
		id === null || id === undefined ? null : (content.folders.get(id)?.name ?? `#${id}`);
	return {
		dashboards: [...content.dashboards.values()].map((one) => ({
			id: one.id,
			title: one.title,
			owner: party(one.owner),
			folder: folder(one.folder),
			shares: one.shares.map(({ shareId, rule }) => ({ with: party(shareId), rule })),
			widgets: one.widgets.length,
			published: one.published === undefined ? null : one.published.title,
		})),
		folders: [...content.folders.values()].map(({ id, name, owner, parent }) => ({
			id,
			name,
			owner: party(owner),
			parent: folder(parent),
		})),
		models: [...content.models.values()].map(({ id, title, type, creator, shares }) => ({
			id,
			title,
			type,
			creator: party(creator),
			shares: shares.map(({ partyId, permission }) => ({ with: party(partyId), permission })),
		})),
		reports: [...content.reports.values()].map(({ id, name, owner, enabled, recipients, errorEmails }) => ({
			id,
			name,
			owner: party(owner),
			enabled,
			recipients,
			errorEmails,
		})),
	};
}
