import type { Resource } from '../../../../kit/operation';
import type { Redash } from '../../../../products/redash/client';
import { create } from './create';
import { remove } from './delete';
import { get, getCurrent } from './get';
import { getAll } from './getAll';
import { addToGroup, removeFromGroup } from './membership';
import { getOwned } from './getOwned';
import { invite, regenerateApiKey, resetPassword } from './secrets';
import { disable, enable } from './state';
import { transferOwned } from './transferOwned';
import { update } from './update';
import { upsert } from './upsert';

export const user: Resource<Redash> = {
	name: 'User',
	operations: {
		addToGroup,
		create,
		delete: remove,
		disable,
		enable,
		get,
		getAll,
		getCurrent,
		getOwned,
		invite,
		regenerateApiKey,
		removeFromGroup,
		resetPassword,
		transferOwned,
		update,
		upsert,
	},
};
