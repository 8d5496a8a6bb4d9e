import type { Wanted } from '../../kit/fields';
import { sweep } from '../../kit/lookup';
import { choose, GROUP } from '../../kit/names';
import type { Superset } from './client';
import type { Lifted } from './guards';
import { grant, grantGuarded, remember, type Granted, type Wish } from './members';
import type { People } from './people';
import type { Problem } from '../../kit/problem';
import { differing, type Ref, type User } from './person';

/** A group with its members and roles; on servers before 6.0 it grants nothing (contract 6). */
export interface Group extends Ref {
	label: string | null;
	description: string | null;
	roles: Ref[];
	users: Array<{ id: number; username: string }>;
}

/** What can be written of a group beside its members; roles replace the whole list. */
export type GroupChanges = Partial<Pick<Group, 'name' | 'label' | 'description' | 'roles'>>;

const bodyOf = ({ roles, ...rest }: GroupChanges) => ({ ...rest, ...(roles && { roles: roles.map(({ id }) => id) }) });

/** Only what differs from what is there. */
export const groupDifference = (group: Group, wanted: GroupChanges): GroupChanges => differing(wanted, group);

/** What is not as it was written, as a sentence; undefined if all is. */
export function faultOfGroup(name: string, written: GroupChanges, now: Group | undefined): string | undefined {
	if (!now) return `Superset accepted the group "${name}", but it can't be found.`;
	const wrong = Object.keys(differing(written, now));
	return wrong.length > 0
		? `Superset accepted the change of the group "${name}" but did not apply it to: ${wrong.join(', ')}.`
		: undefined;
}

export class Groups {
	private catalogue?: Promise<Group[]>;

	constructor(private readonly superset: Superset) {}

	/** All groups, read once per execution. Throws the Problem "not offered" on servers without groups. */
	async all(): Promise<Group[]> {
		this.catalogue ??= this.read();
		return await this.catalogue;
	}

	private async read(): Promise<Group[]> {
		return await sweep<Group>({
			page: async (index) => await this.superset.list('groups', index),
			idOf: ({ id }) => id,
		});
	}

	/** The groups asked for, by ID or exact name. Throws a Problem that lists near names. */
	async named(wanted: Wanted[]): Promise<Group[]> {
		return wanted.length === 0 ? [] : choose(wanted, await this.all(), GROUP);
	}

	/** A group without members. The name must be free. */
	async create(group: GroupChanges & { name: string }): Promise<Group> {
		const lookUp = async () => (await this.read()).find(({ name }) => name === group.name);
		const id = await this.superset.create('groups', bodyOf(group), lookUp);
		return { label: null, description: null, roles: [], users: [], ...group, id };
	}

	async update(id: number, changes: GroupChanges): Promise<void> {
		await this.superset.update('groups', id, bodyOf(changes));
	}

	/** The groups with these ids as they are now; missing ones are left out. */
	async readBack(ids: string[]): Promise<Map<string, Group>> {
		const wanted = new Set(ids);
		return new Map(
			(await this.read()).map((group) => [String(group.id), group] as const).filter(([id]) => wanted.has(id)),
		);
	}

	/** Throws a Problem if what a group grants is about to go and somebody who must stay would be demoted by it. */
	async guardMembers(group: Group, lifted: Lifted): Promise<void> {
		if (!group.roles.some(({ name }) => name === 'Admin')) return;
		const members = await this.superset.users.readBack(group.users.map(({ id }) => String(id)));
		for (const member of members.values()) {
			const groups = (member.groups ?? []).filter(({ id }) => id !== group.id);
			await this.superset.guards.check(member, { groups }, lifted);
		}
	}

	/** As it is now, not as it was at the start of the execution. */
	async fresh(id: number): Promise<Group> {
		return await this.superset.item<Group>('groups', id);
	}

	/**
	 * Puts people into a group or takes them out, all wishes with one write. Leaving a group that makes its members
	 * admins is guarded like losing the role.
	 */
	async grant(group: Ref, people: People, wishes: Wish[], lifted: Lifted): Promise<Array<Granted | Problem>> {
		const list = {
			label: `the group ${group.name}`,
			read: async () => new Set((await this.fresh(group.id)).users.map(({ id }) => id)),
			write: async (ids: number[]) => await this.superset.update('groups', group.id, { users: ids }),
		};
		const leave = (user: User) => ({ groups: (user.groups ?? []).filter(({ id }) => id !== group.id) });
		return await grantGuarded(
			wishes,
			async (user) => await this.superset.guards.check(user, leave(user), lifted),
			async (open) => {
				const granted = await grant(this.superset.users, list, open);
				remember(people, 'groups', group, open, granted);
				return granted;
			},
		);
	}
}
