import { pick } from '../../../../kit/names';
import { Problem } from '../../../../kit/problem';
import type { Metabase } from '../../../../products/metabase/client';
import {
	faultOfGroup,
	GROUP,
	refuseMagic,
	refuseTakenName,
	type Group,
} from '../../../../products/metabase/groups';
import { catalogueFields, catalogueHits } from '../../../catalogue';
import { allowInUse, groupField, groupNameField } from '../../fields';
import { operation, unchanged } from '../../operation';
import { groupView } from '../../views';
import { groupTarget, prepareGroups as prepare } from './shared';

const readBack = async (metabase: Metabase, ids: string[]) => await metabase.groups.readBack(ids);

const written = (group: Group, name: string) => ({
	entity: group,
	changed: true,
	confirm: { id: String(group.id), fault: (now?: Group) => faultOfGroup(name, now) },
});

export const create = operation({
	name: 'Create',
	action: 'Create a group',
	description: 'Create a group without members; fails if the name is taken, in any upper and lower case',
	fields: { name: groupNameField() },
	repeat: 'fails',
	view: groupView,
	prepare,
	target: ({ name }) => name.toLowerCase(),
	async run(metabase, { name }) {
		refuseTakenName(await metabase.groups.all(), name);
		return written(await metabase.groups.create(name), name);
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
	description: 'Get many groups',
	fields: catalogueFields('Data'),
	repeat: 'safe',
	view: groupView,
	prepare,
	run: async (_, input, groups) => catalogueHits(groups, input),
});

export const update = operation({
	name: 'Update',
	action: 'Rename a group',
	description: "Rename a group; Metabase's own groups keep their names",
	fields: { group: groupField(), name: groupNameField() },
	repeat: 'safe',
	view: groupView,
	prepare,
	target: groupTarget,
	async run(metabase, { group: reference, name }, groups) {
		const group = pick(reference, groups, GROUP);
		if (group.name === name) return unchanged(group);
		refuseMagic(group, 'renamed');
		refuseTakenName(groups, name, group);
		await metabase.groups.rename(group, name);
		return written(group, name);
	},
	readBack,
});

export const remove = operation({
	name: 'Delete',
	action: 'Delete a group',
	description: 'Delete a group without members and API keys, and its permissions',
	fields: { group: groupField() },
	options: { allowInUse },
	repeat: 'fails',
	output: { deleted: 'boolean', id: 'integer', name: 'string', members: 'integer', apiKeys: 'integer' },
	prepare,
	target: groupTarget,
	async run(metabase, { group: reference, options }, groups) {
		const group = pick(reference, groups, GROUP);
		refuseMagic(group, 'deleted');
		const keys = (await metabase.apiKeys.all()).filter((key) => key.group.id === group.id).length;
		const members = (await metabase.memberships.peopleIn(group)).length;
		if (members + keys > 0 && !options.allowInUse) {
			throw new Problem(
				`The group "${group.name}" is in use: ${members} people are in it, and ${keys} API keys act with its rights.`,
				'Empty it first, or switch on "Allow In Use" in the options: people lose what it grants, and API keys fall back to All Users.',
			);
		}
		await metabase.groups.remove(group);
		return { json: { deleted: true, id: group.id, name: group.name, members, apiKeys: keys } };
	},
});
