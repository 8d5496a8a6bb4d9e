import { existsSync } from 'node:fs';

import { installDebian } from './debian.mts';
import { findProgram } from './processes.mts';

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
	await installDebian('Chromium (one that is elsewhere is named in CHROMIUM_PATH)', ['chromium']);
	const installed = findChromium();
	if (installed === undefined) throw new Error('apt-get brought no Chromium: name one in CHROMIUM_PATH');
	return installed;
}
