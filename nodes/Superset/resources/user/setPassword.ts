import { nameOf } from '../../../../products/superset/person';
import { passwordField, userField } from '../../fields';
import { operation } from '../../operation';

export const setPassword = operation({
	name: 'Set Password',
	action: 'Set a new password for a user',
	description: 'Set a new password; nobody can read back whether it was set, so "verified" is false',
	fields: { user: userField(), password: passwordField('The new password', true) },
	repeat: 'resends',
	output: { id: 'integer', email: 'string', changed: 'boolean', verified: 'boolean' },
	prepare: async (superset, inputs) => await superset.users.behind(inputs.map(({ user }) => user)),
	target: ({ user }, people) => people.one(user).id,
	async run(superset, { user: reference, password }, people) {
		const user = people.one(reference);
		await superset.users.change(people, user, {}, { password, setPassword: true });
		return { json: { id: user.id, email: nameOf(user) }, changed: true, extra: { verified: false } };
	},
});
