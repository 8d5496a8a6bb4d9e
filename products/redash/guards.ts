import { Problem, Refusal } from '../../kit/problem';
import type { Redash } from './client';
import type { Group } from './groups';
import { isAdminGroup, nameOf, type User } from './person';

/** Options that lift a guard. */
export interface Lifted {
	allowSelf?: boolean;
	allowLastAdmin?: boolean;
}

/**
 * Keeps the key's own user and the last enabled admin from being shut out or demoted; Redash itself guards only
 * against disabling and deleting oneself (contract 5 and 6). Admins are counted once per execution and crossed off as
 * they go, so that a list with all admins in it stops before the last one.
 */
export class Guards {
	private admins?: Promise<Set<number>>;

	constructor(private readonly redash: Redash) {}

	/** Throws a Problem if somebody must not be disabled or deleted. No option makes the server do it to the own user. */
	async shuttingOut(user: User, doing: 'disabled' | 'deleted', lifted: Lifted): Promise<void> {
		if (await this.isSelf(user)) {
			throw new Problem(
				`${nameOf(user)} is the user of this credential's API key: Redash does not let anybody be ${doing} by themselves.`,
				'Leave it out, or use the API key of another admin.',
			);
		}
		if (user.admin) await this.refuseLastAdmin(user, doing, lifted);
	}

	/** Throws a Problem if leaving these groups takes something from the own user, or the last admin its rights. */
	async leaving(user: User, groups: Group[], lifted: Lifted): Promise<void> {
		if (!lifted.allowSelf && (await this.isSelf(user))) {
			throw new Refusal(
				`${nameOf(user)} is the user of this credential's API key: Redash would let it take its own groups away.`,
				'Leave it out',
				'Allow Own Account',
			);
		}
		const left = user.groups.filter(({ id }) => !groups.some((group) => group.id === id));
		if (user.admin && !left.some(isAdminGroup)) await this.refuseLastAdmin(user, 'demoted', lifted);
	}

	private async isSelf(user: User): Promise<boolean> {
		return (await this.redash.session()).user.id === user.id;
	}

	private async refuseLastAdmin(user: User, doing: string, { allowLastAdmin }: Lifted): Promise<void> {
		this.admins ??= this.countAdmins();
		const admins = await this.admins;
		if (!admins.has(user.id)) return;
		if (admins.size === 1 && !allowLastAdmin) {
			throw new Refusal(
				`${nameOf(user)} is the last active admin of this Redash organization and can't be ${doing}.`,
				'Make somebody else an admin first',
				'Allow Last Admin',
			);
		}
		admins.delete(user.id);
	}

	/** Enabled people who accepted and hold the permission `admin` through any group. */
	private async countAdmins(): Promise<Set<number>> {
		const admins = new Set<number>();
		for (const group of (await this.redash.groups.all()).filter(isAdminGroup)) {
			const members = await this.redash.groups.members(group);
			for (const { id, state } of members) if (state === 'active') admins.add(id);
		}
		return admins;
	}
}
