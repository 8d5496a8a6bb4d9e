import { rows as biAccess } from './bi-access.mts';
import { rows as metabase } from './metabase.mts';
import { rows as redash } from './redash.mts';
import { rows as sisense } from './sisense.mts';
import { rows as superset } from './superset.mts';
import type { NodeRow } from './types.mts';

/** All rows that run nodes. Each node's file exports its own list. */
export const ROWS: NodeRow[] = [...superset, ...redash, ...metabase, ...sisense, ...biAccess];
