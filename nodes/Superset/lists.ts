import { catalogueSearch, listSearch, loadOptions } from '../../kit/lists';
import { connect } from '../../products/superset/client';
import type { User } from '../../products/superset/person';

const PAGE = 25;

/** People in a list: by name, with what tells namesakes apart. */
const label = (user: User) => {
	const name = `${user.first_name} ${user.last_name}`.trim() || user.username;
	return `${name} (${user.email})${user.active === true ? '' : ' · inactive'}`;
};

export const searchUsers = listSearch(connect, async (superset, filter, page) => {
	const { users, more } = await superset.users.search(filter, page, PAGE);
	return { results: users.map((user) => ({ name: label(user), value: String(user.id) })), more };
});

export const getRoles = loadOptions(connect, async (superset) => await superset.roles.all());

export const getUsers = loadOptions(connect, async (superset) =>
	(await superset.users.all()).map((user) => ({ id: user.id, name: label(user) })),
);

export const getGroups = loadOptions(connect, async (superset) => await superset.groups.all());

export const getPermissions = loadOptions(connect, async (superset) => await superset.permissions.all());

export const searchRoles = catalogueSearch(connect, async (superset) => await superset.roles.all());

export const searchGroups = catalogueSearch(connect, async (superset) => await superset.groups.all());
