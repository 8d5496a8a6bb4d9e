/** A credential with an API key, on a server that has them (docs/contracts/superset.md 3.3): 6.1 with its newest library. */
import type { CredentialStore } from '../harness/engine.mts';
import { account, stateOf, supersetStage } from '../nodes/superset/cast.mts';
import { byEmail, byUsername } from '../nodes/given.mts';

const stage = supersetStage('6.1');
let uuid: string;
let key: string;
let credentials: CredentialStore;

beforeEach(async () => {
	({ uuid, key } = (await asAdmin('POST', 'api_keys/', { name: 'n8n' })).result);
	credentials = stage.storeOf({ authentication: 'apiKey', apiKey: key, username: '', password: '' });
});

test('the credential dialog accepts it', async () => {
	expect(await stage.engine.credentialTest('supersetApi', credentials)).toMatchObject({ status: 'OK' });
});

test('people are read, without a sign-in', async () => {
	const { message, items, requests } = await stage.play('user.get', byEmail('gita.rao@example.com'), { credentials });
	expect([message, items]).toMatchObject(['', [{ id: 14, username: 'gita.rao' }]]);
	expect(requests.map(({ method, status }) => [method, status])).toEqual(requests.map(() => ['GET', 200]));
});

test('people are made and changed', async () => {
	const items = ['gita.rao@example.com', 'new@example.com'].map((email) => ({ email }));
	const parameters = { email: '={{ $json.email }}', roles: ['Alpha'] };
	const played = await stage.play('user.upsert', parameters, { credentials, items });
	expect([played.message, played.signIns]).toEqual(['', []]);
	expect(played.items).toMatchObject(items.map(({ email }) => ({ email, roles: ['Alpha'], changed: true })));
	expect((await account(stage, 'gita.rao'))?.roles).toEqual(['Alpha']);
	const again = await stage.play('user.upsert', parameters, { credentials, items });
	expect(again.items.map(({ changed }) => changed)).toEqual([false, false]);
});

test('content is transferred', async () => {
	const successor = byUsername('yuki.tanaka').user;
	const played = await stage.play('user.transferOwned', { ...byUsername('kofi.mensah'), successor }, { credentials });
	expect([played.message, played.signIns]).toEqual(['', []]);
	expect(played.items).toMatchObject([{ changed: true }]);
	const owners = (await stateOf(stage)).content.flatMap((one) => one.owners);
	expect(owners).toContain('yuki.tanaka');
	expect(owners).not.toContain('kofi.mensah');
});

test('the account that the key belongs to is the own one', async () => {
	const { message, writes } = await stage.play('user.deactivate', byUsername('admin'), { credentials });
	expect(message).toContain('admin@example.com is the account of this credential');
	expect(writes).toEqual([]);
});

test('one that was revoked is refused, and told as such', async () => {
	await asAdmin('DELETE', `api_keys/${uuid}`);
	const { message, requests } = await stage.play('user.get', byUsername('gita.rao'), { credentials });
	expect(message).toMatch(/refuses the credential.*API key was revoked/);
	expect(message).not.toContain(key);
	expect(requests.map(({ status }) => status)).toEqual([401]);
});

// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function asAdmin(method: string, path: string, body?: object): Promise<any> {
	const headers: Record<string, string> = { accept: 'application/json', 'content-type': 'application/json' };
	const send = async (verb: string, where: string, content?: object) => {
		const answer = await fetch(`${stage.url}/api/v1/security/${where}`, {
			method: verb,
			headers,
			body: content && JSON.stringify(content),
		});
		return (await answer.json()) as Record<string, unknown>;
	};
	const { access_token } = await send('POST', 'login', { username: 'admin', password: 'admin', provider: 'db' });
	headers.authorization = `Bearer ${String(access_token)}`;
	return await send(method, path, body);
}
