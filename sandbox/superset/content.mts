import { createHash, randomUUID } from 'node:crypto';
import { forbidden, json, message, notFound, redirect, Refusal, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { CONTENT, contentResource, maySee, OWNED } from './content-lists.mts';
import { datasetData } from './dataset-answer.mts';
import { show } from './lists.mts';
import { RELATED_SCHEMA } from './schema.mts';
import type { Item, Kind, World } from './world.mts';

/** What an answer adds to the fields sent (R `owners:*-post`, `owners:dataset-put-owners`). */
const ADDED: Partial<Record<Kind, { onCreate: () => object; onUpdate: object }>> = {
	dataset: {
		onCreate: () => ({ always_filter_main_dttm: false, normalize_columns: false }),
		onUpdate: { always_filter_main_dttm: false },
	},
	database: {
		onCreate: () => ({ configuration_method: 'sqlalchemy_form', driver: 'pysqlite', uuid: randomUUID() }),
		onUpdate: {},
	},
	saved_query: {
		onCreate: () => ({
			catalog: null,
			description: null,
			extra_json: '{}',
			schema: null,
			template_parameters: null,
		}),
		onUpdate: {},
	},
};

/** `POST /api/v1/<kind>/`. Without `owners` the caller becomes owner; a caller who is no Admin always does. */
export function createContent(call: Call, kind: Kind): Answer {
	const { world, user } = call;
	const body = contentBody(call);
	const owners = ownersOf(world, body);
	const now = world.stamp();
	const item = world.content[kind].add({
		kind,
		name: String(body[CONTENT[kind].name] ?? ''),
		owners: OWNED.includes(kind) ? withCaller(world, owners ?? [user.id], user.id) : [],
		createdBy: user.id,
		changedBy: user.id,
		createdOn: now,
		changedOn: now,
		fields: fieldsOf(body, kind),
	});
	note(call, kind, 'post');
	const result = { ...ADDED[kind]?.onCreate(), ...body, ...(owners === undefined ? {} : { owners }) };
	const data = kind === 'dataset' ? { data: datasetData(world, item) } : {};
	return json(201, { ...data, id: item.id, result }, true);
}

/** `PUT /api/v1/<kind>/{pk}` (contract 7). `owners` replaces the list; absent leaves it. */
export function updateContent(call: Call, kind: Kind, pk: string): Answer {
	const { world, user } = call;
	const body = contentBody(call);
	const item = editable(call, kind, pk);
	if (item === undefined) return { ...notFound(), cookie: true };
	const owners = ownersOf(world, body);
	const name = body[CONTENT[kind].name];
	if (typeof name === 'string') item.name = name;
	if (owners !== undefined) item.owners = withCaller(world, owners, user.id);
	item.fields = { ...item.fields, ...fieldsOf(body, kind) };
	item.changedBy = user.id;
	item.changedOn = world.stamp();
	note(call, kind, 'put');
	const modified = kind === 'dashboard' ? { last_modified_time: Math.floor(world.clock.now() / 1000) } : {};
	const result = { ...ADDED[kind]?.onUpdate, ...body, ...(owners === undefined ? {} : { owners }) };
	return json(200, { id: item.id, ...modified, result }, true);
}

/** `DELETE /api/v1/<kind>/{pk}`. */
export function deleteContent(call: Call, kind: Kind, pk: string): Answer {
	const item = editable(call, kind, pk);
	if (item === undefined) return { ...notFound(), cookie: true };
	call.world.content[kind].remove(item);
	note(call, kind, 'delete');
	return message(200, 'OK', true);
}

/** `GET /api/v1/<kind>/{pk}`. */
export function showContent(call: Call, kind: Kind, pk: string): Answer {
	const item = call.world.content[kind].get(Number(pk));
	if (item === undefined || !maySee(call, item)) return notFound();
	if (kind === 'dashboard') return showDashboard(call, item);
	const resource = contentResource(call.world, kind);
	const email =
		call.world.behaviour.ownersEmailInItem && (kind === 'chart' || kind === 'report') ? ['owners.email'] : [];
	return show(call, { ...resource, showColumns: [...(resource.showColumns ?? []), ...email] }, pk);
}

/** Dashboards have an answer of their own (R `owners:dashboard-get` in 6.1.0 and 5.0.0). */
function showDashboard(call: Call, item: Item): Answer {
	const { world } = call;
	const asked = call.url.searchParams.has('q') ? (call.q({}).columns as string[] | undefined) : undefined;
	const whole = wholeDashboard(world, item);
	if (!world.behaviour.dashboardObeysColumns || asked === undefined) return json(200, { result: whole });
	const result = Object.fromEntries(Object.entries(whole).filter(([name]) => asked.includes(name)));
	return json(200, { result });
}

function wholeDashboard(world: World, item: Item): Record<string, unknown> {
	const person = (id: number): { first_name: string; id: number; last_name: string } | null => {
		const user = world.users.get(id);
		return user === undefined ? null : { first_name: user.firstName, id, last_name: user.lastName };
	};
	const changer = person(item.changedBy);
	return {
		certification_details: null,
		certified_by: null,
		changed_by: changer,
		changed_by_name: changer === null ? '' : `${changer.first_name} ${changer.last_name}`,
		changed_on: item.changedOn,
		changed_on_delta_humanized: ago(world, item.changedOn),
		charts: [],
		created_by: person(item.createdBy),
		created_on_delta_humanized: ago(world, item.createdOn),
		css: null,
		dashboard_title: item.name,
		id: item.id,
		is_managed_externally: false,
		json_metadata: item.fields.json_metadata ?? null,
		owners: item.owners.flatMap((id) => person(id) ?? []),
		position_json: null,
		published: item.fields.published ?? false,
		roles: [],
		slug: item.fields.slug ?? null,
		tags: [],
		thumbnail_url: `/api/v1/dashboard/${item.id}/thumbnail/${thumbnailDigest(world, item)}/`,
		url: `/superset/dashboard/${item.id}/`,
	};
}

/** The digest covers the dashboard's texts and, behind them, who acts for the thumbnail: the last who changed it. */
function thumbnailDigest(world: World, item: Item): string {
	const text = [item.id, '[]', 'None', 'None', 'None', world.users.get(item.changedBy)?.username ?? ''].join('\n');
	return createHash('md5').update(text).digest('hex');
}

function ago(world: World, stamp: string): string {
	const seconds = Math.max(0, Math.round((world.clock.now() - Date.parse(`${stamp}Z`)) / 1000));
	if (seconds < 60) return seconds <= 1 ? 'a second ago' : `${seconds} seconds ago`;
	const minutes = Math.round(seconds / 60);
	if (minutes < 60) return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
	const hours = Math.round(minutes / 60);
	return hours < 24 ? `${hours} hours ago` : `${Math.round(hours / 24)} days ago`;
}

/** `GET /api/v1/<kind>/related/owners`: the picker; lists people without any right on users (contract 1). */
export function relatedOwners(call: Call): Answer {
	const { world } = call;
	const args = call.q(RELATED_SCHEMA) as { page?: number; page_size?: number; filter?: string };
	const wanted = args.filter?.toLowerCase();
	const hidden = world.settings.excludedUsers;
	const people = world.users.rows.filter(
		(user) =>
			!hidden.has(user.username) &&
			(wanted === undefined ||
				`${user.firstName} ${user.lastName}\n${user.username}`.toLowerCase().includes(wanted)),
	);
	const size = !args.page_size ? 20 : args.page_size < 1 || args.page_size > 100 ? 100 : args.page_size;
	const start = (args.page ?? 0) * size;
	const result = people.slice(start, start + size).map((user) => ({
		extra: { active: user.active, email: user.email },
		text: `${user.firstName} ${user.lastName}`,
		value: user.id,
	}));
	return json(200, { count: people.length, result });
}

/** Missing or invisible: nothing (404). Visible to somebody who neither owns it nor is Admin: 403. */
function editable(call: Call, kind: Kind, pk: string): Item | undefined {
	const item = /^\d+$/.test(pk) ? call.world.content[kind].get(Number(pk)) : undefined;
	if (item === undefined || !maySee(call, item)) return undefined;
	const { user, world } = call;
	if (OWNED.includes(kind) && !world.isAdmin(user) && !item.owners.includes(user.id))
		throw new Refusal({ ...forbidden(), cookie: true });
	return item;
}

/** Content writes that are not declared JSON are sent to the login page (contract 3.4). */
function contentBody(call: Call): Record<string, unknown> {
	const body = call.json(redirect(302, `${call.world.settings.prefix}/login/`));
	if (typeof body !== 'object' || body === null || Array.isArray(body))
		throw new Refusal(message(400, { _schema: ['Invalid input type.'] }, true));
	return body as Record<string, unknown>;
}

/** The owners sent, digit strings as ints. Refuses ids that nobody has (R `owners:dashboard-put-unknown-owner`). */
function ownersOf(world: World, body: Record<string, unknown>): number[] | undefined {
	if (body.owners === undefined || body.owners === null) return undefined;
	const ids = Array.isArray(body.owners) ? body.owners.map(Number) : [NaN];
	if (ids.some((id) => world.users.get(id) === undefined))
		throw new Refusal(message(422, { owners: ['Owners are invalid'] }, true));
	return ids;
}

/** Somebody who is no Admin stays owner beside those they name (contract 7). */
function withCaller(world: World, owners: readonly number[], caller: number): number[] {
	const user = world.users.get(caller);
	const stays = user !== undefined && !world.isAdmin(user);
	return [...new Set(stays ? [...owners, caller] : owners)];
}

function fieldsOf(body: Record<string, unknown>, kind: Kind): Record<string, unknown> {
	const { owners: _owners, [CONTENT[kind].name]: _name, ...fields } = body;
	return fields;
}

function note(call: Call, kind: Kind, verb: string): void {
	call.world.log.add({ action: `${CONTENT[kind].view}RestApi.${verb}`, at: call.world.stamp(), user: call.user.id });
}
