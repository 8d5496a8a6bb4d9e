import { toUser } from '../../../../products/metabase/person';
import { userField } from '../../fields';
import { operation } from '../../operation';
import { userView } from '../../views';
import { behind } from './shared';

export const get = operation({
	name: 'Get',
	action: 'Get a user by email or ID',
	description: 'Get one user, also a deactivated one',
	fields: { user: userField() },
	repeat: 'safe',
	view: userView,
	prepare: behind,
	run: async (_, { user }, people) => ({ entity: people.one(user) }),
});

export const getCurrent = operation({
	name: 'Get Current',
	action: 'Get the account of the credential',
	description: 'Get the account the credential signs in with; an API key has a hidden one of its own',
	fields: {},
	repeat: 'safe',
	view: userView,
	run: async (metabase) => ({ entity: toUser(await metabase.current(), await metabase.groups.all()) }),
});
