import type { Wanted } from '../../kit/fields';
import { choose, GROUP } from '../../kit/names';
import { Problem } from '../../kit/problem';
import type { Metabase } from './client';
import type { User } from './person';

export interface RawGroup {
	id: number;
	name: string;
	/** Active members, accounts of API keys included (contract 4). */
	member_count?: number;
	/** From about 0.57 on. */
	magic_group_type?: string | null;
	is_tenant_group?: boolean;
	[other: string]: unknown;
}

/** One of Metabase's own groups, by what it is; `other` is one of a release that is not known here. */
export type Magic = 'everybody' | 'admin' | 'analysts' | 'other';

export interface Group extends RawGroup {
	magic: Magic | null;
}

/** 255 characters are what the server stores; a longer name is a bare 500 (contract 4). */
export const LONGEST_NAME = 255;

const MAGIC_TYPES: Record<string, Magic> = {
	'all-internal-users': 'everybody',
	'all-external-users': 'everybody',
	admin: 'admin',
	'data-analyst': 'analysts',
};

/** English on every server: it is translated for display only (contract 4). */
const MAGIC_NAMES: Record<string, Magic> = { 'All Users': 'everybody', Administrators: 'admin' };

export const toGroup = (raw: RawGroup): Group => ({ ...raw, magic: magicOf(raw) });

function magicOf({ name, magic_group_type: type }: RawGroup): Magic | null {
	if (type === undefined) return MAGIC_NAMES[name] ?? null;
	return type === null ? null : (MAGIC_TYPES[type] ?? 'other');
}

/** What is not as it was written, as a sentence; undefined if all is. */
export function faultOfGroup(name: string, now: Group | undefined): string | undefined {
	if (!now) return `Metabase accepted the group "${name}", but it can't be found.`;
	return now.name === name
		? undefined
		: `Metabase accepted the name "${name}" but the group is still called "${now.name}".`;
}

/** Throws a Problem before the server is asked: it brings groups of its own. */
export function refuseMagic(group: Group, doing: string): void {
	if (group.magic === null) return;
	throw new Problem(`"${group.name}" is one of Metabase's own groups: it can't be ${doing}.`, 'Choose another group.');
}

/** Everybody is in it, and nobody can be put in or taken out. */
export function refuseEverybody(group: Group): void {
	if (group.magic !== 'everybody') return;
	throw new Problem(
		`Metabase puts everybody into "${group.name}" by itself: nobody can be added to it or removed from it.`,
		'Leave this group out.',
	);
}

/** Throws a Problem if the name is taken: names compare without case on the server (contract 4). */
export function refuseTakenName(all: Group[], name: string, self?: Group): void {
	const same = (group: Group) => group.name.toLowerCase() === name.toLowerCase();
	if (self && same(self) && self.name !== name) {
		throw new Problem(
			`Metabase takes "${name}" for the name the group has already: it can't change upper and lower case alone.`,
			'Rename the group to something else first.',
		);
	}
	const other = all.find((group) => same(group) && group.id !== self?.id);
	if (!other) return;
	throw new Problem(
		`Metabase has a group "${other.name}" already (ID ${other.id}).`,
		'Use that one, or choose another name; upper and lower case make no difference.',
	);
}

export class Groups {
	private catalogue?: Promise<Group[]>;

	constructor(private readonly metabase: Metabase) {}

	/** All groups the server lists; read once per execution. */
	async all(): Promise<Group[]> {
		this.catalogue ??= this.metabase.get<RawGroup[]>(['permissions', 'group']).then((rows) => rows.map(toGroup));
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

	async admin(): Promise<Group> {
		const group = (await this.all()).find(({ magic }) => magic === 'admin');
		if (group) return group;
		throw new Problem(
			'This Metabase does not show its group of administrators.',
			'Check that the account of the credential is an admin.',
		);
	}

	/** The set of a new account (contract 3): it must contain the group of everybody. */
	async ofNew(wanted: Group[]): Promise<number[]> {
		const first = (await this.all()).find(
			({ magic, magic_group_type: type }) => magic === 'everybody' && type !== 'all-external-users',
		);
		return [...new Set([...(first ? [first.id] : []), ...wanted.map(({ id }) => id)])];
	}

	/**
	 * The whole set that makes these the person's groups: what Metabase itself keeps (All Users, groups it does not list,
	 * and those of its own that are not known here) stays, and an admin stays one, so that nothing is lost by being left out.
	 */
	async setFor(user: User, wanted: Group[]): Promise<number[]> {
		const all = await this.all();
		const kept = user.groupIds.filter((id) => {
			const group = all.find((one) => one.id === id);
			return !group || (group.magic !== null && group.magic !== 'analysts');
		});
		wanted.filter(({ id }) => !user.groupIds.includes(id)).forEach(refuseEverybody);
		return [...new Set([...kept, ...wanted.map(({ id }) => id)])];
	}

	/** Taken names are refused before: see `refuseTakenName`. */
	async create(name: string): Promise<Group> {
		const find = async () => (await this.fresh()).find((group) => group.name === name);
		const raw = await this.metabase.post<RawGroup>(['permissions', 'group'], { name }, { effect: 'once', lookUp: find });
		const group = toGroup(raw);
		const all = await this.all();
		if (!all.some(({ id }) => id === group.id)) all.push(group);
		return group;
	}

	/** Everybody who holds the entry of the catalogue sees the new name. */
	async rename(group: Group, name: string): Promise<void> {
		await this.metabase.put(['permissions', 'group', group.id], { name });
		group.name = name;
	}

	/** Deletes a group and looks whether it is gone: the server says the same of one that never was (contract 4). */
	async remove(group: Group): Promise<void> {
		await this.metabase.delete(['permissions', 'group', group.id]);
		if (!(await this.fresh()).some(({ id }) => id === group.id)) return;
		throw new Problem('Metabase accepted the deletion but still has the group.', 'Look at it in Metabase.');
	}
}
