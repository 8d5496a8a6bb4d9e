import { fatal, forbidden, notFound, Refusal } from '../answers.mts';
import { found, rowId, type Call } from '../call.mts';
import type { World } from '../world.mts';
import type { Alert, Dashboard, Query } from './model.mts';

/** Own text of the routes that want an admin or the owner. */
const NOT_YOURS = "You don't have permission to edit this resource.";

/**
 * Data sources attached to one of the caller's groups. Lists and counters show what is on these and nothing else, to an
 * admin too: the blind spot of contract 8.
 */
export function sourcesSeen(call: Call): ReadonlySet<number> {
	const seen = call.world.dataSources.rows.filter((source) => call.world.sees(call.groups, source));
	return new Set(seen.map((source) => source.id));
}

/** Whether the caller may read what is on a data source by its id; an admin always may. */
export function mayView(call: Call, source: number | null): boolean {
	return levelOn(call, source) !== 'none';
}

/** Whether they may run and write there; a data source that all their groups see as view only does not do. */
export function mayUse(call: Call, source: number | null): boolean {
	return levelOn(call, source) === 'full';
}

function levelOn(call: Call, source: number | null): 'none' | 'view' | 'full' {
	if (call.isAdmin) return 'full';
	const attachments = (source === null ? undefined : call.world.dataSources.get(source))?.attachments ?? [];
	const own = attachments.filter(({ group }) => call.groups.includes(group));
	if (own.length === 0) return 'none';
	return call.queryKey === undefined && own.some(({ viewOnly }) => !viewOnly) ? 'full' : 'view';
}

/** 403 with the standard text unless it holds. */
export function demand(holds: boolean): void {
	if (!holds) throw new Refusal(forbidden());
}

export function demandOwner(call: Call, owner: number): void {
	call.requireAdminOrSelf(owner, NOT_YOURS);
}

/** Admin, owner, or somebody with a grant to modify. */
export function mayModify(call: Call, type: 'queries' | 'dashboards', row: Query | Dashboard): boolean {
	if (call.isAdmin) return true;
	if (call.queryKey !== undefined) return false;
	const { id } = call.user;
	const grants = call.world.content.grantsOn(type, row.id);
	return row.user === id || grants.some((grant) => grant.grantee === id && grant.access === 'modify');
}

/*
 * Rows by the id in the path, of the caller's organisation only. What a missing one answers differs by route
 * (contract 8).
 */

export const queryOr = (call: Call, id: string, missing = notFound): Query =>
	found(inOrg(call, call.world.content.queries.get(rowId(id))), missing);

export const dashboardOr = (call: Call, id: string, missing = fatal): Dashboard =>
	found(inOrg(call, call.world.content.dashboards.get(rowId(id))), missing);

export const alertOr = (call: Call, id: string, missing = notFound): Alert => {
	const alert = call.world.content.alerts.get(rowId(id));
	return found(alert !== undefined && inOrg(call, queryOf(call.world, alert)) ? alert : undefined, missing);
};

/** The query of an alert; archiving the query destroys the alert, so it is always there. */
export function queryOf(world: World, alert: Alert): Query {
	const query = world.content.queries.get(alert.query);
	if (query === undefined) throw new Error(`alert ${alert.id} has no query`);
	return query;
}

export function inOrg<Row extends { readonly org: number }>(call: Call, row: Row | undefined): Row | undefined {
	return row?.org === call.org.id ? row : undefined;
}

/** An id in a body: numbers and digit strings, else the 500 of the database. */
export function bodyId(value: unknown): number {
	if (typeof value !== 'number' && typeof value !== 'string') throw new Refusal(fatal());
	return rowId(String(value));
}
