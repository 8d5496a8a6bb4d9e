import type { INodeProperties } from 'n8n-workflow';

import { customCall, entriesOf, fieldsOf, resourcesOf } from '../lib/menus.mts';
import { createWorkflow } from '../lib/rest.mts';
import { expect, expectSame, type Note } from '../lib/steps.mts';
import { chain, manualTrigger, ours } from '../lib/workflow.mts';
import { stepId, type NodeWorld } from './world.mts';

/** What the editor offers: the node panel, the menus, the icons. */
export async function panel(world: NodeWorld): Promise<void> {
	const { steps, editor, n8n, browser, description } = world;
	const id = (step: string): string => stepId(world, step);
	const resources = resourcesOf(description);
	const actions = resources.flatMap(({ operations }) => operations.map(({ action }) => action));

	await steps.step(
		id('panel-search'),
		'the node panel finds the node by name and by what people want to do',
		async (note) => {
			await editor.openWorkflow(await createWorkflow(n8n, chain('Panel', [manualTrigger()])));
			for (const words of [description.displayName, 'offboarding', 'deprovision']) {
				const found = await editor.searchPanel(words);
				expect(found.includes(description.displayName), `"${words}" finds ${JSON.stringify(found)}`);
				note(`"${words}": ${found.join(', ')}`);
			}
			await browser.screenshot(id('panel-search'));
		},
	);

	await steps.step(id('panel-actions'), 'the node panel lists every action of the node', async (note) => {
		await editor.openWorkflow(await createWorkflow(n8n, chain('Actions', [manualTrigger()])));
		await editor.searchPanel(description.displayName);
		expectSame('Actions', await editor.openPanelEntry(description.displayName), actions);
		await browser.screenshot(id('panel-actions'));
		note(`${actions.length} actions`);
	});

	await steps.step(
		id('panel-pick'),
		'a picked action opens the node with its resource and operation',
		async (note) => {
			const [resource] = resources;
			const operation = resource?.operations[0];
			expect(resource !== undefined && operation !== undefined, 'The node has no operation');
			await editor.openWorkflow(await createWorkflow(n8n, chain('Pick', [manualTrigger()])));
			await editor.searchPanel(description.displayName);
			await editor.openPanelEntry(description.displayName);
			await editor.pickAction(operation.action);
			await browser.screenshot(id('panel-pick'));
			const shown = [await editor.chosen('resource'), await editor.chosen('operation')];
			expectSame(`After "${operation.action}"`, shown, [resource.name, operation.name]);
			note(`fields: ${(await editor.fields()).join(' | ')}`);
			await editor.closeNode();
			await browser.screenshot(id('panel-picked-canvas'));
		},
	);

	const checkFields = async (where: string, wanted: readonly INodeProperties[], note: Note): Promise<void> => {
		const shown = await editor.fields();
		const labels = wanted.map(({ displayName }) => displayName);
		expectSame(
			`Fields of ${where}`,
			shown.filter((line) => labels.includes(line)),
			labels,
		);
		const collections = wanted.filter(({ type }) => type === 'collection');
		const offered = await editor.collections();
		expect(
			offered.length === collections.length,
			`${where} shows ${offered.length} collections instead of ${collections.length}`,
		);
		collections.forEach((collection, index) => {
			const entries = entriesOf(collection);
			expectSame(
				`${collection.displayName} of ${where}`,
				offered[index] ?? (entries.length === 1 ? entries : []),
				entries,
			);
		});
		const inside = collections.map(
			(collection) => `${collection.displayName} (${entriesOf(collection).join(', ')})`,
		);
		note(
			`${where}: ${[...labels.filter((label) => !collections.some(({ displayName }) => displayName === label)), ...inside].join(' | ')}`,
		);
		for (const { name, displayName, typeOptions } of wanted) {
			if (typeOptions?.loadOptionsMethod === undefined) continue;
			const entries = (await editor.menu(name)).map((choice) => choice.name);
			expect(
				entries.length > 1 && !entries.some((entry) => /error/i.test(entry)),
				`${displayName} of ${where} offers only ${JSON.stringify(entries)}`,
			);
		}
	};

	await steps.step(
		id('menus'),
		'the menus of resources, operations, options and loaded lists are complete and in order',
		async (note) => {
			const [first] = resources;
			const node = ours('People', { ...world, parameters: { resource: first?.value, operation: first?.operations[0]?.value } });
			await editor.openWorkflow(await createWorkflow(n8n, chain('Menus', [manualTrigger(), node])));
			await editor.openNode('People');
			const names = (choices: ReadonlyArray<{ name: string }>): string[] => choices.map(({ name }) => name);
			expectSame('Resource', names(await editor.menu('resource')), [...names(resources), customCall]);
			for (const resource of resources) {
				await editor.choose('resource', resource.name);
				expectSame(`Operation of ${resource.name}`, names(await editor.menu('operation')), [
					...names(resource.operations),
					customCall,
				]);
				for (const operation of resource.operations) {
					await editor.choose('operation', operation.name);
					await checkFields(
						`${resource.name}, ${operation.name}`,
						fieldsOf(description, resource.value, operation.value),
						note,
					);
				}
			}
			await editor.closeNode();
		},
	);

	await steps.step(id('icons'), 'light and dark icons of node and credential are served and differ', async (note) => {
		const types = [
			...((await (await n8n.get('/types/nodes.json')).json()) as IconType[]).filter(({ name }) =>
				name.startsWith(`${world.package.name}.`),
			),
			...((await (await n8n.get('/types/credentials.json')).json()) as IconType[]).filter(
				({ name }) => [world.credential, ...world.others].some(({ type }) => type === name),
			),
		];
		expect(types.length >= 2, `Only these types are known: ${types.map(({ name }) => name).join(', ')}`);
		for (const { name, iconUrl } of types) {
			expect(typeof iconUrl === 'object', `${name} has no pair of icons: ${JSON.stringify(iconUrl)}`);
			const [light, dark] = await Promise.all(
				[iconUrl.light, iconUrl.dark].map(async (path) => {
					const answer = await n8n.get(`/${path}`);
					expect(
						answer.ok && /svg/.test(answer.headers.get('content-type') ?? ''),
						`${path} of ${name}: ${answer.status} ${answer.headers.get('content-type')}`,
					);
					return await answer.text();
				}),
			);
			expect(light !== dark, `${name} shows the same icon on light and dark`);
			note(`${name}: ${iconUrl.light}, ${iconUrl.dark}`);
		}
		await browser.page.emulateMedia({ colorScheme: 'dark' });
		await editor.openWorkflow(
			await createWorkflow(
				n8n,
				chain('Dark', [manualTrigger(), ours('People', { ...world, parameters: {} })]),
			),
		);
		await editor.searchPanel(description.displayName);
		await browser.screenshot(id('dark'));
		await browser.page.emulateMedia({ colorScheme: 'light' });
	});
}

interface IconType {
	readonly name: string;
	readonly iconUrl?: { readonly light: string; readonly dark: string } | string;
}
