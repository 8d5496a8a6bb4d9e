import { collection, text, type Input } from '../../../../kit/fields';
import { GROUP, pick, refuseTaken } from '../../../../kit/names';
import { Problem, Refusal } from '../../../../kit/problem';
import type { Superset } from '../../../../products/superset/client';
import { faultOfGroup, groupDifference, type Group, type GroupChanges } from '../../../../products/superset/groups';
import { allowInUse, allowLastAdmin, allowSelf, groupField, rolesField } from '../../fields';
import { catalogueFields, catalogueHits } from '../../../catalogue';
import { operation, unchanged } from '../../operation';
import { groupView } from '../../views';

const nameField = (required = false) =>
	text({ displayName: 'Name', placeholder: 'e.g. Data Team', ...(required && { required }) }, { max: 100 });

const details = () => ({
	description: text({ displayName: 'Description' }, { empty: true, max: 512 }),
	label: text(
		{ displayName: 'Label', description: 'What the product shows instead of the name' },
		{ empty: true, max: 150 },
	),
	roles: rolesField({
		description: 'What the group grants its members, exactly; before Superset 6.0 it grants nothing',
	}),
});

const allGroups = async (superset: Superset) => await superset.groups.all();
const readBack = async (superset: Superset, ids: string[]) => await superset.groups.readBack(ids);

const written = (group: Group, changes: GroupChanges) => ({
	entity: group,
	changed: true,
	confirm: { id: String(group.id), fault: (now?: Group) => faultOfGroup(group.name, changes, now) },
});

async function changesOf(
	superset: Superset,
	{ roles, ...rest }: Partial<Input<ReturnType<typeof details>>> & { name?: string },
): Promise<GroupChanges> {
	return { ...rest, ...(roles && { roles: await superset.roles.named(roles) }) };
}

export const create = operation({
	name: 'Create',
	action: 'Create a group',
	description: 'Create a group; fails if the name is taken',
	fields: { name: nameField(true), additionalFields: collection({ displayName: 'Additional Fields' }, details()) },
	repeat: 'fails',
	view: groupView,
	prepare: allGroups,
	target: ({ name }) => name,
	async run(superset, { name, additionalFields }, groups) {
		refuseTaken('Superset', groups, name, 'group');
		const changes = await changesOf(superset, { name, ...additionalFields });
		const group = await superset.groups.create({ name, ...changes });
		groups.push(group);
		return written(group, changes);
	},
	readBack,
});

export const get = operation({
	name: 'Get',
	action: 'Get a group by name or ID',
	description: 'Get one group with its members and roles',
	fields: { group: groupField() },
	repeat: 'safe',
	view: groupView,
	prepare: allGroups,
	run: async (_, { group }, groups) => ({ entity: pick(group, groups, GROUP) }),
});

export const getAll = operation({
	name: 'Get Many',
	action: 'Get many groups',
	description: 'Get many groups with their members and roles',
	fields: catalogueFields('Data'),
	repeat: 'safe',
	view: groupView,
	prepare: allGroups,
	run: async (_, input, groups) => catalogueHits(groups, input),
});

export const update = operation({
	name: 'Update',
	action: 'Update a group',
	description: 'Change name, label, description or roles of a group; what is not given stays as it is',
	fields: {
		group: groupField(),
		updateFields: collection({ displayName: 'Update Fields' }, { name: nameField(), ...details() }),
	},
	options: { allowLastAdmin, allowSelf },
	repeat: 'safe',
	view: groupView,
	prepare: allGroups,
	target: ({ group }, groups) => pick(group, groups, GROUP).id,
	async run(superset, { group: reference, updateFields, options }, groups) {
		if (Object.keys(updateFields).length === 0)
			throw new Problem('"Update Fields" is empty.', 'Add at least one field to change.');
		const at = groups.indexOf(pick(reference, groups, GROUP));
		refuseTaken('Superset', groups, updateFields.name, 'group', groups[at]);
		const changes = groupDifference(groups[at], await changesOf(superset, updateFields));
		if (Object.keys(changes).length === 0) return unchanged(groups[at]);
		if (changes.roles && !changes.roles.some(({ name }) => name === 'Admin')) {
			await superset.groups.guardMembers(groups[at], options);
		}
		await superset.groups.update(groups[at].id, changes);
		groups[at] = { ...groups[at], ...changes };
		return written(groups[at], changes);
	},
	readBack,
});

export const remove = operation({
	name: 'Delete',
	action: 'Delete a group',
	description: 'Delete a group without members',
	fields: { group: groupField() },
	options: { allowInUse, allowLastAdmin, allowSelf },
	repeat: 'fails',
	output: { deleted: 'boolean', id: 'integer', name: 'string', members: 'integer' },
	prepare: allGroups,
	target: ({ group }, groups) => pick(group, groups, GROUP).id,
	async run(superset, { group: reference, options }, groups) {
		const group = pick(reference, groups, GROUP);
		const members = group.users.length;
		if (members > 0 && !options.allowInUse) {
			throw new Refusal(
				`The group "${group.name}" has ${members} ${members === 1 ? 'member' : 'members'}: who has no role of their own would be left with nothing.`,
				'Remove them first',
				'Allow In Use',
			);
		}
		await superset.groups.guardMembers(group, options);
		await superset.remove('groups', group.id);
		groups.splice(groups.indexOf(group), 1);
		return { json: { deleted: true, id: group.id, name: group.name, members } };
	},
});
