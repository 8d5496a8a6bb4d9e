import type { Call, QueryKey } from '../call.mts';
import type { World } from '../world.mts';
import { visibleAlerts } from './alerts.mts';
import { unarchivedDashboards } from './dashboard-lists.mts';
import { visibleQueries } from './query-lists.mts';

/** What the rest of the server asks about content. */

/**
 * Counters of `GET /organization/status`: queries and alerts as far as the caller's groups see them, dashboards all of
 * the organisation (contract 3).
 */
export function countersFor(call: Call): { alerts: number; queries: number; dashboards: number } {
	return {
		alerts: visibleAlerts(call).length,
		queries: visibleQueries(call).filter((query) => !query.archived).length,
		dashboards: unarchivedDashboards(call).length,
	};
}

/** Whether deleting this person fails because something belongs to them, archived things too (contract 5). */
export function ownsContent(world: World, userId: number): boolean {
	const { queries, dashboards, alerts, snippets, subscriptions } = world.content;
	return [queries, dashboards, alerts, snippets, subscriptions].some((table) =>
		(table.rows as readonly { readonly user: number }[]).some((row) => row.user === userId),
	);
}

/** Forgets somebody who owned nothing: as last modifier, and in grants. */
export function onUserDeleted(world: World, userId: number): void {
	const { queries, grants } = world.content;
	for (const query of queries.rows) if (query.lastModifiedBy === userId) query.lastModifiedBy = null;
	for (const grant of grants.rows.filter(({ grantor, grantee }) => grantor === userId || grantee === userId))
		grants.remove(grant);
}

/** The query whose own key this is, and the groups that key sees with. */
export function queryKeyOwner(world: World, key: string): QueryKey | undefined {
	const query = world.content.queries.rows.find((row) => row.apiKey === key);
	if (query === undefined) return undefined;
	const attachments = (query.source === null ? undefined : world.dataSources.get(query.source))?.attachments ?? [];
	return { key, queryId: query.id, groups: attachments.map(({ group }) => group) };
}
