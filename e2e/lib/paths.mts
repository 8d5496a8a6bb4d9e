import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The `e2e/` folder. */
export const e2eFolder = fileURLToPath(new URL('../', import.meta.url));
/** The package under test: `package.json`, `dist/`, `examples/`. */
export const rootFolder = fileURLToPath(new URL('../../', import.meta.url));
/** Everything that is made here and never committed: the n8n tree, logs, screenshots. */
export const cacheFolder = join(e2eFolder, '.cache');
export const logFolder = join(cacheFolder, 'logs');
export const screenshotFolder = join(cacheFolder, 'screenshots');
