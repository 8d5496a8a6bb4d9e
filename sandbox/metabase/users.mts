import { likePattern, tieOrder } from '../frame/sql.mts';
import { badField, forbidden, found, notFound, ok, Refusal, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { envelope, windowOf, type Window } from './paging.mts';
import type { PathValues } from './router.mts';
import { groupIds, listedRow, memberRow, personRow, structuredAttributes, userRow } from './user-rows.mts';
import { DATA_ANALYSTS, type User, type World } from './world.mts';

/** GET /user (contract 3). */
export function listUsers(call: Call): Answer {
	const { world, query, isSuperuser } = call;
	const group = query.has('group_id') ? Number(query.get('group_id')) : undefined;
	const only = requireSight(call, group);
	const keep = filters(call);
	const rows = world.users.rows.filter(
		(user) =>
			(only === undefined || groupIds(world, user).some((id) => only.has(id))) &&
			(group === undefined || world.isMember(user, group)) &&
			keep.every((test) => test(user)),
	);
	const window = windowOf(query);
	return envelope(sorted(world, rows, window, group), window, (user) => listedRow(world, user, isSuperuser));
}

/** Throws 403 for ordinary people. The groups a manager is held to, where there are such. */
function requireSight(call: Call, group: number | undefined): ReadonlySet<number> | undefined {
	if (call.isSuperuser) return undefined;
	const { world, managed } = call;
	if (world.settings.ee && world.isMember(call.user, DATA_ANALYSTS)) return undefined;
	if (managed.size === 0 || (group !== undefined && !managed.has(group))) throw new Refusal(forbidden());
	return world.behaviour.managersSeeAll ? undefined : managed;
}

type Test = (user: User) => boolean;

function filters({ world, query }: Call): Test[] {
	const { listsKeyUsers, analysts } = world.behaviour;
	const active = wantedStatus(query);
	const search = query.get('query') ?? '';
	const analyst = analysts ? query.get('is_data_analyst') : null;
	const studio = analysts ? query.get('can_access_data_studio') : null;
	const isAnalyst: Test = (user) => world.isMember(user, DATA_ANALYSTS);
	return [
		(user) => user.type === 'personal' || (listsKeyUsers && user.type === 'api-key'),
		(user) => !world.isHidden(user) && (active === undefined || user.active === active),
		tenancy(world, query),
		...(search === '' ? [] : [matcher(world, search)]),
		...(analyst === null ? [] : [(user: User) => String(isAnalyst(user)) === analyst]),
		...(studio === null ? [] : [(user: User) => String(isAnalyst(user) || user.isSuperuser) === studio]),
	];
}

/** Undefined: both. `include_deactivated` wins, whatever the docs say. */
function wantedStatus(query: URLSearchParams): boolean | undefined {
	if (query.get('include_deactivated') === 'true' || query.get('status') === 'all') return undefined;
	return query.get('status') !== 'deactivated';
}

/** Without being asked, only people without a tenant. */
function tenancy(world: World, query: URLSearchParams): Test {
	if (!world.behaviour.tenants) return () => true;
	const [kind, tenant] = [query.get('tenancy'), query.get('tenant_id')];
	if (kind !== null && tenant !== null)
		throw badField('tenancy', 'You cannot specify both `tenancy` and `tenant_id`.');
	if (tenant !== null) return (user) => user.tenant === Number(tenant);
	if (kind === 'all') return () => true;
	return (user) => (user.tenant !== null) === (kind === 'external');
}

function matcher(world: World, search: string): Test {
	const pattern = world.behaviour.wildcards ? likePattern(search) : undefined;
	const part = search.toLowerCase();
	const fits = (text: string | null): boolean =>
		text !== null && (pattern?.test(text) ?? text.toLowerCase().includes(part));
	return (user) => fits(user.firstName) || fits(user.lastName) || fits(user.email);
}

/**
 * By first and last name. Without a tie-break equal names lie in another order on each page, so that paging can skip
 * or repeat somebody.
 */
function sorted(world: World, rows: readonly User[], window: Window, group: number | undefined): User[] {
	const { tieBreak } = world.behaviour;
	const salt = (window.limit ?? 0) * 31 + (window.offset ?? 0);
	const leads = (user: User): number =>
		user.isSuperuser || world.memberships.find(user.id, group ?? 0)?.manager === true ? 0 : 1;
	return rows
		.map((user) => ({
			user,
			rank: tieBreak || group === undefined ? 0 : leads(user),
			first: sortName(user.firstName),
			last: sortName(user.lastName),
			tie: tieBreak ? user.id : tieOrder(salt, user.id),
		}))
		.sort(
			(left, right) =>
				left.rank - right.rank ||
				compare(left.first, right.first) ||
				compare(left.last, right.last) ||
				left.tie - right.tie,
		)
		.map(({ user }) => user);
}

/** No name comes last, as in PostgreSQL. */
const sortName = (name: string | null): string => name?.toLowerCase() ?? '\uffff';

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** GET /user/{id}: self, superuser or a manager. */
export function getUser(call: Call, path: PathValues): Answer {
	const { world } = call;
	const { readsInactive, personsOnly, openPermissions } = world.behaviour;
	const id = Number(path.id);
	if (id !== call.user.id && call.managed.size === 0) call.requireSuperuser();
	const user = found(world.users.get(id));
	if (world.isHidden(user) || (personsOnly && user.type !== 'personal')) throw new Refusal(notFound());
	if (!user.active && !readsInactive) throw new Refusal(notFound());
	return ok({
		...memberRow(world, user),
		...(openPermissions ? { structured_attributes: structuredAttributes(world, user) } : {}),
	});
}

/** GET /user/current: `group_ids`, not memberships. */
export function currentUser(call: Call): Answer {
	const { world, user } = call;
	const { openPermissions } = world.behaviour;
	const { ee } = world.settings;
	return ok({
		...userRow(world, user),
		group_ids: groupIds(world, user),
		personal_collection_id: world.content.personalCollectionOf(user.id)?.id ?? null,
		is_installer: user.id === 1,
		has_invited_second_user: world.users.rows.length > 2,
		first_login: user.lastLogin ?? user.joinedAt,
		has_question_and_dashboard: world.content.dashboards.size > 0,
		custom_homepage: null,
		...(openPermissions
			? {
					has_model: true,
					can_write_any_collection: true,
					structured_attributes: structuredAttributes(world, user),
				}
			: {}),
		...(ee || openPermissions ? { permissions: permissions(call) } : {}),
	});
}

function permissions({ world, isSuperuser, managed }: Call): Record<string, boolean> {
	const own = { can_create_queries: true, can_create_native_queries: isSuperuser };
	if (!world.settings.ee) return own;
	return {
		...own,
		can_access_setting: isSuperuser,
		can_access_subscription: true,
		can_access_monitoring: isSuperuser,
		can_access_data_model: isSuperuser,
		can_access_db_details: isSuperuser,
		is_group_manager: managed.size > 0,
	};
}

/** GET /user/recipients: who may be mailed to, as user-visibility lets one see them. */
export function recipients(call: Call): Answer {
	const { world, user: caller } = call;
	const { userVisibility } = world.settings;
	const mine = new Set(groupIds(world, caller).filter((id) => world.groups.get(id)?.magic === null));
	const seen = (user: User): boolean =>
		call.isSuperuser ||
		userVisibility === 'all' ||
		user.id === caller.id ||
		(userVisibility === 'group' && groupIds(world, user).some((id) => mine.has(id)));
	const rows = world.users.rows
		.filter((user) => user.type === 'personal' && world.isActive(user) && seen(user))
		.sort((left, right) => compare(sortName(left.lastName), sortName(right.lastName)));
	const window = windowOf(call.query);
	if (world.behaviour.pagesRecipients) return envelope(rows, window, personRow);
	return ok({ data: rows.map(personRow), total: rows.length, ...window });
}

/** GET /mt/user/attributes: names in use. */
export function attributeNames({ world }: Call): Answer {
	const names = world.users.rows.flatMap((user) => Object.keys(user.loginAttributes ?? {}));
	return ok([...new Set(names)].sort());
}
