/**
 * `npm run docs`: writes the operations of each node into its page in docs/, between two marks. With `--check` it only
 * tells whether the pages are current.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { startSandbox } from '../sandbox/index.mts';
import { loadEngine } from '../test/harness/engine.mts';
import { PAGES } from './docs/pages.mts';
import { render } from './docs/render.mts';

/** Times move from run to run, the dates of the examples being the sandbox's own, and so do new keys and Sisense's IDs, which begin with the time. */
const comparable = (text: string) =>
	text
		.replace(/"(lastLogin|createdOn|lastActive|createdAt|updatedAt|lastSeen|at|maskedKey)":"[^"]+"/g, '"$1":"…"')
		.replace(/"daysSince":\d+/g, '"daysSince":…')
		.replace(/"[0-9a-f]{24}"/g, '"…"')
		.replace(/\/[0-9a-f]{24}"/g, '/…"');

async function main(): Promise<void> {
	const check = process.argv.includes('--check');
	const engine = await loadEngine();
	let stale = false;
	for (const page of PAGES) {
		const before = readFileSync(page.file, 'utf8');
		const sandbox = await startSandbox({ tools: page.tools, set: page.set });
		const text = await render(before, page, engine, sandbox).finally(async () => await sandbox.close());
		const current = comparable(before) === comparable(text);
		if (!check && !current) writeFileSync(page.file, text);
		console.log(`${page.file}: ${current ? 'current' : check ? 'stale; run npm run docs' : 'written'}`);
		stale ||= !current;
	}
	process.exitCode = check && stale ? 1 : 0;
}

void main();
