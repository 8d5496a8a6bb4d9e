/** Servers that have something else than SCIM at the address, or nothing: no source but a guide says that Sisense has it (contract 10). */
import { scimStage } from './scim-cast.mts';

const stage = scimStage();

const ABSENT = /SCIM is not available on this server.*User and Group/s;

test.each([
	['refuses the token as it refuses any, and has no SCIM', { 'sisense.scim': 'absent' }],
	['answers with the page of the app', { 'sisense.scim': 'html' }],
	['answers with data that is no SCIM', { 'sisense.scim': 'foreign' }],
])('a server that %s is said to have none, after one request', async (_, set) => {
	await stage.reset(set);
	const { message, requests } = await stage.play('scim.getConfiguration', {});
	expect(message).toMatch(ABSENT);
	expect(requests).toHaveLength(1);
});

test('a server without the route, asked with a token of its own, is said to have none', async () => {
	await stage.reset({ 'sisense.scim': 'absent' });
	const { apiToken } = stage.sandbox.tools.sisense;
	const { message } = await stage.play('scim.getConfiguration', {}, { credentials: stage.storeOf({ token: apiToken }) });
	expect(message).toMatch(ABSENT);
});

test('a SCIM server that refuses the token is told apart', async () => {
	const { message } = await stage.play('scim.getConfiguration', {}, { credentials: stage.storeOf({ token: 'wrong' }) });
	expect(message).toMatch(/SCIM server refuses the token/);
	expect(message).not.toMatch(/not available/);
});
