import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Verdict } from '../lib/credential-page.mts';
import { freePort, messageOf } from '../lib/processes.mts';
import { testCredential } from '../lib/rest.mts';
import { expect } from '../lib/steps.mts';
import { causesOf } from './causes-by-tool.mts';
import type { World } from './world.mts';

/** Why a credential's test fails, and what the dialog has to say about it. */
export interface Cause {
	readonly name: string;
	/** Fields of the credential that differ from the right ones. */
	readonly changes: Record<string, unknown>;
	/** Switches of the stand-in server. */
	readonly set?: Record<string, string>;
	/** What happened at the stand-in server before. */
	before?(origin: string): Promise<void>;
	/** What the dialog has to say; absent: the credential is right. */
	readonly words?: RegExp;
}

/** Addresses at which something else than the product answers, or nothing. */
export interface WrongAddresses {
	/** The product's own, as in the right credential. */
	readonly right: string;
	/** Answers everything with a web page, as a sign-in proxy would. */
	readonly webPage: string;
	/** Sends everything to https. */
	readonly redirect: string;
	readonly nobody: string;
}

async function serve(status: number, headers: Record<string, string> = {}): Promise<{ url: string; close(): void }> {
	const server = createServer((_, response) => {
		response
			.writeHead(status, { 'content-type': 'text/html', ...headers })
			.end('<!doctype html><title>Sign in</title><form method="post"></form>');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}

/** A credential that differs from the right one and never had a session; its ID. */
export async function createLike(world: World, name: string, changes: Record<string, unknown>): Promise<string> {
	const { type, data } = world.credential;
	const body = { name, type, data: { ...data, ...changes } };
	return (await world.n8n.rest<{ id: string }>('POST', '/credentials', body)).id;
}

export function refuses(verdict: Verdict, words: RegExp): void {
	expect(!verdict.good, 'The test says the connection is fine');
	expect(words.test(verdict.text), `The text does not match ${words}: ${verdict.text}`);
	expect(!/undefined|\[object|NodeApiError/.test(verdict.text), `The text is broken: ${verdict.text}`);
}

/** What the credential's test says about each cause, by n8n's REST call behind the dialog. */
export async function causes(world: World): Promise<void> {
	const { steps, n8n, sandbox, tool, credential } = world;
	const id = world.others.includes(credential) ? credential.type : tool;
	await steps.step(`${id}-causes`, `${id}: each cause of a failed credential test is told in its own words`, async (note) => {
		const webPage = await serve(200);
		const redirect = await serve(301, { location: 'https://127.0.0.1/' });
		const addresses: WrongAddresses = {
			right: String(credential.data.url),
			webPage: webPage.url,
			redirect: redirect.url,
			nobody: `http://127.0.0.1:${await freePort()}`,
		};
		const { list, initial } = causesOf(credential.type, addresses);
		const troubles: string[] = [];
		for (const { name, changes, words, set, before } of list) {
			await sandbox.reset(tool, { ...initial, ...set });
			await before?.(sandbox.origin(tool));
			const { status, message } = await testCredential(n8n, await createLike(world, name, changes));
			note(`${name}: ${message}`);
			try {
				if (words !== undefined) refuses({ good: status === 'OK', text: message }, words);
				else expect(status === 'OK', `It is right, and refused: ${message}`);
			} catch (error) {
				troubles.push(`${name}: ${messageOf(error)}`);
			}
		}
		await sandbox.reset(tool, initial);
		webPage.close();
		redirect.close();
		const { status, message } = await testCredential(n8n, await createLike(world, 'Right after all', {}));
		if (status !== 'OK') troubles.push(`The right fields: ${message}`);
		expect(troubles.length === 0, troubles.join('\n'));
	});
}
