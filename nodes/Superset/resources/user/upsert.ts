import { collection } from '../../../../kit/fields';
import { Problem } from '../../../../kit/problem';
import { whenInactiveField } from '../../../fields';
import {
	acceptPasswordLoss,
	allowLastAdmin,
	allowSelf,
	byEmail,
	emailField,
	firstNameField,
	groupsField,
	lastNameField,
	passwordField,
	rolesField,
	usernameField,
} from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';

const whenInactive = whenInactiveField({
	state: 'Inactive',
	revive: ['Reactivate', 'Reactivate the account and update it'],
});

export const upsert = operation({
	name: 'Create or Update',
	action: 'Create or update a user',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	fields: {
		email: emailField(),
		roles: rolesField({ required: true, description: 'The roles the person should have, exactly' }),
		additionalFields: collection(
			{ displayName: 'Additional Fields' },
			{
				firstName: firstNameField(),
				groups: groupsField(),
				lastName: lastNameField(),
				password: passwordField(
					'For a new account; an existing one keeps its own, except on old servers that can change nothing without setting a password',
				),
				username: usernameField(),
			},
		),
	},
	options: { acceptPasswordLoss, allowLastAdmin, allowSelf, whenInactive },
	repeat: 'safe',
	output: { 'passwordReset?': 'boolean' },
	view: userView,
	prepare: async (superset, inputs) => await superset.users.behind(inputs.map(({ email }) => byEmail(email))),
	target: ({ email }) => email.toLowerCase(),
	async run(superset, { email, roles, additionalFields, options }, people) {
		const { firstName, groups, lastName, password, username } = additionalFields;
		const wanted = {
			username,
			first_name: firstName,
			last_name: lastName,
			roles: await superset.roles.named(roles),
			...(groups && { groups: await superset.groups.named(groups) }),
		};
		const user = people.oneOrNone(byEmail(email));
		if (!user) {
			const profile = {
				...wanted,
				email,
				username: username ?? email,
				first_name: firstName ?? '',
				last_name: lastName ?? '',
			};
			return changed(
				await superset.users.create(
					people,
					{ ...profile, active: true, groups: wanted.groups ?? [] },
					password,
				),
			);
		}
		if (user.active !== true && (options.whenInactive ?? 'refuse') === 'refuse') {
			throw new Problem(
				`${email} has an inactive Superset account (ID ${user.id}): the person may have left.`,
				'Set "When Inactive" in the options to reactivate it or to leave it inactive.',
			);
		}
		const changes = { ...wanted, ...(options.whenInactive === 'reactivate' && { active: true }) };
		await superset.guards.check(user, changes, options);
		const done = await superset.users.change(people, user, changes, {
			password,
			acceptPasswordLoss: options.acceptPasswordLoss,
		});
		return done ? changed(done) : unchanged(user);
	},
	readBack: readBackUsers,
});
