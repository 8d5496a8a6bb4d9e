import { createHash } from 'node:crypto';
import type { Call } from '../call.mts';
import { avatar, userRow } from '../user-rows.mts';
import type { User } from '../world.mts';
import { mayView, queryOf } from './access.mts';
import {
	QUERY_VERSION,
	type Alert,
	type Dashboard,
	type Query,
	type Snippet,
	type Subscription,
	type Visualization,
	type Widget,
} from './model.mts';

/** How rows of content look in answers (contract 8; shapes from R `owned-content`). */

export interface QueryExtras {
	/** In lists: the last modifier by id alone, and when it ran (R `queries-list`). */
	readonly listed?: true;
	/** Who is shown as last modifier where that is not what is stored (R `owner-change-user-id`). */
	readonly shownModifier?: number;
	readonly visualizations?: true;
	/** Inside widgets and alerts nobody is asked whether it is a favourite. */
	readonly nested?: true;
}

export function showQuery(call: Call, query: Query, extras: QueryExtras = {}): Record<string, unknown> {
	const modifier = extras.shownModifier ?? query.lastModifiedBy;
	return {
		id: query.id,
		latest_query_data_id: null,
		name: query.name,
		description: query.description,
		query: query.text,
		query_hash: hashOf(query.text),
		schedule: query.schedule,
		api_key: query.apiKey,
		is_archived: query.archived,
		is_draft: query.draft,
		updated_at: query.updatedAt,
		created_at: query.createdAt,
		data_source_id: query.source,
		options: query.options,
		version: QUERY_VERSION,
		tags: query.tags,
		is_safe: true,
		user: person(call, query.user),
		...(extras.listed
			? { last_modified_by_id: modifier, retrieved_at: null, runtime: null }
			: { last_modified_by: modifier === null ? null : person(call, modifier) }),
		...(extras.visualizations
			? { visualizations: call.world.content.visualizationsOf(query.id).map(showVisualization) }
			: {}),
		...(extras.nested || call.queryKey !== undefined ? {} : { is_favorite: false }),
	};
}

export function showVisualization(row: Visualization): Record<string, unknown> {
	return {
		id: row.id,
		type: row.type,
		name: row.name,
		description: row.description,
		options: row.options,
		updated_at: row.updatedAt,
		created_at: row.createdAt,
	};
}

export interface DashboardExtras {
	/**
	 * Absent: `widgets` is null, as in lists and on create.
	 * `nobody`: as on a copy, where all with a query are restricted (R `fork-dashboard`).
	 */
	readonly widgetsFor?: 'caller' | 'nobody';
}

export function showDashboard(
	call: Call,
	dashboard: Dashboard,
	{ widgetsFor }: DashboardExtras = {},
): Record<string, unknown> {
	const owner = account(call, dashboard.user);
	const widgets =
		widgetsFor === undefined
			? null
			: call.world.content.widgetsOf(dashboard.id).map((widget) => showWidgetFor(call, widget, widgetsFor));
	return {
		id: dashboard.id,
		slug: dashboard.slug,
		name: dashboard.name,
		user_id: dashboard.user,
		user: { id: owner.id, name: owner.name, email: owner.email, profile_image_url: avatar(owner) },
		layout: dashboard.layout,
		dashboard_filters_enabled: dashboard.filters,
		widgets,
		options: dashboard.options,
		is_archived: dashboard.archived,
		is_draft: dashboard.draft,
		tags: dashboard.tags,
		updated_at: dashboard.updatedAt,
		created_at: dashboard.createdAt,
		version: dashboard.version,
		is_favorite: false,
	};
}

/** A widget on a query the reader may not see is named, not shown. */
function showWidgetFor(call: Call, widget: Widget, reader: 'caller' | 'nobody'): Record<string, unknown> {
	const query = call.world.content.queryOfVisualization(widget.visualization);
	if (query === undefined || (reader === 'caller' && mayView(call, query.source))) return showWidget(call, widget);
	const { id, width, dashboard, options, createdAt, updatedAt } = widget;
	return {
		id,
		width,
		dashboard_id: dashboard,
		options,
		created_at: createdAt,
		updated_at: updatedAt,
		restricted: true,
	};
}

export function showWidget(call: Call, widget: Widget): Record<string, unknown> {
	const { content } = call.world;
	const visualization = widget.visualization === null ? undefined : content.visualizations.get(widget.visualization);
	const query = content.queryOfVisualization(widget.visualization);
	return {
		id: widget.id,
		width: widget.width,
		options: widget.options,
		dashboard_id: widget.dashboard,
		text: widget.text,
		updated_at: widget.updatedAt,
		created_at: widget.createdAt,
		...(visualization === undefined || query === undefined
			? {}
			: {
					visualization: {
						...showVisualization(visualization),
						query: showQuery(call, query, { nested: true }),
					},
				}),
	};
}

export function showAlert(call: Call, alert: Alert): Record<string, unknown> {
	return {
		id: alert.id,
		name: alert.name,
		options: alert.options,
		state: 'unknown',
		last_triggered_at: null,
		updated_at: alert.updatedAt,
		created_at: alert.createdAt,
		rearm: alert.rearm,
		query: showQuery(call, queryOf(call.world, alert), { nested: true }),
		user: person(call, alert.user),
	};
}

export function showSubscription(call: Call, subscription: Subscription): Record<string, unknown> {
	const { id, user, alert, destination } = subscription;
	const row = destination === null ? undefined : call.world.content.destinations.get(destination);
	return {
		id,
		user: person(call, user),
		alert_id: alert,
		...(row === undefined ? {} : { destination: showDestination(row) }),
	};
}

export function showDestination({
	id,
	name,
	type,
}: {
	id: number;
	name: string;
	type: string;
}): Record<string, unknown> {
	return { id, name, type, icon: type === 'email' ? 'fa-envelope' : `fa-${type}` };
}

export function showSnippet(call: Call, row: Snippet): Record<string, unknown> {
	const { id, trigger, description, snippet, user, updatedAt, createdAt } = row;
	return {
		id,
		trigger,
		description,
		snippet,
		user: person(call, user),
		updated_at: updatedAt,
		created_at: createdAt,
	};
}

export const person = (call: Call, id: number): Record<string, unknown> => userRow(call.world, account(call, id));

function account(call: Call, id: number): User {
	const user = call.world.users.get(id);
	if (user === undefined) throw new Error(`content of user ${id}, who is gone`);
	return user;
}

/** The server hashes the SQL without its comments and white space. */
function hashOf(text: string): string {
	const bare = text.replaceAll(/\/\*.*?\*\//gs, '').replaceAll(/--.*$/gm, '');
	return createHash('md5').update(bare.replaceAll(/\s+/g, '')).digest('hex');
}
