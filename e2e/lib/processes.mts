import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, closeSync, constants, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

export type Environment = Record<string, string | undefined>;

export interface CommandOptions {
	readonly cwd: string;
	readonly env: Environment;
	/** Both output streams are appended here. */
	readonly log: string;
	/** Runs as this user instead of ours. */
	readonly user?: { readonly uid: number; readonly gid: number };
}

export interface RunningCommand {
	readonly pid: number;
	/** Resolves with the exit code (128 when a signal ended it); never rejects. */
	readonly ended: Promise<number>;
	/** SIGTERM, then SIGKILL when it does not end in time. Safe to call twice. */
	stop(): Promise<void>;
	/** SIGKILL: as a crash or a power cut would end it. */
	kill(): Promise<void>;
}

const running = new Set<ChildProcess>();
const temporary = new Set<string>();

// Whatever way the script ends, what it started must not stay behind.
process.on('exit', () => {
	for (const child of running) child.kill('SIGKILL');
	for (const folder of temporary) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const) {
	process.on(signal, () => {
		// A script that has its own handler (the editor command) ends by itself.
		if (process.listenerCount(signal) === 1) process.exit(code);
	});
}

export const sleep = async (milliseconds: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A new folder that goes when this script ends. */
export function temporaryFolder(purpose: string): string {
	const folder = mkdtempSync(join(tmpdir(), `e2e-${purpose}-`));
	temporary.add(folder);
	return folder;
}

export function tail(file: string, lines = 25): string {
	try {
		return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
	} catch {
		return '(nothing was logged)';
	}
}

/** Starts a command in a process group of its own, so that Ctrl-C reaches this script only and it can stop things in order. */
export function start(command: string, args: readonly string[], options: CommandOptions): RunningCommand {
	mkdirSync(dirname(options.log), { recursive: true });
	const log = openSync(options.log, 'a');
	const child = spawn(command, args, {
		cwd: options.cwd,
		env: options.env as NodeJS.ProcessEnv,
		stdio: ['ignore', log, log],
		detached: true,
		...options.user,
	});
	closeSync(log);
	running.add(child);
	const ended = new Promise<number>((resolve) => {
		child.once('error', () => resolve(127));
		child.once('exit', (code) => resolve(code ?? 128));
	}).finally(() => running.delete(child));
	return {
		pid: child.pid ?? -1,
		ended,
		async stop() {
			if (!running.has(child)) return;
			child.kill('SIGTERM');
			const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
			await ended;
			clearTimeout(late);
		},
		async kill() {
			if (!running.has(child)) return;
			child.kill('SIGKILL');
			await ended;
		},
	};
}

/** Runs a command to its end; a failure carries the end of its log. */
export async function run(command: string, args: readonly string[], options: CommandOptions): Promise<void> {
	const code = await start(command, args, options).ended;
	if (code !== 0) {
		throw new Error(
			`${command} ${args.join(' ')} ended with code ${code}. The end of ${options.log}:\n${tail(options.log)}`,
		);
	}
}

/** A port nobody listens on at the moment of asking; `wanted` is only checked. */
export async function freePort(wanted = 0): Promise<number> {
	const server = createServer();
	return await new Promise((resolve, reject) => {
		server.once('error', () => reject(new Error(`Port ${wanted} is taken: choose another one with --port`)));
		server.listen(wanted, '127.0.0.1', () => {
			const { port } = server.address() as AddressInfo;
			server.close(() => resolve(port));
		});
	});
}

export function findProgram(name: string): string | undefined {
	for (const folder of (process.env.PATH ?? '').split(delimiter)) {
		const file = join(folder, name);
		try {
			accessSync(file, constants.X_OK);
			return file;
		} catch {
			continue;
		}
	}
	return undefined;
}

/**
 * The environment for a tool that must not see ours: `npm --prefix e2e run …` hands its prefix on to every npm below
 * it, settings of an n8n on this machine would leak into the one under test, and a proxy cannot reach loopback.
 */
export function cleanEnvironment(extra: Environment = {}): Environment {
	const kept = Object.entries(process.env).filter(
		([name]) =>
			!/^(npm_(?!config_registry|config_cache)|N8N_|NODE_|INIT_CWD$|TSX_|DB_|EXECUTIONS_|QUEUE_|https?_proxy$|all_proxy$)/i.test(
				name,
			),
	);
	return { ...Object.fromEntries(kept), ...extra };
}
