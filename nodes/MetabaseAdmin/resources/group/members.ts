import { flag, mostOf, paging } from '../../../../kit/fields';
import { GROUP, pick } from '../../../../kit/names';
import { Problem, Refusal } from '../../../../kit/problem';
import { refuseEverybody, refuseMagic } from '../../../../products/metabase/groups';
import { needsFeature } from '../../../../products/metabase/server';
import { allowInUse, groupField, userField } from '../../fields';
import { operation } from '../../operation';
import { userView } from '../../views';
import { groupTarget, prepareGroups as prepare } from './shared';

export const getMembers = operation({
	name: 'Get Members',
	action: 'Get the members of a group',
	description: 'Get the people in a group, deactivated ones included; accounts of API keys are left out',
	fields: { group: groupField(), ...paging },
	repeat: 'safe',
	view: userView,
	output: { manager: 'boolean?' },
	prepare,
	async run(metabase, { group: reference, ...input }, groups) {
		const group = pick(reference, groups, GROUP);
		const members = await metabase.memberships.peopleIn(group);
		return members
			.slice(0, mostOf(input))
			.map(({ user, row }) => ({ entity: user, extra: { manager: row.is_group_manager ?? null } }));
	},
});

export const setManager = operation({
	name: 'Set Manager',
	action: 'Make a member of a group its manager, or an ordinary member again',
	description: 'Let a member manage the group, or take that back; a feature of the paid edition',
	fields: {
		group: groupField(),
		user: userField(),
		manager: flag({
			displayName: 'Manager',
			default: true,
			description: 'Whether the person manages the group',
		}),
	},
	repeat: 'safe',
	output: {
		id: 'integer',
		email: 'string',
		group: 'string',
		groupId: 'integer',
		manager: 'boolean',
		changed: 'boolean',
	},
	prepare: async (metabase, inputs) => ({
		groups: await metabase.groups.all(),
		people: await metabase.users.behind(inputs.map(({ user }) => user)),
	}),
	target: ({ user }, { people }) => people.one(user).id,
	async run(metabase, { group: which, user: reference, manager }, { groups, people }) {
		const group = pick(which, groups, GROUP);
		const user = people.one(reference);
		if (!(await metabase.server()).has('advanced_permissions')) throw needsFeature('advanced_permissions', 'group managers');
		refuseMagic(group, 'given a manager');
		if (user.admin) {
			throw new Problem(
				`${user.email} is an admin, who manages every group already: Metabase makes no admin a group manager.`,
				'Leave the person out.',
			);
		}
		const changed = await metabase.memberships.setManager(user, group, manager);
		return { json: { id: user.id, email: user.email, group: group.name, groupId: group.id, manager }, changed };
	},
});

export const removeAllMembers = operation({
	name: 'Remove All Members',
	action: 'Remove all members from a group',
	description: 'Take everybody out of a group, deactivated people too',
	fields: { group: groupField() },
	options: { allowInUse: { ...allowInUse, property: { ...allowInUse.property, description: 'Whether to do it even if API keys act with the rights of the group: they lose them as well' } } },
	repeat: 'safe',
	output: { id: 'integer', name: 'string', removed: 'integer', changed: 'boolean' },
	prepare,
	target: groupTarget,
	async run(metabase, { group: reference, options }, groups) {
		const group = pick(reference, groups, GROUP);
		refuseEverybody(group);
		refuseMagic(group, 'emptied');
		const nothing = { json: { id: group.id, name: group.name, removed: 0 }, changed: false };
		if ((await metabase.memberships.in(group)).length === 0) return nothing;
		const members = (await metabase.memberships.peopleIn(group)).length;
		const keys = (await metabase.apiKeys.all()).filter((key) => key.group.id === group.id);
		// What is left then are the accounts of deleted keys.
		if (members + keys.length === 0) return nothing;
		if (keys.length > 0 && !options.allowInUse) {
			throw new Refusal(
				`API keys act with the rights of "${group.name}" and would lose them: ${keys.map(({ name }) => name).join(', ')}.`,
				'Move them to another group first',
				'Allow In Use',
			);
		}
		await metabase.memberships.clear(group);
		return { json: { id: group.id, name: group.name, removed: members }, changed: true };
	},
});
