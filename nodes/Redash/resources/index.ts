import type { Resources } from '../../../kit/operation';
import type { Redash } from '../../../products/redash/client';
import { dataSource } from './dataSource';
import { event } from './event';
import { group } from './group';
import { user } from './user';

export const resources: Resources<Redash> = { dataSource, event, group, user };
