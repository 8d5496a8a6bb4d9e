import { createWorkflow, outputsOf } from '../lib/rest.mts';
import { expect } from '../lib/steps.mts';
import { chain, manualTrigger } from '../lib/workflow.mts';
import { stepId, type NodeWorld } from './world.mts';

const EMAIL = 'by.hand@example.com';

/** Entries of the fields that can be added; the first one of the node is "Roles and Groups". */
const GRANTS = 0;

/** A flow that somebody builds in the editor from nothing: the action is found, tools and credentials chosen, fields filled, the node run. */
export async function joiner(world: NodeWorld): Promise<void> {
	const { steps, editor, n8n, browser, sandbox, credential, others } = world;
	const id = (step: string): string => stepId(world, step);
	await steps.step(id('by-hand'), 'an onboarding is built by hand and run: two tools, a role and a group from the lists', async (note) => {
		await sandbox.restart();
		await editor.openWorkflow(await createWorkflow(n8n, chain('By hand', [manualTrigger()])));
		await editor.searchPanel('onboarding');
		await editor.openPanelEntry('BI Access');
		await editor.pickAction('Onboard a person by email, with names of roles and groups');
		await editor.chooseAmongMany('tools', 'Superset');
		await editor.chooseAmongMany('tools', 'Redash');
		const wanted = [credential, ...others].filter(({ type }) => ['supersetApi', 'redashApi'].includes(type));
		note(`credentials before: ${(await editor.credentials()).join(', ')}`);
		for (const [index, { name }] of wanted.entries()) await editor.chooseCredential(index, name);
		await editor.fill('email', EMAIL);
		await editor.fill('firstName', 'By');
		await editor.fill('lastName', 'Hand');
		await editor.addToCollection(GRANTS, 'Superset Role Names or IDs');
		await editor.chooseAmongMany('supersetRoles', 'Gamma');
		await editor.addToCollection(GRANTS, 'Redash Group Names or IDs');
		await editor.chooseAmongMany('redashGroups', 'Analytics');
		await browser.screenshot(id('by-hand-filled'));
		const result = await editor.runNode();
		await browser.screenshot(id('by-hand'));
		const rows = (outputsOf(result, result.data.resultData.lastNodeExecuted ?? '')[0] ?? []).map(({ json }) => json);
		note(JSON.stringify(rows));
		const told = rows.map(({ tool, status }) => `${String(tool)} ${String(status)}`).sort();
		expect(told.join(', ') === 'redash created, superset created', told.join(', ') || (await editor.outputText()));
		for (const tool of ['superset', 'redash'])
			expect(JSON.stringify(await sandbox.state(tool)).includes(EMAIL), `${tool} does not know the new person`);
		await editor.closeNode();
	});
}
