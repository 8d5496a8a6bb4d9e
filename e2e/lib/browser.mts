import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { chromium, type Page } from 'playwright-core';

import { installChromium } from './chromium.mts';
import type { N8n } from './n8n.mts';
import { screenshotFolder } from './paths.mts';
import { temporaryFolder } from './processes.mts';

export interface Browser {
	readonly page: Page;
	/** Errors on the console that are ours or n8n's: what offline running and signing in cause is left out. */
	readonly consoleErrors: readonly string[];
	/** Writes `<name>.png` and returns its path. */
	screenshot(name: string): Promise<string>;
	close(): Promise<void>;
}

/** Page loads take 3 to 10 s on two cores, everything else under 2 s. */
export const pageTimeout = 30_000;
export const stepTimeout = 10_000;

const flags = [
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Menus that unfold and fade cost a test more time than what is in them. */
function stopMoving(): void {
	const style = document.createElement('style');
	style.textContent = '*, *::before, *::after { transition: none !important; animation-duration: 0s !important; animation-delay: 0s !important }';
	const add = () => document.documentElement.append(style);
	if (document.documentElement) add();
	else new MutationObserver((_, observer) => document.documentElement && (observer.disconnect(), add())).observe(document, { childList: true });
}

/** Headless Chromium, signed in as the owner. */
export async function openBrowser(n8n: N8n): Promise<Browser> {
	const context = await chromium.launchPersistentContext(temporaryFolder('chromium'), {
		executablePath: await installChromium(),
		headless: true,
		// Chromium's own sandbox does not work for root.
		chromiumSandbox: process.getuid?.() !== 0,
		viewport: { width: 1400, height: 1000 },
		args: flags,
	});
	// The editor asks the package registry for details of a community node: nothing waits for it, and it must not depend on the network.
	await context.route(
		(url) => url.hostname !== '127.0.0.1',
		async (route) => await route.abort(),
	);
	await context.addInitScript(stopMoving);
	await context.request.post(`${n8n.url}/rest/login`, {
		data: { emailOrLdapLoginId: n8n.owner.email, password: n8n.owner.password },
	});
	const page = context.pages()[0] ?? (await context.newPage());
	page.setDefaultTimeout(stepTimeout);
	page.setDefaultNavigationTimeout(pageTimeout);

	const consoleErrors: string[] = [];
	page.on('console', (message) => {
		const text = `${message.text()} ${message.location().url}`;
		if (message.type() === 'error' && !/ERR_FAILED|\/rest\/login|\/schemas\/n8n-nodes-base/.test(text))
			consoleErrors.push(text);
	});
	page.on('pageerror', (error) => consoleErrors.push(error.message));
	mkdirSync(screenshotFolder, { recursive: true });
	return {
		page,
		consoleErrors,
		async screenshot(name) {
			const path = join(screenshotFolder, `${name}.png`);
			// Menus unfold and notices slide in.
			await page.waitForTimeout(300);
			await page.screenshot({ path, animations: 'disabled' });
			return path;
		},
		close: async () => await context.close(),
	};
}
