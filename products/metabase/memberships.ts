import { Problem, unless } from '../../kit/problem';
import type { Metabase } from './client';
import { refuseEverybody, type Group } from './groups';
import type { User } from './person';

/** One person's place in one group. Its own id is what the routes want, never the user's (contract 4). */
export interface MembershipRow {
	membership_id: number;
	group_id: number;
	user_id: number;
	/** Only with the paid feature. */
	is_group_manager?: boolean;
}

/** Who is in what: one call for everybody, deactivated people included. Kept up to date with what is written here. */
export class Memberships {
	private map?: Promise<Map<number, MembershipRow[]>>;

	/** Whose rows have changed since the map was read. */
	private readonly stale = new Set<number>();

	constructor(private readonly metabase: Metabase) {}

	/** The whole map; read anew if anybody's rows have changed whom it is about. */
	private async all(about = [...this.stale]): Promise<Map<number, MembershipRow[]>> {
		if (about.some((id) => this.stale.has(id))) this.map = undefined;
		if (this.map === undefined) this.stale.clear();
		this.map ??= this.metabase
			.get<Record<string, MembershipRow[]>>(['permissions', 'membership'])
			.then((rows) => new Map(Object.entries(rows).map(([user, list]) => [Number(user), list])));
		return await this.map;
	}

	/** As they are now, for the next who asks about this person: everybody else's stay known. */
	forget(user: Pick<User, 'id'>): void {
		this.stale.add(user.id);
	}

	async of(user: Pick<User, 'id'>): Promise<MembershipRow[]> {
		return (await this.all([user.id])).get(user.id) ?? [];
	}

	/** Everybody in a group: deactivated people, and the accounts of API keys. */
	async in(group: Group): Promise<MembershipRow[]> {
		return [...(await this.all()).values()].flat().filter(({ group_id: id }) => id === group.id);
	}

	/** Puts somebody in who is not in. A repeated POST is a 500, so a lost answer is looked up (contract 11.6). */
	async add(user: User, group: Group): Promise<void> {
		refuseEverybody(group);
		const lookUp = async () => {
			const now = await this.metabase.users.detailed(user.id);
			return now?.groupIds.includes(group.id) ? [] : undefined;
		};
		const body = { group_id: group.id, user_id: user.id };
		await this.metabase.post(['permissions', 'membership'], body, { effect: 'once', lookUp });
		this.forget(user);
	}

	/** Takes somebody out. @returns whether there was anything to take */
	async remove(user: User, group: Group): Promise<boolean> {
		const row = await this.find(user, group);
		if (!row) return false;
		refuseEverybody(group);
		// Gone meanwhile is as asked.
		await unless('notFound', this.metabase.delete(['permissions', 'membership', row.membership_id], { goneIsDone: true }));
		const all = await this.all([]);
		all.set(
			user.id,
			(all.get(user.id) ?? []).filter((one) => one.membership_id !== row.membership_id),
		);
		return true;
	}

	async find(user: User, group: Group): Promise<MembershipRow | undefined> {
		return (await this.of(user)).find(({ group_id: id }) => id === group.id);
	}

	/** Whether somebody manages a group; the membership stays as it is otherwise. */
	async setManager(user: User, group: Group, manager: boolean): Promise<boolean> {
		const row = await this.find(user, group);
		if (!row) {
			throw new Problem(
				`${user.email} is not in the group "${group.name}": only members can manage it.`,
				'Use "Add to Group" first.',
			);
		}
		if ((row.is_group_manager ?? false) === manager) return false;
		await this.metabase.put(['permissions', 'membership', row.membership_id], { is_group_manager: manager });
		this.forget(user);
		if (((await this.find(user, group))?.is_group_manager ?? false) === manager) return true;
		throw new Problem(
			`Metabase accepted the change of ${user.email} in "${group.name}" but did not apply it.`,
			'Look at the group in Metabase.',
		);
	}

	/** The whole set with flags, as a PUT of a user wants it: a flag left out makes some servers fail (contract 3, EE trap). */
	async bodyFor(user: User, groupIds: number[]): Promise<Array<{ id: number; is_group_manager: boolean }>> {
		const rows = await this.of(user);
		return groupIds.map((id) => ({
			id,
			is_group_manager: rows.find((row) => row.group_id === id)?.is_group_manager ?? false,
		}));
	}

	/** Takes everybody out of a group, the accounts of API keys too. */
	async clear(group: Group): Promise<void> {
		await this.metabase.put(['permissions', 'membership', group.id, 'clear']);
		this.map = undefined;
		const left = await this.in(group);
		if (left.length === 0) return;
		throw new Problem(
			`Metabase accepted it, but the group "${group.name}" still has ${left.length} members.`,
			'Look at the group in Metabase.',
		);
	}
}
