import { collection, email } from '../../../../kit/fields';
import { Problem, Refusal } from '../../../../kit/problem';
import {
	allowLastAdmin,
	allowSelf,
	firstNameField,
	groupsField,
	lastNameField,
	passwordField,
	roleField,
	userField,
	usernameField,
} from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';
import { behind, targetOf } from './shared';

export const update = operation({
	name: 'Update',
	action: 'Update name, email, role, groups or password of a user',
	description: 'Change fields of a user; what is not given stays as it is',
	fields: {
		user: userField(),
		updateFields: collection(
			{ displayName: 'Update Fields' },
			{
				email: email(),
				firstName: firstNameField(),
				groups: groupsField(),
				lastName: lastNameField(),
				password: passwordField('A new password; nobody can read back whether it was set'),
				role: roleField(false),
				username: usernameField(),
			},
		),
	},
	options: { allowLastAdmin, allowSelf },
	repeat: 'safe',
	view: userView,
	output: { 'verified?': 'boolean' },
	prepare: behind,
	target: targetOf,
	async run(sisense, { user: reference, updateFields, options }, people) {
		if (Object.keys(updateFields).length === 0) {
			throw new Problem('"Update Fields" is empty.', 'Add at least one field to change.');
		}
		const user = people.one(reference);
		const { groups, role: asked, ...rest } = updateFields;
		const role = asked && (await sisense.roles.named(asked));
		if (role) await sisense.guards.changingRole(user, role, options);
		if (rest.password !== undefined && user.source !== null) {
			throw new Problem(
				`${user.email} signs in through ${user.source === 'sso' ? 'single sign-on' : 'a directory'} and has no password in Sisense.`,
				'Leave "Password" out, or change it there.',
			);
		}
		if (rest.password !== undefined && !options.allowSelf && (await sisense.guards.isSelf(user))) {
			throw new Refusal(
				`${user.email} is the account of this credential: the credential would stop working.`,
				'Change that password in Sisense and in the credential',
				'Allow Own Account',
			);
		}
		const named = groups && (await sisense.groups.named(groups, user.groups));
		const written = await sisense.users.change(user, { ...rest, ...(role && { role }), ...(named && { groups: named }) });
		if (!written) return unchanged(user);
		const now = { ...user, ...written };
		people.put(now);
		return changed(now, written);
	},
	readBack: readBackUsers,
});
