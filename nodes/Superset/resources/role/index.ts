import type { Resource } from '../../../../kit/operation';
import type { Superset } from '../../../../products/superset/client';
import { create, get, getAll, remove, update } from './crud';
import { addMembers, getMembers, removeMembers } from './members';
import { addPermissions, getPermissions, removePermissions } from './permissions';

export const role: Resource<Superset> = {
	name: 'Role',
	operations: {
		addMembers,
		addPermissions,
		create,
		delete: remove,
		get,
		getAll,
		getMembers,
		getPermissions,
		removeMembers,
		removePermissions,
		update,
	},
};
