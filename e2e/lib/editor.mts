import type { Locator, Page } from 'playwright-core';

import { pageTimeout } from './browser.mts';
import { closeMenu, lines, menuItem, openMenu, testId, texts } from './dom.mts';
import type { N8n } from './n8n.mts';
import { executionResult, type ExecutionResult } from './rest.mts';

export interface Choice {
	readonly name: string;
	readonly description: string;
}

/** What the output panel shows as a table. */
export interface Table {
	readonly columns: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

/** The canvas, the node panel and an open node's details. */
export class Editor {
	constructor(
		private readonly page: Page,
		private readonly n8n: N8n,
	) {}

	async openWorkflow(workflowId: string): Promise<void> {
		await this.page.goto(`${this.n8n.url}/workflow/${workflowId}`, { waitUntil: 'domcontentloaded' });
		await this.page
			.locator(`${testId('canvas-node')}, ${testId('canvas-plus-button')}, ${testId('node-creator-plus-button')}`)
			.first()
			.waitFor({ timeout: pageTimeout });
	}

	async searchPanel(text: string): Promise<string[]> {
		const search = this.page.locator(testId('node-creator-search-bar'));
		if (!(await search.isVisible())) await this.page.locator(testId('node-creator-plus-button')).click();
		await search.fill(text);
		await this.page.locator(testId('node-creator-item-name')).first().waitFor();
		// The list is filtered while typing; what stood there before must be gone.
		await this.page.waitForTimeout(500);
		return await texts(this.page.locator(testId('node-creator-item-name')));
	}

	/** Opens an entry of the panel and reads what it offers: a node's actions. */
	async openPanelEntry(name: string): Promise<string[]> {
		await this.panelItem(name).click();
		await this.page.locator(testId('node-creator-item-name')).nth(1).waitFor();
		await this.page.waitForTimeout(500);
		return await texts(this.page.locator(testId('node-creator-item-name')));
	}

	/** Adds a node by one of its actions; it is open afterwards. */
	async pickAction(action: string): Promise<void> {
		await this.panelItem(action).click();
		await this.details().waitFor();
	}

	async openNode(name: string): Promise<void> {
		await this.page.locator(`${testId('canvas-node')}[data-node-name="${name}"]`).dblclick();
		await this.details().waitFor();
	}

	async closeNode(): Promise<void> {
		await this.page.locator(testId('ndv-close-button')).click();
		await this.details().waitFor({ state: 'hidden' });
	}

	/** All entries of a menu, in order, with the sentence below each. */
	async menu(parameter: string): Promise<Choice[]> {
		const items = await openMenu(this.page, await this.select(parameter));
		const choices = (await texts(items)).map((text) => {
			const [name = '', ...description] = text.split('\n');
			return { name: name.trim(), description: description.join(' ').trim() };
		});
		await closeMenu(this.page);
		return choices;
	}

	/** The entry a menu stands on. */
	async chosen(parameter: string): Promise<string> {
		return await this.field(parameter).locator('input').first().inputValue();
	}

	async choose(parameter: string, name: string): Promise<void> {
		await this.pick(parameter, name);
		await this.page.locator(menuItem).first().waitFor({ state: 'hidden' });
	}

	/** As `choose`, in a field that takes several: its menu stays open after a click. */
	async chooseAmongMany(parameter: string, name: string): Promise<void> {
		await this.pick(parameter, name);
		await closeMenu(this.page);
	}

	/** Names of the credentials chosen in the open node, one for each that it asks for. */
	async credentials(): Promise<string[]> {
		await this.settled();
		const selects = await this.details().locator(`${testId('node-credentials-select')} input`).all();
		return await Promise.all(selects.map(async (input) => await input.inputValue()));
	}

	/** Chooses a credential by its name, where it is not chosen already. @param index of those the open node asks for */
	async chooseCredential(index: number, name: string): Promise<void> {
		await this.settled();
		const select = this.details().locator(`${testId('node-credentials-select')} input`).nth(index);
		if ((await select.inputValue()) === name) return;
		const items = await openMenu(this.page, select);
		await items.filter({ hasText: name }).first().click();
		await this.page.locator(menuItem).first().waitFor({ state: 'hidden' });
	}

	/** What the tab Parameters shows, line by line. */
	async fields(): Promise<string[]> {
		await this.settled();
		const shown = lines(await this.details().locator(testId('node-parameters')).innerText());
		// The switch beside every field.
		return shown.filter((line) => line !== 'Fixed' && line !== 'Expression');
	}

	/** What each collection of the open node offers to add, in the order of the collections; undefined where one entry makes a button of the menu. */
	async collections(): Promise<Array<string[] | undefined>> {
		await this.settled();
		const found: Array<string[] | undefined> = [];
		for (const adder of await this.details().locator(testId('collection-parameter-add')).all()) {
			const opener = adder.locator('input').first();
			if ((await opener.count()) === 0) {
				found.push(undefined);
				continue;
			}
			found.push(await texts(await openMenu(this.page, opener)));
			await closeMenu(this.page);
		}
		return found;
	}

	/** Adds an entry to a collection of the open node, the first being 0. */
	async addToCollection(index: number, entry: string): Promise<void> {
		await this.settled();
		const adder = this.details().locator(testId('collection-parameter-add')).nth(index);
		const items = await openMenu(this.page, adder.locator('input').first());
		await items.filter({ hasText: new RegExp(`^\\s*${escape(entry)}\\s*$`) }).first().click();
		await this.page.locator(menuItem).first().waitFor({ state: 'hidden' });
	}

	async fill(parameter: string, value: string): Promise<void> {
		const input = this.field(parameter).locator('input').first();
		await input.fill(value);
		// A tip below the field that has the focus lies over what is next.
		await input.blur();
	}

