import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { logFolder, outputFolder } from './paths.mts';
import { cleanEnvironment, findProgram, run } from './processes.mts';
import { progress } from './progress.mts';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A Chromium on this machine; the variable is for machines that keep it elsewhere. */
export function findChromium(): string | undefined {
	const chosen = process.env.CHROMIUM_PATH;
	return chosen ?? candidates.find((file) => existsSync(file)) ?? findProgram('chromium');
}

/** Installs Debian's Chromium when that is allowed: the browsers that playwright would fetch itself are not in any package registry. */
export async function installChromium(): Promise<string> {
	const found = findChromium();
	if (found !== undefined) return found;
	const advice = 'Install it (Debian and Ubuntu: apt-get install -y chromium) or name it in CHROMIUM_PATH';
	if (process.getuid?.() !== 0 || findProgram('apt-get') === undefined)
		throw new Error(`No Chromium was found. ${advice}`);
	const options = {
		cwd: outputFolder,
		env: cleanEnvironment({ DEBIAN_FRONTEND: 'noninteractive' }),
		log: join(logFolder, 'install-chromium.log'),
	};
	await progress('Installing Chromium', async () => {
		await run('apt-get', ['update'], options);
		await run('apt-get', ['install', '-y', 'chromium'], options);
	});
	const installed = findChromium();
	if (installed === undefined) throw new Error(`apt-get brought no Chromium. ${advice}`);
	return installed;
}
