import { mostOf, paging, text } from '../../../../kit/fields';
import { pick, refuseTaken } from '../../../../kit/names';
import type { Resource } from '../../../../kit/operation';
import { Problem } from '../../../../kit/problem';
import type { Redash } from '../../../../products/redash/client';
import { faultOfGroup, GROUP, refuseBuiltIn, type Group } from '../../../../products/redash/groups';
import { allowInUse, allowLastAdmin, allowSelf, groupField } from '../../fields';
import { catalogueFields, catalogueHits } from '../../../catalogue';
import { operation, unchanged } from '../../operation';
import { groupView, userView } from '../../views';

/** 100 characters are what the server stores (contract 6). */
const nameField = () => text({ displayName: 'Name', placeholder: 'e.g. Analysts', required: true }, { max: 100 });

const prepare = async (redash: Redash) => await redash.groups.all();
const readBack = async (redash: Redash, ids: string[]) => await redash.groups.readBack(ids);

const written = (group: Group, name: string) => ({
	entity: group,
	changed: true,
	confirm: { id: String(group.id), fault: (now?: Group) => faultOfGroup(name, now) },
});

const create = operation({
	name: 'Create',
	action: 'Create a group',
	description: 'Create a group, which has no data source at first; fails if the name is taken',
	fields: { name: nameField() },
	repeat: 'fails',
	view: groupView,
	prepare,
	target: ({ name }) => name,
	async run(redash, { name }) {
		refuseTaken('Redash', await redash.groups.all(), name, 'group');
		return written(await redash.groups.create(name), name);
	},
	readBack,
});

const get = operation({
	name: 'Get',
	action: 'Get a group by name or ID',
	description: 'Get one group',
	fields: { group: groupField() },
	repeat: 'safe',
	view: groupView,
	prepare,
	run: async (_, { group }, groups) => ({ entity: pick(group, groups, GROUP) }),
});

const getAll = operation({
	name: 'Get Many',
	action: 'Get many groups',
	description: 'Get many groups',
	fields: catalogueFields('Data'),
	repeat: 'safe',
	view: groupView,
	prepare,
	run: async (_, input, groups) => catalogueHits(groups, input),
});

const update = operation({
	name: 'Update',
	action: 'Rename a group',
	description: "Rename a group; Redash's own groups keep their names",
	fields: { group: groupField(), name: nameField() },
	repeat: 'safe',
	view: groupView,
	prepare,
	target: ({ group }, groups) => pick(group, groups, GROUP).id,
	async run(redash, { group: reference, name }, groups) {
		const group = pick(reference, groups, GROUP);
		if (group.name === name) return unchanged(group);
		refuseBuiltIn(group, 'renamed');
		refuseTaken('Redash', groups, name, 'group');
		await redash.groups.rename(group, name);
		return written({ ...group, name }, name);
	},
	readBack,
});

const remove = operation({
	name: 'Delete',
	action: 'Delete a group',
	description: 'Delete a group without members, and its access to data sources',
	fields: { group: groupField() },
	options: { allowInUse, allowLastAdmin, allowSelf },
	repeat: 'fails',
	output: { deleted: 'boolean', id: 'integer', name: 'string', members: 'integer' },
	prepare,
	target: ({ group }, groups) => pick(group, groups, GROUP).id,
	async run(redash, { group: reference, options }, groups) {
		const group = pick(reference, groups, GROUP);
		refuseBuiltIn(group, 'deleted');
		const members = await redash.groups.members(group);
		if (members.length > 0 && !options.allowInUse) {
			throw new Problem(
				`The group "${group.name}" has ${members.length} ${members.length === 1 ? 'member' : 'members'}, who would lose what it grants.`,
				'Remove them first, or switch on "Allow In Use" in the options.',
			);
		}
		for (const member of members) await redash.guards.leaving(member, [group], options);
		await redash.groups.remove(group, members);
		return { json: { deleted: true, id: group.id, name: group.name, members: members.length } };
	},
});

const getMembers = operation({
	name: 'Get Members',
	action: 'Get the members of a group',
	description: 'Get the users in a group, disabled and pending ones included',
	fields: { group: groupField(), ...paging },
	repeat: 'safe',
	view: userView,
	prepare,
	async run(redash, { group, ...input }, groups) {
		const members = await redash.groups.members(pick(group, groups, GROUP));
		return members.slice(0, mostOf(input)).map((entity) => ({ entity }));
	},
});

export const group: Resource<Redash> = {
	name: 'Group',
	operations: { create, delete: remove, get, getAll, getMembers, update },
};
