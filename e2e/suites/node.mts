import type { INodeParameters } from 'n8n-workflow';

import { resourcesOf } from '../lib/menus.mts';
import { createWorkflow, outputsOf } from '../lib/rest.mts';
import { expect, expectSame } from '../lib/steps.mts';
import { chain, fields, manualTrigger, next, ours, type OurNode } from '../lib/workflow.mts';
import { newPerson } from './new-person.mts';
import { somebody, stepId, type World } from './world.mts';

const byEmail = (value: string): INodeParameters => ({
	resource: 'user',
	operation: 'get',
	user: { __rl: true, mode: 'email', value },
});

/** The node at work: lists, runs, the error branch, what the next node is told. */
export async function node(world: World): Promise<void> {
	const { steps, editor, n8n, browser, tool } = world;
	const id = (step: string): string => stepId(world, step);
	const people = (parameters: INodeParameters, onError?: OurNode['onError']) =>
		ours('People', { ...world, parameters, ...(onError && { onError }) });
	const schema = async (resource: string, operation: string): Promise<string[]> => {
		const path = `/schemas/${world.package.nodeType(world.node)}/1.0.0/${resource}/${operation}.json`;
		const answer = await n8n.get(path);
		expect(answer.ok, `${path}: ${answer.status}`);
		return Object.keys(((await answer.json()) as { properties?: object }).properties ?? {});
	};

	await steps.step(id('list-search'), 'the list of the field User finds a person by a part of the name', async (note) => {
		const person = await somebody(world);
		const typed = person.word.slice(0, 4).toLowerCase();
		await editor.openWorkflow(
			await createWorkflow(n8n, chain('List', [manualTrigger(), people({ resource: 'user', operation: 'get' })])),
		);
		await editor.openNode('People');
		note(`modes: ${(await editor.locatorModes('user')).join(', ')}`);
		const all = await editor.openLocator('user');
		await browser.screenshot(id('list-all'));
		const found = await editor.searchLocator('user', typed, person.label);
		await browser.screenshot(id('list-search'));
		note(`${all.length} at first, e.g. ${all.slice(0, 3).join('; ')}. "${typed}": ${found.join('; ')}`);
		expect(found.length < all.length, `"${typed}" leaves the list as it was`);
		const strangers = found.filter((label) => !label.toLowerCase().includes(typed));
		expect(strangers.length === 0, `"${typed}" also shows ${strangers.join('; ')}`);
		await editor.pickFromLocator(person.label);

		const result = await editor.runNode();
		expect(result.status === 'success', `The run ended with ${result.status}: ${await editor.outputText()}`);
		const { columns, rows } = await editor.outputTable();
		await browser.screenshot(id('run-get'));
		expect(rows.length === 1, `Get shows ${rows.length} rows`);
		expect(rows[0]?.[columns.indexOf('id')] === person.id, `Get shows another person: ${rows[0]?.join(' | ')}`);
		note(
			`Get: ${columns
				.map((column, index) => `${column} ${rows[0]?.[index]}`)
				.join(' | ')
				.replaceAll('\n', ' ')}`,
		);
		await editor.closeNode();
	});

	await steps.step(id('run-many'), 'Get Many shows the company', async (note) => {
		await editor.openWorkflow(
			await createWorkflow(
				n8n,
				chain('Many', [manualTrigger(), people({ resource: 'user', operation: 'getAll' })]),
			),
		);
		await editor.openNode('People');
		const result = await editor.runNode();
		const items = outputsOf(result, 'People')[0] ?? [];
		expect(
			result.status === 'success' && items.length > 3,
			`The run ended with ${result.status} and ${items.length} items: ${await editor.outputText()}`,
		);
		note(`${await editor.itemCount()}; columns ${(await editor.outputTable()).columns.join(', ')}`);
		await browser.screenshot(id('run-many'));
		for (const { json } of items) expectSame('Fields of a user', Object.keys(json), await schema('user', 'getAll'));
		await editor.closeNode();
	});

	await steps.step(
		id('run-create'),
		'a user is created by hand: fields filled, a role or group picked, the new account shown',
		async (note) => {
			await editor.openWorkflow(
				await createWorkflow(
					n8n,
					chain('Create', [manualTrigger(), people({ resource: 'user', operation: 'create' })]),
				),
			);
			await editor.openNode('People');
			await newPerson(tool, editor, 'new.person@example.com');
			await browser.screenshot(id('run-create-filled'));
			const result = await editor.runNode();
			await browser.screenshot(id('run-create'));
			expect(result.status === 'success', `The run ended with ${result.status}: ${await editor.outputText()}`);
			const created = outputsOf(result, 'People')[0]?.[0]?.json;
			expect(
				created?.email === 'new.person@example.com' && created.changed === true,
				`The node shows ${JSON.stringify(created)}`,
			);
			expect(
				JSON.stringify(await world.sandbox.state(tool)).includes('new.person@example.com'),
				'The server does not know the new user',
			);
			note(JSON.stringify(created));
			await editor.closeNode();
		},
	);

	await steps.step(id('run-error'), 'an unknown person stops the run with words that say what to do', async (note) => {
		await editor.openWorkflow(
			await createWorkflow(n8n, chain('Error', [manualTrigger(), people(byEmail('nobody@example.com'))])),
		);
		await editor.openNode('People');
		const result = await editor.runNode();
		const shown = await editor.outputText();
		await browser.screenshot(id('run-error'));
		expect(result.status === 'error', `The run ended with ${result.status}`);
		expect(shown.includes('nobody@example.com'), `The message does not name the person: ${shown}`);
		note(
			shown
				.split('\n')
				.map((line) => line.trim())
				.filter((line) => line !== '')
				.join(' | '),
		);
		await editor.closeNode();
	});

	await steps.step(id('error-branch'), 'the error branch keeps the fields of the person it failed for', async (note) => {
		const form = { ticket: 'HR-7', mail: 'nobody@example.com' };
		const failing = people(byEmail('={{ $json.mail }}'), 'continueErrorOutput');
		await editor.openWorkflow(
			await createWorkflow(n8n, chain('Branch', [manualTrigger(), fields('Form', form), failing])),
		);
		const result = await editor.runWorkflow();
		await browser.screenshot(id('error-branch-canvas'));
		const [success = [], failed = []] = outputsOf(result, 'People');
		expect(
			success.length === 0 && failed.length === 1,
			`${success.length} items on the success branch, ${failed.length} on the error branch`,
		);
		expectSame('Fields on the error branch', Object.keys(failed[0]?.json ?? {}).sort(), [
			'error',
			'mail',
			'message',
			'ticket',
		]);
		await editor.openNode('People');
		await editor.openBranch(1);
		const { columns, rows } = await editor.outputTable();
		await browser.screenshot(id('error-branch'));
		note(
			`${(await editor.branches()).join(', ')}: ${columns.map((column, index) => `${column} = ${rows[0]?.[index]}`).join(' | ')}`,
		);
		await editor.closeNode();
	});

	await steps.step(
		id('schema'),
		'before any run the next node already knows the fields of every operation',
		async (note) => {
			const resources = resourcesOf(world.description);
			for (const { value, operations } of resources) {
				for (const operation of operations) {
					const known = await schema(value, operation.value);
					expect(known.length > 0, `The schema of ${value} ${operation.value} has no fields`);
					note(`${value} ${operation.value}: ${known.join(', ')}`);
				}
			}
			await editor.openWorkflow(
				await createWorkflow(
					n8n,
					chain('Schema', [manualTrigger(), people({ resource: 'user', operation: 'get' }), next()]),
				),
			);
			await editor.openNode('Next');
			const shown = await editor.inputPreview();
			await browser.screenshot(id('schema-preview'));
			const missing = (await schema('user', 'get')).filter((field) => !shown.includes(field));
			expect(missing.length === 0, `The preview lacks ${missing.join(', ')}: ${shown.join(', ')}`);
			await editor.closeNode();
		},
	);
}
