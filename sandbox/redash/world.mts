import type { Clock } from '../frame/clock.mts';
import { Table } from '../frame/table.mts';
import { createContent } from './content/index.mts';
import { EventLog } from './events.mts';
import { newKey } from './keys.mts';
import { Users, type User } from './people.mts';
import type { Behaviour } from './versions.mts';

export type { User } from './people.mts';

/** A tenant. Ids of everything are unique over all of them. */
export interface Org {
	readonly id: number;
	readonly name: string;
	readonly slug: string;
}

export interface Group {
	readonly id: number;
	readonly org: number;
	name: string;
	readonly type: 'builtin' | 'regular';
	permissions: string[];
	readonly createdAt: string;
}

/** One row of the table between groups and data sources. There may be two alike (contract 7). */
export interface Attachment {
	readonly group: number;
	viewOnly: boolean;
}

export interface DataSource {
	readonly id: number;
	readonly org: number;
	name: string;
	readonly type: string;
	/** As sent; answers mask the secrets. */
	options: Record<string, unknown>;
	attachments: Attachment[];
}

/** Settings of one server, read from its switches. */
export interface Settings {
	readonly behaviour: Behaviour;
	readonly multiOrg: boolean;
	readonly mail: boolean;
	readonly csrf: boolean;
	readonly rateLimit: boolean;
	readonly worker: boolean;
	readonly scheduler: boolean;
	readonly saml: boolean;
	/** REDASH_HOST: empty, or scheme and host. */
	readonly host: string;
	readonly blockedDomains: ReadonlySet<string>;
}

/** A mail the server handed over for delivery. */
export interface Mail {
	readonly to: string;
	readonly subject: string;
	readonly text: string;
	readonly at: string;
}

export const ADMIN_PERMISSIONS = ['admin', 'super_admin'];
/** What `default` and every regular group have (contract 6). */
export const DEFAULT_PERMISSIONS = [
	'create_dashboard',
	'create_query',
	'edit_dashboard',
	'edit_query',
	'view_query',
	'view_source',
	'execute_query',
	'list_users',
	'schedule_query',
	'list_dashboards',
	'list_alerts',
	'list_data_sources',
];

/** How often the scheduler writes who was active. */
const SCHEDULE = 60_000;

/** Everything one server holds. Made anew by each reset. */
export class World {
	readonly orgs = new Table<Org>(false);
	readonly users = new Users();
	readonly groups = new Table<Group>(false);
	readonly dataSources = new Table<DataSource>(false);
	readonly mail: Mail[] = [];
	readonly events: EventLog;
	readonly content: ReturnType<typeof createContent>;
	private lastStamp = 0;
	private lastSchedule: number;

	constructor(
		readonly settings: Settings,
		readonly clock: Clock,
	) {
		this.events = new EventLog(clock, settings.worker);
		this.content = createContent();
		this.lastSchedule = clock.now();
	}

	get behaviour(): Behaviour {
		return this.settings.behaviour;
	}

	/** ISO time in milliseconds, always later than the one before: lists sort by it. */
	stamp(): string {
		this.lastStamp = Math.max(this.lastStamp + 1, this.clock.now());
		return new Date(this.lastStamp).toISOString();
	}

	/** Notes that somebody is active. A scheduler writes it to the account once a minute (contract 4). */
	saw(user: User): void {
		user.seenAt = new Date(this.clock.now()).toISOString();
	}

	/** Called before each request: what the scheduler has done since the last one. */
	catchUp(): void {
		const now = this.clock.now();
		if (!this.settings.scheduler || now - this.lastSchedule < SCHEDULE) return;
		this.lastSchedule = now;
		for (const user of this.users.rows) user.activeAt = user.seenAt ?? user.activeAt;
	}

	orgBySlug(slug: string): Org | undefined {
		return this.orgs.rows.find((org) => org.slug === slug);
	}

	/** An organisation with its two built-in groups. */
	addOrg(name: string, slug: string): Org {
		const org = this.orgs.add({ name, slug });
		this.addGroup(org.id, 'admin', { type: 'builtin', permissions: [...ADMIN_PERMISSIONS] });
		this.addGroup(org.id, 'default', { type: 'builtin' });
		return org;
	}

	addGroup(org: number, name: string, more: Partial<Group> = {}): Group {
		return this.groups.add({
			org,
			name,
			type: 'regular',
			permissions: [...DEFAULT_PERMISSIONS],
			createdAt: this.stamp(),
			...more,
		});
	}

	/** A new account's row: invited, in no group, never seen. */
	blankUser(org: number, name: string, email: string): Omit<User, 'id'> {
		const now = this.stamp();
		return {
			org,
			name,
			email,
			groups: [],
			apiKey: newKey(),
			password: null,
			pending: true,
			verified: true,
			createdAt: now,
			updatedAt: now,
			disabledAt: null,
			activeAt: null,
			seenAt: null,
		};
	}

	/** Attached to the organisation's `default` with full access at once (contract 7). */
	addDataSource(org: number, name: string, type: string, options: Record<string, unknown> = {}): DataSource {
		return this.dataSources.add({
			org,
			name,
			type,
			options,
			attachments: [{ group: this.builtin(org, 'default').id, viewOnly: false }],
		});
	}

	builtin(org: number, name: 'admin' | 'default'): Group {
		const group = this.groups.rows.find((row) => row.org === org && row.type === 'builtin' && row.name === name);
		if (group === undefined) throw new Error(`organisation ${org} has no group ${name}`);
		return group;
	}

	/** By id, only within the organisation. */
	userIn(org: number, id: number): User | undefined {
		return within(org, this.users.get(id));
	}

	groupIn(org: number, id: number): Group | undefined {
		return within(org, this.groups.get(id));
	}

	dataSourceIn(org: number, id: number): DataSource | undefined {
		return within(org, this.dataSources.get(id));
	}

	/** The permissions of all groups strung together; entries may repeat (contract 3). */
	permissionsOf(user: User): string[] {
		const ids = [...new Set(user.groups)].sort((left, right) => left - right);
		return ids.flatMap((id) => this.groups.get(id)?.permissions ?? []);
	}

	has(user: User, permission: string): boolean {
		return user.groups.some((id) => this.groups.get(id)?.permissions.includes(permission));
	}

	/** Whether a data source is attached to one of these groups; view only counts too. */
	sees(groups: readonly number[], dataSource: DataSource): boolean {
		return dataSource.attachments.some((attachment) => groups.includes(attachment.group));
	}
}

function within<Row extends { org: number }>(org: number, row: Row | undefined): Row | undefined {
	return row?.org === org ? row : undefined;
}
