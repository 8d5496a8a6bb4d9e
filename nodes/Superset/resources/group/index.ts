import type { Resource } from '../../../../kit/operation';
import type { Superset } from '../../../../products/superset/client';
import { create, get, getAll, remove, update } from './crud';
import { addMembers, getMembers, removeMembers } from './members';

export const group: Resource<Superset> = {
	name: 'Group',
	operations: { addMembers, create, delete: remove, get, getAll, getMembers, removeMembers, update },
};
