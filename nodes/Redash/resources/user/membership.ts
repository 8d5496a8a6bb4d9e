import { GROUP, pick } from '../../../../kit/names';
import { withGroups } from '../../../../products/redash/person';
import { allowLastAdmin, allowSelf, groupField, userField } from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';
import { behind, targetOf } from './shared';

const membership = (member: boolean) =>
	operation({
		name: member ? 'Add to Group' : 'Remove From Group',
		action: member ? 'Add a user to a group' : 'Remove a user from a group',
		description: member
			? 'Put a user into a group; a membership the server stores twice is healed'
			: 'Take a user out of a group, also where the server stores the membership twice',
		fields: { user: userField(), group: groupField() },
		options: member ? {} : { allowLastAdmin, allowSelf },
		repeat: 'safe',
		view: userView,
		prepare: behind,
		target: targetOf,
		async run(redash, { user: reference, group: which, options }, people) {
			const group = pick(which, await redash.groups.all(), GROUP);
			const user = people.one(reference);
			const done = member ? await redash.groups.add(user, group) : await redash.groups.take(user, group, options);
			if (!done) return unchanged(user);
			const others = user.groups.filter(({ id }) => id !== group.id);
			const groups = member ? [...others, group] : others;
			const now = withGroups(user, groups);
			people.put(now);
			return changed(now, { groups });
		},
		readBack: readBackUsers,
	});

export const addToGroup = membership(true);
export const removeFromGroup = membership(false);
