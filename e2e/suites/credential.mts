import { CredentialPage } from '../lib/credential-page.mts';
import { freePort } from '../lib/processes.mts';
import { expect } from '../lib/steps.mts';
import { createLike, refuses } from './causes.mts';
import { logins, mainTool as tool, type World } from './world.mts';

/** The credential's test, as the page of the credential shows it. */
export async function credential(world: World): Promise<void> {
	const { steps, n8n, sandbox, browser } = world;
	const page = new CredentialPage(browser.page, n8n);
	const right = world.credential.data;

	/** A credential that never had a session. */
	const create = async (name: string, changes: Record<string, unknown>) => await createLike(world, name, changes);

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
}
