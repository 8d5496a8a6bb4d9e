import { resourcesOf } from '../lib/menus.mts';
import { createWorkflow } from '../lib/rest.mts';
import { expectSame } from '../lib/steps.mts';
import { tools } from '../lib/tools.mts';
import { chain, manualTrigger, ours } from '../lib/workflow.mts';
import { stepId, type NodeWorld, type World } from './world.mts';

/** A node with several credentials asks for the one that the chosen resource needs, and for no other. */
export async function twoCredentials(world: World): Promise<void> {
	const { steps, editor, n8n, browser, description, credential, others } = world;
	await steps.step(
		stepId(world, 'credential-by-resource'),
		'each resource asks for its own credential and for no other',
		async (note) => {
			const node = ours('People', { ...world, parameters: { resource: 'user', operation: 'get' } });
			await editor.openWorkflow(await createWorkflow(n8n, chain('Two credentials', [manualTrigger(), node])));
			await editor.openNode('People');
			const all = [credential, ...others];
			for (const { name, value } of resourcesOf(description)) {
				await editor.choose('resource', name);
				const wanted = (description.credentials ?? [])
					.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes(value))
					.map(({ name: type }) => all.find((one) => one.type === type)?.name ?? type);
				const shown = await editor.credentials();
				expectSame(`Credentials of ${name}`, shown, wanted);
				note(`${name}: ${shown.join(', ')}`);
				await browser.screenshot(stepId(world, `credential-of-${value}`));
			}
			await editor.closeNode();
		},
	);
}

/** A node over several tools asks for the credentials of the chosen ones, however many they are. */
export async function credentialsByTool(world: NodeWorld): Promise<void> {
	const { steps, editor, n8n, browser, description, credential, others } = world;
	await steps.step(stepId(world, 'credentials-by-tool'), 'each chosen tool asks for its credential, and no other does', async (note) => {
		const [first] = resourcesOf(description);
		const known = Object.keys(tools);
		for (const chosen of [known.slice(0, 1), known.slice(1, 3), known]) {
			const parameters = { resource: first?.value, operation: first?.operations[0]?.value, tools: chosen };
			await editor.openWorkflow(await createWorkflow(n8n, chain(`Credentials of ${chosen.join(', ')}`, [manualTrigger(), ours('People', { ...world, parameters })])));
			await editor.openNode('People');
			const types = chosen.map((tool) => tools[tool]?.credential);
			const wanted = [credential, ...others].filter(({ type }) => types.includes(type)).map(({ name }) => name);
			expectSame(`Credentials of ${chosen.join(', ')}`, await editor.credentials(), wanted);
			note(`${chosen.join(', ')}: ${wanted.join(', ')}`);
			await browser.screenshot(stepId(world, `credentials-of-${chosen.join('-')}`));
			await editor.closeNode();
		}
	});
}
