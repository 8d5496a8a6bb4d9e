import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { CredentialPage, type Verdict } from '../lib/credential-page.mts';
import { freePort, messageOf } from '../lib/processes.mts';
import { testCredential } from '../lib/rest.mts';
import { expect } from '../lib/steps.mts';
import { logins, tool, type World } from './world.mts';

/** Answers everything with a web page, as a sign-in proxy in front of the real server would. */
async function signInPage({ status = 200, location }: { status?: number; location?: string } = {}): Promise<{
	url: string;
	close: () => void;
}> {
	const server = createServer((_, response) => {
		response
			.writeHead(status, { 'content-type': 'text/html', ...(location !== undefined && { location }) })
			.end('<!doctype html><title>Sign in</title><form method="post"></form>');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () => void server.close(),
	};
}

/** The credential's test, as the page of the credential shows it. */
export async function credential(world: World): Promise<void> {
	const { steps, n8n, sandbox, browser } = world;
	const page = new CredentialPage(browser.page, n8n);
	const right = world.credential.data;

	/** A credential that never had a session. */
	const create = async (name: string, changes: Record<string, unknown>): Promise<string> => {
		const { id } = await n8n.rest<{ id: string }>('POST', '/credentials', {
			name,
			type: world.credential.type,
			data: { ...right, ...changes },
		});
		return id;
	};
	const refuses = (verdict: Verdict, words: RegExp): void => {
		expect(!verdict.good, 'The test says the connection is fine');
		expect(words.test(verdict.text), `The text does not match ${words}: ${verdict.text}`);
		expect(!/undefined|\[object|NodeApiError/.test(verdict.text), `The text is broken: ${verdict.text}`);
	};

	await steps.step(
		'credential-right',
		'the right password is accepted with one sign-in, and the session is kept',
		async (note) => {
			const id = await create('Right', {});
			await sandbox.reset(tool);
			const verdict = await page.open(id);
			note(`${verdict.text}; ${await logins(world)} sign-ins; form: ${(await page.lines()).join(' | ')}`);
			await browser.screenshot('credential-right');
			expect(verdict.good, verdict.text);
			expect((await logins(world)) === 1, `${await logins(world)} sign-ins instead of one`);
			await page.open(id);
			expect((await logins(world)) === 1, `Opening it again signed in again: ${await logins(world)} in all`);
		},
	);

	await steps.step('credential-wrong-password', 'a wrong password is refused and tried once', async (note) => {
		const id = await create('Wrong password', { password: 'wrong' });
		await sandbox.reset(tool);
		const verdict = await page.open(id);
		note(`${verdict.text}; ${await logins(world)} sign-ins`);
		await browser.screenshot('credential-wrong-password');
		refuses(verdict, /password/i);
		expect((await logins(world)) === 1, `${await logins(world)} sign-ins instead of one`);
	});

	await steps.step(
		'credential-changed-password',
		'a password changed to a wrong one is refused although a session is stored',
		async (note) => {
			const id = await create('Changed password', {});
			expect((await page.open(id)).good, 'The right password was refused');
			await sandbox.reset(tool);
			// A reset makes the server forget its sessions: the point is a session that still lives.
			await page.fill('password', String(right.password));
			expect((await page.save()).good, 'The right password was refused after a reset');
			const before = await logins(world);
			await page.fill('password', 'wrong');
			const refused = await page.save();
			const tried = (await logins(world)) - before;
			note(`${refused.text}; ${tried} sign-ins`);
			await browser.screenshot('credential-changed-password');
			refuses(refused, /password/i);
			expect(tried === 1, `${tried} sign-ins with the wrong password instead of one`);
			await page.fill('password', String(right.password));
			const again = await page.save();
			expect(again.good, `The right password is refused afterwards: ${again.text}`);
		},
	);

	await steps.step(
		'credential-wrong-url',
		'a server that is not there is told apart from a wrong password',
		async (note) => {
			const verdict = await page.open(
				await create('Nobody listens', { url: `http://127.0.0.1:${await freePort()}` }),
			);
			note(verdict.text);
			await browser.screenshot('credential-wrong-url');
			refuses(verdict, /URL|reach/i);
		},
	);

	await steps.step('credential-causes', 'each cause of a failed test is told in words of its own', async (note) => {
		const html = await signInPage();
		const elsewhere = await signInPage({ status: 301, location: 'https://127.0.0.1/' });
		const person = (username: string) => ({ username, password: 'sandbox-pass' });
		const key = { authentication: 'apiKey', apiKey: 'sst_wrong' };
		const cases: readonly Cause[] = [
			{ name: 'Wrong path', changes: { url: `${String(right.url)}/somewhere` }, words: /URL/ },
			{ name: 'A sign-in page', changes: { url: html.url }, words: /URL/ },
			{ name: 'http instead of https', changes: { url: elsewhere.url }, words: /https/ },
			{ name: 'Not a URL', changes: { url: 'superset' }, words: /URL/ },
			{ name: 'No right to read users', changes: person('gita.rao'), words: /role|right/ },
			{ name: 'Inactive account', changes: person('lena.fischer'), words: /inactive/ },
			{ name: 'Wrong provider', changes: { provider: 'ldap' }, words: /provider/i },
			{ name: 'API keys switched off', changes: key, words: /API key/i },
			{ name: 'Wrong API key', changes: key, set: { 'superset.apiKeys': 'on' }, words: /API key/i },
			{
				name: 'User API switched off',
				changes: {},
				set: { 'superset.securityApi': 'off' },
				words: /FAB_ADD_SECURITY_API/,
			},
			{ name: 'superset init not run', changes: {}, set: { 'superset.init': 'off' }, words: /superset init/ },
		];
		const troubles: string[] = [];
		for (const { name, changes, words, set } of cases) {
			await sandbox.reset(tool, {
				'superset.apiKeys': 'off',
				'superset.securityApi': 'on',
				'superset.init': 'on',
				...set,
			});
			const { status, message } = await testCredential(n8n, await create(name, changes));
			note(`${name}: ${message}`);
			try {
				refuses({ good: status === 'OK', text: message }, words);
			} catch (error) {
				troubles.push(`${name}: ${messageOf(error)}`);
			}
		}
		await sandbox.reset(tool, { 'superset.apiKeys': 'off', 'superset.securityApi': 'on', 'superset.init': 'on' });
		html.close();
		elsewhere.close();
		expect(troubles.length === 0, troubles.join('\n'));
	});
}

interface Cause {
	readonly name: string;
	/** Fields of the credential that differ from the right ones. */
	readonly changes: Record<string, unknown>;
	/** Switches of the stand-in server. */
	readonly set?: Record<string, string>;
	readonly words: RegExp;
}
