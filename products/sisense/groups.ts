import type { Wanted } from '../../kit/fields';
import { Turns } from '../../kit/concurrency';
import { choose, GROUP } from '../../kit/names';
import { Problem } from '../../kit/problem';
import { v0, v1, type Sisense } from './client';
import { allPages, rowsOf } from './lists';
import { isBuiltIn, type GroupRef, type RawUser, type User } from './person';

interface RawGroup {
	_id: string;
	name: string;
	/** Of a directory: members come from there. */
	ad?: boolean;
	tenantId?: string;
	created?: string;
	/** Only with `expand=users`; may name people who are gone (contract 6). */
	users?: RawUser[];
	[other: string]: unknown;
}

export interface Group extends GroupRef {
	directory: boolean;
	raw: RawGroup;
}

const toGroup = (raw: RawGroup): Group => ({ id: raw._id, name: raw.name, directory: raw.ad === true, raw });

/** What is not as it was written, as a sentence; undefined if all is. */
export function faultOfGroup(name: string, now: Group | undefined): string | undefined {
	if (!now) return `Sisense accepted the group "${name}", but it can't be found.`;
	return now.name === name ? undefined : `Sisense accepted the name "${name}" but the group is still called "${now.name}".`;
}

/** Throws a Problem before the server is asked: three groups are the product's own. */
export function refuseBuiltIn(group: GroupRef, doing: string): void {
	if (!isBuiltIn(group)) return;
	throw new Problem(`"${group.name}" is one of Sisense's own groups: it can't be ${doing}.`, 'Choose another group.');
}

/** Throws a Problem where nobody but the product or a directory decides who is in. */
export function refuseFixed(group: Group): void {
	refuseBuiltIn(group, 'given members or lose them');
	if (!group.directory) return;
	throw new Problem(
		`"${group.name}" comes from a directory, which decides who is in it.`,
		'Change the group in the directory, or choose another group.',
	);
}

/** What became of one person's membership. */
export type Granted = { changed: boolean } | Problem;

export class Groups {
	private catalogue?: Promise<Group[]>;

	private readonly turns = new Turns();

	constructor(private readonly sisense: Sisense) {}

	/** All groups of the tenant, the product's own ones included; read once per execution. */
	async all(): Promise<Group[]> {
		this.catalogue ??= this.read({});
		return await this.catalogue;
	}

	/** The groups as they are now. */
	async fresh(): Promise<Group[]> {
		this.catalogue = undefined;
		return await this.all();
	}

	private async read(filter: Record<string, string>): Promise<Group[]> {
		const rows = await allPages<RawGroup>(
			async (query) => await this.sisense.get(v1('groups'), { ...filter, ...query }),
			({ _id }) => _id,
		);
		return (await this.sisense.tenants.mine(rows)).map(toGroup);
	}

	async readBack(ids: string[]): Promise<Map<string, Group>> {
		return new Map((await this.fresh()).filter(({ id }) => ids.includes(id)).map((group) => [group.id, group]));
	}

	/** The groups asked for, by ID or exact name. Throws a Problem that lists near names. */
	async find(wanted: Wanted[]): Promise<Group[]> {
		return wanted.length === 0 ? [] : choose(wanted, await this.all(), GROUP);
	}

	/**
	 * The groups somebody is to be in. Throws a Problem that lists near names, or where somebody else decides who is in.
	 *
	 * @param before those the person is in: one of a directory may stay
	 */
	async named(wanted: Wanted[], before: GroupRef[] = []): Promise<Group[]> {
		const groups = await this.find(wanted);
		for (const group of groups) {
			refuseBuiltIn(group, 'given to anybody: everybody it is for is in it');
			if (!before.some(({ id }) => id === group.id)) refuseFixed(group);
		}
		return groups;
	}

