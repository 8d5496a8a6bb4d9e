import { mostOf, paging } from '../../../../kit/fields';
import { GROUP, pick } from '../../../../kit/names';
import { Problem } from '../../../../kit/problem';
import { groupField, usersField } from '../../fields';
import { operation } from '../../operation';
import { groupView, userView } from '../../views';
import { groupTarget, prepareGroups as prepare } from './shared';

export const getMembers = operation({
	name: 'Get Members',
	action: 'Get the members of a group',
	description: "Get the people in a group, also of Sisense's own ones; members who were deleted are left out",
	fields: { group: groupField(), ...paging },
	repeat: 'safe',
	view: userView,
	prepare,
	async run(sisense, { group, ...input }, groups) {
		const members = await sisense.groups.members(pick(group, groups, GROUP));
		return members.slice(0, mostOf(input)).map((entity) => ({ entity }));
	},
});

const membership = (member: boolean) =>
	operation({
		name: member ? 'Add Members' : 'Remove Members',
		action: member ? 'Add users to a group' : 'Remove users from a group',
		description: member ? 'Put several users into a group at once' : 'Take several users out of a group at once',
		fields: { group: groupField(), users: usersField() },
		repeat: 'safe',
		view: groupView,
		output: { changed: 'boolean', people: ['string'] },
		prepare,
		target: groupTarget,
		async run(sisense, { group: reference, users: wanted }, groups) {
			const group = pick(reference, groups, GROUP);
			const users = await sisense.users.named(wanted);
			const granted = await sisense.groups.grant(group, users, member);
			for (const one of granted) if (one instanceof Problem) throw one;
			const changed = granted.some((one) => !(one instanceof Problem) && one.changed);
			return { entity: group, changed, extra: { people: users.map(({ email }) => email) } };
		},
	});

export const addMembers = membership(true);
export const removeMembers = membership(false);
