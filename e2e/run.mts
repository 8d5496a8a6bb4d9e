/** Drives the editor once over the built package. Options: `--only PART,PART` (of step ids), `--package FOLDER`, `--sandbox FILE`. */
import { parseArgs } from 'node:util';

import { openBrowser } from './lib/browser.mts';
import { Editor } from './lib/editor.mts';
import { startN8n } from './lib/n8n.mts';
import { readPackage } from './lib/package.mts';
import { rootFolder } from './lib/paths.mts';
import { messageOf, temporaryFolder } from './lib/processes.mts';
import { progress } from './lib/progress.mts';
import { startSandbox } from './lib/sandbox.mts';
import { expect, Steps } from './lib/steps.mts';
import { credentialsOf, switchesOf, tools } from './lib/tools.mts';
import { causes } from './suites/causes.mts';
import { credential as credentialSuite } from './suites/credential.mts';
import { node as nodeSuite } from './suites/node.mts';
import { otherMetabase } from './suites/other-metabase.mts';
import { panel as panelSuite } from './suites/panel.mts';
import { twoCredentials } from './suites/two-credentials.mts';
import { mainTool, type World } from './suites/world.mts';

const { values: options } = parseArgs({
	options: {
		only: { type: 'string', default: '' },
		package: { type: 'string', default: rootFolder },
		sandbox: { type: 'string' },
	},
});

/** Stops in reverse order of starting, whatever went wrong in between. */
const cleanups: Array<() => Promise<void>> = [];

async function suite(): Promise<number> {
	const built = readPackage(options.package);
	const names = Object.keys(tools);
	const sandbox = await startSandbox(names, switchesOf(names), options.sandbox);
	cleanups.push(sandbox.stop);
	const parts = Object.entries(tools).map(([tool, { node }]) => {
		const call = (type: string) => ({ id: `e2e${type}`, name: `${type} of the sandbox` });
		const [credential, ...others] = credentialsOf(tool, sandbox.fields, call);
		if (credential === undefined) throw new Error(`${tool} has no credential`);
		return { tool, node, description: built.description(node), credential, others };
	});

	const n8n = await progress(
		'Starting n8n',
		async () =>
			await startN8n({
				home: temporaryFolder('home'),
				package: built,
				credentials: parts.flatMap(({ credential, others }) => [credential, ...others]),
				workflows: [],
				ownerPassword: 'Owner-pass1',
			}),
	);
	cleanups.push(n8n.stop);
	const browser = await openBrowser(n8n);
	cleanups.push(browser.close);

	const only = options.only.split(',').filter((part) => part !== '');
	const steps = new Steps({ only, onFailure: async (id) => void (await browser.screenshot(`failed-${id}`)) });
	const editor = new Editor(browser.page, n8n);
	for (const part of parts) {
		const world: World = { steps, package: built, n8n, sandbox, browser, editor, ...part };
		await panelSuite(world);
		await nodeSuite(world);
		if (part.tool === mainTool) await credentialSuite(world);
		await causes(world);
		for (const credential of world.others) await causes({ ...world, credential });
		if (world.others.length > 0) await twoCredentials(world);
		if (part.tool === 'metabase') await otherMetabase(world);
	}
	await steps.step('console', 'the browser reported no error', async () => {
		expect(browser.consoleErrors.length === 0, browser.consoleErrors.join('\n'));
	});
	return steps.finish();
}

let code = 1;
try {
	code = await suite();
} catch (error) {
	console.error(messageOf(error));
	console.log('0 passed, 1 failed');
} finally {
	for (const cleanup of cleanups.reverse())
		await cleanup().catch((error: unknown) => console.error(messageOf(error)));
}
process.exit(code);
