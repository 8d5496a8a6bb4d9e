/**
 * Finds n8n's engine and loads it once.
 *
 * `N8N_CORE_ROOT` names a folder whose `node_modules` holds another n8n-core and n8n-workflow than the project's own
 * (scripts/test-matrix.mts). The built package then has to use *that* n8n-workflow too: two copies would mean errors
 * that are not `instanceof NodeApiError` and a run that proves nothing, so two copies are refused here.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import type * as N8nCore from 'n8n-core';
import type * as N8nWorkflow from 'n8n-workflow';
import { cacheFolder } from '../../scripts/lib/cache.mts';

export interface Core {
	core: typeof N8nCore;
	workflow: typeof N8nWorkflow;
	/** `require` as n8n-core itself sees it. */
	require: NodeJS.Require;
	versions: { core: string; workflow: string };
}

interface PackageJson {
	name: string;
	version: string;
	n8n?: { nodes?: string[]; credentials?: string[] };
}

export const readPackage = (folder: string): PackageJson =>
	JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as PackageJson;

/** The folder of the package under test: the nearest one, from the working directory up, whose package.json has an "n8n" part. */
export function packageRoot(): string {
	for (let folder = process.cwd(); ; folder = path.dirname(folder)) {
		if (existsSync(path.join(folder, 'package.json')) && readPackage(folder).n8n) return folder;
		if (folder === path.dirname(folder)) throw new Error(`No n8n package in ${process.cwd()} or above`);
	}
}

/** n8n-core writes a key file below this folder when it is loaded; made complete beforehand, so that parallel workers never read half of it. */
function prepareUserFolder(): void {
	if (process.env.N8N_USER_FOLDER) return;
	const home = cacheFolder('harness');
	const config = path.join(home, '.n8n', 'config');
	if (!existsSync(config)) {
		mkdirSync(path.dirname(config), { recursive: true });
		const unfinished = `${config}.${process.pid}`;
		writeFileSync(unfinished, JSON.stringify({ encryptionKey: 'harness' }), { mode: 0o600 });
		renameSync(unfinished, config);
	}
	process.env.N8N_USER_FOLDER = home;
}

type Resolve = (request: string, parent: unknown, isMain: boolean, options?: { paths?: string[] }) => string;

/** Outside jest (which maps the names by its own configuration) `dist/` would find the project's n8n-workflow first. */
function redirectRequires(coreRoot: string): void {
	const loader = Module as unknown as { _resolveFilename: Resolve };
	const resolve = loader._resolveFilename;
	loader._resolveFilename = (request, parent, isMain, options) =>
		/^(n8n-workflow|n8n-core|reflect-metadata)(\/|$)/.test(request)
			? resolve(request, parent, isMain, { paths: [coreRoot] })
			: resolve(request, parent, isMain, options);
}

/** Before 2.41 every execution context starts a clean-up timer for SSH connections that keeps the process alive. */
function letProcessEnd(require: NodeJS.Require): void {
	const { Container } = require('@n8n/di') as {
		Container: { get(type: unknown): { cleanupTimer?: NodeJS.Timeout } };
	};
	const { SSHClientsManager } = require('n8n-core/dist/execution-engine/ssh-clients-manager.js') as {
		SSHClientsManager: unknown;
	};
	Container.get(SSHClientsManager).cleanupTimer?.unref();
}

const inJest = () => process.env.JEST_WORKER_ID !== undefined;

function load(): Core {
	const root = packageRoot();
	prepareUserFolder();
	if (!process.env.HARNESS_VERBOSE) process.env.N8N_LOG_LEVEL = 'silent';

	const coreRoot = process.env.N8N_CORE_ROOT ? path.resolve(process.env.N8N_CORE_ROOT) : root;
	if (coreRoot !== root && !inJest()) redirectRequires(coreRoot);
	const fromCoreRoot = createRequire(path.join(coreRoot, 'package.json'));
	fromCoreRoot('reflect-metadata'); // n8n-core's decorators need it before anything else
	const coreFolder = path.join(coreRoot, 'node_modules', 'n8n-core');
	const core = fromCoreRoot(coreFolder) as typeof N8nCore;
	const require = createRequire(path.join(coreFolder, 'package.json'));
	const workflow = require('n8n-workflow') as typeof N8nWorkflow;

	if (createRequire(path.join(root, 'dist', 'x.js'))('n8n-workflow') !== workflow) {
		throw new Error(
			'n8n-core and the package would use two copies of n8n-workflow; run this through scripts/test-matrix.mts',
		);
	}
	// The other engine needs a native module; absent in n8n 1.x and early 2.x, where there is only one.
	(workflow.Expression as { setExpressionEngine?: (engine: 'legacy') => void }).setExpressionEngine?.('legacy');

	letProcessEnd(require);

	return {
		core,
		workflow,
		require,
		versions: {
			core: readPackage(coreFolder).version,
			workflow: readPackage(path.join(coreRoot, 'node_modules', 'n8n-workflow')).version,
		},
	};
}

let loaded: Core | undefined;

/** Loading takes one to two seconds; jest keeps modules apart per test file, so that is paid once per file. */
export function loadCore(): Core {
	loaded ??= load();
	return loaded;
}
