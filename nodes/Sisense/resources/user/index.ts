import type { Resource } from '../../../../kit/operation';
import type { Sisense } from '../../../../products/sisense/client';
import { logOut, sendInvitation } from './access';
import { create, upsert } from './create';
import { remove } from './delete';
import { get, getAll, getCurrent } from './get';
import { addToGroup, removeFromGroup } from './membership';
import { getOwned, transferOwned } from './owned';
import { deactivate, reactivate } from './state';
import { update } from './update';

export const user: Resource<Sisense> = {
	name: 'User',
	operations: {
		addToGroup,
		create,
		deactivate,
		delete: remove,
		get,
		getAll,
		getCurrent,
		getOwned,
		logOut,
		reactivate,
		removeFromGroup,
		sendInvitation,
		transferOwned,
		update,
		upsert,
	},
};
