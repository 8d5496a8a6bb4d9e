import type { Resources } from '../../../kit/operation';
import type { Superset } from '../../../products/superset/client';
import { group } from './group';
import { permission } from './permission';
import { role } from './role';
import { user } from './user';

export const resources: Resources<Superset> = { group, permission, role, user };
