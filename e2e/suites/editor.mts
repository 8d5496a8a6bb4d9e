import { openBrowser } from '../lib/browser.mts';
import { Editor } from '../lib/editor.mts';
import { expect } from '../lib/steps.mts';
import { combinedNodes, tools } from '../lib/tools.mts';
import { joiner } from './joiner.mts';
import { credentialsFor, type Application } from './application.mts';
import { causes } from './causes.mts';
import { credential as credentialSuite } from './credential.mts';
import { node as nodeSuite } from './node.mts';
import { otherMetabase } from './other-metabase.mts';
import { panel as panelSuite } from './panel.mts';
import { credentialsByTool, twoCredentials } from './several-credentials.mts';
import { mainTool, type NodeWorld, type World } from './world.mts';

/** Drives the editor in headless Chromium, for each node of the package. `watch` is handed the way to take a screenshot. */
export async function editor(application: Application, watch: (screenshot: (name: string) => Promise<string>) => void): Promise<void> {
	const { steps, n8n, package: built } = application;
	const browser = await openBrowser(n8n);
	try {
		watch(browser.screenshot);
		const shared = { ...application, browser, editor: new Editor(browser.page, n8n) };
		const worldOf = (name: string, node: string): NodeWorld => {
			const description = built.description(node);
			return { ...shared, name, node, description, ...credentialsFor(application, description) };
		};
		for (const [tool, { node }] of Object.entries(tools)) {
			const world: World = { ...worldOf(tool, node), tool };
			await panelSuite(world);
			await nodeSuite(world);
			if (tool === mainTool) await credentialSuite(world);
			await causes(world);
			for (const credential of world.others) await causes({ ...world, credential });
			if (world.others.length > 0) await twoCredentials(world);
			if (tool === 'metabase') await otherMetabase(world);
		}
		for (const node of combinedNodes) {
			const world = worldOf(node, node);
			await panelSuite(world);
			await credentialsByTool(world);
			await joiner(world);
		}
		await steps.step('console', 'the browser reported no error', async () => {
			expect(browser.consoleErrors.length === 0, browser.consoleErrors.join('\n'));
		});
	} finally {
		await browser.close();
	}
}
