import { Problem, Refusal } from '../../kit/problem';
import { v1, type Sisense } from './client';
import { rowsOf } from './lists';
import type { RawUser, User } from './person';
import { isAdmin, refuseSuper, type Role } from './roles';

/** Options that lift a guard. */
export interface Lifted {
	allowLastAdmin?: boolean;
}

/**
 * Keeps the credential's own account, the Sys. Admin and the last admin from being shut out or demoted. Admins are
 * counted once per execution and crossed off as they go, so that a list with all of them in it stops before the last.
 */
export class Guards {
	private admins?: Promise<Set<string>>;

	constructor(private readonly sisense: Sisense) {}

	async isSelf(user: Pick<User, 'id'>): Promise<boolean> {
		return (await this.sisense.self())._id === user.id;
	}

	/** Throws a Problem if somebody must not be shut out or deleted; no option does that to the own account. */
	async shuttingOut(user: User, doing: string, lifted: Lifted): Promise<void> {
		if (await this.isSelf(user)) {
			throw new Problem(
				`${user.email} is the account of this credential: it can't be ${doing} by itself.`,
				'Leave it out, or use the credential of another admin.',
			);
		}
		refuseSuper(user.role, doing);
		if (isAdmin(user.role)) await this.refuseLastAdmin(user, doing, lifted);
	}

	/** Throws a Problem if the new role takes from somebody what must stay, or gives what nobody can be given. */
	async changingRole(user: User, role: Role, lifted: Lifted & { allowSelf?: boolean }): Promise<void> {
		if (user.role?.id === role.id) return;
		refuseSuper(role, 'made one');
		refuseSuper(user.role, 'demoted');
		if (!isAdmin(user.role) || isAdmin(role)) return;
		if (!lifted.allowSelf && (await this.isSelf(user))) {
			throw new Refusal(
				`${user.email} is the account of this credential: Sisense would let it demote itself.`,
				'Leave it out',
				'Allow Own Account',
			);
		}
		await this.refuseLastAdmin(user, 'demoted', lifted);
	}

	private async refuseLastAdmin(user: User, doing: string, { allowLastAdmin }: Lifted): Promise<void> {
		this.admins ??= this.countAdmins();
		const admins = await this.admins;
		if (!admins.has(user.id)) return;
		if (admins.size === 1 && !allowLastAdmin) {
			throw new Refusal(
				`${user.email} is the last active admin of this Sisense tenant and can't be ${doing}.`,
				'Make somebody else an admin first',
				'Allow Last Admin',
			);
		}
		admins.delete(user.id);
	}

	private async countAdmins(): Promise<Set<string>> {
		const admins = new Set<string>();
		for (const { id } of (await this.sisense.roles.all()).filter(isAdmin)) {
			const rows = rowsOf<RawUser>(await this.sisense.get(v1('users'), { roleId: id }));
			for (const { _id, active } of await this.sisense.tenants.mine(rows)) if (active !== false) admins.add(_id);
		}
		return admins;
	}
}
