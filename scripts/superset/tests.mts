/** Runs on a real server what can run on one: test/real, and the operation tests that the sandbox has to pass as well. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { companyDatabase } from '../../test/real/company.mts';
import { patternOf, selectionFor } from '../../test/real/selection.mts';
import type { RealSuperset } from '../../test/real/superset.mts';
import { runJest } from '../lib/jest.mts';
import { onConsole } from '../lib/progress.mts';
import type { Variant } from './database.mts';
import { pythonOf } from './install.mts';
import { startSuperset, type SupersetVersion } from './server.mts';

/** A server refuses an unknown or inactive person as slowly as a wrong password, on purpose; the tests ask thousands of times. */
const QUICK_REFUSALS = 'AUTH_DB_FAKE_PASSWORD_HASH_CHECK = "pbkdf2:sha256:1$salt$0"';

/** Test files that need a server set up in a way of its own, which not every version can be. */
const special: Array<{ file: string; variant: Variant; versions: SupersetVersion[] }> = [
	{ file: 'test/real/api-key.test.mts', variant: { apiKeys: true }, versions: ['6.1.0'] },
];

const own = (): string[] =>
	readdirSync('test/real')
		.filter((name) => name.endsWith('.test.mts'))
		.map((name) => `test/real/${name}`)
		.filter((file) => !special.some((one) => one.file === file));

/** @returns whether all tests passed */
export async function runTests(version: SupersetVersion, jestArgs: string[]): Promise<boolean> {
	// One run of jest for each file of operation tests, because a name pattern goes for all files of a run.
	const shared = selectionFor(version).map((one) => [one.file, '--testNamePattern', patternOf(one)]);
	const results = [await onServer(version, { behindProxy: true }, [own(), ...shared], jestArgs)];
	for (const { file, variant, versions } of special)
		if (versions.includes(version)) results.push(await onServer(version, variant, [[file]], jestArgs));
	return results.every((passed) => passed);
}

/** @param runs arguments for one run of jest each, files first */
async function onServer(version: SupersetVersion, variant: Variant, runs: string[][], jestArgs: string[]): Promise<boolean> {
	const server = await startSuperset({ version, onProgress: onConsole, config: QUICK_REFUSALS, ...variant });
	try {
		const { url, username, password, secretKey, database } = server;
		const python = pythonOf(version);
		const company = await onConsole(
			`Putting the sandbox's company into Superset ${version}`,
			async () => await companyDatabase(server, python),
		);
		const real: RealSuperset = { version, url, username, password, secretKey, python, database: { ...database, company } };
		let passed = true;
		for (const run of runs) {
			console.log(`\n${run[0]} on Superset ${version}`);
			const args = [...jestOptions, ...jestArgs, '--runTestsByPath', ...run];
			passed = (await runJest(args, { REAL_SUPERSET: JSON.stringify(real) })) === 0 && passed;
		}
		if (!passed) console.log(`The server's log: ${server.logFile}`);
		return passed;
	} finally {
		await server.stop();
	}
}

const jestOptions = [
	// One server, so one file at a time.
	'--runInBand',
	'--verbose=false',
	'--testTimeout',
	'120000',
	// The ordinary configuration leaves test/real out.
	'--testPathIgnorePatterns',
	'/node_modules/',
	// Whoever asks for the sandbox gets the real server behind the same interface.
	'--moduleNameMapper',
	JSON.stringify({ '^(\\.\\./)+sandbox/index\\.mts$': path.resolve('test/real/sandbox.mts') }),
];
