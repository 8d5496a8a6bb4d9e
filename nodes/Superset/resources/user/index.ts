import type { Resource } from '../../../../kit/operation';
import type { Superset } from '../../../../products/superset/client';
import { create } from './create';
import { get } from './get';
import { getAll } from './getAll';
import { deactivate, reactivate } from './state';
import { update } from './update';
import { upsert } from './upsert';

export const user: Resource<Superset> = {
	name: 'User',
	operations: { create, upsert, get, getAll, update, deactivate, reactivate },
};
