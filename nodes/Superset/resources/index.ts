import type { Resources } from '../../../kit/operation';
import type { Superset } from '../../../products/superset/client';
import { role } from './role';
import { user } from './user';

export const resources: Resources<Superset> = { user, role };
