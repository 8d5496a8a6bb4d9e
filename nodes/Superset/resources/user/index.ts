import type { Resource } from '../../../../kit/operation';
import type { Superset } from '../../../../products/superset/client';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { addToGroup, addToRole, removeFromGroup, removeFromRole } from './membership';
import { getOwned, transferOwned } from './owned';
import { setPassword } from './setPassword';
import { deactivate, reactivate } from './state';
import { update } from './update';
import { upsert } from './upsert';

export const user: Resource<Superset> = {
	name: 'User',
	operations: {
		addToGroup,
		addToRole,
		create,
		deactivate,
		delete: remove,
		get,
		getAll,
		getOwned,
		reactivate,
		removeFromGroup,
		removeFromRole,
		setPassword,
		transferOwned,
		update,
		upsert,
	},
};
