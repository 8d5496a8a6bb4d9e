import type { World } from '../world.mts';
import type { Copy, Dashboard, Model, Share } from './model.mts';

type Row = Record<string, unknown>;

/** Entries as a dashboard carries them: the owner among the others. */
export function shareList({ owner, shares }: Dashboard): readonly Row[] {
	const first: Omit<Share, 'rule'> & { rule: string } = {
		shareId: owner,
		type: 'user',
		rule: 'owner',
		subscribe: false,
	};
	return [first, ...shares].map((one) => ({ ...one }));
}

/** The row of a list (contract 8). */
export function dashboardRow(dashboard: Dashboard, { title }: Copy = dashboard): Row {
	const { id, owner, folder, model, lastUpdated, lastPublish } = dashboard;
	return {
		oid: id,
		title,
		owner,
		...(folder === undefined ? {} : { parentFolder: folder }),
		shares: shareList(dashboard),
		datasource: { title: model },
		widgetsDatasources: [{ title: model }],
		lastUpdated,
		...(lastPublish === undefined ? {} : { lastPublish }),
	};
}

/** One with everything in it. */
export function wholeDashboard(dashboard: Dashboard, copy: Copy = dashboard): Row {
	return { ...dashboardRow(dashboard, copy), widgets: copy.widgets };
}

/** What the routes about shares tell: names beside ids, and the owner without a rule (contract 8). */
export function sharesBody(world: World, { owner, shares }: Dashboard): Row {
	const named = ({ shareId, type }: Pick<Share, 'shareId' | 'type'>): Row =>
		type === 'user'
			? { userName: world.users.get(shareId)?.userName ?? null }
			: { name: world.group(shareId)?.name ?? null };
	const ownerEntry = { shareId: owner, type: 'user' as const, subscribe: false };
	return {
		sharesTo: [ownerEntry, ...shares].map((one) => ({ ...one, ...named(one) })),
		owner: { _id: owner, userName: world.users.get(owner)?.userName ?? null },
	};
}

export function modelRow({ id, title, type, shares }: Model): Row {
	return { oid: id, title, type, shares };
}
