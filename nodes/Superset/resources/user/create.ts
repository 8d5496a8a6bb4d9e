import { collection } from '../../../../kit/fields';
import { holder } from '../../../../products/superset/people';
import { Problem } from '../../../../kit/problem';
import {
	byEmail,
	emailField,
	firstNameField,
	groupsField,
	lastNameField,
	passwordField,
	rolesField,
	usernameField,
} from '../../fields';
import { changed, operation, readBackUsers } from '../../operation';
import { userView } from '../../views';

export const create = operation({
	name: 'Create',
	action: 'Create a user with an email, name and roles',
	description: 'Create a new user; fails if the e-mail or username is taken, also by an inactive account',
	fields: {
		email: emailField(),
		firstName: firstNameField(),
		lastName: lastNameField(),
		roles: rolesField({ required: true }),
		additionalFields: collection(
			{ displayName: 'Additional Fields' },
			{
				groups: groupsField(),
				password: passwordField(
					'A long random one that nobody knows, if left out: for people who sign in by LDAP or OAuth',
				),
				username: usernameField(),
			},
		),
	},
	repeat: 'fails',
	view: userView,
	prepare: async (superset, inputs) => await superset.users.behind(inputs.map(({ email }) => byEmail(email))),
	target: ({ email }) => email.toLowerCase(),
	async run(superset, { email, firstName, lastName, roles, additionalFields }, people) {
		const taken = people.oneOrNone(byEmail(email));
		if (taken) {
			throw new Problem(
				`The e-mail ${email} has a Superset account already: ${holder(taken)}.`,
				taken.active
					? 'Use "Create or Update" to bring it to the state you want.'
					: 'Use "Reactivate", or "Create or Update" with "When Inactive" set.',
			);
		}
		const profile = {
			email,
			username: additionalFields.username ?? email,
			first_name: firstName,
			last_name: lastName,
			active: true,
			roles: await superset.roles.named(roles),
			groups: await superset.groups.named(additionalFields.groups ?? []),
		};
		return changed(await superset.users.create(people, profile, additionalFields.password));
	},
	readBack: readBackUsers,
});
