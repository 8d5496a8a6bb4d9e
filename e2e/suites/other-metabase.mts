import type { INodeTypeDescription } from 'n8n-workflow';

import { createWorkflow } from '../lib/rest.mts';
import { expect, expectSame } from '../lib/steps.mts';
import { chain, manualTrigger } from '../lib/workflow.mts';
import type { World } from './world.mts';

interface CredentialType {
	readonly name: string;
	readonly displayName: string;
	readonly properties: ReadonlyArray<{ readonly name: string }>;
	readonly iconUrl?: unknown;
}

/** n8n has a node and a credential for Metabase of its own: a package that took their names would replace them. */
export async function otherMetabase(world: World): Promise<void> {
	const { steps, n8n, editor, browser, description } = world;
	await steps.step("metabase-n8n-own", "n8n's own node and credential for Metabase are there beside ours", async (note) => {
		const credentials = (await (await n8n.get('/types/credentials.json')).json()) as CredentialType[];
		const own = credentials.filter(({ name }) => name === 'metabaseApi');
		expect(own.length === 1, `${own.length} credential types are called metabaseApi`);
		const names = own[0]?.properties.map(({ name }) => name) ?? [];
		expect(
			['sessionToken', 'url', 'username', 'password'].every((name) => names.includes(name)) && !names.includes('apiKey'),
			`n8n's own credential has the fields ${names.join(', ')}`,
		);
		expect(
			!JSON.stringify(own[0]?.iconUrl ?? '').includes(world.package.name),
			`n8n's own credential has our icon: ${JSON.stringify(own[0]?.iconUrl)}`,
		);
		const nodes = (await (await n8n.get('/types/nodes.json')).json()) as INodeTypeDescription[];
		const theirs = nodes.filter(({ name }) => name === 'n8n-nodes-base.metabase');
		expect(theirs.length > 0, 'n8n has lost its node for Metabase');
		expectSame(
			"Credentials of n8n's own node",
			[...new Set(theirs.flatMap(({ credentials: used = [] }) => used.map(({ name }) => name)))],
			['metabaseApi'],
		);

		await editor.openWorkflow(await createWorkflow(n8n, chain('Two of a name', [manualTrigger()])));
		const found = await editor.searchPanel('Metabase');
		for (const name of ['Metabase', description.displayName])
			expect(found.includes(name), `"Metabase" does not find ${name}: ${JSON.stringify(found)}`);
		await browser.screenshot('metabase-n8n-own');
		const actions = await editor.openPanelEntry('Metabase');
		expect(actions.some((action) => /alert/i.test(action)), `n8n's own node offers ${JSON.stringify(actions)}`);
		expect(!actions.some((action) => /offboard|deactivate/i.test(action)), `n8n's own node shows actions of ours: ${JSON.stringify(actions)}`);
		await browser.screenshot('metabase-n8n-own-actions');
		note(`"Metabase": ${found.join(', ')}; n8n's own: ${actions.join(', ')}`);
	});
}
