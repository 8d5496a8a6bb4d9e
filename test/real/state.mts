/** What is true on a real server, read from its database: the sandbox's route `state` in the same words. */
import { KINDS, type Kind } from '../../sandbox/superset/world.mts';
import type { Behaviour } from '../../sandbox/superset/versions.mts';
import type { Row, Sql, Statement } from './sql.mts';

/** Where Superset keeps each kind of content: its table, the column of the name, and who owns what. */
const TABLES: Record<Kind, { table: string; name: string; owners?: [table: string, item: string] }> = {
	dashboard: { table: 'dashboards', name: 'dashboard_title', owners: ['dashboard_user', 'dashboard_id'] },
	chart: { table: 'slices', name: 'slice_name', owners: ['slice_user', 'slice_id'] },
	dataset: { table: 'tables', name: 'table_name', owners: ['sqlatable_user', 'table_id'] },
	report: { table: 'report_schedule', name: 'name', owners: ['report_schedule_user', 'report_schedule_id'] },
	database: { table: 'dbs', name: 'database_name' },
	saved_query: { table: 'saved_query', name: 'label' },
};

export const tableOf = (kind: Kind): string => TABLES[kind].table;

const everything = (table: string, columns: string): Statement => [`select ${columns} from ${table} order by id`];

const NOTHING: Statement = ['select 1 where 0'];

export async function describeServer(sql: Sql, { groups, groupsMatter }: Behaviour) {
	const [users, roles, userRoles, rolePermissions, ...others] = await sql.run(
		everything('ab_user', 'id, username, email, first_name, last_name, active, login_count'),
		everything('ab_role', 'id, name'),
		everything('ab_user_role', 'user_id owner, role_id id'),
		everything('ab_permission_view_role', 'role_id owner'),
		groups ? everything('ab_group', 'id, name') : NOTHING,
		groups ? everything('ab_user_group', 'user_id owner, group_id id') : NOTHING,
		groups ? everything('ab_group_role', 'group_id owner, role_id id') : NOTHING,
		...KINDS.flatMap((kind): Statement[] => {
			const { table, name, owners } = TABLES[kind];
			return [
				everything(table, `id, ${name} name, created_by_fk, changed_by_fk`),
				owners ? everything(owners[0], `${owners[1]} owner, user_id id`) : NOTHING,
			];
		}),
	);
	const [theGroups, userGroups, groupRoles, ...content] = others;

	const namesIn = (rows: Row[], key: string) => new Map(rows.map((row) => [row.id, String(row[key])]));
	const [usernames, roleNames, groupNames] = [
		namesIn(users, 'username'),
		namesIn(roles, 'name'),
		namesIn(theGroups, 'name'),
	];
	const linked = (links: Row[], owner: unknown, names: Map<unknown, string>) =>
		links.filter((link) => link.owner === owner).map(({ id }) => names.get(id) ?? `#${id}`);
	const membersOf = (group: unknown) => userGroups.filter(({ id }) => id === group).map(({ owner }) => owner);
	const rolesThatCount = (user: Row) => [
		...linked(userRoles, user.id, roleNames),
		...(groupsMatter ? theGroups : []).flatMap(({ id }) =>
			membersOf(id).includes(user.id) ? linked(groupRoles, id, roleNames) : [],
		),
	];

	return {
		accounts: users.map((user) => ({
			id: user.id,
			username: user.username,
			email: user.email,
			firstName: user.first_name,
			lastName: user.last_name,
			active: user.active === null ? null : user.active === 1,
			admin: rolesThatCount(user).includes('Admin'),
			roles: linked(userRoles, user.id, roleNames),
			groups: linked(userGroups, user.id, groupNames),
			loginCount: user.login_count,
		})),
		roles: roles.map(({ id, name }) => ({
			id,
			name,
			permissions: rolePermissions.filter(({ owner }) => owner === id).length,
		})),
		groups: theGroups.map(({ id, name }) => ({
			id,
			name,
			roles: linked(groupRoles, id, roleNames),
			members: users.filter((user) => membersOf(id).includes(user.id)).map(({ username }) => username),
		})),
		content: KINDS.flatMap((kind, index) => {
			const [items, owners] = content.slice(2 * index);
			return items.map((item) => ({
				kind,
				id: item.id,
				name: item.name,
				owners: linked(owners, item.id, usernames),
				createdBy: usernames.get(item.created_by_fk) ?? `#${item.created_by_fk}`,
				changedBy: usernames.get(item.changed_by_fk) ?? `#${item.changed_by_fk}`,
			}));
		}),
	};
}
