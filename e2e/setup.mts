/** Brings everything the other commands need; quick when it is there already. `--no-browser` leaves Chromium out. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { installChromium } from './lib/chromium.mts';
import { installN8n } from './lib/install.mts';
import { e2eFolder, logFolder, outputFolder } from './lib/paths.mts';
import { cleanEnvironment, messageOf, run } from './lib/processes.mts';
import { progress } from './lib/progress.mts';

async function setup(): Promise<void> {
	mkdirSync(outputFolder, { recursive: true });
	if (!existsSync(join(e2eFolder, 'node_modules', 'playwright-core'))) {
		await progress(
			'Installing the browser driver',
			async () =>
				await run('npm', ['ci'], {
					cwd: e2eFolder,
					env: cleanEnvironment(),
					log: join(logFolder, 'install-e2e.log'),
				}),
		);
	}
	await installN8n();
	if (!process.argv.includes('--no-browser')) await installChromium();
}

try {
	await setup();
} catch (error) {
	console.error(messageOf(error));
	process.exit(1);
}
