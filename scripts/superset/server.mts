/** A real Superset on loopback, for tests. */
import { closeSync, copyFileSync, openSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { start, stop, tail } from '../lib/children.mts';
import { silently, type Progress } from '../lib/progress.mts';
import { admin, cleanDatabase, configure, secretKey, superset, type Variant } from './database.mts';
import { folderOf, installSuperset, pythonOf } from './install.mts';
import { defaultVersion, type SupersetVersion } from './versions.mts';

export { installSuperset } from './install.mts';
export type { Variant } from './database.mts';
export * from './versions.mts';

export interface SupersetOptions extends Variant {
	version?: SupersetVersion;
	/** A free one by default. */
	port?: number;
	/** More environment for the server. */
	env?: NodeJS.ProcessEnv;
	onProgress?: Progress;
	/** Milliseconds until the server must answer; generous by default, because a busy machine is slow. */
	patience?: number;
}

export interface Superset {
	version: SupersetVersion;
	url: string;
	username: string;
	password: string;
	secretKey: string;
	pid: number;
	logFile: string;
	/** What the server works on, and what \`reset\` copies over it while it runs. */
	database: { file: string; clean: string };
	/** Back to the start: only the admin account. Tokens stay valid. */
	reset(): Promise<void>;
	stop(): Promise<void>;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

/** A run's folder, with its log, is kept until the next start: somebody may want to know what happened. */
function removeOldRuns(version: SupersetVersion): void {
	for (const name of readdirSync(folderOf(version))) {
		const [, pid] = /^run-(\d+)-/.exec(name) ?? [];
		if (pid && !isAlive(Number(pid))) rmSync(path.join(folderOf(version), name), { recursive: true, force: true });
	}
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/**
 * Installs and prepares what is missing, starts the server and waits until it answers. It is stopped with this
 * process, however that ends.
 * @throws with the end of its log if it dies or never answers
 */
export async function startSuperset(options: SupersetOptions = {}): Promise<Superset> {
	const { version = defaultVersion, onProgress = silently, patience = 180_000 } = options;
	await installSuperset(version, { onProgress });
	const clean = await cleanDatabase(version, options, onProgress);

	const port = options.port ?? (await freePort());
	removeOldRuns(version);
	const home = path.join(folderOf(version), `run-${process.pid}-${port}`);
	const env = { ...configure(home, options), ...options.env };
	const file = path.join(home, 'superset.db');
	copyFileSync(clean, file);

	const logFile = path.join(home, 'server.log');
	const log = openSync(logFile, 'w');
	const server = start(
		pythonOf(version),
		superset(version, 'run', '-h', '127.0.0.1', '-p', String(port), '--with-threads'),
		{
			env,
			cwd: home,
			stdio: ['ignore', log, log],
		},
	);
	closeSync(log);
	const url = `http://127.0.0.1:${port}`;
	await onProgress(`Starting Superset ${version}`, async () => {
		const limit = Date.now() + patience;
		while (!(await isHealthy(url))) {
			if (server.exitCode !== null || server.signalCode !== null)
				throw new Error(`Superset ended before it answered:\n${tail(logFile)}`);
			if (Date.now() > limit) {
				await stop(server);
				throw new Error(`Superset did not answer within ${patience / 1000} s:\n${tail(logFile)}`);
			}
			await wait(200);
		}
	});
	return {
		version,
		url,
		username: admin.username,
		password: admin.password,
		secretKey,
		pid: server.pid!,
		logFile,
		database: { file, clean },
		reset: async () => copyFileSync(clean, file), // the server keeps no connection open
		stop: async () => await stop(server),
	};
}

async function isHealthy(url: string): Promise<boolean> {
	try {
		return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(5000) })).ok;
	} catch {
		return false; // not listening yet
	}
}
