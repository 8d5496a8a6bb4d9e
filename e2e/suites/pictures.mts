import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { openBrowser, type Browser } from '../lib/browser.mts';
import { testId } from '../lib/dom.mts';
import { Editor } from '../lib/editor.mts';
import type { Example } from '../lib/examples.mts';
import type { Credential } from '../lib/n8n.mts';
import { createWorkflow, fileOf } from '../lib/rest.mts';
import { imagesFolder } from '../lib/paths.mts';
import { expect } from '../lib/steps.mts';
import { chain, fields, manualTrigger, ours, type Part } from '../lib/workflow.mts';
import { credentialsFor, type Application } from './application.mts';

const ALL = ['metabase', 'redash', 'sisense', 'superset'];

const joiner = { email: 'nora.lind@example.com', firstName: 'Nora', lastName: 'Lind', groups: ['analytics'] };

const onboarding: INodeParameters = {
	resource: 'person',
	operation: 'onboard',
	tools: ALL,
	email: '={{ $json.email }}',
	firstName: '={{ $json.firstName }}',
	lastName: '={{ $json.lastName }}',
	directoryGroups: '={{ $json.groups }}',
	mapping: {
		entries: [
			{ directoryGroup: 'analytics', tool: 'superset', kind: 'role', name: 'Alpha' },
			{ directoryGroup: 'analytics', tool: 'redash', kind: 'group', name: 'Analytics' },
			{ directoryGroup: 'analytics', tool: 'metabase', kind: 'group', name: 'Analytics' },
			{ directoryGroup: 'analytics', tool: 'sisense', kind: 'role', name: 'Designer' },
		],
	},
};

const offboarding: INodeParameters = {
	resource: 'person',
	operation: 'offboard',
	tools: ALL,
	email: '={{ $json.leaver }}',
	whenOwnedContent: 'transfer',
	successor: { __rl: true, mode: 'email', value: '={{ $json.successor }}' },
	removeAccess: true,
};

/** Of a row what one looks at first. */
const inShort: Part = {
	id: randomUUID(),
	name: 'In short',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: {
			assignments: [
				{ name: 'tool', value: '={{ $json.tool }}' },
				{ name: 'status', value: '={{ $json.status }}' },
				{ name: 'state', value: '={{ $json.proof.state }}' },
				{ name: 'did', value: '={{ $json.did.join("; ") }}' },
			].map((one) => ({ id: randomUUID(), type: 'string', ...one })),
		},
		options: {},
	},
};

/** What the stand-ins' credentials are called where somebody looks at them. */
const NAMES: Readonly<Record<string, string>> = { metabaseAdminApi: 'Metabase', redashApi: 'Redash', sisenseApi: 'Sisense', supersetApi: 'Superset' };

export const pictured = (credentials: readonly Credential[]): Credential[] => credentials.map((one) => ({ ...one, name: NAMES[one.type] ?? one.name }));

