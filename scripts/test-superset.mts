/**
 * npm run test:superset [-- --version 5.0.0]: installs a real Superset, checks that the recordings still tell the
 * truth about it, and runs test/real and the operation tests of test/nodes against it.
 */
import { Command } from 'commander';
import { onConsole } from './lib/progress.mts';
import { replayRecordings } from './superset/recordings.mts';
import { asSupersetVersion, defaultVersion, supersetVersions, type SupersetVersion } from './superset/server.mts';
import { runTests } from './superset/tests.mts';

/** @returns whether every recording was answered alike */
async function checkRecordings(version: SupersetVersion): Promise<boolean> {
	const results = await replayRecordings(version, onConsole);
	for (const { file, differences, skipped } of results) {
		if (skipped) console.log(`- ${file}: skipped, ${skipped}`);
		else if (differences) console.log(`✘ ${file}\n${differences}`);
	}
	const count = (kind: (result: (typeof results)[number]) => unknown) => results.filter(kind).length;
	const different = count(({ differences }) => differences);
	const skipped = count((result) => result.skipped);
	console.log(`Recordings of ${version}: ${results.length - different - skipped} alike, ${different} different, ${skipped} skipped`);
	return different === 0;
}

const program = new Command('test:superset')
	.option('--version <version>', `one of ${supersetVersions.join(', ')}`, asSupersetVersion, defaultVersion)
	.option('--no-replay', 'do not replay the recordings')
	.argument('[jest...]', 'more arguments for jest, after --');
program.parse();

const { version, replay } = program.opts<{ version: SupersetVersion; replay: boolean }>();
const alike = replay ? await checkRecordings(version) : true;
const passed = await runTests(version, program.args);
process.exitCode = alike && passed ? 0 : 1;
