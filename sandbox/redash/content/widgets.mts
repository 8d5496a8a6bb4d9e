import { fatal, ok, Refusal, type Answer } from '../answers.mts';
import { found, rowId, type Call } from '../call.mts';
import type { Route } from '../router.mts';
import { bodyId, dashboardOr, demand, inOrg, mayModify, mayView } from './access.mts';
import type { Dashboard, Json, Widget } from './model.mts';
import { showWidget } from './show.mts';

/** Here a missing one is always a 500 (S). */
export const widgetRoutes: readonly Route[] = [
	{ method: 'POST', path: '/api/widgets', permission: 'edit_dashboard', handle: create },
	{
		method: 'POST',
		path: '/api/widgets/{id}',
		permission: 'edit_dashboard',
		handle: (call, path) => update(call, own(call, path.id)),
	},
	{
		method: 'DELETE',
		path: '/api/widgets/{id}',
		permission: 'edit_dashboard',
		handle: (call, path) => {
			call.world.content.widgets.remove(own(call, path.id));
			return ok(null);
		},
	},
];

function create(call: Call): Answer {
	const body = call.object();
	const dashboard = dashboardOr(call, String(bodyId(body.dashboard_id)));
	demand(mayModify(call, 'dashboards', dashboard));
	if (!('visualization_id' in body)) throw new Refusal(fatal());
	const now = call.world.stamp();
	const widget = call.world.content.widgets.add({
		dashboard: dashboard.id,
		visualization: body.visualization_id ? visualizationFor(call, body.visualization_id, now) : null,
		text: (body.text ?? null) as string | null,
		width: Number(body.width ?? 1),
		options: (body.options ?? {}) as Json,
		createdAt: now,
		updatedAt: now,
	});
	return ok(showWidget(call, widget));
}

/** One the caller may look at. Being shown moves its own date, not that of the dashboard (R `dashboard-get`). */
function visualizationFor(call: Call, value: unknown, now: string): number {
	const { content } = call.world;
	const visualization = found(content.visualizations.get(bodyId(value)), fatal);
	const query = found(inOrg(call, content.queryOfVisualization(visualization.id)), fatal);
	demand(mayView(call, query.source));
	visualization.updatedAt = now;
	return visualization.id;
}

function update(call: Call, widget: Widget): Answer {
	const { text, options } = call.object();
	if (text === undefined || options === undefined) throw new Refusal(fatal());
	Object.assign(widget, { text, options, updatedAt: call.world.stamp() });
	return ok(showWidget(call, widget));
}

/** One on a dashboard the caller may modify. */
function own(call: Call, id: string): Widget {
	const { content } = call.world;
	const widget = found(content.widgets.get(rowId(id)), fatal);
	const dashboard = found(inOrg<Dashboard>(call, content.dashboards.get(widget.dashboard)), fatal);
	demand(mayModify(call, 'dashboards', dashboard));
	return widget;
}
