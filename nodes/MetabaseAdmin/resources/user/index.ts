import type { Resource } from '../../../../kit/operation';
import type { Metabase } from '../../../../products/metabase/client';
import { create } from './create';
import { get, getCurrent } from './get';
import { getAll, getRecipients } from './getAll';
import { getOwned } from './getOwned';
import { addToGroup, removeFromGroup } from './membership';
import { getPasswordResetUrl, sendPasswordReset, setPassword } from './password';
import { completeTour, deactivate, reactivate } from './state';
import { transferOwned } from './transferOwned';
import { update } from './update';
import { upsert } from './upsert';

export const user: Resource<Metabase> = {
	name: 'User',
	operations: {
		addToGroup,
		completeTour,
		create,
		deactivate,
		get,
		getAll,
		getCurrent,
		getOwned,
		getPasswordResetUrl,
		getRecipients,
		reactivate,
		removeFromGroup,
		sendPasswordReset,
		setPassword,
		transferOwned,
		update,
		upsert,
	},
};
