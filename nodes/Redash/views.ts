import type { IDataObject } from 'n8n-workflow';

import type { View } from '../../kit/operation';
import type { DataSource, Grant } from '../../products/redash/dataSources';
import type { Event } from '../../products/redash/events';
import type { Group } from '../../products/redash/groups';
import { isAdminGroup, stripped, type User } from '../../products/redash/person';

const asItIs = (entity: object) => entity as IDataObject;

/** A user as the node shows it. `lastActive` is null for somebody never seen, or where the server runs no scheduler. */
export const userView: View<User> = {
	shape: {
		id: 'integer',
		name: 'string',
		email: 'string',
		state: 'string',
		admin: 'boolean',
		groups: ['string'],
		lastActive: 'date?',
		createdAt: 'date?',
	},
	simple: ({ id, name, email, state, admin, groups, raw }) => ({
		id,
		name,
		email: email.trim(),
		state,
		admin,
		groups: groups.map((group) => group.name).sort(),
		lastActive: raw.active_at ?? null,
		createdAt: raw.created_at,
	}),
	full: ({ raw }) => stripped(raw),
};

export const groupView: View<Group> = {
	shape: { id: 'integer', name: 'string', builtIn: 'boolean', admin: 'boolean', createdAt: 'date?' },
	simple: (group) => ({
		id: group.id,
		name: group.name,
		builtIn: group.type === 'builtin',
		admin: isAdminGroup(group),
		createdAt: group.created_at,
	}),
	full: asItIs,
};

export const dataSourceView: View<DataSource> = {
	shape: { id: 'integer', name: 'string', type: 'string', paused: 'boolean' },
	simple: ({ id, name, type, paused }) => ({ id, name, type, paused: paused === 1 }),
	full: asItIs,
};

/** A group's right to a data source; `access` is `full`, `viewOnly` or `none`. */
export const grantView: View<Grant> = {
	shape: { dataSource: 'string', dataSourceId: 'integer', group: 'string', groupId: 'integer', access: 'string' },
	simple: ({ dataSource, group, viewOnly }) => ({
		dataSource: dataSource.name,
		dataSourceId: dataSource.id,
		group: group.name,
		groupId: group.id,
		access: viewOnly === undefined ? 'none' : viewOnly ? 'viewOnly' : 'full',
	}),
	full: ({ dataSource, group, viewOnly }) => ({
		dataSource: asItIs(dataSource),
		group: asItIs(group),
		view_only: viewOnly ?? null,
	}),
};

export const eventView: View<Event> = {
	shape: {
		createdAt: 'date?',
		user: 'string?',
		userId: 'integer?',
		action: 'string',
		objectType: 'string',
		objectId: 'string?',
	},
	simple: (event) => ({
		createdAt: event.created_at,
		user: event.user_name ?? null,
		userId: event.user_id,
		action: event.action,
		objectType: event.object_type,
		objectId: event.object_id,
	}),
	full: asItIs,
};
