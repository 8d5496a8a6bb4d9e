import { badRequest, fatal, forbidden, notFound, ok, Refusal, type Answer } from './answers.mts';
import { found, rowId, type Call } from './call.mts';
import type { PathValues } from './router.mts';
import type { Attachment, DataSource, Group } from './world.mts';

const MASK = '--------';
/** Names of options that are never shown, of all types of data source. */
const SECRETS = /pass|secret|token|key/i;

function row({ id, name, type }: DataSource): Record<string, unknown> {
	return { id, name, type, syntax: 'sql', paused: 0, pause_reason: null, supports_auto_limit: true };
}

/** What only admins see of one (contract 7). */
function fullRow(source: DataSource): Record<string, unknown> {
	const options = Object.entries(source.options).map(([name, value]) => [name, SECRETS.test(name) ? MASK : value]);
	return {
		...row(source),
		options: Object.fromEntries(options),
		queue_name: 'queries',
		scheduled_queue_name: 'scheduled_queries',
		groups: Object.fromEntries(source.attachments.map(({ group, viewOnly }) => [group, viewOnly])),
	};
}

/** Whether the caller may only look: true in all of their groups, so also where there is none. */
function viewOnly(call: Call, source: DataSource): boolean {
	return source.attachments.filter(({ group }) => call.groups.includes(group)).every((one) => one.viewOnly);
}

/** GET /data_sources: all for an admin, those of their groups for others. */
export function listDataSources(call: Call): Answer {
	const { world, org } = call;
	const rows = world.dataSources.rows.filter(
		(source) => source.org === org.id && (call.isAdmin || world.sees(call.groups, source)),
	);
	call.note({ action: 'list', type: 'datasource', id: null });
	const sorted = [...rows].sort((left, right) => compareNames(left.name, right.name));
	return ok(sorted.map((source) => ({ ...row(source), view_only: viewOnly(call, source) })));
}

function compareNames(left: string, right: string): number {
	const [lower, other] = [left.toLowerCase(), right.toLowerCase()];
	if (lower === other) return 0;
	return lower < other ? -1 : 1;
}

export function getDataSource(call: Call, path: PathValues): Answer {
	const { world, org } = call;
	const source = found(world.dataSourceIn(org.id, rowId(path.id)), notFound);
	if (!call.isAdmin && !world.sees(call.groups, source)) throw new Refusal(forbidden());
	call.note({ action: 'view', type: 'datasource', id: source.id });
	return ok({ ...(call.isAdmin ? fullRow(source) : row(source)), view_only: viewOnly(call, source) });
}

/** POST /data_sources: attached to `default` at once. */
export function createDataSource(call: Call): Answer {
	const { name, type, options } = call.object();
	if (typeof name !== 'string' || typeof type !== 'string' || typeof options !== 'object' || options === null)
		throw new Refusal(badRequest());
	const source = call.world.addDataSource(call.org.id, name, type, options as Record<string, unknown>);
	call.note({ action: 'create', type: 'datasource', id: source.id });
	return ok(fullRow(source));
}

/** GET /groups/{id}/data_sources. A double attachment breaks it until it is removed. */
export function listOfGroup(call: Call, path: PathValues): Answer {
	const { world } = call;
	const group = groupOf(call, path, notFound);
	const sources = world.dataSources.rows.filter((source) => of(source, group).length > 0);
	call.note({ action: 'list', type: 'group', id: group.id });
	return ok(sources.map((source) => rowFor(source, group)));
}

/** POST /groups/{id}/data_sources: always with full access, also a second time. */
export function attach(call: Call, path: PathValues): Answer {
	const { data_source_id: id } = call.object(call.declaredJson());
	if (typeof id !== 'number' && typeof id !== 'string') throw new Refusal(fatal());
	const source = found(call.world.dataSourceIn(call.org.id, rowId(String(id))), fatal);
	const group = groupOf(call, path, fatal);
	source.attachments.push({ group: group.id, viewOnly: false });
	call.note({ action: 'add_data_source', type: 'group', id: group.id });
	return ok({ ...row(source), view_only: false });
}

export function setLevel(call: Call, path: PathValues): Answer {
	const body = call.object(call.declaredJson());
	const group = groupOf(call, path, fatal);
	const source = sourceOf(call, path);
	const level = body.view_only;
	if (typeof level !== 'boolean') throw new Refusal(fatal());
	rowFor(source, group);
	of(source, group)[0].viewOnly = level;
	call.note({ action: 'change_data_source_permission', type: 'group', id: group.id });
	return ok(rowFor(source, group));
}

/** Removes all duplicates; nothing to remove is fine too. */
export function detach(call: Call, path: PathValues): Answer {
	const source = sourceOf(call, path);
	const group = groupOf(call, path, fatal);
	source.attachments = source.attachments.filter((attachment) => attachment.group !== group.id);
	call.note({ action: 'remove_data_source', type: 'group', id: group.id });
	return ok(null);
}

/** 500 unless there is exactly one attachment: the server asks the database for one row. */
function rowFor(source: DataSource, group: Group): Record<string, unknown> {
	const attachments = of(source, group);
	if (attachments.length !== 1) throw new Refusal(fatal());
	return { ...row(source), view_only: attachments[0].viewOnly };
}

function of(source: DataSource, group: Group): Attachment[] {
	return source.attachments.filter((attachment) => attachment.group === group.id);
}

function groupOf(call: Call, path: PathValues, missing: () => Answer): Group {
	return found(call.world.groupIn(call.org.id, rowId(path.id)), missing);
}

function sourceOf(call: Call, path: PathValues): DataSource {
	return found(call.world.dataSourceIn(call.org.id, rowId(path.source)), fatal);
}
