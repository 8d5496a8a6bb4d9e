import type { World } from '../world.mts';
import { queryOf } from './access.mts';
import type { Granted } from './model.mts';

/** One thing somebody owns, in names people can read; no keys and no tokens. */
export interface ContentItem {
	readonly kind: 'query' | 'dashboard' | 'alert' | 'snippet' | 'subscription';
	readonly id: number;
	readonly name: string;
	/** E-mail as stored. */
	readonly owner: string;
	readonly draft: boolean;
	readonly archived: boolean;
	/** Whether the server runs it by itself. */
	readonly schedule: boolean;
	/** Whether a public link to it works. */
	readonly shared: boolean;
	/** Who may modify it beside the owner. */
	readonly editors: readonly string[];
	readonly dataSource: string | null;
}

/** All content, for `GET /__sandbox/state`. */
export function contentState(world: World): ContentItem[] {
	const { content } = world;
	const email = (id: number): string => world.users.get(id)?.email ?? `#${id}`;
	const sourceName = (id: number | null): string | null =>
		(id === null ? undefined : world.dataSources.get(id)?.name) ?? null;
	const editors = (type: Granted, id: number): string[] => {
		const grants = content.grantsOn(type, id).filter(({ access }) => access === 'modify');
		return [...new Set(grants.map(({ grantee }) => email(grantee)))];
	};
	const plain = { draft: false, archived: false, schedule: false, shared: false, editors: [], dataSource: null };
	return [
		...content.queries.rows.map(
			(query): ContentItem => ({
				kind: 'query',
				id: query.id,
				name: query.name ?? '',
				owner: email(query.user),
				draft: query.draft,
				archived: query.archived,
				schedule: query.schedule !== null,
				shared: false,
				editors: editors('queries', query.id),
				dataSource: sourceName(query.source),
			}),
		),
		...content.dashboards.rows.map(
			({ id, name, user, draft, archived }): ContentItem => ({
				...plain,
				...{ kind: 'dashboard', id, name: name ?? '', owner: email(user), draft, archived },
				shared: content.activeShare(id) !== undefined,
				editors: editors('dashboards', id),
			}),
		),
		...content.alerts.rows.map(
			(alert): ContentItem => ({
				...plain,
				...{ kind: 'alert', id: alert.id, name: alert.name, owner: email(alert.user) },
				dataSource: sourceName(queryOf(world, alert).source),
			}),
		),
		...content.snippets.rows.map(
			({ id, trigger, user }): ContentItem => ({
				...plain,
				kind: 'snippet',
				id,
				name: trigger,
				owner: email(user),
			}),
		),
		...content.subscriptions.rows.map(
			({ id, alert, user }): ContentItem => ({
				...plain,
				...{ kind: 'subscription', id, name: content.alerts.get(alert)?.name ?? '', owner: email(user) },
			}),
		),
	];
}
