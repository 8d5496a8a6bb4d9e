import type { Route } from '../router.mts';
import { aclRoutes } from './acl.mts';
import { alertRoutes } from './alerts.mts';
import { dashboardRoutes } from './dashboards.mts';
import { Content } from './model.mts';
import { queryRoutes } from './queries.mts';
import { shareRoutes } from './shares.mts';
import { snippetRoutes } from './snippets.mts';
import { visualizationRoutes } from './visualizations.mts';
import { widgetRoutes } from './widgets.mts';

/** What people make in Redash: queries, dashboards, alerts, snippets (contract 8). */

export { addQueries } from './bulk.mts';
export { countersFor, onUserDeleted, ownsContent, queryKeyOwner } from './outside.mts';
export { queryKeyOf, seedContent, shareTokenOf } from './seed.mts';
export { contentState } from './state.mts';

/** Fixed words before placeholders: the first path that fits is taken. */
export const contentRoutes: readonly Route[] = [
	...queryRoutes,
	...shareRoutes,
	...dashboardRoutes,
	...visualizationRoutes,
	...widgetRoutes,
	...alertRoutes,
	...snippetRoutes,
	...aclRoutes,
];

/** The part of a world that content is. */
export function createContent(): Content {
	return new Content();
}
