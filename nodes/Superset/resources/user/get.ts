import { userField } from '../../fields';
import { operation } from '../../operation';
import { userView } from '../../views';

export const get = operation({
	name: 'Get',
	action: 'Get a user by email, username or ID',
	description: 'Get one user, also an inactive one',
	fields: { user: userField() },
	repeat: 'safe',
	view: userView,
	prepare: async (superset, inputs) => await superset.users.behind(inputs.map(({ user }) => user)),
	run: async (_, { user }, people) => ({ entity: people.one(user) }),
});
