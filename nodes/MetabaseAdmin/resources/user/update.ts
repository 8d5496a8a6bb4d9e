import { collection, email, text } from '../../../../kit/fields';
import { Problem } from '../../../../kit/problem';
import { firstNameField, groupsField, lastNameField, loginAttributesField, userField } from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';
import { behind, refuseDeactivated, targetOf } from './shared';

export const update = operation({
	name: 'Update',
	action: 'Update name, email, groups or attributes of a user',
	description: 'Change fields of a user; what is not given stays as it is, and an admin stays one',
	fields: {
		user: userField(),
		updateFields: collection(
			{ displayName: 'Update Fields' },
			{
				email: email(),
				firstName: firstNameField(),
				groups: groupsField(),
				lastName: lastNameField(),
				locale: text({ displayName: 'Locale', placeholder: 'e.g. de or pt_BR' }),
				loginAttributes: loginAttributesField(),
			},
		),
	},
	repeat: 'safe',
	view: userView,
	prepare: behind,
	target: targetOf,
	async run(metabase, { user: reference, updateFields }, people) {
		if (Object.keys(updateFields).length === 0) {
			throw new Problem('"Update Fields" is empty.', 'Add at least one field to change.');
		}
		const user = people.one(reference);
		refuseDeactivated(user, 'nothing about it can be changed');
		const { groups, ...profile } = updateFields;
		const groupIds = groups && (await metabase.groups.setFor(user, await metabase.groups.named(groups)));
		const written = await metabase.users.change(user, { ...profile, groupIds });
		if (!written) return unchanged(user);
		const now = await metabase.users.after(user, written);
		people.put(now);
		return changed(now, written);
	},
	readBack: readBackUsers,
});
