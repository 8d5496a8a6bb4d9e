import { catalogueSearch, listSearch, loadOptions } from '../../kit/lists';
import { connect } from '../../products/metabase/client';
import type { User } from '../../products/metabase/person';

const PAGE = 25;

/** People in a list: by name, with what tells namesakes apart. */
function label({ raw, email, state }: User): string {
	const named = raw.common_name && raw.common_name !== email ? `${raw.common_name} (${email})` : email;
	return state === 'active' ? named : `${named} · ${state}`;
}

export const searchUsers = listSearch(connect, async (metabase, filter, page) => {
	const { users, more } = await metabase.users.search(filter, page, PAGE);
	return { results: users.map((user) => ({ name: label(user), value: String(user.id) })), more };
});

export const searchGroups = catalogueSearch(connect, async (metabase) => await metabase.groups.all());

export const searchApiKeys = catalogueSearch(connect, async (metabase) => await metabase.apiKeys.all());

export const getEveryGroup = loadOptions(connect, async (metabase) => await metabase.groups.all());

/** Groups somebody can be put into. */
export const getGroups = loadOptions(connect, async (metabase) =>
	(await metabase.groups.all()).filter(({ magic }) => magic !== 'everybody'),
);
