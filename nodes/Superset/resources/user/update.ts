import { collection, email } from '../../../../kit/fields';
import { Problem } from '../../../../kit/problem';
import {
	acceptPasswordLoss,
	allowLastAdmin,
	allowSelf,
	firstNameField,
	groupsField,
	lastNameField,
	passwordField,
	rolesField,
	userField,
	usernameField,
} from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';

export const update = operation({
	name: 'Update',
	action: 'Update a user',
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
				roles: rolesField({ description: 'The roles the person should have, exactly' }),
				username: usernameField(),
			},
		),
	},
	options: { acceptPasswordLoss, allowLastAdmin, allowSelf },
	repeat: 'safe',
	view: userView,
	output: { 'passwordReset?': 'boolean', 'verified?': 'boolean' },
	prepare: async (superset, inputs) => await superset.users.behind(inputs.map(({ user }) => user)),
	target: ({ user }, people) => people.one(user).id,
	async run(superset, { user: reference, updateFields, options }, people) {
		if (Object.keys(updateFields).length === 0) {
			throw new Problem('"Update Fields" is empty.', 'Add at least one field to change.');
		}
		const user = people.one(reference);
		const { firstName, groups, lastName, password, roles, ...rest } = updateFields;
		const wanted = {
			...rest,
			first_name: firstName,
			last_name: lastName,
			...(roles && { roles: await superset.roles.named(roles) }),
			...(groups && { groups: await superset.groups.named(groups) }),
		};
		await superset.guards.check(user, wanted, options);
		const { acceptPasswordLoss } = options;
		const done = await superset.users.change(people, user, wanted, {
			password,
			acceptPasswordLoss,
			setPassword: password !== undefined,
		});
		if (!done) return unchanged(user);
		const outcome = changed(done);
		return password === undefined ? outcome : { ...outcome, extra: { ...outcome.extra, verified: false } };
	},
	readBack: readBackUsers,
});
