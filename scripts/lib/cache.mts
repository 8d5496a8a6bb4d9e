import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where programs that take minutes to install are kept: in the user's cache folder, so that a fresh clone finds them
 * again and no linter or `npm pack` walks through them. Deleting the folder is safe while nothing of it runs.
 */
export const cacheFolder = (...names: string[]): string =>
	path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'n8n-nodes-bi-access', ...names);
