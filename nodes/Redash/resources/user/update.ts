import { collection, email } from '../../../../kit/fields';
import { Problem } from '../../../../kit/problem';
import { difference } from '../../../../products/redash/person';
import { allowLastAdmin, allowSelf, groupsField, nameField, userField } from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';
import { behind, targetOf } from './shared';

export const update = operation({
	name: 'Update',
	action: 'Update name, email or groups of a user',
	description: 'Change name, e-mail or groups of a user; what is not given stays as it is',
	fields: {
		user: userField(),
		updateFields: collection(
			{ displayName: 'Update Fields' },
			{
				email: email({ description: 'A new e-mail; a server with mail asks the person to confirm it' }),
				groups: groupsField(),
				name: nameField(),
			},
		),
	},
	options: { allowLastAdmin, allowSelf },
	repeat: 'safe',
	view: userView,
	prepare: behind,
	target: targetOf,
	async run(redash, { user: reference, updateFields, options }, people) {
		if (Object.keys(updateFields).length === 0) {
			throw new Problem('"Update Fields" is empty.', 'Add at least one field to change.');
		}
		const user = people.one(reference);
		const groups = updateFields.groups && (await redash.groups.named(updateFields.groups));
		const profile = difference(user, updateFields);
		const renamed = Object.keys(profile).length > 0;
		if (renamed) await redash.users.update(user, profile);
		const placed = groups && (await redash.groups.set(user, groups, options));
		if (!placed && !renamed) return unchanged(user);
		const now = { ...(placed ?? user), ...profile };
		people.put(now);
		return changed(now, { ...profile, ...(groups && { groups }) });
	},
	readBack: readBackUsers,
});
