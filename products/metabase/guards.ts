import { Problem, Refusal } from '../../kit/problem';
import type { Metabase } from './client';
import { isPerson, type User } from './person';

/** Options that lift a guard. */
export interface Lifted {
	allowSelf?: boolean;
}

interface Member {
	user_id: number;
	email: string;
}

/**
 * Keeps the credential's own account and the last active admin from being deactivated or demoted. The server itself
 * guards the last admin only, and says so when it is too late to choose (contract 3). Admins are counted once per
 * execution and crossed off as they go, so that a list with all admins in it stops before the last one.
 */
export class Guards {
	private admins?: Promise<Set<number>>;

	constructor(private readonly metabase: Metabase) {}

	/** Throws a Problem if somebody must not be deactivated. */
	async shuttingOut(user: User): Promise<void> {
		if (await this.isSelf(user)) {
			throw new Problem(
				`${user.email} is the account of this credential: Metabase would let it deactivate itself.`,
				'Leave it out, or use the credential of another admin.',
			);
		}
		await this.refuseLastAdmin(user, 'deactivated');
	}

	/** Throws a Problem if somebody must stay an admin. */
	async demoting(user: User, lifted: Lifted): Promise<void> {
		if (!lifted.allowSelf && (await this.isSelf(user))) {
			throw new Refusal(
				`${user.email} is the account of this credential: Metabase would let it demote itself.`,
				'Leave it out',
				'Allow Own Account',
			);
		}
		await this.refuseLastAdmin(user, 'demoted');
	}

	async isSelf(user: Pick<User, 'id'>): Promise<boolean> {
		return (await this.metabase.current()).id === user.id;
	}

	private async refuseLastAdmin(user: User, doing: string): Promise<void> {
		if (!user.admin || user.state !== 'active') return;
		this.admins ??= this.countAdmins();
		const admins = await this.admins;
		if (admins.size === 1 && admins.has(user.id)) {
			throw new Problem(
				`${user.email} is the last active admin of this Metabase and can't be ${doing}.`,
				'Make somebody else an admin first.',
			);
		}
		admins.delete(user.id);
	}

	/** Active people; keys in the group of admins are none (contract 5). */
	private async countAdmins(): Promise<Set<number>> {
		const { id } = await this.metabase.groups.admin();
		const { members } = await this.metabase.get<{ members: Member[] }>(['permissions', 'group', id]);
		const people = members.filter(({ user_id, email }) => isPerson({ id: user_id, email }));
		return new Set(people.map((member) => member.user_id));
	}
}
