/**
 * npm run test:matrix [-- --only 2.4.4]: the engine tests on the n8n-core of every n8n line that is supported.
 *
 * Each pair of n8n-core and n8n-workflow is installed on its own in the user's cache folder. Jest then maps the names that the
 * built package, the sources and n8n-core itself ask for to that one copy (test/harness/core.mts refuses two).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Table from 'cli-table3';
import { Command } from 'commander';
import { cacheFolder } from './lib/cache.mts';
import { runLogged } from './lib/children.mts';
import { runJest } from './lib/jest.mts';
import { onConsole } from './lib/progress.mts';

interface Pair {
	core: string;
	workflow: string;
	/** The n8n it belongs to. */
	n8n: string;
	/** Folder with the `node_modules`; the project's own if it is not one of ours. */
	root?: string;
}

const versionOf = (name: string): string =>
	(JSON.parse(readFileSync(path.join('node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;

const pairs: Pair[] = [
	{ n8n: '1.123', core: '1.122.48', workflow: '1.120.31' },
	{ n8n: '2.4', core: '2.4.4', workflow: '2.4.3' },
	{ n8n: 'newest', core: versionOf('n8n-core'), workflow: versionOf('n8n-workflow'), root: path.resolve('.') },
];

/**
 * What jest runs on each of them, as patterns of paths: what the engine has a part in. What a product's traps are is the
 * same on every core, and is tested on the newest.
 */
const suites = ['test/harness', 'test/kit', 'test/nodes/.*/(standard|editor|session|faults|identity|refusals)'];

/** Installs once; the marker is written last, so that an interrupted install is done again. */
async function install({ core, workflow }: Pair): Promise<string> {
	const folder = cacheFolder('n8n-core', core);
	const marker = path.join(folder, 'installed.json');
	const dependencies = { 'n8n-core': core, 'n8n-workflow': workflow, 'reflect-metadata': '0.2.2' };
	const wanted = JSON.stringify(dependencies);
	if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return folder;
	mkdirSync(folder, { recursive: true });
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
	const log = path.join(folder, 'install.log');
	// No scripts: one of its dependencies would compile native code that nothing here needs.
	const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
	await onConsole(`Installing n8n-core ${core}`, async () => await runLogged('npm', args, log, { cwd: folder }));
	writeFileSync(marker, wanted);
	return folder;
}

interface Result {
	pair: Pair;
	passed: number;
	failed: number;
	seconds: number;
	ok: boolean;
}

/** Numbers of jest's own report. */
interface Report {
	numPassedTests: number;
	numFailedTests: number;
	numRuntimeErrorTestSuites: number;
}

async function test(pair: Pair, jestArgs: string[]): Promise<Result> {
	const root = pair.root ?? (await install(pair));
	const reportFile = cacheFolder('n8n-core', `report-${pair.core}-${process.pid}.json`);
	mkdirSync(path.dirname(reportFile), { recursive: true });
	// Paths below these names are only asked for by n8n-core, which finds its own without help.
	const mapper = { '^(n8n-workflow|n8n-core|reflect-metadata)$': path.join(root, 'node_modules', '$1') };
	const args = ['--moduleNameMapper', JSON.stringify(mapper), '--json', '--outputFile', reportFile, '--silent'];
	const begin = performance.now();
	const named = jestArgs.some((arg) => !arg.startsWith('-'));
	const files = named ? [] : suites;
	const code = await runJest([...args, ...jestArgs, ...files], {
		N8N_CORE_ROOT: root,
		HARNESS_EXPECT_CORE: pair.core,
	});
	const seconds = (performance.now() - begin) / 1000;
	const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
	const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = report;
	return {
		pair,
		passed: numPassedTests,
		failed: numFailedTests + numRuntimeErrorTestSuites,
		seconds,
		ok: code === 0,
	};
}

const program = new Command('test:matrix')
	.option('--only <version>', `one of ${pairs.map(({ core }) => core).join(', ')}`)
	.argument('[jest...]', 'files to run in place of the usual ones, or more arguments for jest after --');
program.parse();

const { only } = program.opts<{ only?: string }>();
const chosen = pairs.filter(({ core }) => !only || core === only);
if (chosen.length === 0) program.error(`No n8n-core ${only} here. Known: ${pairs.map(({ core }) => core).join(', ')}`);

const results: Result[] = [];
for (const pair of chosen) {
	console.log(`\nn8n ${pair.n8n}: n8n-core ${pair.core}, n8n-workflow ${pair.workflow}`);
	results.push(await test(pair, program.args));
}
const table = new Table({
	head: ['n8n', 'n8n-core', 'n8n-workflow', 'passed', 'failed', 'seconds'],
	style: { head: [], border: [] },
});
for (const { pair, passed, failed, seconds } of results) {
	table.push([pair.n8n, pair.core, pair.workflow, passed, failed, seconds.toFixed(1)]);
}
console.log(`\n${table.toString()}`);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
