import { mostOf, paging } from '../../../../kit/fields';
import { GROUP, pick } from '../../../../kit/names';
import { allowLastAdmin, allowSelf, groupField, usersField } from '../../fields';
import { operation } from '../../operation';
import { groupView, userView } from '../../views';
import { grantMany } from '../grantMany';

export const getMembers = operation({
	name: 'Get Members',
	action: 'Get the members of a group',
	description: 'Get the users in a group, inactive ones included',
	fields: { group: groupField(), ...paging },
	repeat: 'safe',
	view: userView,
	prepare: async (superset) => await superset.groups.all(),
	async run(superset, { group, ...input }, groups) {
		const ids = pick(group, groups, GROUP).users.map(({ id }) => String(id));
		const members = [...(await superset.users.readBack(ids)).values()];
		return members.slice(0, mostOf(input)).map((entity) => ({ entity }));
	},
});

const membership = (member: boolean) =>
	operation({
		name: member ? 'Add Members' : 'Remove Members',
		action: member ? 'Add users to a group' : 'Remove users from a group',
		description: member
			? 'Put several users into a group at once; before Superset 6.0 groups grant nothing'
			: 'Take several users out of a group at once',
		fields: { group: groupField(), users: usersField() },
		options: { allowLastAdmin, allowSelf },
		repeat: 'safe',
		view: groupView,
		output: { changed: 'boolean', people: ['string'] },
		prepare: async (superset) => await superset.groups.all(),
		target: ({ group }, groups) => pick(group, groups, GROUP).id,
		async runMany(superset, inputs, groups) {
			const group = pick(inputs[0].group, groups, GROUP);
			const results = await grantMany(
				superset,
				inputs,
				member,
				group,
				async (people, wishes) => await superset.groups.grant(group, people, wishes, inputs[0].options),
			);
			const now = await superset.groups.fresh(group.id);
			return results.map((result) => ('entity' in result ? { ...result, entity: now } : result));
		},
	});

export const addMembers = membership(true);
export const removeMembers = membership(false);
