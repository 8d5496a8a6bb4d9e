import type { Clock } from '../frame/clock.mts';
import { Table } from '../frame/table.mts';
import { catalogue, holds, SECURITY_VIEWS } from './catalogue.mts';
import { hashPassword } from './passwords.mts';
import { Users, type User } from './people.mts';
import type { Behaviour } from './versions.mts';

export interface Role {
	readonly id: number;
	name: string;
	/** Ids of permission-views. */
	permissions: number[];
}

export interface Group {
	readonly id: number;
	name: string;
	label: string | null;
	description: string | null;
	roles: number[];
}

export interface Named {
	readonly id: number;
	readonly name: string;
}

export interface Pair {
	readonly id: number;
	readonly permission: Named;
	readonly view: Named;
}

export const KINDS = ['dashboard', 'chart', 'dataset', 'report', 'database', 'saved_query'] as const;
export type Kind = (typeof KINDS)[number];

/** One dashboard, chart, dataset, report, database or saved query. */
export interface Item {
	readonly id: number;
	readonly kind: Kind;
	name: string;
	owners: number[];
	createdBy: number;
	changedBy: number;
	createdOn: string;
	changedOn: string;
	/** Further fields as they were sent. */
	fields: Record<string, unknown>;
}

export interface LogRow {
	readonly id: number;
	readonly action: string;
	readonly at: string;
	/** Emptied when the person is deleted (R `6.1.0-postgres/delete:log-after`). */
	user: number | null;
}

export interface ApiKey {
	readonly uuid: string;
	readonly name: string;
	readonly key: string;
	readonly user: number;
	readonly createdOn: string;
	readonly expiresOn: string | null;
	lastUsedOn: string | null;
	revokedOn: string | null;
}

/** Settings of one server, read from its switches. */
export interface Settings {
	readonly behaviour: Behaviour;
	readonly securityApi: boolean;
	readonly initialised: boolean;
	readonly rateLimit: boolean;
	readonly apiKeys: boolean;
	/** PyJWT 2.10 or later beside an old FAB: int subjects are refused (contract 3.2). */
	readonly strictSubject: boolean;
	readonly postgres: boolean;
	readonly excludedUsers: ReadonlySet<string>;
	readonly roleSync: string;
	readonly prefix: string;
	readonly passwordPolicy: boolean;
}

/** As in the recordings. */
export const ADMIN_PASSWORD = 'admin';

const BUILT_IN_ROLES = ['Admin', 'Public', 'Alpha', 'Gamma', 'sql_lab'] as const;

/** Everything one server holds. Made anew by each reset. */
export class World {
	readonly users: Users;
	readonly roles: Table<Role>;
	readonly groups: Table<Group>;
	readonly permissions: Table<Named>;
	readonly views: Table<Named>;
	readonly pairs: Table<Pair>;
	readonly content: Readonly<Record<Kind, Table<Item>>>;
	readonly log: Table<LogRow>;
	readonly apiKeys: ApiKey[] = [];
	/** Users who ran a query in SQL Lab or marked a favourite: both hold a delete back (contract 4). */
	readonly queriesBy: number[] = [];
	readonly favouritesOf: number[] = [];
	private lastStamp = 0;

	constructor(
		readonly settings: Settings,
		readonly clock: Clock,
	) {
		const reuse = !settings.postgres;
		this.users = new Users(reuse);
		this.roles = new Table(reuse);
		this.groups = new Table(reuse);
		this.permissions = new Table(reuse);
		this.views = new Table(reuse);
		this.pairs = new Table(reuse);
		this.log = new Table(reuse);
		this.content = Object.fromEntries(KINDS.map((kind) => [kind, new Table<Item>(reuse)])) as Record<
			Kind,
			Table<Item>
		>;
		this.fillRoles();
		this.users.add({
			...this.blankUser('admin', 'admin@example.com', 'Ada', 'Admin'),
			password: hashPassword(ADMIN_PASSWORD),
			failLoginCount: 0,
			loginCount: 0,
			roles: [1],
		});
	}

	get behaviour(): Behaviour {
		return this.settings.behaviour;
	}

	/** ISO time without zone, always later than the one before: lists sort by it. */
	stamp(): string {
		this.lastStamp = Math.max(this.lastStamp + 1, this.clock.now() * 1000);
		return microseconds(this.lastStamp);
	}

	/** A new account's row; the password is empty, so it never fits. */
	blankUser(username: string, email: string, firstName: string, lastName: string): Omit<User, 'id'> {
		const now = this.stamp();
		return {
			username,
			email,
			firstName,
			lastName,
			active: true,
			password: '',
			roles: [],
			groups: [],
			loginCount: null,
			failLoginCount: null,
			lastLogin: null,
			createdOn: now,
			changedOn: now,
			createdBy: null,
			changedBy: null,
		};
	}

	roleByName(name: string): Role | undefined {
		return this.roles.rows.find((role) => role.name === name);
	}

	pairOf(permission: string, view: string): Pair | undefined {
		return this.pairs.rows.find((pair) => pair.permission.name === permission && pair.view.name === view);
	}

	addPair(permission: string, view: string, id?: number): Pair {
		return this.pairs.add({ permission: named(this.permissions, permission), view: named(this.views, view) }, id);
	}

	/** Roles that count: direct ones, and from Superset 6 those of the person's groups (contract 6). */
	rolesOf(user: User): Role[] {
		const ids = new Set(user.roles);
		if (this.behaviour.groupsMatter)
			for (const group of user.groups) for (const role of this.groups.get(group)?.roles ?? []) ids.add(role);
		return [...ids].flatMap((id) => this.roles.get(id) ?? []);
	}

	isAdmin(user: User): boolean {
		return this.rolesOf(user).some((role) => role.name === 'Admin');
	}

	may(user: User, permission: string, view: string): boolean {
		const pair = this.pairOf(permission, view);
		return pair !== undefined && this.rolesOf(user).some((role) => role.permissions.includes(pair.id));
	}

	groupsWithRole(role: number): Group[] {
		return this.groups.rows.filter((group) => group.roles.includes(role));
	}

	membersOfGroup(group: number): User[] {
		return this.users.rows.filter((user) => user.groups.includes(group));
	}

	allContent(): Item[] {
		return KINDS.flatMap((kind) => [...this.content[kind].rows]);
	}

	private fillRoles(): void {
		const { behaviour, initialised } = this.settings;
		const missing = (view: string): boolean =>
			!initialised && (behaviour.initMissing === 'everything' || SECURITY_VIEWS.has(view));
		const pairs = catalogue(behaviour).filter((pair) => !missing(pair.view));
		for (const pair of pairs) this.addPair(pair.permission, pair.view, pair.id);
		for (const name of BUILT_IN_ROLES)
			this.roles.add({
				name,
				permissions: inRoleOrder(
					pairs.filter((pair) => holds(name, pair)),
					name,
				),
			});
	}
}

/** Admin lists first what the server made at start, then what the migrations made (R `auth:me-roles-bearer`). */
function inRoleOrder(pairs: readonly { id: number }[], role: string): number[] {
	const ids = pairs.map((pair) => pair.id);
	return role === 'Admin' ? [...ids.filter((id) => id > 25), ...ids.filter((id) => id <= 25)] : ids;
}

function named(table: Table<Named>, name: string): Named {
	return table.rows.find((row) => row.name === name) ?? table.add({ name });
}

function microseconds(value: number): string {
	const millis = Math.floor(value / 1000);
	return `${new Date(millis).toISOString().slice(0, -1)}${String(value - millis * 1000).padStart(3, '0')}`;
}
