import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The `e2e/` folder. */
export const e2eFolder = fileURLToPath(new URL('../', import.meta.url));
/** The package under test: `package.json`, `dist/`, `examples/`. */
export const rootFolder = fileURLToPath(new URL('../../', import.meta.url));
/** Pictures of the documentation. */
export const imagesFolder = join(rootFolder, 'docs', 'images');
/** What a run leaves behind to be looked at, never committed. */
export const outputFolder = join(e2eFolder, '.cache');
export const logFolder = join(outputFolder, 'logs');
export const screenshotFolder = join(outputFolder, 'screenshots');
