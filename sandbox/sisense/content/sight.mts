import type { Call } from '../call.mts';
import type { User, World } from '../world.mts';
import type { Dashboard, Folder } from './model.mts';

/** How somebody came to see a dashboard; nothing where they don't. */
export function accessOf(world: World, user: User, dashboard: Dashboard): string | undefined {
	if (dashboard.owner === user.id) return 'owner';
	const rules = dashboard.shares
		.filter(({ shareId, type }) => {
			if (type === 'user') return shareId === user.id;
			const group = world.group(shareId);
			return group !== undefined && world.isMember(user, group);
		})
		.map(({ rule }) => rule);
	return rules.includes('edit') ? 'edit' : rules[0];
}

/** Dashboards the caller owns or was given: being an administrator does not help (contract 8). */
export function ownDashboards({ world, user }: Call): Dashboard[] {
	return [...world.content.dashboards.values()].filter((one) => accessOf(world, user, one) !== undefined);
}

/** Dashboards of the caller's tenants, whoever owns them. */
export function tenantDashboards(call: Call): Dashboard[] {
	return [...call.world.content.dashboards.values()].filter(({ tenant }) => call.sees(tenant));
}

/** Folders of the caller, and those with a dashboard that they see, with everything above (contract 8). */
export function ownFolders(call: Call): Folder[] {
	const { folders } = call.world.content;
	const seen = new Set<string>();
	const climb = (id: string | null | undefined): void => {
		const folder = id === null || id === undefined ? undefined : folders.get(id);
		if (folder === undefined || seen.has(folder.id)) return;
		seen.add(folder.id);
		climb(folder.parent);
	};
	for (const folder of folders.values()) if (folder.owner === call.user.id) climb(folder.id);
	for (const dashboard of ownDashboards(call)) climb(dashboard.folder);
	return [...folders.values()].filter(({ id }) => seen.has(id));
}
