/**
 * Opens the full n8n with the built package, the sandbox behind it and the examples in it, until Ctrl-C.
 * Options: `--port N` (5678), `--tools superset,…` (all that the package has), `--home FOLDER` (kept; else a temporary one), `--package FOLDER`.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { readExamples } from './lib/examples.mts';
import { startN8n, type Credential } from './lib/n8n.mts';
import { readPackage, type BuiltPackage } from './lib/package.mts';
import { rootFolder } from './lib/paths.mts';
import { messageOf, temporaryFolder } from './lib/processes.mts';
import { progress } from './lib/progress.mts';
import { startSandbox, type SandboxFields } from './lib/sandbox.mts';

const { values: options } = parseArgs({
	options: {
		port: { type: 'string', default: '5678' },
		tools: { type: 'string' },
		home: { type: 'string' },
		package: { type: 'string', default: rootFolder },
	},
});

/** Which credential type signs in to which server of the sandbox. */
const credentialOf: Readonly<Record<string, string>> = {
	superset: 'supersetApi',
	redash: 'redashApi',
	metabase: 'metabaseAdminApi',
	sisense: 'sisenseApi',
};

const toolsOf = (built: BuiltPackage): string[] =>
	Object.entries(credentialOf).flatMap(([tool, type]) => (built.credentialTypes.includes(type) ? [tool] : []));

const credentialsFor = (fields: SandboxFields): Credential[] =>
	Object.entries(fields).map(([tool, data]) => ({
		id: `sandbox${tool}`,
		name: `Sandbox: ${tool.charAt(0).toUpperCase()}${tool.slice(1)}`,
		type: credentialOf[tool] ?? tool,
		data,
	}));

async function open(): Promise<Array<() => Promise<void>>> {
	const built = readPackage(options.package);
	const sandbox = await startSandbox(options.tools?.split(',') ?? toolsOf(built));
	try {
		const credentials = credentialsFor(sandbox.fields);
		const workflows = readExamples(join(rootFolder, 'examples'), credentials);
		const home = options.home === undefined ? temporaryFolder('home') : resolve(options.home);
		mkdirSync(home, { recursive: true });
		const n8n = await progress(
			'Starting n8n',
			async () =>
				await startN8n({
					home,
					package: built,
					credentials,
					workflows,
					ownerPassword: 'Owner-pass1',
					port: Number(options.port),
					label: 'editor',
				}),
		);
		console.log(`
n8n       ${n8n.url}
sign in   ${n8n.owner.email}, ${n8n.owner.password}
package   ${built.name}
sandbox   ${Object.entries(sandbox.fields)
			.map(([tool, { url }]) => `${tool} at ${url}`)
			.join(', ')}; each has a credential in n8n
examples  ${workflows.map(({ name }) => name).join(', ') || 'none'}
log       ${n8n.log}

Ctrl-C stops n8n and the sandbox.`);
		return [n8n.stop, sandbox.stop];
	} catch (error) {
		await sandbox.stop();
		throw error;
	}
}

let stops: Array<() => Promise<void>> = [];
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.on(signal, () => {
		// Ctrl-C again, or before everything is up: the exit handler ends what runs.
		if (stopping || stops.length === 0) process.exit(130);
		stopping = true;
		console.log('Stopping …');
		void Promise.allSettled(stops.map(async (stop) => await stop())).then(() => process.exit(0));
	});
}

try {
	stops = await open();
} catch (error) {
	console.error(messageOf(error));
	process.exit(1);
}
