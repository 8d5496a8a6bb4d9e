import type { Wanted } from '../../kit/fields';
import { choose, GROUP } from '../../kit/names';
import { Problem } from '../../kit/problem';
import type { Redash } from './client';
import type { Lifted } from './guards';
import { sameGroups, withGroups, type RawUser, type User } from './person';

export interface Group {
	id: number;
	/** Not unique (contract 6). */
	name: string;
	permissions: string[];
	type: 'builtin' | 'regular';
	created_at: string;
}

/** What is not as it was written, as a sentence; undefined if all is. */
export function faultOfGroup(name: string, now: Group | undefined): string | undefined {
	if (!now) return `Redash accepted the group "${name}", but it can't be found.`;
	return now.name === name ? undefined : `Redash accepted the name "${name}" but the group is still called "${now.name}".`;
}

/** Throws a Problem before the server is asked: it brings two groups of its own in each organization. */
export function refuseBuiltIn(group: Group, doing: string): void {
	if (group.type !== 'builtin') return;
	throw new Problem(`"${group.name}" is one of Redash's own groups: it can't be ${doing}.`, 'Choose another group.');
}

export class Groups {
	private catalogue?: Promise<Group[]>;

	constructor(private readonly redash: Redash) {}

	/** All groups of the organization; read once per execution. */
	async all(): Promise<Group[]> {
		this.catalogue ??= this.redash.get<Group[]>(['groups']);
		return await this.catalogue;
	}

	/** The groups as they are now. */
	async fresh(): Promise<Group[]> {
		this.catalogue = undefined;
		return await this.all();
	}

	async readBack(ids: string[]): Promise<Map<string, Group>> {
		const all = await this.fresh();
		return new Map(all.filter(({ id }) => ids.includes(String(id))).map((group) => [String(group.id), group]));
	}

	/** The groups asked for, by ID or exact name. Throws a Problem that lists near names, or the candidates. */
	async named(wanted: Wanted[]): Promise<Group[]> {
		return wanted.length === 0 ? [] : choose(wanted, await this.all(), GROUP);
	}

	/** Names need not be unique on the server; a second group of one name is refused here. */
	async create(name: string): Promise<Group> {
		const find = async () => (await this.fresh()).find((group) => group.name === name);
		const group = await this.redash.post<Group>(['groups'], { name }, { effect: 'once', lookUp: find });
		(await this.all()).push(group);
		return group;
	}

	async rename(group: Group, name: string): Promise<void> {
		await this.redash.post(['groups', group.id], { name });
	}

	/** Members, disabled and pending ones included, each once. The group must exist: for an unknown one the server says `[]`. */
	async members(group: Group): Promise<User[]> {
		const rows = await this.redash.get<RawUser[]>(['groups', group.id, 'members']);
		return await this.redash.users.toUsers(rows);
	}

	/** Deletes a group. Each member loses one entry, so doubled ones are taken out first: they would stay as dangling ids. */
	async remove(group: Group, members: User[]): Promise<void> {
		for (const user of members) {
			const entries = user.groupIds?.filter((id) => id === group.id).length ?? 1;
			for (let extra = 1; extra < entries; extra++) await this.takeOne(user, group.id);
		}
		// Gone already is a 500 here; whether a lost answer did it is looked up.
		const lookUp = async () => ((await this.fresh()).some(({ id }) => id === group.id) ? undefined : true);
		await this.redash.delete(['groups', group.id], { effect: 'once', lookUp });
		if (await lookUp()) return;
		throw new Problem('Redash accepted the deletion but still has the group.', 'Look at it in Redash.');
	}

	/**
	 * Puts a user into a group. Somebody who is in already is left alone, but for doubled entries, which are healed:
	 * the server would add another one (contract 6).
	 *
	 * @returns whether anything had to be done
	 */
	async add(user: User, group: Group): Promise<boolean> {
		if (user.groups.some(({ id }) => id === group.id)) return await this.heal(user, group);
		await this.append(user, group);
		return true;
	}

	/** Takes a user out of a group, all entries of a doubled membership. Throws a Problem where a guard forbids it. */
	async take(user: User, group: Group, lifted: Lifted): Promise<boolean> {
		if (!user.groups.some(({ id }) => id === group.id)) return false;
		await this.redash.guards.leaving(user, [group], lifted);
		const now = await this.redash.users.detailed(user.id);
		const entries = now?.groupIds?.filter((id) => id === group.id).length ?? 0;
		for (let left = entries; left > 0; left--) await this.takeOne(user, group.id);
		return entries > 0;
	}

	/**
	 * Makes the groups of a user exactly these, by the member routes: they cost no budget and can empty the list, which
	 * `group_ids` can't (contract 6). Doubled entries and ids of deleted groups go as well. New groups come first, so
	 * that nobody is without access on the way.
	 *
	 * @param stored the ids as the server has them at this moment, where they are known
	 * @returns the user as it should be now, or undefined if nothing had to be done
	 */
	async set(user: User, wanted: Group[], lifted: Lifted, stored?: number[]): Promise<User | undefined> {
		const leaves = user.groups.filter(({ id }) => !wanted.some((one) => one.id === id));
		if (leaves.length > 0) await this.redash.guards.leaving(user, leaves, lifted);
		const ids = stored ?? (await this.idsOf(user));
		for (const group of wanted) if (!ids.includes(group.id)) await this.append(user, group);
		const keep = new Set(wanted.map(({ id }) => id));
		let surplus = 0;
		for (const id of ids) {
			if (keep.delete(id)) continue;
			await this.takeOne(user, id);
			surplus++;
		}
		if (surplus === 0 && sameGroups(user.groups, wanted)) return undefined;
		return withGroups({ ...user, groupIds: undefined }, wanted);
	}

	private async heal(user: User, group: Group): Promise<boolean> {
		const now = await this.redash.users.detailed(user.id);
		const entries = now?.groupIds?.filter((id) => id === group.id).length ?? 0;
		for (let extra = 1; extra < entries; extra++) await this.takeOne(user, group.id);
		return entries > 1;
	}

	private async append(user: User, group: Group): Promise<void> {
		// A second POST doubles the membership, so a lost answer is looked up before anything is sent again.
		const lookUp = async () => ((await this.idsOf(user)).includes(group.id) ? user.raw : undefined);
		await this.redash.post(['groups', group.id, 'members'], { user_id: user.id }, { effect: 'once', lookUp });
	}

	/** Takes one entry out; the server does no more at a time. */
	private async takeOne(user: User, group: number): Promise<void> {
		const count = async () => (await this.idsOf(user)).filter((id) => id === group).length;
		const before = await count();
		const lookUp = async () => ((await count()) < before ? true : undefined);
		await this.redash.delete(['groups', group, 'members', user.id], { effect: 'once', lookUp });
	}

	private async idsOf(user: User): Promise<number[]> {
		return (await this.redash.users.detailed(user.id))?.groupIds ?? [];
	}
}

