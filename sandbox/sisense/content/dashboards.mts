import { forbidden, found, nothing, notFound, ok, refuse, Refusal, type Answer } from '../answers.mts';
import type { Call } from '../call.mts';
import { page, PAGING, picker } from '../lists.mts';
import type { PathValues } from '../router.mts';
import type { Dashboard } from './model.mts';
import { dashboardRow, wholeDashboard } from './rows.mts';
import { LISTED_TWICE } from './seed.mts';
import { accessOf, ownDashboards, tenantDashboards } from './sight.mts';

export const ADMIN_QUERY = ['dashboardType', 'id', 'name', 'fields', 'limit', 'skip', 'asObject'];
export const LIST_QUERY = ['fields', ...PAGING];

/** GET /api/v1/dashboards/admin: every dashboard with its owner, one of them twice (contract 15, item 8). */
export function listAll(call: Call): Answer {
	const { query } = call;
	const name = query.get('name')?.toLowerCase();
	const id = query.get('id');
	const rows = (query.get('dashboardType') ?? 'owner') === 'owner' ? tenantDashboards(call) : [];
	const wanted = rows
		.filter(
			(one) => (id === null || one.id === id) && (name === undefined || one.title.toLowerCase().includes(name)),
		)
		.flatMap((one) => (one.id === LISTED_TWICE ? [one, one] : [one]));
	const pick = picker(call, 'oid');
	const list = wanted.slice(...bounds(call)).map((one) => pick(dashboardRow(one)));
	return ok(query.get('asObject') === 'true' ? { items: list } : list);
}

/** This list keeps its order from page to page; nothing says otherwise. */
function bounds(call: Call): [number, number | undefined] {
	const number = (name: string, least: number): number | undefined => {
		const text = call.query.get(name);
		if (text === null) return undefined;
		if (!/^\d+$/.test(text) || Number(text) < least) throw call.invalid(`${name} must be at least ${least}`);
		return Number(text);
	};
	const [skip, limit] = [number('skip', 0) ?? 0, number('limit', 1)];
	return [skip, limit === undefined ? undefined : skip + limit];
}

/** GET /api/v1/dashboards: what the caller owns or was given. */
export function listOwn(call: Call): Answer {
	const pick = picker(call, 'oid');
	const rows = page(call, ownDashboards(call), (one, field) => dashboardRow(one)[field]);
	return ok(rows.map((one) => pick(dashboardRow(one, seenCopy(call, one)))));
}

/** POST /api/v1/dashboards/searches: `allRoot` is everything to an administrator. */
export function search(call: Call): Answer {
	const { queryParams = {}, queryOptions = {} } = call.fields as Record<string, Record<string, unknown> | undefined>;
	const part = String(queryParams.search ?? '').toLowerCase();
	const all = call.manages && queryParams.ownershipType === 'allRoot';
	const rows = (all ? tenantDashboards(call) : ownDashboards(call))
		.filter(({ title }) => title.toLowerCase().includes(part))
		.sort((left, right) => left.title.localeCompare(right.title));
	const [skip, limit] = [Number(queryOptions.skip ?? 0), Number(queryOptions.limit ?? 50)];
	const titleOrder = (queryOptions.sort as { title?: number } | undefined)?.title ?? 1;
	if (titleOrder < 0) rows.reverse();
	return ok({ items: rows.slice(skip, skip + limit).map((one) => dashboardRow(one)) });
}

/** The dashboard as the caller may see it, or nothing: administrators are no exception on most routes. */
export function requireSeen(call: Call, id: string): Dashboard {
	const dashboard = existing(call, id);
	if (accessOf(call.world, call.user, dashboard) === undefined) throw new Refusal(forbidden());
	return dashboard;
}

/** The dashboard, whoever owns it; 404 where the tenant has none. */
export function existing(call: Call, id: string): Dashboard {
	const dashboard = call.world.content.dashboards.get(id.toLowerCase());
	const seen = dashboard !== undefined && call.sees(dashboard.tenant) ? dashboard : undefined;
	return found(seen, () => notFound('dashboard', id));
}

/** Under co-authoring, others see what was published. */
function seenCopy(call: Call, dashboard: Dashboard) {
	const { coAuthoring } = call.world.settings;
	const shared = coAuthoring && dashboard.owner !== call.user.id;
	return (shared ? dashboard.published : undefined) ?? dashboard;
}

/** GET /api/v1/dashboards/{oid}. */
export function getDashboard(call: Call, path: PathValues): Answer {
	const dashboard = requireSeen(call, path.oid);
	return ok(picker(call, 'oid')(wholeDashboard(dashboard, sharedOr(call, dashboard))));
}

/** `sharedMode` asks for the published copy, where there are copies. */
function sharedOr(call: Call, dashboard: Dashboard) {
	if (call.query.get('sharedMode') !== 'true') return seenCopy(call, dashboard);
	if (!call.world.settings.coAuthoring) throw call.invalid('sharedMode is not a known query parameter');
	return dashboard.published ?? dashboard;
}

/** GET /api/dashboards/{oid}: with `adminAccess` also what was not given to the administrator, as others see it. */
export function getLegacyDashboard(call: Call, path: PathValues): Answer {
	const asAdmin = call.query.get('adminAccess') === 'true' && call.manages;
	const dashboard = asAdmin ? existing(call, path.oid) : requireSeen(call, path.oid);
	return ok(wholeDashboard(dashboard, sharedOr(call, dashboard)));
}

/** GET /api/v1/dashboards/{oid}/can_be_owned: about the caller, not about who is to own it. */
export function canBeOwned(call: Call, path: PathValues): Answer {
	const access = accessOf(call.world, call.user, existing(call, path.oid));
	return ok({ canBeOwned: access !== undefined && call.world.roles.designs(call.user.roleId) });
}

export function exists(call: Call, path: PathValues): Answer {
	return ok({ exists: call.world.content.dashboards.has(path.oid.toLowerCase()) });
}

/** DELETE /api/v1/dashboards/{oid}. */
export function deleteDashboard(call: Call, path: PathValues): Answer {
	const dashboard = existing(call, path.oid);
	if (dashboard.owner !== call.user.id) throw new Refusal(forbidden());
	call.world.content.dashboards.delete(dashboard.id);
	return nothing();
}

/** GET /api/v1/dashboards/{oid}/widgets. */
export function listWidgets(call: Call, path: PathValues): Answer {
	const dashboard = requireSeen(call, path.oid);
	return ok(sharedOr(call, dashboard).widgets);
}

const MOST_EXPORTED = 20;

/** GET /api/v1/dashboards/export: a missing id is simply absent. */
export function exportDashboards(call: Call): Answer {
	const ids = call.ids(call.query.get('dashboardIds') ?? '', 'dashboardIds');
	if (ids.length > MOST_EXPORTED) throw refuse(400, 400, `At most ${MOST_EXPORTED} dashboards at a time.`);
	const asAdmin = call.query.get('adminAccess') === 'true';
	if (asAdmin && !call.manages) throw new Refusal(forbidden());
	const rows = asAdmin ? tenantDashboards(call) : ownDashboards(call);
	return ok(rows.filter(({ id }) => ids.includes(id)).map((one) => wholeDashboard(one)));
}
