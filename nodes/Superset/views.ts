import type { IDataObject } from 'n8n-workflow';

import type { View } from '../../kit/operation';
import type { Content } from '../../products/superset/content';
import type { Group } from '../../products/superset/groups';
import type { Permission } from '../../products/superset/permissions';
import type { User } from '../../products/superset/person';
import { BUILT_IN, type Role } from '../../products/superset/roles';

const asTheyAre = (entity: object) => entity as IDataObject;

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
	full: asTheyAre,
};

export const roleView: View<Role> = {
	shape: { id: 'integer', name: 'string', builtIn: 'boolean' },
	simple: ({ id, name }) => ({ id, name, builtIn: BUILT_IN.includes(name) }),
	full: asTheyAre,
};

export const groupView: View<Group> = {
	shape: {
		id: 'integer',
		name: 'string',
		label: 'string?',
		description: 'string?',
		roles: ['string'],
		users: ['string'],
	},
	simple: ({ id, name, label, description, roles, users }) => ({
		id,
		name,
		label,
		description,
		roles: namesOf(roles),
		users: users.map(({ username }) => username).sort(),
	}),
	full: asTheyAre,
};

export const permissionView: View<Permission> = {
	shape: { id: 'integer', name: 'string', permission: 'string', resource: 'string' },
	simple: ({ id, name, permission, resource }) => ({ id, name, permission, resource }),
	full: asTheyAre,
};

export const contentView: View<Content> = {
	shape: { type: 'string', id: 'integer', name: 'string', soleOwner: 'boolean', owners: ['string'] },
	simple: ({ type, id, name, owners }) => ({
		type,
		id,
		name,
		soleOwner: owners.length === 1,
		owners: owners.map((owner) => `${owner.first_name ?? ''} ${owner.last_name ?? ''}`.trim() || `ID ${owner.id}`),
	}),
	full: asTheyAre,
};

const namesOf = (list: Array<{ name: string }> = []) => list.map(({ name }) => name).sort();
