/** Installs a real Superset from PyPI into the user's cache folder. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../lib/cache.mts';
import { runLogged } from '../lib/children.mts';
import { silently, type Progress } from '../lib/progress.mts';
import { packagesOf, type SupersetVersion } from './versions.mts';

/** Everything of one version lives here; deleting the folder is always safe while no server runs. */
export const folderOf = (version: SupersetVersion): string => cacheFolder('superset', version);

const venvOf = (version: SupersetVersion): string => path.join(folderOf(version), 'venv');

export const pythonOf = (version: SupersetVersion): string => path.join(venvOf(version), 'bin', 'python');

const works = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** @throws with what to install, if there is no suitable Python or it cannot make virtual environments */
function findPython(): string {
	const fits = 'import sys; sys.exit(not ((3, 10) <= sys.version_info < (3, 12)))';
	const python = ['python3.11', 'python3.10', 'python3', 'python'].find((command) => works(command, '-c', fits));
	if (!python) throw new Error('Superset needs Python 3.10 or 3.11 on the PATH, or "uv", which brings its own.');
	if (!works(python, '-c', 'import venv, ensurepip')) {
		throw new Error(
			`${python} cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv`,
		);
	}
	return python;
}

/**
 * Installs once; later calls return at once. The marker is written last, so an install that was interrupted, or was
 * made from another list of packages, is done again.
 * @throws with the end of the installer's output
 */
export async function installSuperset(
	version: SupersetVersion,
	{ onProgress = silently }: { onProgress?: Progress } = {},
): Promise<void> {
	const folder = folderOf(version);
	const marker = path.join(folder, 'installed.json');
	const wanted = JSON.stringify(packagesOf(version));
	if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;

	const uv = works('uv', '--version');
	const python = uv ? '3.11' : findPython();
	await onProgress(
		`Installing Superset ${version} with ${uv ? 'uv' : 'pip'} (one to three minutes the first time)`,
		async () => {
			rmSync(folder, { recursive: true, force: true });
			mkdirSync(folder, { recursive: true });
			const log = path.join(folder, 'install.log');
			if (uv) {
				await runLogged('uv', ['venv', '--python', python, venvOf(version)], log);
				await runLogged('uv', ['pip', 'install', '--python', pythonOf(version), ...packagesOf(version)], log);
			} else {
				await runLogged(python, ['-m', 'venv', venvOf(version)], log);
				await runLogged(
					pythonOf(version),
					['-m', 'pip', 'install', '--disable-pip-version-check', ...packagesOf(version)],
					log,
				);
			}
		},
	);
	writeFileSync(marker, wanted);
}
