import type { Clock } from '../frame/clock.mts';
import { Content } from './content/model.mts';
import { BUILT_IN_GROUPS, EVERYONE, type BuiltIn, type Group } from './groups-model.mts';
import { Ids } from './ids.mts';
import { Lockouts } from './lockouts.mts';
import { Users, type NewUser, type User } from './people.mts';
import { roleId, Roles, type Seat } from './roles.mts';
import { Sessions } from './sessions.mts';
import type { Settings } from './switches.mts';
import { newSecrets } from './tokens.mts';
import type { Behaviour } from './versions.mts';

export type { Group } from './groups-model.mts';
export type { User } from './people.mts';

export interface Tenant {
	readonly id: string;
	readonly name: string;
	readonly domains: readonly string[];
}

/** A mail the server handed over for delivery. */
export interface Mail {
	readonly to: string;
	readonly subject: string;
	readonly text: string;
	readonly at: string;
}

export const SYSTEM = 'system';

/** Everything one server holds. Made anew by each reset. */
export class World {
	readonly users = new Users();
	readonly groups = new Map<string, Group>();
	readonly tenants = new Map<string, Tenant>();
	readonly roles: Roles;
	readonly content = new Content();
	readonly sessions = new Sessions();
	readonly lockouts: Lockouts;
	readonly mail: Mail[] = [];
	/** Most seats of each kind; set once the people are there. */
	seats: Readonly<Record<Seat, number>> = { admin: Infinity, designer: Infinity, viewer: Infinity };
	/** Sessions of web access tokens: whose they are. */
	readonly webSessions = new Map<string, string>();
	private readonly ids = new Ids();

	constructor(
		readonly settings: Settings,
		readonly clock: Clock,
	) {
		this.roles = new Roles(settings.behaviour);
		this.lockouts = new Lockouts(clock, settings.lockoutAfter);
	}

	get behaviour(): Behaviour {
		return this.settings.behaviour;
	}

	/** ISO time of now. */
	stamp(): string {
		return new Date(this.clock.now()).toISOString();
	}

	newId(): string {
		return this.ids.next(this.clock.now());
	}

	get system(): Tenant {
		return [...this.tenants.values()][0];
	}

	tenantNamed(name: string): Tenant | undefined {
		return [...this.tenants.values()].find((tenant) => tenant.name === name);
	}

	/** A tenant with the groups that each has. */
	addTenant(tenant: Tenant, groupId: (name: BuiltIn) => string = () => this.newId()): Tenant {
		this.tenants.set(tenant.id, tenant);
		for (const name of BUILT_IN_GROUPS)
			this.addGroup({ name, tenant: tenant.id, builtIn: name, id: groupId(name) });
		return tenant;
	}

	addGroup(values: Pick<Group, 'name' | 'tenant'> & Partial<Group>): Group {
		const now = this.stamp();
		const group: Group = {
			id: this.newId(),
			ad: false,
			extra: {},
			stale: [],
			created: now,
			lastUpdated: now,
			revision: 1,
			...values,
		};
		this.groups.set(group.id, group);
		return group;
	}

	/** Its id stays on the people who were in it (contract 6). */
	deleteGroup(group: Group): void {
		this.groups.delete(group.id);
		this.content.forgetGroup(group.id);
	}

	group(id: string): Group | undefined {
		return this.groups.get(id.toLowerCase());
	}

	builtIn(tenant: string, name: BuiltIn): Group | undefined {
		return [...this.groups.values()].find((group) => group.tenant === tenant && group.builtIn === name);
	}

	/** A new person's row: pending, in no group. */
	blankUser(email: string, tenant: string): NewUser {
		const now = this.stamp();
		return {
			email,
			userName: email,
			roleId: roleId('consumer'),
			active: false,
			groups: [],
			tenant,
			password: null,
			preferences: { localeId: 'en-US', language: null },
			uiSettings: {},
			created: now,
			lastUpdated: now,
		};
	}

	addUser(values: NewUser & Partial<Pick<User, 'id' | 'secrets'>>): User {
		return this.users.add({ id: this.newId(), secrets: newSecrets(), ...values, revision: 1 });
	}

	/** Notes that somebody was written to. */
	touch(row: User | Group): void {
		row.lastUpdated = this.stamp();
		row.revision++;
	}

	/** With all that goes along: their dashboards (contract 8), shares, memberships and ways in. Folders stay theirs. */
	deleteUser(user: User): void {
		this.users.remove(user);
		this.sessions.closeAll(user.id);
		this.content.forgetPerson(user.id);
	}

	/** Ids of a person's groups as `groups` tells them: without Admins and All users in system (contract 6). */
	groupIds(user: User): string[] {
		const everyone = this.settings.everyoneInUserGroups ? this.builtIn(user.tenant, EVERYONE) : undefined;
		return everyone === undefined ? [...user.groups] : [everyone.id, ...user.groups];
	}

	isMember(user: User, group: Group): boolean {
		if (group.builtIn === undefined) return user.groups.includes(group.id);
		if (group.tenant !== user.tenant) return false;
		return group.builtIn !== 'Admins' || this.roles.isAdmin(user.roleId);
	}

	/** Members of every group, in one pass over everybody. */
	members(): Map<string, User[]> {
		const members = new Map<string, User[]>([...this.groups.keys()].map((id) => [id, []]));
		const builtIn = [...this.groups.values()].filter((group) => group.builtIn !== undefined);
		for (const user of this.users.rows) {
			for (const id of new Set(user.groups)) members.get(id)?.push(user);
			for (const group of builtIn) if (this.isMember(user, group)) members.get(group.id)?.push(user);
		}
		return members;
	}

	membersOf(group: Group): User[] {
		return [...this.users.rows].filter((user) => this.isMember(user, group));
	}

	/** Where the licence is tight: one more of each kind than there are now. */
	closeLicence(): void {
		if (!this.settings.tightSeats) return;
		const most = (seat: Seat): number => this.seatsInUse(seat) + 1;
		this.seats = { admin: most('admin'), designer: most('designer'), viewer: most('viewer') };
	}

	seatsInUse(seat: Seat): number {
		return [...this.users.rows].filter((user) => this.roles.get(user.roleId)?.seat === seat).length;
	}
}

/** First and last name, or the e-mail. */
export function commonName({ firstName, lastName, email }: User): string {
	return [firstName, lastName].filter((part) => part !== undefined && part !== '').join(' ') || email;
}
