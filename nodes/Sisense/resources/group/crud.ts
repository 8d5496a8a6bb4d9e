import { GROUP, pick, refuseTaken } from '../../../../kit/names';
import { Refusal } from '../../../../kit/problem';
import type { Sisense } from '../../../../products/sisense/client';
import { faultOfGroup, refuseBuiltIn, type Group } from '../../../../products/sisense/groups';
import { groupOperations } from '../../../groups';
import { allowInUse, groupField, groupNameField } from '../../fields';
import { operation } from '../../operation';
import { groupView } from '../../views';
import { groupTarget, prepareGroups as prepare } from './shared';

export const { create, get, getAll, update } = groupOperations<Sisense, Group>({
	view: groupView,
	of: ({ groups }) => groups,
	nameField: groupNameField,
	groupField,
	refuseOwn: refuseBuiltIn,
	refuseTaken: (all, name, self) => refuseTaken('Sisense', all, name, 'group', self),
	fault: faultOfGroup,
	descriptions: {
		create: 'Create a group without members; fails if the name is taken',
		getAll: "Get many groups of the credential's tenant, Sisense's own ones included",
		update: "Rename a group; Sisense's own groups keep their names",
	},
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
			throw new Refusal(
				`The group "${group.name}" has ${members} ${members === 1 ? 'member' : 'members'}, who would lose what it grants.`,
				'Remove them first',
				'Allow In Use',
			);
		}
		await sisense.groups.remove(group);
		return { json: { deleted: true, id: group.id, name: group.name, members } };
	},
});
