/**
 * Opens the full n8n with the built package, the sandbox behind it and the examples in it, until Ctrl-C.
 * Options: `--port N` (5678), `--tools superset,…` (all that the package has), `--home FOLDER` (kept; else a temporary one), `--package FOLDER`.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { startCatchers } from './lib/catchers.mts';
import { examplesFolder, readExamples } from './lib/examples.mts';
import { startN8n } from './lib/n8n.mts';
import { readPackage, type BuiltPackage } from './lib/package.mts';
import { rootFolder } from './lib/paths.mts';
import { messageOf, temporaryFolder } from './lib/processes.mts';
import { progress } from './lib/progress.mts';
import { startSandbox } from './lib/sandbox.mts';
import { credentialsOf, switchesOf, tools } from './lib/tools.mts';

const { values: options } = parseArgs({
	options: {
		port: { type: 'string', default: '5678' },
		tools: { type: 'string' },
		home: { type: 'string' },
		package: { type: 'string', default: rootFolder },
	},
});

const toolsOf = (built: BuiltPackage): string[] =>
	Object.entries(tools).flatMap(([tool, { credential }]) => (built.credentialTypes.includes(credential) ? [tool] : []));

/** "Sandbox: Superset", "Sandbox: Sisense Scim". */
const nameOf = (type: string): string => {
	const name = type.replace(/Api$/, '');
	return `Sandbox: ${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll(/([A-Z])/g, ' $1')}`;
};

async function open(): Promise<Array<() => Promise<void>>> {
	const built = readPackage(options.package);
	const names = options.tools?.split(',') ?? toolsOf(built);
	const sandbox = await startSandbox(names, switchesOf(names), 'editor');
	const caught = await startCatchers((line) => console.log(`an example sent: ${line}`));
	try {
		const own = names.flatMap((tool) =>
			credentialsOf(tool, sandbox.fields, (type) => ({ id: `sandbox${type}`, name: nameOf(type) })),
		);
		const credentials = [...own, { ...caught.smtp, name: 'Sandbox: Mail' }];
		const workflows = readExamples(examplesFolder, credentials, caught.url).map(({ workflow }) => workflow);
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
			.join(', ')}; each has its credentials in n8n
examples  ${workflows.map(({ name }) => name).join('\n          ') || 'none'}
mail      what the examples send, mails and tickets, is printed below
log       ${n8n.log}

Ctrl-C stops n8n and the sandbox.`);
		return [n8n.stop, sandbox.stop, caught.stop];
	} catch (error) {
		await Promise.all([sandbox.stop(), caught.stop()]);
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