	async create(name: string): Promise<Group> {
		const find = async () => (await this.fresh()).find((group) => group.name === name)?.raw;
		const raw = await this.sisense.write<RawGroup>('POST', v1('groups'), { body: { name }, effect: 'once', lookUp: find });
		const group = toGroup(raw);
		const all = await this.all();
		if (!all.some(({ id }) => id === group.id)) all.push(group);
		return group;
	}

	/** Only the old API can rename (contract 6). */
	async rename(group: Group, name: string): Promise<void> {
		await this.sisense.write('PUT', v0('groups', group.id), { body: { name } });
		this.catalogue = undefined;
	}

	/** Deletes a group, and looks whether it is gone. `deleteAdUsers` is never sent: it deletes people. */
	async remove(group: Group): Promise<void> {
		await this.sisense.write('DELETE', v1('groups', group.id), { goneIsDone: true });
		if (!(await this.fresh()).some(({ id }) => id === group.id)) return;
		throw new Problem('Sisense accepted the deletion but still has the group.', 'Look at it in Sisense.');
	}

	/** Ids of who is in, by the group's own side: the only one that knows the built-in groups (contract 6). Stale ones included. */
	async memberIds(group: Group): Promise<Set<string>> {
		const [row] = (await this.read({ expand: 'users', ids: group.id })).filter(({ id }) => id === group.id);
		return new Set((row?.raw.users ?? []).map(({ _id }) => _id));
	}

	/** Who is in: what the group says and what the people say, because either can lack somebody. People who are gone are left out. */
	async members(group: Group): Promise<User[]> {
		const byGroup = await this.memberIds(group);
		const byPeople = isBuiltIn(group) ? [] : await this.sisense.users.all({ groupId: group.id });
		const known = new Map(byPeople.map((user) => [user.id, user]));
		const others = [...byGroup].filter((id) => !known.has(id));
		const found = others.length === 0 ? [] : [...(await this.sisense.users.readBack(others)).values()];
		return [...known.values(), ...found];
	}

	/**
	 * Puts people into a group or takes them out with one write, and reads back. A proxy that drops the body of a DELETE
	 * makes it do nothing: then each person's own list is written (contract 6).
	 */
	async grant(group: Group, users: User[], member: boolean): Promise<Granted[]> {
		refuseFixed(group);
		const before = await this.membership(group);
		const turned = users.filter(({ id }) => before.has(id) !== member);
		// One after another, whatever the group: a person's own list is written as a whole (contract 14.11).
		const turn = async () => await this.turn(group, turned, member);
		const after = turned.length > 0 ? await this.turns.take('memberships', turn) : before;
		return users.map((user) => {
			if (after.has(user.id) === member) return { changed: turned.includes(user) };
			return new Problem(
				`Sisense accepted the change of the group "${group.name}" but did not apply it to ${user.email}.`,
				'Look at the group in Sisense: somebody else may have changed it at the same time.',
			);
		});
	}

	private async turn(group: Group, users: User[], member: boolean): Promise<Set<string>> {
		const body = users.map(({ id }) => id);
		await this.sisense.write(member ? 'POST' : 'DELETE', v0('groups', group.id, 'users'), { body });
		const after = await this.membership(group);
		const left = users.filter(({ id }) => after.has(id) !== member);
		if (left.length === 0) return after;
		for (const user of left) {
			const now = await this.sisense.users.detailed(user.id);
			if (!now) continue;
			const others = now.groups.filter(({ id, name }) => id !== group.id && !isBuiltIn({ name }));
			await this.sisense.users.change(now, { groups: member ? [...others, group] : others });
		}
		return await this.membership(group);
	}

	private async membership(group: Group): Promise<Set<string>> {
		const rows = rowsOf<RawUser>(await this.sisense.get(v0('groups', group.id, 'users')));
		const byPeople = await this.sisense.get<unknown>(v1('users'), { groupId: group.id, fields: '_id' });
		return new Set([...rows, ...rowsOf<RawUser>(byPeople)].map(({ _id }) => _id));
	}
}
