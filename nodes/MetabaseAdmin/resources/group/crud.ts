import { GROUP, pick } from '../../../../kit/names';
import { Refusal } from '../../../../kit/problem';
import type { Metabase } from '../../../../products/metabase/client';
import { faultOfGroup, refuseMagic, refuseTakenName, type Group } from '../../../../products/metabase/groups';
import { groupOperations } from '../../../groups';
import { allowInUse, groupField, groupNameField } from '../../fields';
import { operation } from '../../operation';
import { groupView } from '../../views';
import { groupTarget, prepareGroups as prepare } from './shared';

export const { create, get, getAll, update } = groupOperations<Metabase, Group>({
	view: groupView,
	of: ({ groups }) => groups,
	nameField: groupNameField,
	groupField,
	refuseOwn: refuseMagic,
	refuseTaken: refuseTakenName,
	fault: faultOfGroup,
	descriptions: {
		create: 'Create a group without members; fails if the name is taken, in any upper and lower case',
		getAll: 'Get many groups',
		update: "Rename a group; Metabase's own groups keep their names",
	},
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
			throw new Refusal(
				`The group "${group.name}" is in use: ${members} people are in it and would lose what it grants, and ${keys} API keys act with its rights and would fall back to All Users.`,
				'Empty it first',
				'Allow In Use',
			);
		}
		await metabase.groups.remove(group);
		return { json: { deleted: true, id: group.id, name: group.name, members, apiKeys: keys } };
	},
});