	/** The labels of a resource locator's modes. */
	async locatorModes(parameter: string): Promise<string[]> {
		const items = await openMenu(this.page, this.locator(parameter).locator(testId('rlc-mode-selector')));
		const found = await texts(items);
		await closeMenu(this.page);
		return found;
	}

	/** Types into the search field of a locator's list, opened before or not, and reads the entries once `expected` is among them. */
	async searchLocator(parameter: string, text: string, expected: string | RegExp): Promise<string[]> {
		const search = this.page.locator(`${testId('rlc-search')}:visible`);
		if (!(await search.isVisible())) await this.openLocator(parameter);
		await search.fill(text);
		const items = this.page.locator(`${testId('rlc-item')}:visible`);
		await items.filter({ hasText: expected }).first().waitFor();
		// The search waits for the end of typing before it asks the server.
		await this.page.waitForTimeout(1_500);
		return await texts(items);
	}

	async openLocator(parameter: string): Promise<string[]> {
		await this.locator(parameter).locator(testId('rlc-input')).click();
		const items = this.page.locator(`${testId('rlc-item')}:visible`);
		await items.nth(1).waitFor();
		return await texts(items);
	}

	async pickFromLocator(text: string | RegExp): Promise<void> {
		await this.page
			.locator(`${testId('rlc-item')}:visible`)
			.filter({ hasText: text })
			.first()
			.click();
	}

	/** Runs the open node to its end. */
	async runNode(): Promise<ExecutionResult> {
		const result = await this.afterRun(this.page.locator(testId('node-execute-button')));
		await this.output()
			.locator(`${testId('ndv-items-count')}, ${testId('node-error-message')}`)
			.first()
			.waitFor();
		return result;
	}

	/** "12 items" and the like. */
	async itemCount(): Promise<string> {
		return (await this.output().locator(testId('ndv-items-count')).innerText()).trim();
	}

	async outputText(): Promise<string> {
		return await this.output().innerText();
	}

	async showAs(view: 'table' | 'json' | 'schema'): Promise<void> {
		await this.output()
			.locator(testId(`radio-button-${view}`))
			.click();
	}

	async outputTable(): Promise<Table> {
		await this.showAs('table');
		const table = this.output().locator('table').first();
		await table.waitFor();
		const columns = (await texts(table.locator('thead th'))).filter((text) => text !== '');
		const rows = await table
			.locator('tbody tr')
			.evaluateAll((found) =>
				found.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText.trim())),
			);
		return { columns, rows };
	}

	/** Labels of the output's branches, such as "Error Branch (1 item)". */
	async branches(): Promise<string[]> {
		return await texts(this.output().locator(`${testId('branches')} [data-test-id^="tab-"]`));
	}

	async openBranch(index: number): Promise<void> {
		await this.output()
			.locator(`${testId('branches')} ${testId(`tab-${index}`)}`)
			.click();
	}

	/** The field names that the left side of an open node foresees of a node that has not run, among others of the kind. */
	async inputPreview(): Promise<string[]> {
		const panel = this.page.locator(testId('ndv-input-panel'));
		await panel.locator(testId('schema-preview-warning')).first().waitFor();
		const items = panel.locator(testId('run-data-schema-item'));
		await items.first().waitFor();
		// A virtual list: its elements are reused, so their order says nothing.
		return (await texts(items)).flatMap(lines);
	}

	/** Runs the whole workflow to its end. */
	async runWorkflow(): Promise<ExecutionResult> {
		const result = await this.afterRun(this.page.locator(testId('execute-workflow-button')).first());
		const mark = result.status === 'success' ? 'canvas-node-status-success' : 'canvas-node-status-error';
		await this.page.locator(testId(mark)).first().waitFor();
		return result;
	}

	details(): Locator {
		return this.page.locator(testId('ndv'));
	}

	field(parameter: string): Locator {
		return this.details()
			.locator(testId(`parameter-input-${parameter}`))
			.first();
	}

	/** The page shows the run before until the new one has ended: the server tells when. */
	private async afterRun(button: Locator): Promise<ExecutionResult> {
		const started = this.page.waitForResponse((response) => /\/rest\/workflows\/[^/]+\/run$/.test(response.url()));
		await button.click();
		const { data } = (await (await started).json()) as { data: { executionId: string } };
		const result = await executionResult(this.n8n, data.executionId);
		// The result reaches the page over a socket of its own, a moment later.
		await this.page.waitForTimeout(500);
		return result;
	}

	/** A list that is loaded from the server is disabled until it is there, and drawn anew then. */
	private async select(parameter: string): Promise<Locator> {
		const field = this.field(parameter);
		await field.locator('input[disabled]').first().waitFor({ state: 'detached' });
		return field.locator('input').first();
	}

	/** Collections are drawn a moment after the rest. */
	private async settled(): Promise<void> {
		await this.details().getByText('Loading fields').first().waitFor({ state: 'hidden' });
	}

	private async pick(parameter: string, name: string): Promise<void> {
		const items = await openMenu(this.page, await this.select(parameter));
		const names = (await texts(items)).map((text) => lines(text)[0]);
		const index = names.indexOf(name);
		if (index < 0) throw new Error(`The menu ${parameter} has no ${name}, only ${names.join(', ')}`);
		await items.nth(index).click();
	}

	private output(): Locator {
		return this.page.locator(testId('output-panel'));
	}

	private locator(parameter: string): Locator {
		return this.details()
			.locator(testId(`resource-locator-${parameter}`))
			.first();
	}

	private panelItem(name: string): Locator {
		return this.page
			.locator(testId('node-creator-item-name'))
			.filter({ hasText: new RegExp(`^\\s*${escape(name)}\\s*$`) })
			.first();
	}
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
