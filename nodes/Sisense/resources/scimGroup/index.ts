import { collection, mostOf, paging, text, type Reference, type Wanted } from '../../../../kit/fields';
import type { Resource } from '../../../../kit/operation';
import { Problem, Refusal } from '../../../../kit/problem';
import type { Sisense } from '../../../../products/sisense/client';
import { faultOfScimGroup, type ScimGroup } from '../../../../products/sisense/scim/groups';
import type { ScimUser } from '../../../../products/sisense/scim/users';
import { allowInUse, groupNameField, scimGroupField, scimUsersField } from '../../fields';
import { operation, unchanged } from '../../operation';
import { scimGroupView } from '../../views';

const readBack = async (sisense: Sisense, ids: string[]) => await sisense.scim.groups.readBack(ids);

const target = ({ group }: { group: Reference }) => `${group.by}:${group.value}`;

const written = (group: ScimGroup, name: string) => ({
	entity: group,
	changed: true,
	confirm: { id: group.id, fault: (now?: ScimGroup) => faultOfScimGroup(name, now) },
});

/** The people of a many-valued field: a user name first, then an ID. Throws a Problem if one is unknown, or means two. */
async function named(sisense: Sisense, wanted: Wanted[]): Promise<ScimUser[]> {
	const found: ScimUser[] = [];
	for (const one of wanted) {
		const value = String(one);
		const byName = await sisense.scim.users.find({ by: 'username', value });
		const byId = /[\s/]/.test(value) ? undefined : await sisense.scim.users.find({ by: 'id', value });
		if (byName && byId && byName.id !== byId.id) {
			throw new Problem(`"${value}" is the user name of one user and the ID of another.`, 'Choose from the list, or correct the input.');
		}
		found.push(byName ?? byId ?? (await sisense.scim.users.one({ by: 'username', value })));
	}
	return found;
}

const create = operation({
	name: 'Create',
	action: 'Create a SCIM group',
	description: 'Create a group on the SCIM server; fails if the name is taken',
	fields: {
		name: groupNameField(),
		additionalFields: collection({ displayName: 'Additional Fields' }, { users: scimUsersField(false) }),
	},
	repeat: 'fails',
	view: scimGroupView,
	target: ({ name }) => name,
	async run(sisense, { name, additionalFields }) {
		const taken = await sisense.scim.groups.find({ by: 'name', value: name });
		if (taken) throw new Problem(`The SCIM server has a group "${name}" already (ID ${taken.id}).`, 'Use that one, or choose another name.');
		const users = await named(sisense, additionalFields.users ?? []);
		return written(await sisense.scim.groups.create(name, users), name);
	},
	readBack,
});

const get = operation({
	name: 'Get',
	action: 'Get a SCIM group by name or ID',
	description: 'Get one group of the SCIM server, with its members',
	fields: { group: scimGroupField() },
	repeat: 'safe',
	view: scimGroupView,
	run: async (sisense, { group }) => ({ entity: await sisense.scim.groups.one(group) }),
});

const getAll = operation({
	name: 'Get Many',
	action: 'Get many SCIM groups',
	description: 'Get many groups of the SCIM server; some servers leave the members out of a list',
	fields: {
		...paging,
		filters: collection(
			{ displayName: 'Filters', placeholder: 'Add Filter' },
			{ name: text({ displayName: 'Name Contains', placeholder: 'e.g. Data' }) },
		),
	},
	repeat: 'safe',
	view: scimGroupView,
	async run(sisense, { filters, ...input }) {
		const part = filters.name?.toLowerCase() ?? '';
		const groups = (await sisense.scim.groups.all()).filter(({ name }) => name.toLowerCase().includes(part));
		return groups.slice(0, mostOf(input)).map((entity) => ({ entity }));
	},
});

const update = operation({
	name: 'Update',
	action: 'Rename a SCIM group',
	description: 'Rename a group of the SCIM server; its members stay',
	fields: { group: scimGroupField(), name: groupNameField() },
	repeat: 'safe',
	view: scimGroupView,
	target,
	async run(sisense, { group: reference, name }) {
		const group = await sisense.scim.groups.one(reference);
		if (group.name === name) return unchanged(group);
		const taken = await sisense.scim.groups.find({ by: 'name', value: name });
		if (taken) throw new Problem(`The SCIM server has a group "${name}" already (ID ${taken.id}).`, 'Choose another name.');
		await sisense.scim.groups.rename(group, name);
		return written({ ...group, name }, name);
	},
	readBack,
});

const remove = operation({
	name: 'Delete',
	action: 'Delete a SCIM group',
	description: 'Delete a group without members from the SCIM server',
	fields: { group: scimGroupField() },
	options: { allowInUse },
	repeat: 'fails',
	output: { deleted: 'boolean', id: 'string', name: 'string', members: 'integer' },
	target,
	async run(sisense, { group: reference, options }) {
		const group = await sisense.scim.groups.one(reference);
		const members = group.members.length;
		if (members > 0 && !options.allowInUse) {
			throw new Refusal(
				`The group "${group.name}" has ${members} ${members === 1 ? 'member' : 'members'}, who would lose what it grants.`,
				'Remove them first',
				'Allow In Use',
			);
		}
		await sisense.scim.groups.remove(group);
		return { json: { deleted: true, id: group.id, name: group.name, members } };
	},
});

const membership = (member: boolean) =>
	operation({
		name: member ? 'Add Members' : 'Remove Members',
		action: member ? 'Add users to a SCIM group' : 'Remove users from a SCIM group',
		description: member ? 'Put users into a group; the others stay' : 'Take users out of a group; the others stay',
		fields: { group: scimGroupField(), users: scimUsersField(true) },
		repeat: 'safe',
		view: scimGroupView,
		output: { people: ['string'] },
		target,
		async run(sisense, { group: reference, users: wanted }) {
			const group = await sisense.scim.groups.one(reference);
			const users = await named(sisense, wanted);
			const people = users.map(({ userName }) => userName);
			if (!(await sisense.scim.groups.setMembers(group, users, member))) return { ...unchanged(group), extra: { people } };
			const fault = (now?: ScimGroup) => {
				const wrong = users.filter(({ id }) => now === undefined || now.members.some((one) => one.id === id) !== member);
				if (wrong.length === 0) return undefined;
				return `The SCIM server accepted the change of "${group.name}" but did not apply it to: ${wrong.map(({ userName }) => userName).join(', ')}.`;
			};
			return { entity: group, changed: true, extra: { people }, confirm: { id: group.id, fault } };
		},
		readBack,
	});

export const scimGroup: Resource<Sisense> = {
	name: 'SCIM Group',
	operations: {
		addMembers: membership(true),
		create,
		delete: remove,
		get,
		getAll,
		removeMembers: membership(false),
		update,
	},
};
