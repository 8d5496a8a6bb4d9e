import type { IDataObject } from 'n8n-workflow';

import type { View } from '../../kit/operation';
import { without } from '../../kit/shape';
import type { Group } from '../../products/sisense/groups';
import { isBuiltIn, stripped, type User } from '../../products/sisense/person';
import { isAdmin, type Role } from '../../products/sisense/roles';
import type { ScimConfiguration } from '../../products/sisense/scim/client';
import type { ScimGroup } from '../../products/sisense/scim/groups';
import { strippedScim, type ScimUser } from '../../products/sisense/scim/users';
import type { Tenant } from '../../products/sisense/tenants';

const namesOf = (entries: Array<{ name: string }>) => entries.map(({ name }) => name).sort();

const asItIs = (entity: object) => entity as IDataObject;

/** A person as the node shows it. `role` is null where it was deleted. */
export const userView: View<User> = {
	shape: {
		id: 'string',
		email: 'string',
		username: 'string',
		firstName: 'string',
		lastName: 'string',
		role: 'string?',
		state: 'string',
		groups: ['string'],
		lastLogin: 'string?',
		createdAt: 'date?',
	},
	simple: ({ id, email, username, firstName, lastName, role, state, groups, raw }) => ({
		id,
		email,
		username,
		firstName,
		lastName,
		role: role?.name ?? null,
		state,
		groups: namesOf(groups),
		lastLogin: raw.lastLogin ?? null,
		createdAt: raw.created ?? null,
	}),
	full: ({ raw }) => stripped(raw),
};

export const roleView: View<Role> = {
	shape: { id: 'string', name: 'string', apiName: 'string', admin: 'boolean' },
	simple: (role) => ({ id: role.id, name: role.name, apiName: role.apiName, admin: isAdmin(role) }),
	full: ({ raw }) => asItIs(raw),
};

export const groupView: View<Group> = {
	shape: { id: 'string', name: 'string', builtIn: 'boolean', directory: 'boolean', createdAt: 'date?' },
	simple: (group) => ({
		id: group.id,
		name: group.name,
		builtIn: isBuiltIn(group),
		directory: group.directory,
		createdAt: group.raw.created ?? null,
	}),
	full: ({ raw }) => without(raw, ['users']),
};

export const tenantView: View<Tenant> = {
	shape: { id: 'string', name: 'string', default: 'boolean' },
	simple: ({ id, name, raw }) => ({ id, name, default: raw.default === true }),
	full: ({ raw }) => asItIs(raw),
};

export const scimUserView: View<ScimUser> = {
	shape: {
		id: 'string',
		userName: 'string',
		email: 'string',
		firstName: 'string',
		lastName: 'string',
		active: 'boolean',
		groups: ['string'],
		externalId: 'string?',
		createdAt: 'date?',
		updatedAt: 'date?',
	},
	simple: ({ id, userName, email, firstName, lastName, active, groups, externalId, raw }) => ({
		id,
		userName,
		email,
		firstName,
		lastName,
		active,
		groups: namesOf(groups),
		externalId,
		createdAt: raw.meta?.created ?? null,
		updatedAt: raw.meta?.lastModified ?? null,
	}),
	full: ({ raw }) => strippedScim(raw),
};

export const scimGroupView: View<ScimGroup> = {
	shape: { id: 'string', name: 'string', members: ['string'] },
	simple: ({ id, name, members }) => ({ id, name, members: namesOf(members) }),
	full: ({ raw }) => raw,
};

export const configurationView: View<ScimConfiguration> = {
	shape: {
		patch: 'boolean',
		filter: 'boolean',
		maxResults: 'integer?',
		sort: 'boolean',
		etag: 'boolean',
		bulk: 'boolean',
		changePassword: 'boolean',
	},
	simple: (configuration) => without(configuration, ['raw']),
	full: ({ raw }) => raw,
};
