/** Child processes that never outlive the script that started them. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

const running = new Set<ChildProcess>();

function endAll(): void {
	for (const child of running) child.kill('SIGKILL');
}

let watching = false;

function watchOwnEnd(): void {
	if (watching) return;
	watching = true;
	process.on('exit', endAll);
	for (const [signal, code] of [
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const) {
		process.once(signal, () => process.exit(code));
	}
}

/** Starts a command whose process is killed when this one ends, whatever the reason (a SIGKILL of this one excepted). */
export function start(command: string, args: string[], options: SpawnOptions = {}): ChildProcess {
	watchOwnEnd();
	const child = spawn(command, args, options);
	running.add(child);
	child.once('exit', () => running.delete(child));
	child.once('error', () => running.delete(child));
	return child;
}

/** Resolves to the exit code, or null if a signal ended it. @throws if the command cannot be started */
export async function ended(child: ChildProcess): Promise<number | null> {
	if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
	return await new Promise((resolve, reject) => {
		child.once('exit', resolve);
		child.once('error', reject);
	});
}

/** Ends one process: asks, then insists after `patience` milliseconds. */
export async function stop(child: ChildProcess, patience = 5000): Promise<void> {
	const end = ended(child);
	child.kill('SIGTERM');
	const insist = setTimeout(() => child.kill('SIGKILL'), patience);
	await end;
	clearTimeout(insist);
}

export const tail = (file: string, lines = 25): string =>
	readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');

/** Runs a command to its end with its output in a file. @throws with the end of that file if it fails */
export async function runLogged(
	command: string,
	args: string[],
	logFile: string,
	options: SpawnOptions = {},
): Promise<void> {
	const log = openSync(logFile, 'w');
	try {
		const code = await ended(start(command, args, { ...options, stdio: ['ignore', log, log] }));
		if (code !== 0)
			throw new Error(`${[command, ...args].join(' ')}\nended with ${code ?? 'a signal'}:\n${tail(logFile)}`);
	} finally {
		closeSync(log);
	}
}