/** Takes the pictures of docs/images/: what a reader of the documentation sees is what the editor shows. */
export async function pictures(application: Application, examples: readonly Example[]): Promise<void> {
	const { steps, n8n, package: built, sandbox } = application;
	const description = built.description('biAccess');
	const access = { package: built, node: 'biAccess', ...credentialsFor(application, description) };
	const browser = await openBrowser(n8n);
	const editor = new Editor(browser.page, n8n);
	const open = async (name: string, parts: readonly Part[]): Promise<void> => await editor.openWorkflow(await createWorkflow(n8n, chain(name, parts)));
	mkdirSync(imagesFolder, { recursive: true });
	await browser.page.setViewportSize({ width: 1600, height: 800 });

	try {
		await steps.step('pictures-search', 'the node panel, searched for offboarding', async () => {
			await open('Search', [manualTrigger()]);
			const found = await editor.searchPanel('offboarding');
			expect(found.includes('BI Access'), found.join(', '));
			await take(browser, 'search', { x: 1180, y: 60, width: 420, height: 500 });
		});

		await steps.step('pictures-onboard', 'a person onboarded into four tools', async () => {
			await sandbox.restart();
			await open('A joiner', [manualTrigger(), fields('Joiner', joiner), ours('Onboard', { ...access, parameters: onboarding })]);
			await editor.runWorkflow();
			await editor.openNode('Onboard');
			await editor.showAs('table');
			expect((await editor.outputText()).includes('created'), await editor.outputText());
			await take(browser, 'onboard-node');
			await editor.closeNode();
		});

		await steps.step('pictures-offboard', 'a person offboarded from four tools, with a successor', async () => {
			await open('A leaver', [
				manualTrigger(),
				fields('Leaver', { leaver: 'maria.silva@example.com', successor: 'grace.okafor@example.com' }),
				ours('Offboard', { ...access, parameters: offboarding }),
				// A whole row is higher than the picture.
				inShort,
			]);
			await editor.runWorkflow();
			await editor.openNode('In short');
			const { rows } = await editor.outputTable();
			expect(rows.length === 4 && rows.some((row) => row.includes('lockedOut')), JSON.stringify(rows));
			await take(browser, 'offboard-node');
			await editor.closeNode();
		});

		await steps.step('pictures-check', 'what the check says of each tool', async () => {
			await open('Check', [manualTrigger(), ours('Check', { ...access, parameters: { resource: 'access', operation: 'check', tools: ALL } })]);
			await editor.runWorkflow();
			await editor.openNode('Check');
			await editor.showAs('table');
			await take(browser, 'check-node');
			await editor.closeNode();
		});

		await steps.step('pictures-error', 'an item that could not be done, on the error output with its own fields', async () => {
			const bad = { ...joiner, email: 'nora.lind at example.com' };
			await open('Bad input', [manualTrigger(), fields('Joiner', bad), ours('Onboard', { ...access, parameters: onboarding, onError: 'continueErrorOutput' })]);
			await editor.runWorkflow();
			await editor.openNode('Onboard');
			await editor.openBranch(1);
			await editor.showAs('json');
			// The view is loaded when it is first shown.
			await browser.page.getByText(/not an e-mail address/).first().waitFor();
			await take(browser, 'error-branch');
			await editor.closeNode();
		});

		for (const [name, example] of [
			['onboard-flow', 'bi-access-onboard-from-webhook'],
			['offboard-flow', 'bi-access-offboard-with-successor'],
		] as const)
			await steps.step(`pictures-${name}`, 'an example as it is imported', async () => {
				const found = examples.find(({ file }) => file === example);
				if (found === undefined) throw new Error(`There is no example ${example}`);
				await editor.openWorkflow(found.workflow.id);
				await browser.page.waitForTimeout(1_000);
				await take(browser, name, { x: 48, y: 96, width: 1500, height: 600 });
			});

		await steps.step('pictures-review', 'the report of a review', async () => {
			await open('Review', [
				manualTrigger(),
				ours('Review', { ...access, parameters: { resource: 'access', operation: 'review', tools: ALL, output: 'report', options: { internalDomains: 'example.com' } } }),
			]);
			const result = await editor.runWorkflow();
			await browser.page.setContent(await fileOf(n8n, result, 'Review', 'report'));
			await browser.page.setViewportSize({ width: 1100, height: 900 });
			await take(browser, 'review-report', { x: 0, y: 0, width: 1100, height: 900 });
		});
	} finally {
		await browser.close();
	}
}

/** A picture of the page, or of a part of it. */
async function take({ page }: Browser, name: string, clip?: { x: number; y: number; width: number; height: number }): Promise<void> {
	// A notice about what was just done lies over the corner for some seconds.
	await page.locator('.el-notification').first().waitFor({ state: 'hidden' });
	const target = clip ? page : page.locator(testId('ndv'));
	writeFileSync(join(imagesFolder, `${name}.png`), await target.screenshot(clip ? { clip } : {}));
}
