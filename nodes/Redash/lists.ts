import { catalogueSearch, listSearch, loadOptions } from '../../kit/lists';
import { connect } from '../../products/redash/client';
import { nameOf, type User } from '../../products/redash/person';

const PAGE = 25;

/** People in a list: by name, with what tells namesakes apart. */
const label = (user: User) => `${user.name} (${nameOf(user)})${user.state === 'active' ? '' : ` · ${user.state}`}`;

export const searchUsers = listSearch(connect, async (redash, filter, page) => {
	const { users, more } = await redash.users.search(filter, page, PAGE);
	return { results: users.map((user) => ({ name: label(user), value: String(user.id) })), more };
});

export const searchGroups = catalogueSearch(connect, async (redash) => await redash.groups.all());

export const searchDataSources = catalogueSearch(connect, async (redash) => await redash.dataSources.all());

export const getGroups = loadOptions(connect, async (redash) => await redash.groups.all());
