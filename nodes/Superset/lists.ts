import { listSearch, loadOptions } from '../../kit/lists';
import { connect, type Superset } from '../../products/superset/client';
import type { Ref, User } from '../../products/superset/person';

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

/** A catalogue that is read whole: filtered here, all of it, not just a first page. */
const searchIn = (all: (superset: Superset) => Promise<Ref[]>) =>
	listSearch(connect, async (superset, filter) => {
		const part = filter.toLowerCase();
		const hits = (await all(superset)).filter(({ name }) => name.toLowerCase().includes(part));
		const results = hits.map(({ id, name }) => ({ name, value: String(id) }));
		return { results: results.sort((a, b) => a.name.localeCompare(b.name)), more: false };
	});

export const searchRoles = searchIn(async (superset) => await superset.roles.all());

export const searchGroups = searchIn(async (superset) => await superset.groups.all());
