import type { Resource } from '../../../../kit/operation';
import type { Superset } from '../../../../products/superset/client';
import { getAll } from './getAll';

export const role: Resource<Superset> = { name: 'Role', operations: { getAll } };
