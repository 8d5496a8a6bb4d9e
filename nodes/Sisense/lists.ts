import { catalogueSearch, listSearch, loadOptions } from '../../kit/lists';
import { connect } from '../../products/sisense/client';
import { isBuiltIn, type User } from '../../products/sisense/person';
import type { ScimUser } from '../../products/sisense/scim/users';

const PAGE = 25;

/** People in a list: by name, with what tells namesakes apart. */
function label({ firstName, lastName, email, state }: User): string {
	const name = [firstName, lastName].filter(Boolean).join(' ');
	return `${name ? `${name} (${email})` : email}${state === 'active' ? '' : ` · ${state}`}`;
}

const scimLabel = ({ userName, firstName, lastName, active }: ScimUser) => {
	const name = [firstName, lastName].filter(Boolean).join(' ');
	return `${name ? `${name} (${userName})` : userName}${active ? '' : ' · inactive'}`;
};

export const searchUsers = listSearch(connect, async (sisense, filter, page) => {
	const { users, more } = await sisense.users.search(filter, page, PAGE);
	return { results: users.map((user) => ({ name: label(user), value: user.id })), more };
});

export const searchRoles = catalogueSearch(connect, async (sisense) => await sisense.roles.all());

export const searchGroups = catalogueSearch(connect, async (sisense) => await sisense.groups.all());

export const searchScimUsers = catalogueSearch(connect, async (sisense) =>
	(await sisense.scim.users.all()).map((user) => ({ id: user.id, name: scimLabel(user) })),
);

export const searchScimGroups = catalogueSearch(connect, async (sisense) => await sisense.scim.groups.all());

export const getUsers = loadOptions(connect, async (sisense) =>
	(await sisense.users.all()).map((user) => ({ id: user.id, name: label(user) })),
);

/** Groups somebody can be put into. */
export const getGroups = loadOptions(connect, async (sisense) =>
	(await sisense.groups.all()).filter((group) => !isBuiltIn(group)),
);

export const getScimUsers = loadOptions(connect, async (sisense) =>
	(await sisense.scim.users.all()).map((user) => ({ id: user.id, name: scimLabel(user) })),
);
