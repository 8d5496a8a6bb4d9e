import { resourcesOf } from '../lib/menus.mts';
import { createWorkflow } from '../lib/rest.mts';
import { expectSame } from '../lib/steps.mts';
import { chain, manualTrigger, ours } from '../lib/workflow.mts';
import { stepId, type World } from './world.mts';

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
