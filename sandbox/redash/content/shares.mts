import { noKey, ok, type Answer } from '../answers.mts';
import { found, type Call } from '../call.mts';
import { frontEnd, redirect } from '../pages.mts';
import type { Route } from '../router.mts';
import { dashboardOr, demandOwner } from './access.mts';
import type { Dashboard, Widget } from './model.mts';
import { showDashboard, showVisualization } from './show.mts';

export const shareRoutes: readonly Route[] = [
	{
		method: 'POST',
		path: '/api/dashboards/{id}/share',
		handle: (call, path) => share(call, dashboardOr(call, path.id)),
	},
	{
		method: 'DELETE',
		path: '/api/dashboards/{id}/share',
		handle: (call, path) => revoke(call, dashboardOr(call, path.id)),
	},
	{
		method: 'GET',
		path: '/api/dashboards/public/{token}',
		open: true,
		handle: (call, path) => readPublic(call, path.token),
	},
	{
		method: 'GET',
		path: '/public/dashboards/{token}',
		open: true,
		handle: (call, path) => openLink(call, path.token),
	},
];

/** A new link each time; one that is there already keeps working beside it (S). */
function share(call: Call, dashboard: Dashboard): Answer {
	demandOwner(call, dashboard.user);
	const { token } = call.world.content.share(dashboard.id);
	call.note({ action: 'activate_api_key', type: 'dashboard', id: dashboard.id });
	return ok(linkOf(call, token));
}

function revoke(call: Call, dashboard: Dashboard): Answer {
	demandOwner(call, dashboard.user);
	const active = call.world.content.activeShare(dashboard.id);
	if (active !== undefined) active.active = false;
	call.note({ action: 'deactivate_api_key', type: 'dashboard', id: dashboard.id });
	return ok(null);
}

/** What a single read adds for a shared dashboard, and only for one. */
export function shownShare(call: Call, dashboard: Dashboard): Record<string, string> {
	const share = call.world.content.activeShare(dashboard.id);
	return share === undefined ? {} : linkOf(call, share.token);
}

/** Absolute by the host that was asked, whatever REDASH_HOST says. */
function linkOf(call: Call, token: string): Record<string, string> {
	const { slug } = call.org;
	const { multiOrg } = call.world.settings;
	const path = multiOrg ? `/${slug}/public/dashboards/${token}` : `/public/dashboards/${token}?org_slug=${slug}`;
	return { public_url: `${call.origin}${path}`, api_key: token };
}

/** The token is the key; drafts and archived dashboards are shown as well (R `public-of-archived`). */
function readPublic(call: Call, token: string): Answer {
	const { content } = call.world;
	const share = found(content.shareOf(token), noKey);
	const dashboard = found(content.dashboards.get(share.dashboard), noKey);
	const { name, layout, dashboard_filters_enabled, updated_at, created_at, options } = showDashboard(call, dashboard);
	const widgets = content.widgetsOf(dashboard.id).map((widget) => showPublicWidget(call, widget));
	return ok({ name, layout, dashboard_filters_enabled, updated_at, created_at, options, widgets });
}

/** The page behind the link; one that was revoked leads to the login form. */
function openLink(call: Call, token: string): Answer {
	const live = call.world.content.shareOf(token) !== undefined;
	return live ? frontEnd() : redirect(`/login?next=${call.url.href}`);
}

function showPublicWidget(call: Call, widget: Widget): Record<string, unknown> {
	const { content } = call.world;
	const { id, width, options, text, updatedAt, createdAt } = widget;
	const row = { id, width, options, text, updated_at: updatedAt, created_at: createdAt };
	const visualization = widget.visualization === null ? undefined : content.visualizations.get(widget.visualization);
	const query = content.queryOfVisualization(widget.visualization);
	if (visualization === undefined || query === undefined) return row;
	const { id: _id, ...look } = showVisualization(visualization);
	const { id: queryId, name, description, options: queryOptions } = query;
	return { ...row, visualization: { ...look, query: { id: queryId, name, description, options: queryOptions } } };
}
