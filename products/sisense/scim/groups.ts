import type { IDataObject } from 'n8n-workflow';

import type { Reference } from '../../../kit/fields';
import { Problem } from '../../../kit/problem';
import type { Resource, Scim } from './client';
import type { ScimUser } from './users';
import { attribute, quoted, URN } from './words';

interface Member {
	value: string;
	display?: string;
}

export interface ScimGroup {
	id: string;
	name: string;
	members: Array<{ id: string; name: string }>;
	raw: Resource;
}

const membersOf = (raw: Resource) => attribute<Member[]>(raw, 'members') ?? [];

export const toScimGroup = (raw: Resource): ScimGroup => ({
	id: raw.id,
	name: attribute<string>(raw, 'displayName') ?? '',
	members: membersOf(raw).map(({ value, display }) => ({ id: value, name: display ?? value })),
	raw,
});

/** What is not as it was written, as a sentence; undefined if all is. */
export function faultOfScimGroup(name: string, now: ScimGroup | undefined): string | undefined {
	if (!now) return `The SCIM server accepted the group "${name}", but it can't be found.`;
	return now.name === name ? undefined : `The SCIM server accepted the name "${name}" but the group is still called "${now.name}".`;
}

export class ScimGroups {
	constructor(private readonly scim: Scim) {}

	async all(): Promise<ScimGroup[]> {
		return (await this.scim.list<Resource>('Groups')).map(toScimGroup);
	}

	/** The one group, or undefined; exact names, because the RFC lets a server have two of one name. Throws a Problem for two. */
	async find({ by, value }: Reference): Promise<ScimGroup | undefined> {
		if (by === 'id') {
			const raw = await this.scim.item<Resource>('Groups', value);
			return raw && toScimGroup(raw);
		}
		const rows = await this.scim.list<Resource>('Groups', `displayName eq ${quoted(value)}`);
		const hits = rows.map(toScimGroup).filter(({ name }) => name === value);
		if (hits.length === 1) return (await this.find({ by: 'id', value: hits[0].id })) ?? hits[0];
		if (hits.length === 0) return undefined;
		throw new Problem(
			`${hits.length} groups of the SCIM server are called "${value}": IDs ${hits.map(({ id }) => id).join(', ')}.`,
			'Choose one of them by its ID.',
		);
	}

	/** The one group. Throws a Problem if there is none. */
	async one(reference: Reference): Promise<ScimGroup> {
		const group = await this.find(reference);
		if (group) return group;
		throw new Problem(
			`The SCIM server has no group ${reference.by === 'id' ? `with the ID ${reference.value}` : `"${reference.value}"`}.`,
			'Check it, or create the group first.',
			{ kind: 'notFound' },
		);
	}

	async create(name: string, members: ScimUser[]): Promise<ScimGroup> {
		const body: IDataObject = { schemas: [URN.group], displayName: name, members: members.map(({ id }) => ({ value: id })) };
		const lookUp = async () => (await this.find({ by: 'name', value: name }))?.raw;
		return toScimGroup(await this.scim.create<Resource>('Groups', body, lookUp));
	}

	async rename(group: ScimGroup, name: string): Promise<void> {
		const operations = [{ op: 'replace', path: 'displayName', value: name }];
		await this.scim.change('Groups', group.raw, operations, (now) => ({ ...now, displayName: name }), (now) => toScimGroup(now).name === name);
	}

	/**
	 * Puts people in or takes them out, and nobody else: never by replacing the list, and never by a removal without a
	 * filter, which would empty it (contract 10). @returns whether anything had to be done
	 */
	async setMembers(group: ScimGroup, users: ScimUser[], member: boolean): Promise<boolean> {
		const ids = new Set(membersOf(group.raw).map(({ value }) => value));
		const turned = users.filter(({ id }) => ids.has(id) !== member);
		if (turned.length === 0) return false;
		const operations: IDataObject[] = member
			? [{ op: 'add', path: 'members', value: turned.map(({ id }) => ({ value: id })) }]
			: turned.map(({ id }) => ({ op: 'remove', path: `members[value eq ${quoted(id)}]` }));
		const gone = new Set(turned.map(({ id }) => id));
		const edit = (now: Resource) => {
			const others = membersOf(now).filter(({ value }) => !gone.has(value));
			const members = member ? [...others, ...turned.map(({ id }) => ({ value: id }))] : others;
			return { ...now, members: members as unknown as IDataObject[] };
		};
		const isDone = (now: Resource) => turned.every(({ id }) => membersOf(now).some(({ value }) => value === id) === member);
		await this.scim.change('Groups', group.raw, operations, edit, isDone);
		return true;
	}

	async readBack(ids: string[]): Promise<Map<string, ScimGroup>> {
		const found = new Map<string, ScimGroup>();
		for (const id of ids) {
			const group = await this.find({ by: 'id', value: id });
			if (group) found.set(id, group);
		}
		return found;
	}

	async remove(group: ScimGroup): Promise<void> {
		await this.scim.remove('Groups', group.raw);
		if (!(await this.find({ by: 'id', value: group.id }))) return;
		throw new Problem('The SCIM server accepted the deletion but still has the group.', 'Look at it in the product.');
	}
}
