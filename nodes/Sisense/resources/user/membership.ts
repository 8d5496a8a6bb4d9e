import { GROUP, pick } from '../../../../kit/names';
import { Problem } from '../../../../kit/problem';
import { groupField, userField } from '../../fields';
import { operation } from '../../operation';
import { userView } from '../../views';
import { behind } from './shared';

const membership = (member: boolean) =>
	operation({
		name: member ? 'Add to Group' : 'Remove From Group',
		action: member ? 'Add a user to a group' : 'Remove a user from a group',
		description: member
			? 'Put a user into a group; several people into one group are one request'
			: 'Take a user out of a group; several people out of one group are one request',
		fields: { user: userField(), group: groupField() },
		repeat: 'safe',
		view: userView,
		output: { changed: 'boolean' },
		prepare: async (sisense, inputs) => ({
			groups: await sisense.groups.all(),
			people: await behind(sisense, inputs),
		}),
		target: ({ group, user }, { groups, people }) => people.one(user) && pick(group, groups, GROUP).id,
		async runMany(sisense, inputs, { groups, people }) {
			const group = pick(inputs[0].group, groups, GROUP);
			const users = inputs.map(({ user }) => people.one(user));
			const granted = await sisense.groups.grant(group, users, member);
			const now = await sisense.users.readBack(users.map(({ id }) => id));
			return granted.map((one, at) =>
				one instanceof Problem ? one : { entity: now.get(users[at].id) ?? users[at], changed: one.changed },
			);
		},
	});

export const addToGroup = membership(true);
export const removeFromGroup = membership(false);
