import { createRequire } from 'node:module';
import path from 'node:path';

import { packageRoot } from '../harness/core.mts';

/** A module of the built package, as n8n loads it: `built<typeof import('…source')>('nodes/Superset/resources')`. */
export const built = <T,>(file: string): T => createRequire(path.join(packageRoot(), 'dist', 'index.js'))(`./${file}`) as T;
