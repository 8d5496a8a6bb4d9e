import type { Resource } from '../../../../kit/operation';
import type { Sisense } from '../../../../products/sisense/client';
import { create, upsert } from './create';
import { get, getAll } from './get';
import { deactivate, reactivate, remove, update } from './write';

export const scimUser: Resource<Sisense> = {
	name: 'SCIM User',
	operations: { create, deactivate, delete: remove, get, getAll, reactivate, update, upsert },
};
