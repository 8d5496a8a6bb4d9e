import type { IDataObject } from 'n8n-workflow';

import type { View } from '../../kit/operation';
import type { User } from '../../products/superset/person';
import type { Role } from '../../products/superset/roles';

/** A user as the node shows it. Times have no zone: Superset gives the server's local time. */
export const userView: View<User> = {
	shape: {
		id: 'integer',
		username: 'string',
		email: 'string',
		firstName: 'string',
		lastName: 'string',
		active: 'boolean',
		roles: ['string'],
		groups: ['string'],
		lastLogin: 'date?',
		createdOn: 'date?',
	},
	simple: (user) => ({
		id: user.id,
		username: user.username,
		email: user.email,
		firstName: user.first_name,
		lastName: user.last_name,
		active: user.active === true,
		roles: namesOf(user.roles),
		groups: namesOf(user.groups),
		lastLogin: user.last_login,
		createdOn: user.created_on,
	}),
	full: (user) => user as unknown as IDataObject,
};

export const roleView: View<Role> = {
	shape: { id: 'integer', name: 'string' },
	simple: ({ id, name }) => ({ id, name }),
	full: (role) => role as unknown as IDataObject,
};

const namesOf = (list: Array<{ name: string }> = []) => list.map(({ name }) => name).sort();
