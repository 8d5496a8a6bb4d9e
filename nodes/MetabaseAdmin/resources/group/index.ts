import type { Resource } from '../../../../kit/operation';
import type { Metabase } from '../../../../products/metabase/client';
import { create, get, getAll, remove, update } from './crud';
import { getMembers, removeAllMembers, setManager } from './members';

export const group: Resource<Metabase> = {
	name: 'Group',
	operations: { create, delete: remove, get, getAll, getMembers, removeAllMembers, setManager, update },
};
