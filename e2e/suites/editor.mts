import { openBrowser } from '../lib/browser.mts';
import { Editor } from '../lib/editor.mts';
import type { Credential, N8n } from '../lib/n8n.mts';
import type { BuiltPackage } from '../lib/package.mts';
import type { Sandbox } from '../lib/sandbox.mts';
import { expect, type Steps } from '../lib/steps.mts';
import { combinedNodes, credentialTypesOf, tools } from '../lib/tools.mts';
import { causes } from './causes.mts';
import { credential as credentialSuite } from './credential.mts';
import { node as nodeSuite } from './node.mts';
import { otherMetabase } from './other-metabase.mts';
import { panel as panelSuite } from './panel.mts';
import { twoCredentials } from './two-credentials.mts';
import { mainTool, type NodeWorld, type World } from './world.mts';

/** What every part on the newest n8n gets. */
export interface Application {
	readonly steps: Steps;
	readonly package: BuiltPackage;
	readonly n8n: N8n;
	readonly sandbox: Sandbox;
	/** Stored in n8n, one of each type. */
	readonly credentials: readonly Credential[];
}

/** Drives the editor in headless Chromium, for each node of the package. `watch` is handed the way to take a screenshot. */
export async function editor(application: Application, watch: (screenshot: (name: string) => Promise<string>) => void): Promise<void> {
	const { steps, n8n, package: built, credentials } = application;
	const browser = await openBrowser(n8n);
	try {
		watch(browser.screenshot);
		const shared = { ...application, browser, editor: new Editor(browser.page, n8n) };
		const worldOf = (name: string, node: string, types: readonly string[]): NodeWorld => {
			const [credential, ...others] = types.flatMap((type) => credentials.filter((one) => one.type === type));
			if (credential === undefined) throw new Error(`${name} has no credential`);
			return { ...shared, name, node, description: built.description(node), credential, others };
		};
		for (const [tool, { node }] of Object.entries(tools)) {
			const world: World = { ...worldOf(tool, node, credentialTypesOf(tool)), tool };
			await panelSuite(world);
			await nodeSuite(world);
			if (tool === mainTool) await credentialSuite(world);
			await causes(world);
			for (const credential of world.others) await causes({ ...world, credential });
			if (world.others.length > 0) await twoCredentials(world);
			if (tool === 'metabase') await otherMetabase(world);
		}
		for (const [name, { node, tools: behind }] of Object.entries(combinedNodes))
			await panelSuite(worldOf(name, node, behind.flatMap((tool) => credentialTypesOf(tool).slice(0, 1))));
		await steps.step('console', 'the browser reported no error', async () => {
			expect(browser.consoleErrors.length === 0, browser.consoleErrors.join('\n'));
		});
	} finally {
		await browser.close();
	}
}
