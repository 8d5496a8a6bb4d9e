import type { Resources } from '../../../kit/operation';
import type { Sisense } from '../../../products/sisense/client';
import { group } from './group';
import { role } from './role';
import { scim } from './scim';
import { scimGroup } from './scimGroup';
import { scimUser } from './scimUser';
import { tenant } from './tenant';
import { user } from './user';

export const resources: Resources<Sisense> = { group, role, scim, scimGroup, scimUser, tenant, user };
