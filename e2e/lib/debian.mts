import { join } from 'node:path';

import { logFolder, outputFolder } from './paths.mts';
import { cleanEnvironment, findProgram, run } from './processes.mts';
import { progress } from './progress.mts';

/** Installs Debian or Ubuntu packages where that is allowed; `purpose` is what people call them. @throws with advice where it is not */
export async function installDebian(purpose: string, packages: readonly string[]): Promise<void> {
	if (process.getuid?.() !== 0 || findProgram('apt-get') === undefined)
		throw new Error(`${purpose} is missing. Debian and Ubuntu: apt-get install -y ${packages.join(' ')}`);
	const options = {
		cwd: outputFolder,
		env: cleanEnvironment({ DEBIAN_FRONTEND: 'noninteractive' }),
		log: join(logFolder, `install-${packages[0]}.log`),
	};
	await progress(`Installing ${purpose}`, async () => {
		await run('apt-get', ['update'], options);
		await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], options);
	});
}
