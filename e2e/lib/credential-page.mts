import type { Locator, Page } from 'playwright-core';

import { pageTimeout } from './browser.mts';
import { testId } from './dom.mts';
import type { N8n } from './n8n.mts';

/** What a credential test said. */
export interface Verdict {
	readonly good: boolean;
	/** The sentence the user sees, once the details are unfolded. */
	readonly text: string;
}

/** The page where a credential is edited. The editor tests it by itself on opening and after saving. */
export class CredentialPage {
	constructor(
		private readonly page: Page,
		private readonly n8n: N8n,
	) {}

	/** Opens a stored credential; the verdict is that of the test on opening. */
	async open(id: string): Promise<Verdict> {
		return await this.afterTest(async () => {
			await this.page.goto(`${this.n8n.url}/home/credentials/${id}`, { waitUntil: 'domcontentloaded' });
			await this.modal().waitFor({ timeout: pageTimeout });
		});
	}

	async fill(field: string, value: string): Promise<void> {
		await this.modal()
			.locator(testId(`parameter-input-${field}`))
			.locator('input')
			.first()
			.fill(value);
	}

	async save(): Promise<Verdict> {
		return await this.afterTest(async () => await this.page.locator(testId('credential-save-button')).click());
	}

	/** Labels and texts of the form, line by line. */
	async lines(): Promise<string[]> {
		const text = await this.modal().locator(testId('credential-edit-dialog')).innerText();
		return text
			.split('\n')
			.map((line) => line.trim())
			.filter((line) => line !== '');
	}

	private modal(): Locator {
		return this.page.locator(testId('editCredential-modal'));
	}

	/** The banner of the test before stays until the answer of the new one: the answer itself tells when to read. */
	private async afterTest(cause: () => Promise<void>): Promise<Verdict> {
		const answered = this.page.waitForResponse((response) => response.url().endsWith('/rest/credentials/test'), {
			timeout: pageTimeout,
		});
		await cause();
		const { data } = (await (await answered).json()) as { data: { status: string; message: string } };
		if (data.status === 'OK') {
			const success = this.page.locator(testId('credentials-config-container-test-success'));
			await success.waitFor();
			return { good: true, text: (await success.innerText()).split('\n')[0]?.trim() ?? '' };
		}
		await this.modal().getByText('Couldn’t connect with these settings').waitFor();
		const details = this.modal().getByText('More details', { exact: true });
		if (await details.isVisible()) await details.click();
		await this.modal().getByText(data.message).first().waitFor();
		return { good: false, text: data.message };
	}
}
