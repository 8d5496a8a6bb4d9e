import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { hashSync } from 'bcryptjs';
import type { IConnections, INode, IWorkflowSettings } from 'n8n-workflow';

import { treeOf, type N8nTree } from './install.mts';
import { installPackage, type BuiltPackage } from './package.mts';
import { logFolder } from './paths.mts';
import {
	cleanEnvironment,
	freePort,
	messageOf,
	run,
	sleep,
	start,
	tail,
	type Environment,
	type RunningCommand,
} from './processes.mts';

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
	/** Any free one by default. */
	readonly port?: number;
	/** Names the log file. */
	readonly label?: string;
}

export interface N8n {
	readonly url: string;
	readonly owner: { readonly email: string; readonly password: string };
	readonly log: string;
	/** Signs in as the owner; the other calls do it by themselves when needed. */
	login(): Promise<void>;
	/** The internal REST API: `path` without `/rest`; answers the value under `data`. */
	rest<T>(method: string, path: string, body?: unknown): Promise<T>;
	/** A plain read outside `/rest`, such as an icon. */
	get(path: string): Promise<Response>;
	stop(): Promise<void>;
}

const ownerEmail = 'owner@example.com';
const readyWithin = 90_000;

/** Docs: docs/contracts/n8n-app.md section 1. Everything that would call out or greet the user is off. */
async function environment(options: N8nOptions, tree: N8nTree, port: number): Promise<Environment> {
	return cleanEnvironment({
		PATH: tree.path,
		N8N_USER_FOLDER: options.home,
		N8N_ENCRYPTION_KEY: 'e2e-key',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry,insights',
		N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
		N8N_INSTANCE_OWNER_EMAIL: ownerEmail,
		N8N_INSTANCE_OWNER_FIRST_NAME: 'Olive',
		N8N_INSTANCE_OWNER_LAST_NAME: 'Owner',
		N8N_INSTANCE_OWNER_PASSWORD_HASH: hashSync(options.ownerPassword, 10),
	});
}

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

/** `/healthz/readiness` alone answers before the REST API of older versions is there. */
async function waitUntilReady(url: string, server: RunningCommand, log: string): Promise<void> {
	let ended: number | undefined;
	void server.ended.then((code) => (ended = code));
	const until = Date.now() + readyWithin;
	while (Date.now() < until) {
		if (ended !== undefined)
			throw new Error(`n8n ended with code ${ended} before it was ready. The end of ${log}:\n${tail(log)}`);
		try {
			const answers = await Promise.all(
				['/healthz/readiness', '/rest/settings'].map(async (path) => await fetch(url + path)),
			);
			if (answers.every((answer) => answer.ok)) return;
		} catch {
			// Not listening yet.
		}
		await sleep(250);
	}
	throw new Error(`n8n was not ready after ${readyWithin / 1000} s. The end of ${log}:\n${tail(log)}`);
}

/** Imports, starts and waits until it is ready: 12 to 25 s. */
export async function startN8n(options: N8nOptions): Promise<N8n> {
	const tree = treeOf();
	const port = await freePort(options.port);
	const url = `http://127.0.0.1:${port}`;
	const log = join(logFolder, `n8n-${options.label ?? 'e2e'}.log`);
	rmSync(log, { force: true });
	mkdirSync(join(options.home, '.n8n'), { recursive: true });
	installPackage(options.package, join(options.home, '.n8n'));

	const command = { cwd: options.home, env: await environment(options, tree, port), log };
	await importAll(options, async (...args) => await run(tree.node, [tree.cli, ...args], command));
	const server = start(tree.node, [tree.cli, 'start'], command);
	try {
		await waitUntilReady(url, server, log);
	} catch (error) {
		await server.stop();
		throw error;
	}

	let cookie: string | undefined;
	const send = async (method: string, path: string, body?: unknown): Promise<Response> =>
		await fetch(url + path, {
			method,
			headers: { 'content-type': 'application/json', ...(cookie !== undefined && { cookie }) },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
	const login = async (): Promise<void> => {
		const answer = await send('POST', '/rest/login', {
			emailOrLdapLoginId: ownerEmail,
			password: options.ownerPassword,
		});
		cookie = answer.headers
			.getSetCookie()
			.find((value) => value.startsWith('n8n-auth='))
			?.split(';')[0];
		if (cookie === undefined)
			throw new Error(`The owner could not sign in (${answer.status}): ${await answer.text()}`);
	};
	return {
		url,
		log,
		owner: { email: ownerEmail, password: options.ownerPassword },
		login,
		async rest<T>(method: string, path: string, body?: unknown) {
			if (cookie === undefined) await login();
			const answer = await send(method, `/rest${path}`, body);
			const text = await answer.text();
			if (!answer.ok)
				throw new Error(`n8n answered ${answer.status} to ${method} ${path}: ${text.slice(0, 500)}`);
			try {
				return (JSON.parse(text) as { data: T }).data;
			} catch (error) {
				throw new Error(`n8n answered ${method} ${path} with something that is not JSON: ${messageOf(error)}`);
			}
		},
		async get(path) {
			if (cookie === undefined) await login();
			return await send('GET', path);
		},
		stop: server.stop,
	};
}
