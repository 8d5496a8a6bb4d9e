import {
	bare,
	created,
	forbidden,
	found,
	legacyForbidden,
	nothing,
	ok,
	refuse,
	Refusal,
	userNotFound,
	type Answer,
} from '../answers.mts';
import type { Call, Fields } from '../call.mts';
import type { PathValues } from '../router.mts';
import { existing } from './dashboards.mts';
import type { Dashboard } from './model.mts';
import { wholeDashboard } from './rows.mts';

const LEFT_RULES = ['edit', 'view'];

/** Whether the caller acts with the rights of an administrator; 403 for who is none. */
export function actsAsAdmin(call: Call): boolean {
	if (call.query.get('adminAccess') !== 'true') return false;
	if (!call.manages) throw new Refusal(forbidden());
	return true;
}

/**
 * POST /api/v1/dashboards/{oid}/change_owner: the owner, or an administrator who says so. The former owner stays as a
 * share, the new one's own share goes (contract 15, item 9).
 */
export function changeOwner(call: Call, path: PathValues): Answer {
	const { world, fields } = call;
	const ownerId = call.id(fields.ownerId, 'ownerId');
	const rule = fields.originalOwnerRule ?? 'edit';
	if (typeof rule !== 'string' || !LEFT_RULES.includes(rule))
		throw call.invalid('originalOwnerRule must be edit or view');
	const asAdmin = actsAsAdmin(call) || call.path.endsWith('/admin/change_owner');
	const dashboard = existing(call, path.oid);
	if (!asAdmin && dashboard.owner !== call.user.id) throw new Refusal(forbidden());
	const next = found(world.users.get(ownerId), userNotFound);
	if (dashboard.owner !== next.id) {
		const former = { shareId: dashboard.owner, type: 'user' as const, rule, subscribe: false };
		dashboard.shares = [...dashboard.shares.filter(({ shareId }) => shareId !== next.id), former];
		dashboard.owner = next.id;
		dashboard.lastUpdated = world.stamp();
	}
	return world.settings.emptyBodies ? bare(200) : ok(wholeDashboard(dashboard));
}

/** PATCH or PUT /api/dashboards/{oid}: title and folder, by the owner. */
export function patchDashboard(call: Call, path: PathValues): Answer {
	const dashboard = existing(call, path.oid);
	if (dashboard.owner !== call.user.id) throw legacyForbidden();
	const { title, parentFolder } = call.fields;
	if (typeof title === 'string') dashboard.title = title;
	if (typeof parentFolder === 'string') dashboard.folder = parentFolder;
	if (parentFolder === null) dashboard.folder = undefined;
	dashboard.lastUpdated = call.world.stamp();
	return ok(wholeDashboard(dashboard));
}

/** PATCH where the server knows only PUT. */
export const noPatch = (): Answer => bare(405);

/** POST /api/v1/dashboards/{oid}/publish; `force` under co-authoring empties the owner's copy (contract 8). */
export function publish(call: Call, path: PathValues): Answer {
	const { world, query } = call;
	if (query.has('adminAccess') && !world.settings.adminAccessOnPublish)
		throw call.invalid('adminAccess is not a known query parameter');
	const asAdmin = actsAsAdmin(call);
	const dashboard = existing(call, path.oid);
	if (!asAdmin && dashboard.owner !== call.user.id) throw new Refusal(forbidden());
	dashboard.lastPublish = world.stamp();
	if (world.settings.coAuthoring) {
		const { title, widgets } = dashboard;
		if (query.get('force') === 'true') dashboard.widgets = [];
		else dashboard.published = { title, widgets };
	}
	return nothing();
}

/** POST /api/v1/dashboards/import/bulk: the answer spells `succeded` so. */
export function importDashboards(call: Call): Answer {
	const { body, world, query } = call;
	if (!Array.isArray(body)) throw refuse(400, 2002, 'The body must be an array.');
	const action = query.get('action') ?? 'skip';
	const succeded: Fields[] = [];
	const skipped: Fields[] = [];
	for (const row of body as readonly Fields[]) {
		const known = world.content.dashboards.get(String(row.oid));
		if (known !== undefined && action === 'skip') skipped.push({ oid: known.id, title: known.title });
		else succeded.push(importOne(call, row, action === 'overwrite' ? known : undefined));
	}
	return created({ succeded, skipped, failed: {} });
}

function importOne({ world, user, tenant }: Call, row: Fields, over: Dashboard | undefined): Fields {
	const id = over?.id ?? world.newId();
	const title = String(row.title ?? 'Untitled');
	const { title: model = 'Sales' } = (row.datasource ?? {}) as { title?: string };
	world.content.dashboards.set(id, {
		shares: [],
		owner: user.id,
		...over,
		id,
		tenant: tenant.id,
		title,
		widgets: [],
		model,
		lastUpdated: world.stamp(),
	});
	return { oid: id, title };
}
