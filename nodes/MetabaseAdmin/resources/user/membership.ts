import { GROUP, pick } from '../../../../kit/names';
import { refuseEverybody } from '../../../../products/metabase/groups';
import { withGroupIds } from '../../../../products/metabase/person';
import { allowSelf, groupField, userField } from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';
import { behind, targetOf } from './shared';

const membership = (member: boolean) =>
	operation({
		name: member ? 'Add to Group' : 'Remove From Group',
		action: member ? 'Add a user to a group' : 'Remove a user from a group',
		description: member
			? 'Put a user into a group; the group Administrators makes an admin'
			: 'Take a user out of a group, also a deactivated one; out of Administrators is no admin any more',
		fields: { user: userField(), group: groupField() },
		options: member ? {} : { allowSelf },
		repeat: 'safe',
		view: userView,
		prepare: behind,
		target: targetOf,
		async run(metabase, { user: reference, group: which, options }, people) {
			const all = await metabase.groups.all();
			const group = pick(which, all, GROUP);
			const user = people.one(reference);
			if (user.groupIds.includes(group.id) === member) return unchanged(user);
			refuseEverybody(group);
			if (member) await metabase.memberships.add(user, group);
			else {
				if (group.magic === 'admin') await metabase.guards.demoting(user, options);
				await metabase.memberships.remove(user, group);
			}
			const others = user.groupIds.filter((id) => id !== group.id);
			const groupIds = member ? [...others, group.id] : others;
			const now = withGroupIds(user, groupIds, all);
			people.put(now);
			return changed(now, { groupIds });
		},
		readBack: readBackUsers,
	});

export const addToGroup = membership(true);
export const removeFromGroup = membership(false);
