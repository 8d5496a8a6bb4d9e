/** Brings everything the other commands need; quick when it is there already. `--no-browser` leaves Chromium out. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { installChromium } from './lib/chromium.mts';
import { installN8n } from './lib/install.mts';
import { e2eFolder, logFolder, outputFolder } from './lib/paths.mts';
import { cleanEnvironment, messageOf, run } from './lib/processes.mts';
import { progress } from './lib/progress.mts';

/** Whether all that package.json names is there: a later version of this repository may name more. */
function installed(): boolean {
	const manifest = JSON.parse(readFileSync(join(e2eFolder, 'package.json'), 'utf8')) as Record<string, object>;
	const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
	return names.every((name) => existsSync(join(e2eFolder, 'node_modules', name)));
}

async function setup(): Promise<void> {
	mkdirSync(outputFolder, { recursive: true });
	if (!installed()) {
		await progress(
			'Installing the browser driver and the mail server',
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
