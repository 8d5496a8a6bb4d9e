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

/** Who is in what: one call for everybody, deactivated people included; again only for people whose memberships were written since. */
export class Memberships {
	private map?: Promise<Map<number, MembershipRow[]>>;

	private readonly written = new Set<number>();

	constructor(private readonly metabase: Metabase) {}

	private async all(): Promise<Map<number, MembershipRow[]>> {
		this.map ??= this.metabase
			.get<Record<string, MembershipRow[]>>(['permissions', 'membership'])
			.then((rows) => new Map(Object.entries(rows).map(([user, list]) => [Number(user), list])));
		return await this.map;
	}

	/** Somebody's memberships are other ones now. */
	forget(user: Pick<User, 'id'>): void {
		this.written.add(user.id);
	}

	private refresh(): void {
		this.map = undefined;
		this.written.clear();
	}

	async of(user: Pick<User, 'id'>): Promise<MembershipRow[]> {
		if (this.written.has(user.id)) this.refresh();
		return (await this.all()).get(user.id) ?? [];
	}

	/** Everybody in a group: deactivated people, and the accounts of API keys. */
	async in(group: Group): Promise<MembershipRow[]> {
		if (this.written.size > 0) this.refresh();
		return [...(await this.all()).values()].flat().filter(({ group_id: id }) => id === group.id);
	}

	/** The people in a group with their places: deactivated ones too, the accounts of keys, also of deleted ones, not (contract 5). */
	async peopleIn(group: Group): Promise<Array<{ user: User; row: MembershipRow }>> {
		const rows = await this.in(group);
		const people = await this.metabase.users.readBack(rows.map((row) => String(row.user_id)));
		return [...people.values()].map((user) => ({ user, row: rows.find((row) => row.user_id === user.id)! }));
	}

	/**
	 * Puts somebody in who is not in. A repeated POST is a 500, so a lost answer is looked up; in the map, because old
	 * servers do not show somebody deactivated by ID (contract 3 and 11.6).
	 */
	async add(user: User, group: Group): Promise<void> {
		refuseEverybody(group);
		const lookUp = async () => {
			this.refresh();
			return (await this.find(user, group)) && [];
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
		const all = await this.all();
		all.set(
			user.id,
			(all.get(user.id) ?? []).filter((one) => one !== row),
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
		this.refresh();
		const left = await this.in(group);
		if (left.length === 0) return;
		throw new Problem(
			`Metabase accepted it, but the group "${group.name}" still has ${left.length} members.`,
			'Look at the group in Metabase.',
		);
	}
}
