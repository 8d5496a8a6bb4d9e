import type { IDataObject } from 'n8n-workflow';

import type { View } from '../../kit/operation';
import { without } from '../../kit/shape';
import { stripped, type ApiKey } from '../../products/metabase/apiKeys';
import type { GroupGraph } from '../../products/metabase/graph';
import type { Group } from '../../products/metabase/groups';
import type { User } from '../../products/metabase/person';

const namesOf = (groups: Group[]) => groups.map(({ name }) => name).sort();

/** A person as the node shows it. `source` is null for somebody who signs in with a password. */
export const userView: View<User> = {
	shape: {
		id: 'integer',
		email: 'string',
		firstName: 'string',
		lastName: 'string',
		state: 'string',
		admin: 'boolean',
		groups: ['string'],
		source: 'string?',
		lastLogin: 'date?',
		createdAt: 'date?',
	},
	simple: ({ id, email, firstName, lastName, state, admin, groups, sso, raw }) => ({
		id,
		email,
		firstName,
		lastName,
		state,
		admin,
		groups: namesOf(groups),
		source: sso,
		lastLogin: raw.last_login ?? null,
		createdAt: raw.date_joined ?? null,
	}),
	full: ({ raw }) => raw as IDataObject,
};

export const groupView: View<Group> = {
	shape: { id: 'integer', name: 'string', builtIn: 'boolean', admin: 'boolean', tenant: 'boolean' },
	simple: ({ id, name, magic, is_tenant_group: tenant }) => ({
		id,
		name,
		builtIn: magic !== null,
		admin: magic === 'admin',
		tenant: tenant === true,
	}),
	full: (group) => without(group, ['magic']),
};

export const apiKeyView: View<ApiKey> = {
	shape: {
		id: 'integer',
		name: 'string',
		group: 'string',
		groupId: 'integer',
		maskedKey: 'string',
		creatorId: 'integer?',
		createdAt: 'date?',
		updatedAt: 'date?',
	},
	simple: ({ id, name, group, masked_key, creator_id, created_at, updated_at }) => ({
		id,
		name,
		group: group.name,
		groupId: group.id,
		maskedKey: masked_key,
		creatorId: creator_id ?? null,
		createdAt: created_at ?? null,
		updatedAt: updated_at ?? null,
	}),
	full: stripped,
};

/** One group's part of the graph, which can be given to Update Graph as it is. */
export const graphView: View<GroupGraph> = {
	shape: { group: 'string', groupId: 'integer', revision: 'integer', graph: 'object' },
	simple: ({ group, revision, permissions }) => ({
		group: group.name,
		groupId: group.id,
		revision,
		graph: permissions as IDataObject,
	}),
	full: ({ group, revision, permissions }) => ({ revision, groups: { [String(group.id)]: permissions as IDataObject } }),
};
