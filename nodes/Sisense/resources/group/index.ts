import type { Resource } from '../../../../kit/operation';
import type { Sisense } from '../../../../products/sisense/client';
import { create, get, getAll, remove, update } from './crud';
import { addMembers, getMembers, removeMembers } from './members';

export const group: Resource<Sisense> = {
	name: 'Group',
	operations: { addMembers, create, delete: remove, get, getAll, getMembers, removeMembers, update },
};
