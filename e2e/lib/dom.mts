import type { Locator, Page } from 'playwright-core';

/** Selectors: docs/contracts/n8n-app.md section 2; those of menus and collections were tried with 2.38.7 only. */
export const testId = (name: string): string => `[data-test-id="${name}"]`;

/** The entries of the one open menu; menus hang at the end of the page, not in their field. */
export const menuItem = '.el-select-dropdown__item:visible';

export const lines = (text: string): string[] =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');

export const texts = async (found: Locator): Promise<string[]> =>
	(await found.allInnerTexts()).map((text) => text.trim());

export async function openMenu(page: Page, opener: Locator): Promise<Locator> {
	await opener.click();
	const items = page.locator(menuItem);
	await items.first().waitFor();
	return items;
}

/** A menu fades out: the next one must not be read together with it. */
export async function closeMenu(page: Page): Promise<void> {
	await page.keyboard.press('Escape');
	await page.locator(menuItem).first().waitFor({ state: 'hidden' });
}
