import { createHash } from 'node:crypto';
import type { Clock } from '../frame/clock.mts';
import { Table } from '../frame/table.mts';
import { Content } from './content/model.mts';
import { Graph } from './graph-model.mts';
import { ADMINISTRATORS, ALL_TENANT_USERS, ALL_USERS, DATA_ANALYSTS, FIRST_OWN_GROUP } from './ids.mts';
import type { ApiKey } from './keys.mts';
import { Memberships } from './memberships.mts';
import { Users, type User } from './people.mts';
import { Sessions } from './sessions.mts';
import type { Settings } from './switches.mts';
import { Throttle } from './throttle.mts';
import type { Behaviour } from './versions.mts';

export { ADMINISTRATORS, ALL_TENANT_USERS, ALL_USERS, DATA_ANALYSTS } from './ids.mts';
export type { User } from './people.mts';

export type Magic = 'all-internal-users' | 'admin' | 'all-external-users' | 'data-analyst';

export interface Group {
	readonly id: number;
	name: string;
	readonly magic: Magic | null;
	readonly tenant: boolean;
	readonly entityId: string;
}

export interface Tenant {
	readonly id: number;
	name: string;
	readonly slug: string;
	active: boolean;
	attributes: Record<string, string>;
}

/** A mail the server handed over for delivery. */
export interface Mail {
	readonly to: string;
	readonly subject: string;
	readonly text: string;
	readonly at: string;
}

/** Everything one server holds. Made anew by each reset. */
export class World {
	readonly users = new Users();
	readonly groups = new Table<Group>(false);
	readonly memberships = new Memberships();
	readonly tenants = new Table<Tenant>(false);
	readonly keys = new Table<ApiKey>(false);
	readonly content = new Content();
	readonly graph: Graph;
	readonly sessions: Sessions;
	readonly throttle: Throttle;
	readonly mail: Mail[] = [];
	siteName = 'Example';
	siteLocale = 'en';

	constructor(
		readonly settings: Settings,
		readonly clock: Clock,
	) {
		this.graph = new Graph(settings.behaviour.oldGraph);
		this.sessions = new Sessions(clock);
		this.throttle = new Throttle(clock, settings.throttle);
	}

	get behaviour(): Behaviour {
		return this.settings.behaviour;
	}

	/** ISO time of now. */
	stamp(): string {
		return new Date(this.clock.now()).toISOString();
	}

	/** The groups that every server of this generation has. */
	addMagicGroups(): void {
		this.addGroup('All Users', { magic: 'all-internal-users' }, ALL_USERS);
		this.addGroup('Administrators', { magic: 'admin' }, ADMINISTRATORS);
		if (this.behaviour.analysts) this.addGroup('Data Analysts', { magic: 'data-analyst' }, DATA_ANALYSTS);
		if (this.settings.ee && this.behaviour.tenants)
			this.addGroup('All tenant users', { magic: 'all-external-users', tenant: true }, ALL_TENANT_USERS);
	}

	addGroup(name: string, more: Partial<Group> = {}, id?: number): Group {
		const first = more.magic === undefined && (this.groups.rows.at(-1)?.id ?? 0) < FIRST_OWN_GROUP;
		const given = id ?? (first ? FIRST_OWN_GROUP : undefined);
		return this.groups.add(
			{ name, magic: null, tenant: false, entityId: entityId(`group ${name}`), ...more },
			given,
		);
	}

	/** A new account's row: a person in no group, without a password anybody knows. */
	blankUser(email: string, firstName: string | null, lastName: string | null): Omit<User, 'id'> {
		const now = this.stamp();
		return {
			email,
			firstName,
			lastName,
			password: null,
			active: true,
			type: 'personal',
			isSuperuser: false,
			isNew: true,
			ssoSource: null,
			loginAttributes: null,
			locale: null,
			tenant: null,
			joinedAt: now,
			updatedAt: now,
			lastLogin: null,
			resetToken: null,
		};
	}

	/** The account and, for a person, the collection of their own. */
	addUser(values: Omit<User, 'id'>): User {
		const user = this.users.add(values);
		if (user.type === 'personal') this.content.addPersonalCollection(user.id, commonName(user));
		return user;
	}

	/** The group everybody of this kind is in. */
	everybody(user: Pick<User, 'tenant'>): number {
		return user.tenant === null ? ALL_USERS : ALL_TENANT_USERS;
	}

	/** Puts somebody into a group, or takes them out; Administrators and the flag always agree. */
	join(user: User, group: number, manager = false): void {
		if (this.memberships.find(user.id, group) === undefined) this.memberships.add(user.id, group, manager);
		if (group === ADMINISTRATORS) user.isSuperuser = true;
	}

	leave(user: User, group: number): void {
		const row = this.memberships.find(user.id, group);
		if (row !== undefined) this.memberships.remove(row);
		if (group === ADMINISTRATORS) user.isSuperuser = false;
	}

	isMember(user: User, group: number): boolean {
		return this.memberships.find(user.id, group) !== undefined;
	}

	/** With tenants off their people are there, but nobody can see them or sign in as them (contract 3). */
	isHidden(user: User): boolean {
		return user.tenant !== null && !this.settings.tenants;
	}

	/** Whether they can sign in. */
	isActive(user: User): boolean {
		return user.active && !this.isHidden(user);
	}

	/** People who are active admins; keys don't count. */
	activeAdmins(): User[] {
		return this.memberships.in(ADMINISTRATORS).flatMap(({ user: id }) => {
			const user = this.users.get(id);
			return user !== undefined && user.active && user.type === 'personal' ? [user] : [];
		});
	}
}

/** First and last name, or the e-mail. */
export function commonName({ firstName, lastName, email }: User): string {
	return [firstName, lastName].filter((part) => part !== null && part !== '').join(' ') || email;
}

/** 21 characters, the same for the same seed. */
export function entityId(seed: string): string {
	return createHash('sha256').update(seed).digest('base64url').slice(0, 21);
}
