import { collection, type Input } from '../../../../kit/fields';
import { randomPassword } from '../../../../kit/passwords';
import type { Superset } from '../../../../products/superset/client';
import type { People } from '../../../../products/superset/people';
import { hasPasswordTrap } from '../../../../products/superset/person';
import { acceptPasswordLoss, allowLastAdmin, allowSelf, passwordField, userField } from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';

const prepare = async (
	superset: Superset,
	inputs: Array<{ user: Input<{ user: ReturnType<typeof userField> }>['user'] }>,
): Promise<People> => await superset.users.behind(inputs.map(({ user }) => user));

export const deactivate = operation({
	name: 'Deactivate',
	action: 'Deactivate a user so that they can no longer sign in',
	description: 'Shut a user out at once: sign-in, sessions and tokens; content and roles stay',
	fields: { user: userField() },
	options: { allowLastAdmin, allowSelf },
	repeat: 'safe',
	view: userView,
	output: { 'passwordReset?': 'boolean' },
	prepare,
	target: ({ user }, people) => people.one(user).id,
	async run(superset, { user: reference, options }, people) {
		const user = people.one(reference);
		if (user.active !== true && user.active !== null) return unchanged(user);
		await superset.guards.check(user, { active: false }, options);
		// The old server would destroy the password anyway: better a random one than a state nobody knows.
		const password = hasPasswordTrap(user) ? randomPassword() : undefined;
		const done = await superset.users.change(people, user, { active: false }, { password });
		return done ? changed(done) : unchanged(user);
	},
	readBack: readBackUsers,
});

export const reactivate = operation({
	name: 'Reactivate',
	action: 'Reactivate a user',
	description: 'Let a deactivated user sign in again, with the roles they had',
	fields: {
		user: userField(),
		additionalFields: collection(
			{ displayName: 'Additional Fields' },
			{
				password: passwordField(
					"Needed on old servers only, which can't reactivate without setting a password; ignored on others",
				),
			},
		),
	},
	options: { acceptPasswordLoss },
	repeat: 'safe',
	view: userView,
	output: { 'passwordReset?': 'boolean' },
	prepare,
	target: ({ user }, people) => people.one(user).id,
	async run(superset, { user: reference, additionalFields, options }, people) {
		const user = people.one(reference);
		if (user.active === true) return unchanged(user);
		const choice = { password: additionalFields.password, acceptPasswordLoss: options.acceptPasswordLoss };
		const done = await superset.users.change(people, user, { active: true }, choice);
		return done ? changed(done) : unchanged(user);
	},
	readBack: readBackUsers,
});
