import { createReadStream, existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import { logFolder, rootFolder } from './paths.mts';
import { cleanEnvironment, sleep, start, tail } from './processes.mts';

/** The line that `npm run sandbox -- --json` prints: credential fields per tool. */
export type SandboxFields = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface SeenRequest {
	readonly method: string;
	readonly path: string;
}

/** An account as each stand-in shows it; what else it shows differs by product. */
export interface SandboxAccount extends Readonly<Record<string, unknown>> {
	readonly email: string;
}

export interface SandboxState extends Readonly<Record<string, unknown>> {
	readonly accounts: readonly SandboxAccount[];
}

export interface Sandbox {
	readonly fields: SandboxFields;
	/** Origin of one tool's server. */
	origin(tool: string): string;
	/** Requests since the last reset. */
	requests(tool: string): Promise<SeenRequest[]>;
	/** Back to the start state; switches such as `{'superset.version': '6.0'}` stay until they are set again. */
	reset(tool: string, set?: Readonly<Record<string, string>>): Promise<void>;
	/** All tools back to the start state and to the switches they were started with, but for these. */
	restart(set?: Readonly<Record<string, string>>): Promise<void>;
	/** What is true on the server now. */
	state(tool: string): Promise<SandboxState>;
	/** What the server sent, or would have sent, by mail. */
	mail(tool: string): Promise<unknown>;
	stop(): Promise<void>;
}

const readyWithin = 30_000;

async function firstJsonLine(file: string): Promise<SandboxFields | undefined> {
	for await (const line of createInterface({ input: createReadStream(file) })) {
		if (line.startsWith('{')) return JSON.parse(line) as SandboxFields;
	}
	return undefined;
}

async function control<T>(origin: string, method: string, route: string, body?: unknown): Promise<T> {
	const answer = await fetch(`${origin}/__sandbox/${route}`, {
		method,
		...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
	});
	if (!answer.ok)
		throw new Error(
			`The sandbox answered ${answer.status} to ${method} /__sandbox/${route}: ${await answer.text()}`,
		);
	return (await answer.json()) as T;
}

/** `GET /__sandbox/requests` counts and lists. */
interface Requests {
	readonly requests: readonly SeenRequest[];
}

/**
 * Starts stand-ins for the given tools on free ports, with these switches. `label` names the log file, one for each run at a
 * time; `script` replaces the sandbox of this repository.
 */
export async function startSandbox(
	tools: readonly string[],
	set: Readonly<Record<string, string>>,
	label: string,
	script = join(rootFolder, 'sandbox', 'main.mts'),
): Promise<Sandbox> {
	if (!existsSync(script)) throw new Error(`${script} is not there`);
	// The first line with fields must be of this run.
	const log = join(logFolder, `sandbox-${label}.log`);
	rmSync(log, { force: true });
	const args = ['--import', 'tsx', resolve(script), '--tools', tools.join(','), '--port', '0', '--json'];
	for (const pair of Object.entries(set)) args.push('--set', pair.join('='));
	const server = start(process.execPath, args, { cwd: rootFolder, env: cleanEnvironment(), log });
	let ended = false;
	void server.ended.then(() => (ended = true));

	const until = Date.now() + readyWithin;
	let fields: SandboxFields | undefined;
	while (fields === undefined) {
		fields = await firstJsonLine(log);
		if (fields !== undefined) break;
		if (ended || Date.now() > until) {
			const said = tail(log);
			await server.stop();
			throw new Error(`The sandbox ${ended ? 'ended' : 'was not ready in time'}. It said:\n${said}`);
		}
		await sleep(100);
	}
	const known = fields;
	const origin = (tool: string): string => {
		const url = known[tool]?.url;
		if (url === undefined) throw new Error(`The sandbox has no ${tool}, only ${Object.keys(known).join(', ')}`);
		return new URL(url).origin;
	};
	const names = Object.keys(known);
	const initial = new Map(
		await Promise.all(
			names.map(async (tool) => {
				const { switches } = await control<{ switches: Record<string, string> }>(origin(tool), 'POST', 'reset', {});
				return [tool, Object.fromEntries(Object.entries(switches).map(([name, value]) => [`${tool}.${name}`, value]))] as const;
			}),
		),
	);
	const reset = async (tool: string, set: Readonly<Record<string, string>> = {}): Promise<void> =>
		void (await control(origin(tool), 'POST', 'reset', { set }));
	return {
		fields: known,
		origin,
		requests: async (tool) => [...(await control<Requests>(origin(tool), 'GET', 'requests')).requests],
		reset,
		async restart(set = {}) {
			for (const tool of names) {
				const own = Object.entries(set).filter(([name]) => name.startsWith(`${tool}.`));
				await reset(tool, { ...initial.get(tool), ...Object.fromEntries(own) });
			}
		},
		state: async (tool) => await control(origin(tool), 'GET', 'state'),
		mail: async (tool) => await control(origin(tool), 'GET', 'mail'),
		stop: server.stop,
	};
}

/** The one account with exactly this e-mail. @throws when there is none, or a second one */
export async function accountIn(sandbox: Sandbox, tool: string, email: string): Promise<SandboxAccount> {
	const found = (await sandbox.state(tool)).accounts.filter((account) => account.email === email);
	const [account] = found;
	if (account === undefined || found.length > 1) throw new Error(`${tool} has ${found.length} accounts of ${email}`);
	return account;
}
