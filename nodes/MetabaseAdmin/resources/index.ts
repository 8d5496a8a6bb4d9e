import type { Resources } from '../../../kit/operation';
import type { Metabase } from '../../../products/metabase/client';
import { apiKey } from './apiKey';
import { group } from './group';
import { permission } from './permission';
import { user } from './user';

export const resources: Resources<Metabase> = { apiKey, group, permission, user };
