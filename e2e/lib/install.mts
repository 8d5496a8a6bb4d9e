import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

import { cacheFolder } from '../../scripts/lib/cache.mts';
import { logFolder } from './paths.mts';
import { cleanEnvironment, findProgram, run } from './processes.mts';
import { progress } from './progress.mts';

/** An installed n8n with the Node it runs on. */
export interface N8nTree {
	readonly folder: string;
	readonly node: string;
	readonly cli: string;
	/** PATH with this Node first: n8n starts its task runner by name. */
	readonly path: string;
}

interface Release {
	readonly node: string;
	readonly overrides: Readonly<Record<string, string>>;
}

export const defaultVersion = '2.38.7';

/** Overrides replace dependencies that the registry does not serve in the version n8n names (docs/contracts/n8n.md section 1). */
const releases: Readonly<Record<string, Release>> = {
	[defaultVersion]: {
		node: '24',
		overrides: {
			cssomnom: 'npm:rrweb-cssom@0.8.0',
			'@langchain/langgraph': '1.3.0',
			'@langchain/langgraph-checkpoint': '1.1.5',
		},
	},
};

const nodeBinaryFolder = (folder: string): string => join(folder, 'node_modules', 'node', 'bin');

export function treeOf(version: string = defaultVersion): N8nTree {
	const folder = cacheFolder('n8n', version);
	const bin = nodeBinaryFolder(folder);
	return {
		folder,
		node: join(bin, 'node'),
		cli: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
		path: `${bin}${delimiter}${process.env.PATH ?? ''}`,
	};
}

/** The headers that native modules are built against come with the package that carries the binary. */
function nodeHeaders(folder: string): string {
	const fromNode = createRequire(join(folder, 'node_modules', 'node', 'package.json'));
	const manifest = fromNode.resolve(`node-${process.platform}-${process.arch}/package.json`);
	return dirname(manifest);
}

function checkBuildTools(): void {
	const missing = ['python3', 'make', 'g++'].filter((tool) => findProgram(tool) === undefined);
	if (missing.length === 0) return;
	throw new Error(
		`n8n's database driver is compiled here and needs ${missing.join(', ')}. Debian and Ubuntu: apt-get install -y python3 make g++`,
	);
}

/** Takes three to seven minutes and 2.4 GB the first time; nothing when the marker of a complete installation is there. */
export async function installN8n(version: string = defaultVersion): Promise<N8nTree> {
	const release = releases[version];
	if (!release)
		throw new Error(
			`n8n ${version} is not among ${Object.keys(releases).join(', ')}: add it to releases in lib/install.mts`,
		);
	const tree = treeOf(version);
	const marker = join(tree.folder, 'complete.json');
	const manifest = `${JSON.stringify({ private: true, dependencies: { node: release.node, n8n: version }, overrides: release.overrides }, null, '\t')}\n`;
	if (existsSync(marker) && readFileSync(marker, 'utf8') === manifest && existsSync(tree.node)) return tree;

	checkBuildTools();
	mkdirSync(tree.folder, { recursive: true });
	rmSync(marker, { force: true });
	writeFileSync(join(tree.folder, 'package.json'), manifest);
	const log = join(logFolder, `install-n8n-${version}.log`);
	rmSync(log, { force: true });
	const env = cleanEnvironment({ PATH: tree.path });
	const npm = async (args: readonly string[]): Promise<void> =>
		await run('npm', [...args, '--no-audit', '--no-fund'], { cwd: tree.folder, env: cleanEnvironment(), log });

	await progress(
		`Installing n8n ${version} (2.4 GB, 2 to 6 minutes)`,
		async () => await npm(['install', '--legacy-peer-deps', '--ignore-scripts']),
	);
	// The one install script that has to run: it fetches the binary, which is a registry package of its own.
	await progress(
		`Installing Node ${release.node} for it`,
		async () =>
			await run(process.execPath, ['installArchSpecificPackage.js'], {
				cwd: join(tree.folder, 'node_modules', 'node'),
				env: cleanEnvironment(),
				log,
			}),
	);
	await progress(
		'Compiling sqlite3 and isolated-vm (about 1 minute)',
		async () =>
			await run('npm', ['rebuild', 'sqlite3', 'isolated-vm', `--nodedir=${nodeHeaders(tree.folder)}`], {
				cwd: tree.folder,
				env,
				log,
			}),
	);
	// Built for another Node they would crash the server at its first query, far from the cause.
	await run(tree.node, ['-e', "require('sqlite3'); require('isolated-vm')"], { cwd: tree.folder, env, log });
	writeFileSync(marker, manifest);
	return tree;
}
