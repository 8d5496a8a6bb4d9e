import { Refusal } from '../../kit/problem';
import type { Superset } from './client';
import type { Group } from './groups';
import { nameOf, type Changes, type Ref, type User } from './person';

/** Options that lift a guard. */
export interface Lifted {
	allowSelf?: boolean;
	allowLastAdmin?: boolean;
}

/** For a change whose asker has looked at the guards already. */
export const UNGUARDED: Lifted = { allowSelf: true, allowLastAdmin: true };

/**
 * Keeps the credential's own account and the last active Admin from being shut out or demoted; Superset itself has
 * no such guard (docs/contracts/superset.md 2.1, 15.13). Admins are counted once per execution and crossed off as
 * they go, so that a list with all admins in it stops before the last one.
 */
export class Guards {
	private admins?: Promise<Set<number>>;

	private grants?: Promise<Group[]>;

	constructor(private readonly superset: Superset) {}

	/** Throws a Problem if the change would shut out or demote somebody who must stay. */
	async check(user: User, changes: Changes, lifted: Lifted): Promise<void> {
		const shutsOut = changes.active === false;
		const demotes =
			(changes.roles !== undefined && isAdmin(user.roles) && !isAdmin(changes.roles)) ||
			(changes.groups !== undefined && (await this.losesAdminByGroup(user, changes.groups)));
		const loses = lost(user.roles, changes.roles) || lost(user.groups, changes.groups);
		if (!shutsOut && !demotes && !loses) return;
		if (!lifted.allowSelf) await this.refuseSelf(user, shutsOut, shutsOut || demotes);
		if (shutsOut || demotes) await this.refuseLastAdmin(user, lifted);
	}

	private async refuseSelf(user: User, shutsOut: boolean, grave: boolean): Promise<void> {
		const self = await this.superset.ownId();
		if (self === undefined && grave) {
			throw new Refusal(
				`This Superset does not tell whose API key the credential has, so ${nameOf(user)} may be its own account.`,
				'Use username and password in the credential',
				'Allow Own Account',
			);
		}
		if (user.id !== self) return;
		throw new Refusal(
			`${nameOf(user)} is the account of this credential: Superset would let it ${shutsOut ? 'shut itself out' : 'demote itself'}.`,
			'Leave it out',
			'Allow Own Account',
		);
	}

	private async refuseLastAdmin(user: User, lifted: Lifted): Promise<void> {
		const admins = await this.activeAdmins(user);
		if (!admins.has(user.id)) return;
		if (admins.size === 1 && !lifted.allowLastAdmin) {
			throw new Refusal(
				`${nameOf(user)} is the last active Admin of Superset: nobody could manage it any more.`,
				'Make somebody else an Admin first',
				'Allow Last Admin',
			);
		}
		admins.delete(user.id);
	}

	/** Whether leaving groups takes away what makes somebody an admin. */
	private async losesAdminByGroup(user: User, left: Ref[]): Promise<boolean> {
		if (isAdmin(user.roles) || !user.groups?.length) return false;
		const granting = await this.adminGroups();
		return user.groups.some(({ id }) => granting.has(id)) && !left.some(({ id }) => granting.has(id));
	}

	/** The active admins, once it is known that the user could be one of them. */
	private async activeAdmins(user: User): Promise<Set<number>> {
		if (!isAdmin(user.roles) && !user.groups?.length) return new Set();
		this.admins ??= this.countAdmins();
		return await this.admins;
	}

	private async countAdmins(): Promise<Set<number>> {
		const role = (await this.superset.roles.all()).find(({ name }) => name === 'Admin');
		const direct = role ? await this.superset.users.withRole(role.id) : [];
		const admins = new Set(direct.filter(({ active }) => active === true).map(({ id }) => id));
		for (const group of await this.groupsThatGrant()) {
			if (!isAdmin(group.roles)) continue;
			const members = await this.superset.users.readBack(group.users.map(({ id }) => String(id)));
			for (const member of members.values()) if (member.active === true) admins.add(member.id);
		}
		return admins;
	}

	/** IDs of groups that make their members admins. */
	async adminGroups(): Promise<Set<number>> {
		return new Set((await this.groupsThatGrant()).filter(({ roles }) => isAdmin(roles)).map(({ id }) => id));
	}

	/** Groups, where they grant anything: from Superset 6.0 on (contract 6). */
	private async groupsThatGrant(): Promise<Group[]> {
		this.grants ??= this.superset
			.groupsGrantRoles()
			.then(async (yes) => (yes ? await this.superset.groups.all() : []));
		return await this.grants;
	}
}

/** Whether something of a list would be gone. */
const lost = (now: Ref[] = [], wanted: Ref[] | undefined) =>
	wanted !== undefined && now.some(({ id }) => !wanted.some((one) => one.id === id));

const isAdmin = (roles: Ref[]) => roles.some(({ name }) => name === 'Admin');
