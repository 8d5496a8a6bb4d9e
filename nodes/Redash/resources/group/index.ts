import { mostOf, paging, text } from '../../../../kit/fields';
import { GROUP, pick, refuseTaken } from '../../../../kit/names';
import type { Resource } from '../../../../kit/operation';
import { Refusal } from '../../../../kit/problem';
import type { Redash } from '../../../../products/redash/client';
import { faultOfGroup, refuseBuiltIn, type Group } from '../../../../products/redash/groups';
import { allowInUse, allowLastAdmin, allowSelf, groupField } from '../../fields';
import { groupOperations } from '../../../groups';
import { operation } from '../../operation';
import { groupView, userView } from '../../views';

/** 100 characters are what the server stores (contract 6). */
const nameField = () => text({ displayName: 'Name', placeholder: 'e.g. Analysts', required: true }, { max: 100 });

const { create, get, getAll, update } = groupOperations<Redash, Group>({
	view: groupView,
	of: ({ groups }) => groups,
	nameField,
	groupField,
	refuseOwn: refuseBuiltIn,
	refuseTaken: (all, name, self) => refuseTaken('Redash', all, name, 'group', self),
	fault: faultOfGroup,
	descriptions: {
		create: 'Create a group, which has no data source at first; fails if the name is taken',
		getAll: 'Get many groups',
		update: "Rename a group; Redash's own groups keep their names",
	},
});

const prepare = async (redash: Redash) => await redash.groups.all();

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
			throw new Refusal(
				`The group "${group.name}" has ${members.length} ${members.length === 1 ? 'member' : 'members'}, who would lose what it grants.`,
				'Remove them first',
				'Allow In Use',
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
