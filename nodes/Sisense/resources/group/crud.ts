import { pick, refuseTaken } from '../../../../kit/names';
import { Problem } from '../../../../kit/problem';
import type { Sisense } from '../../../../products/sisense/client';
import { faultOfGroup, GROUP, refuseBuiltIn, type Group } from '../../../../products/sisense/groups';
import { catalogueFields, catalogueHits } from '../../../catalogue';
import { allowInUse, groupField, groupNameField } from '../../fields';
import { operation, unchanged } from '../../operation';
import { groupView } from '../../views';
import { groupTarget, prepareGroups as prepare } from './shared';

const readBack = async (sisense: Sisense, ids: string[]) => await sisense.groups.readBack(ids);

const written = (group: Group, name: string) => ({
	entity: group,
	changed: true,
	confirm: { id: group.id, fault: (now?: Group) => faultOfGroup(name, now) },
});

export const create = operation({
	name: 'Create',
	action: 'Create a group',
	description: 'Create a group without members; fails if the name is taken',
	fields: { name: groupNameField() },
	repeat: 'fails',
	view: groupView,
	prepare,
	target: ({ name }) => name,
	async run(sisense, { name }) {
		refuseTaken('Sisense', await sisense.groups.all(), name, 'group');
		return written(await sisense.groups.create(name), name);
	},
	readBack,
});

export const get = operation({
	name: 'Get',
	action: 'Get a group by name or ID',
	description: 'Get one group',
	fields: { group: groupField() },
	repeat: 'safe',
	view: groupView,
	prepare,
	run: async (_, { group }, groups) => ({ entity: pick(group, groups, GROUP) }),
});

export const getAll = operation({
	name: 'Get Many',
	action: 'Get many groups',
	description: "Get many groups of the credential's tenant, Sisense's own ones included",
	fields: catalogueFields('Data'),
	repeat: 'safe',
	view: groupView,
	prepare,
	run: async (_, input, groups) => catalogueHits(groups, input),
});

export const update = operation({
	name: 'Update',
	action: 'Rename a group',
	description: "Rename a group; Sisense's own groups keep their names",
	fields: { group: groupField(), name: groupNameField() },
	repeat: 'safe',
	view: groupView,
	prepare,
	target: groupTarget,
	async run(sisense, { group: reference, name }, groups) {
		const group = pick(reference, groups, GROUP);
		if (group.name === name) return unchanged(group);
		refuseBuiltIn(group, 'renamed');
		refuseTaken('Sisense', groups, name, 'group', group);
		await sisense.groups.rename(group, name);
		return written({ ...group, name }, name);
	},
	readBack,
});

export const remove = operation({
	name: 'Delete',
	action: 'Delete a group',
	description: 'Delete a group without members; the people stay, and making the name again brings nobody back',
	fields: { group: groupField() },
	options: { allowInUse },
	repeat: 'fails',
	output: { deleted: 'boolean', id: 'string', name: 'string', members: 'integer' },
	prepare,
	target: groupTarget,
	async run(sisense, { group: reference, options }, groups) {
		const group = pick(reference, groups, GROUP);
		refuseBuiltIn(group, 'deleted');
		const members = (await sisense.groups.members(group)).length;
		if (members > 0 && !options.allowInUse) {
			throw new Problem(
				`The group "${group.name}" has ${members} ${members === 1 ? 'member' : 'members'}, who would lose what it grants.`,
				'Remove them first, or switch on "Allow In Use" in the options.',
			);
		}
		await sisense.groups.remove(group);
		return { json: { deleted: true, id: group.id, name: group.name, members } };
	},
});
