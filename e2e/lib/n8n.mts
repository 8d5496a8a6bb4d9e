import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IConnections, INode, IWorkflowSettings } from 'n8n-workflow';

import { treeOf } from './install.mts';
import { n8nEnvironment, type Owner } from './n8n-environment.mts';
import { installPackage, type BuiltPackage } from './package.mts';
import { logFolder } from './paths.mts';
import { freePort, run, sleep, start, tail, type CommandOptions, type Environment, type RunningCommand } from './processes.mts';
import { openSession, type Session } from './session.mts';

export interface Credential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	/** Plain values; n8n encrypts them on import. */
	readonly data: Readonly<Record<string, unknown>>;
}

export interface Workflow {
	readonly id?: string;
	readonly name: string;
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
	readonly settings?: IWorkflowSettings;
}

export interface N8nOptions {
	/** Made when it is not there; `.n8n/` with the database comes below it. */
	readonly home: string;
	readonly package: BuiltPackage;
	readonly credentials: readonly Credential[];
	/** Each with an id of at most 21 characters. */
	readonly workflows: readonly Workflow[];
	readonly ownerPassword: string;
	/** One that is installed; the newest by default. */
	readonly version?: string;
	/** Any free one by default. */
	readonly port?: number;
	/** Names the log file. */
	readonly label?: string;
	/** Over what every n8n gets: another database, a queue. */
	readonly environment?: Environment;
}

export interface N8n extends Session {
	readonly url: string;
	readonly owner: Owner;
	readonly log: string;
	/** A worker of this n8n, which must run in queue mode; resolves when it takes jobs. `label` names the log file. */
	startWorker(label: string, concurrency: number): Promise<RunningCommand>;
	stop(): Promise<void>;
}

const readyWithin = 90_000;

async function importAll(options: N8nOptions, cli: (...args: string[]) => Promise<void>): Promise<void> {
	for (const [kind, values] of [
		['credentials', options.credentials],
		['workflow', options.workflows],
	] as const) {
		if (values.length === 0) continue;
		const file = join(options.home, `${kind}.json`);
		writeFileSync(file, JSON.stringify(values), { mode: 0o600 });
		await cli(`import:${kind}`, `--input=${file}`);
		rmSync(file);
	}
}

/** Until all of these paths answer well. */
async function waitUntilReady(url: string, paths: readonly string[], server: RunningCommand, log: string): Promise<void> {
	let ended: number | undefined;
	void server.ended.then((code) => (ended = code));
	const until = Date.now() + readyWithin;
	while (Date.now() < until) {
		if (ended !== undefined)
			throw new Error(`n8n ended with code ${ended} before it was ready. The end of ${log}:\n${tail(log)}`);
		try {
			const answers = await Promise.all(paths.map(async (path) => await fetch(url + path)));
			if (answers.every((answer) => answer.ok)) return;
		} catch {
			// Not listening yet.
		}
		await sleep(250);
	}
	throw new Error(`n8n was not ready after ${readyWithin / 1000} s. The end of ${log}:\n${tail(log)}`);
}

/** Starts a process of n8n and stops it again when it does not get ready. */
async function startReady(args: readonly string[], url: string, paths: readonly string[], command: CommandOptions & { node: string }): Promise<RunningCommand> {
	rmSync(command.log, { force: true });
	const server = start(command.node, args, command);
	try {
		await waitUntilReady(url, paths, server, command.log);
		return server;
	} catch (error) {
		await server.stop();
		throw error;
	}
}

const logOf = (label: string): string => join(logFolder, `n8n-${label}.log`);

/** Imports, starts and waits until it is ready: 12 to 25 s. */
export async function startN8n(options: N8nOptions): Promise<N8n> {
	const { home, version, label = 'e2e' } = options;
	const tree = treeOf(version);
	const owner = { email: 'owner@example.com', password: options.ownerPassword };
	const port = await freePort(options.port);
	const url = `http://127.0.0.1:${port}`;
	mkdirSync(join(home, '.n8n'), { recursive: true });
	installPackage(options.package, join(home, '.n8n'));

	const env = { ...(await n8nEnvironment(home, tree, port, owner)), ...options.environment };
	const importLog = logOf(`${label}-import`);
	rmSync(importLog, { force: true });
	await importAll(options, async (...args) => await run(tree.node, [tree.cli, ...args], { cwd: home, env, log: importLog }));
	// Readiness alone is told before the REST API of older versions is there.
	const server = await startReady([tree.cli, 'start'], url, ['/healthz/readiness', '/rest/settings'], {
		cwd: home,
		env,
		log: logOf(label),
		node: tree.node,
	});
	try {
		return {
			...(await openSession(url, owner)),
			url,
			owner,
			log: logOf(label),
			async startWorker(name, concurrency) {
				const health = await freePort();
				const own = { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(health), N8N_RUNNERS_BROKER_PORT: String(await freePort()) };
				const command = { cwd: home, env: { ...env, ...own }, log: logOf(name), node: tree.node };
				const args = [tree.cli, 'worker', `--concurrency=${concurrency}`];
				return await startReady(args, `http://127.0.0.1:${health}`, ['/healthz/readiness'], command);
			},
			stop: server.stop,
		};
	} catch (error) {
		await server.stop();
		throw error;
	}
}
