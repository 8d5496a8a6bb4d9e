import { userField } from '../../fields';
import { operation } from '../../operation';
import { userView } from '../../views';
import { behind } from './shared';

export const get = operation({
	name: 'Get',
	action: 'Get a user by email or ID',
	description: 'Get one user, also a disabled or pending one',
	fields: { user: userField() },
	repeat: 'safe',
	view: userView,
	prepare: behind,
	run: async (_, { user }, people) => ({ entity: people.one(user) }),
});

export const getCurrent = operation({
	name: 'Get Current',
	action: 'Get the user of the API key',
	description: "Get the user the credential's API key belongs to",
	fields: {},
	repeat: 'safe',
	view: userView,
	async run(redash) {
		const { user } = await redash.session();
		return { entity: (await redash.users.detailed(user.id))! };
	},
});
