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
	readonly disabledModules: readonly string[];
}

interface Release {
	readonly node: string;
	readonly overrides: Readonly<Record<string, string>>;
	/** Modules that are compiled for that Node. */
	readonly native: readonly string[];
	/** Parts of n8n that are switched off, by names it must know: they call out, or take time for nothing. */
	readonly disabledModules: readonly string[];
}

export const defaultVersion = '2.38.7';
/** The last of 1.x, and an early 2.x: what self-hosters who wait still run. */
export const olderVersions = ['1.123.81', '2.4.8'] as const;

const older: Release = {
	node: '24',
	overrides: { xlsx: '0.18.5', '@langchain/langgraph-checkpoint': '1.0.0' },
	native: ['sqlite3'],
	disabledModules: ['insights'],
};

/** Overrides replace dependencies that the registry does not serve in the version n8n names (docs/contracts/n8n.md section 1, n8n-app.md section 7). */
const releases: Readonly<Record<string, Release>> = {
	'1.123.81': older,
	'2.4.8': older,
	[defaultVersion]: {
		node: '24',
		overrides: {
			cssomnom: 'npm:rrweb-cssom@0.8.0',
			'@langchain/langgraph': '1.3.0',
			'@langchain/langgraph-checkpoint': '1.1.5',
		},
		native: ['sqlite3', 'isolated-vm'],
		disabledModules: ['mcp-registry', 'insights'],
	},
};

const nodeBinaryFolder = (folder: string): string => join(folder, 'node_modules', 'node', 'bin');

function releaseOf(version: string): Release {
	const release = releases[version];
	if (release !== undefined) return release;
	const known = Object.keys(releases).join(', ');
	throw new Error(`n8n ${version} is not among ${known}: add it to releases in lib/install.mts`);
}

/** Where a version is or would be installed. */
export function treeOf(version: string = defaultVersion): N8nTree {
	const folder = cacheFolder('n8n', version);
	const bin = nodeBinaryFolder(folder);
	return {
		folder,
		node: join(bin, 'node'),
		cli: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
		path: `${bin}${delimiter}${process.env.PATH ?? ''}`,
		disabledModules: releaseOf(version).disabledModules,
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
	const release = releaseOf(version);
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
		`Installing n8n ${version} (1.3 to 2.4 GB, 2 to 6 minutes)`,
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
		`Compiling ${release.native.join(' and ')} (about 1 minute)`,
		async () =>
			await run('npm', ['rebuild', ...release.native, `--nodedir=${nodeHeaders(tree.folder)}`], {
				cwd: tree.folder,
				env,
				log,
			}),
	);
	// Built for another Node they would crash the server at its first query, far from the cause.
	const load = release.native.map((name) => `require('${name}')`).join('; ');
	await run(tree.node, ['-e', load], { cwd: tree.folder, env, log });
	writeFileSync(marker, manifest);
	return tree;
}
