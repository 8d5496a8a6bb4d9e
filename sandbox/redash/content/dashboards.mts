import { conflict, fatal, notFound, ok, Refusal, type Answer } from '../answers.mts';
import { found, type Call } from '../call.mts';
import type { Route } from '../router.mts';
import { dashboardOr, demand, inOrg, mayModify } from './access.mts';
import { assign, copyName, touch } from './changes.mts';
import { listDashboards, ownDashboards } from './dashboard-lists.mts';
import type { Dashboard } from './model.mts';
import { shownShare } from './shares.mts';
import { showDashboard } from './show.mts';

/** What `POST /dashboards/{id}` changes; a `user_id` is not among it (contract 8). */
const FIELDS: Readonly<Record<string, keyof Dashboard>> = {
	name: 'name',
	layout: 'layout',
	tags: 'tags',
	is_draft: 'draft',
	is_archived: 'archived',
	dashboard_filters_enabled: 'filters',
	options: 'options',
};

/** A missing one is a 404 to readers and a 500 to everybody who writes (contract 8). */
export const dashboardRoutes: readonly Route[] = [
	{ method: 'GET', path: '/api/dashboards', permission: 'list_dashboards', handle: listDashboards },
	{ method: 'POST', path: '/api/dashboards', permission: 'create_dashboard', handle: create },
	{ method: 'GET', path: '/api/dashboards/my', permission: 'list_dashboards', handle: ownDashboards },
	{
		method: 'GET',
		path: '/api/dashboards/{id}',
		permission: 'list_dashboards',
		handle: (call, path) => read(call, byPath(call, path.id, notFound)),
	},
	{
		method: 'POST',
		path: '/api/dashboards/{id}',
		permission: 'edit_dashboard',
		handle: (call, path) => update(call, dashboardOr(call, path.id)),
	},
	{
		method: 'DELETE',
		path: '/api/dashboards/{id}',
		permission: 'edit_dashboard',
		handle: (call, path) => archive(call, byPath(call, path.id, fatal)),
	},
	{
		method: 'POST',
		path: '/api/dashboards/{id}/fork',
		permission: 'edit_dashboard',
		handle: (call, path) => fork(call, dashboardOr(call, path.id)),
	},
];

/** Old versions read and archive by slug, but change by id (contract 8). */
function byPath(call: Call, text: string, missing: () => Answer): Dashboard {
	if (!call.world.behaviour.dashboardsBySlug) return dashboardOr(call, text, missing);
	const { dashboards } = call.world.content;
	return found(
		inOrg(
			call,
			dashboards.rows.find(({ slug }) => slug === text),
		),
		missing,
	);
}

function create(call: Call): Answer {
	const body = call.object();
	if (typeof body.name !== 'string') throw new Refusal(fatal());
	const now = call.world.stamp();
	const { user, org, world } = call;
	const dashboard = world.content.addDashboard({ org: org.id, user: user.id, name: body.name, createdAt: now });
	touch(call, user.id, now);
	return ok(showDashboard(call, dashboard));
}

/** Anybody may read any by its id, drafts included; widgets on what they can't see come without content. */
function read(call: Call, dashboard: Dashboard): Answer {
	call.note({ action: 'view', type: 'dashboard', id: dashboard.id });
	return ok({
		...showDashboard(call, dashboard, { widgetsFor: 'caller' }),
		...shownShare(call, dashboard),
		can_edit: mayModify(call, 'dashboards', dashboard),
	});
}

function update(call: Call, dashboard: Dashboard): Answer {
	const body = call.object();
	demand(mayModify(call, 'dashboards', dashboard));
	if ('version' in body && body.version !== dashboard.version) throw new Refusal(conflict());
	if (assign(dashboard, body, FIELDS)) grow(call, dashboard);
	call.note({ action: 'edit', type: 'dashboard', id: dashboard.id });
	return ok(showDashboard(call, dashboard, { widgetsFor: 'caller' }));
}

/** Ownership is not asked for: whoever may edit dashboards may archive any (S). Public links live on. */
function archive(call: Call, dashboard: Dashboard): Answer {
	if (!dashboard.archived) {
		dashboard.archived = true;
		grow(call, dashboard);
	}
	call.note({ action: 'archive', type: 'dashboard', id: dashboard.id });
	return ok(showDashboard(call, dashboard, { widgetsFor: 'caller' }));
}

/** A draft of the caller without a link. It is saved twice on the way, so its version is 2 (R `fork-dashboard`). */
function fork(call: Call, dashboard: Dashboard): Answer {
	const now = call.world.stamp();
	const { user, world } = call;
	const { org, layout, filters, options, tags } = dashboard;
	const copy = world.content.addDashboard({
		...{ org, layout, filters, options, tags, version: 2 },
		name: copyName(dashboard),
		user: user.id,
		createdAt: now,
	});
	for (const { visualization, text, width, options: look } of world.content.widgetsOf(dashboard.id))
		world.content.widgets.add({
			...{ dashboard: copy.id, visualization, text, width, options: look },
			createdAt: now,
			updatedAt: now,
		});
	touch(call, user.id, now);
	call.note({ action: 'fork', type: 'dashboard', id: dashboard.id });
	return ok(showDashboard(call, copy, { widgetsFor: 'nobody' }));
}

function grow(call: Call, dashboard: Dashboard): void {
	dashboard.version++;
	dashboard.updatedAt = call.world.stamp();
}
