import { Table } from '../frame/table.mts';

export interface Membership {
	readonly id: number;
	readonly user: number;
	readonly group: number;
	manager: boolean;
}

/** Far from any user id: who mistakes one for the other is told at once. */
const FIRST_ID = 7_000_001;

/** Who is in which group, with the look-ups that ten thousand people need. */
export class Memberships {
	private readonly table = new Table<Membership>(false);
	private next = FIRST_ID;
	private readonly byUser = new Map<number, Membership[]>();
	private readonly byGroup = new Map<number, Set<Membership>>();

	/** Ascending by id; not a copy. */
	get rows(): readonly Membership[] {
		return this.table.rows;
	}

	get(id: number): Membership | undefined {
		return this.table.get(id);
	}

	/** Of one person, ascending by group. */
	of(user: number): Membership[] {
		return [...(this.byUser.get(user) ?? [])].sort((left, right) => left.group - right.group);
	}

	in(group: number): Membership[] {
		return [...(this.byGroup.get(group) ?? [])];
	}

	find(user: number, group: number): Membership | undefined {
		return this.byUser.get(user)?.find((row) => row.group === group);
	}

	add(user: number, group: number, manager = false): Membership {
		const row = this.table.add({ user, group, manager }, this.table.size === 0 ? this.next : undefined);
		this.next = row.id + 1;
		this.index(row);
		return row;
	}

	remove(row: Membership): void {
		this.table.remove(row);
		this.byUser.set(
			row.user,
			(this.byUser.get(row.user) ?? []).filter((one) => one !== row),
		);
		this.byGroup.get(row.group)?.delete(row);
	}

	private index(row: Membership): void {
		const mine = this.byUser.get(row.user);
		if (mine === undefined) this.byUser.set(row.user, [row]);
		else mine.push(row);
		const members = this.byGroup.get(row.group);
		if (members === undefined) this.byGroup.set(row.group, new Set([row]));
		else members.add(row);
	}
}
