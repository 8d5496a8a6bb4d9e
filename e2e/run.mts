/**
 * Tests the built package in n8n itself; README.md tells the parts. Options: `--only PART,PART` (of step ids), `--all`
 * (also queue mode and older versions of n8n), `--pictures` (only take those of docs/images/ anew), `--package FOLDER`,
 * `--sandbox FILE`.
 */
import { parseArgs } from 'node:util';

import { startCatchers } from './lib/catchers.mts';
import { examplesFolder, readExamples } from './lib/examples.mts';
import { installN8n, olderVersions } from './lib/install.mts';
import { startModel } from './lib/model.mts';
import { startN8n, type N8n, type N8nOptions } from './lib/n8n.mts';
import { readPackage } from './lib/package.mts';
import { rootFolder } from './lib/paths.mts';
import { messageOf, temporaryFolder } from './lib/processes.mts';
import { progress } from './lib/progress.mts';
import { startSandbox } from './lib/sandbox.mts';
import { Steps } from './lib/steps.mts';
import { credentialsOf, switchesOf, tools } from './lib/tools.mts';
import { agents } from './suites/agent.mts';
import type { Application } from './suites/application.mts';
import { editor } from './suites/editor.mts';
import { examples } from './suites/examples.mts';
import { pictured, pictures } from './suites/pictures.mts';
import { queue } from './suites/queue.mts';

const { values: options } = parseArgs({
	options: {
		only: { type: 'string', default: '' },
		all: { type: 'boolean', default: false },
		pictures: { type: 'boolean', default: false },
		package: { type: 'string', default: rootFolder },
		sandbox: { type: 'string' },
	},
});
const only = options.only.split(',').filter((part) => part !== '');

/** Names the logs: runs of different parts can go on side by side. */
const label = ['e2e', ...only].join('-');

/** Step ids begin with these; those of the editor begin with anything else. */
const quick = ['examples', 'agent'];
const slow = ['queue', ...olderVersions.map((version) => `n8n-${version}`)];
const touches = (part: string): boolean => only.some((text) => text.startsWith(part) || part.startsWith(text));
const runs = (part: string): boolean => (only.length > 0 ? touches(part) : options.all || !slow.includes(part));
const runsEditor = only.length === 0 || only.some((text) => ![...quick, ...slow].some((part) => text.startsWith(part) || part.startsWith(text)));

/** Stops in reverse order of starting, whatever went wrong in between. */
const cleanups: Array<() => Promise<void>> = [];

async function suite(): Promise<number> {
	const built = readPackage(options.package);
	const names = Object.keys(tools);
	const sandbox = await startSandbox(names, switchesOf(names), label, options.sandbox);
	cleanups.push(sandbox.stop);
	const caught = await startCatchers();
	cleanups.push(caught.stop);
	const model = await startModel();
	cleanups.push(model.stop);

	const call = (type: string) => ({ id: `e2e${type}`, name: `${type} of the sandbox` });
	const own = names.flatMap((tool) => credentialsOf(tool, sandbox.fields, call));
	const credentials = [...own, caught.smtp, model.credential];
	const workflows = readExamples(examplesFolder, credentials, caught.url);

	let screenshot: ((name: string) => Promise<string>) | undefined;
	const steps = new Steps({ only, onFailure: async (id) => void (await screenshot?.(`failed-${id}`)) });

	/** An n8n of its own for some steps. */
	const withN8n = async (log: string, more: Partial<N8nOptions>, work: (n8n: N8n) => Promise<void>): Promise<void> => {
		const n8n = await progress(`Starting n8n${more.version === undefined ? '' : ` ${more.version}`}`, async () =>
			await startN8n({
				home: temporaryFolder('home'),
				package: built,
				credentials,
				workflows: workflows.map(({ workflow }) => workflow),
				ownerPassword: 'Owner-pass1',
				label: log,
				...more,
			}),
		);
		// Also when Ctrl-C or an error ends it: stopping twice does no harm.
		cleanups.push(n8n.stop);
		await work(n8n);
		await n8n.stop();
	};

	if (options.pictures) {
		const named = pictured(credentials);
		const shown = { steps, package: built, sandbox, credentials: named };
		await steps.around('pictures', async () => await withN8n('pictures', { credentials: named }, async (n8n) => await pictures({ ...shown, n8n }, workflows)));
		return steps.finish();
	}
	if (runsEditor || quick.some(runs))
		await steps.around('n8n', async () =>
			await withN8n(label, {}, async (n8n) => {
				const application: Application = { steps, package: built, n8n, sandbox, credentials };
				if (runs('examples')) await examples(steps, { n8n, sandbox, caught }, workflows);
				if (runs('agent')) await agents({ ...application, model });
				await sandbox.restart();
				if (runsEditor) await editor(application, (take) => (screenshot = take));
				screenshot = undefined;
			}),
		);
	if (runs('queue')) await steps.around('queue', async () => await queue({ steps, package: built, sandbox, credentials, withN8n }));
	for (const version of olderVersions.filter((one) => runs(`n8n-${one}`)))
		await steps.around(`n8n-${version}`, async () => {
			await installN8n(version);
			await withN8n(`n8n-${version}`, { version }, async (n8n) => await examples(steps, { n8n, sandbox, caught }, workflows, `n8n-${version}-`));
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
