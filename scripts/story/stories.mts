import { metabase } from './metabase.mts';
import { redash } from './redash.mts';
import { sisense } from './sisense.mts';
import { superset } from './superset.mts';
import type { Story } from './types.mts';

/** By the tool's name in the sandbox and on the command line. A new one is a file beside this one and a line here. */
export const STORIES: Record<string, Story> = { superset, redash, metabase, sisense };
