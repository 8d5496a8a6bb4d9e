/** How n8n signs in, refreshes and stores, and what its HTTP helper does with statuses: the rules kit/http works around. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { CredentialStore, loadEngine } from './engine.mts';
import {
	fetching,
	startToyServer,
	toyApi,
	toyKeyApi,
	toyNode,
	toyRequest,
	type ToyNode,
	type ToyServer,
} from './toy.mts';

let server: ToyServer;
beforeEach(async () => {
	server = await startToyServer();
});
afterEach(async () => {
	await server.close();
});

async function toyEngine(node: ToyNode, options: { careful?: boolean } = {}) {
	return await loadEngine({ nodes: { toy: node }, credentialTypes: { toyApi: toyApi(options), toyKeyApi } });
}

const credential = (fields = {}) => ({ toyApi: { url: server.url, ...fields } });
const get = (path: string) => ({ node: 'toy', parameters: { path } });

describe('preAuthentication', () => {
	test('runs while the token is empty; what it returns is saved and shared by later executions', async () => {
		const engine = await toyEngine(fetching());
		const store = engine.store(credential());
		const first = await engine.run({ ...get('/item/1'), credentials: store });
		const second = await engine.run({ ...get('/item/2'), credentials: store });
		expect([first.json(), second.json()]).toEqual([
			[{ number: 1, name: 'Item 1' }],
			[{ number: 2, name: 'Item 2' }],
		]);
		expect(server.logins).toBe(1);
		expect(engine.credentials.get('toyApi')).toEqual({ url: server.url, sessionToken: 'token-1' });
		expect([store.signIns('toyApi'), store.saves('toyApi')]).toEqual([1, 1]);
	});

	test('parallel first requests each sign in: there is no lock', async () => {
		const node = toyNode(async function () {
			await Promise.all([1, 2, 3].map(async (number) => await toyRequest(this, `/item/${number}`)));
			return [[]];
		});
		await (await toyEngine(node)).run({ node: 'toy', credentials: credential() });
		expect(server.logins).toBe(3);
	});

	test('an expired session is refreshed once by a 401, and the request sent again', async () => {
		const engine = await toyEngine(fetching());
		const store = new CredentialStore(credential());
		await engine.run({ ...get('/item/1'), credentials: store });
		server.expireSessions();
		const { json } = await engine.run({ ...get('/item/2'), credentials: store });
		expect(json()).toEqual([{ number: 2, name: 'Item 2' }]);
		expect([server.logins, server.count('GET /item/2')]).toEqual([2, 2]);
		expect(store.get('toyApi')?.sessionToken).toBe('token-2');
	});

	test('no other status refreshes', async () => {
		const { error } = await (await toyEngine(fetching())).run({ ...get('/status/403'), credentials: credential() });
		expect(error).toMatchObject({ name: 'NodeApiError', httpCode: '403' });
		expect([server.logins, server.count('GET /status/403')]).toEqual([1, 1]);
	});

	test('an answer without the token is not saved', async () => {
		const silent = { ...toyApi(), preAuthentication: async () => ({ other: 'x' }) };
		const engine = await loadEngine({ nodes: { toy: fetching() }, credentialTypes: { toyApi: silent } });
		const { credentials } = await engine.run({ ...get('/item/1'), credentials: credential() });
		expect([credentials.signIns('toyApi'), credentials.saves('toyApi')]).toEqual([2, 0]);
		expect(credentials.get('toyApi')).toEqual({ url: server.url });
	});

	test('a wrong password is sent twice when the login throws its 401', async () => {
		const { status } = await (
			await toyEngine(fetching())
		).run({ ...get('/item/1'), credentials: credential({ password: 'bad' }) });
		expect([status, server.logins]).toEqual(['error', 2]);
	});

	test('the cure: look at the status in preAuthentication and throw an error of one’s own; its text reaches the user', async () => {
		const engine = await toyEngine(fetching(), { careful: true });
		const { error } = await engine.run({ ...get('/item/1'), credentials: credential({ password: 'bad' }) });
		expect(error?.message).toBe('Toy rejected this password');
		expect(server.logins).toBe(1);
	});
});

describe('credential fields', () => {
	const fields = (extra = {}) => ({ toyKeyApi: { url: server.url, key: 'good', ...extra } });

	test('authenticate may be a function', async () => {
		const { json } = await (
			await toyEngine(fetching({}, 'toyKeyApi'))
		).run({ ...get('/item/3'), credentials: fields() });
		expect(json()).toEqual([{ number: 3, name: 'Item 3' }]);
	});

	test('an expression in a field sees item 0 only', async () => {
		const engine = await toyEngine(fetching({}, 'toyKeyApi'));
		const { error, json } = await engine.run({
			...get('/item/4'),
			credentials: fields({ key: '={{ $json.key }}' }),
			items: [{ key: 'good' }, { key: 'bad' }],
		});
		expect(error).toBeUndefined();
		expect(json()).toHaveLength(2);
	});

	test('a 401 is sent twice even with a key that cannot be refreshed', async () => {
		await (
			await toyEngine(fetching({}, 'toyKeyApi'))
		).run({ ...get('/item/5'), credentials: fields({ key: 'bad' }) });
		expect(server.count('GET /item/5')).toBe(2);
	});

	test('a field hidden by its display rule is absent; others get their defaults', async () => {
		const hidden = {
			displayName: 'Old',
			name: 'old',
			type: 'string' as const,
			default: 'x',
			displayOptions: { show: { key: ['other'] } },
		};
		const type = {
			...toyKeyApi,
			properties: [...toyKeyApi.properties, hidden, { ...hidden, name: 'extra', displayOptions: undefined }],
		};
		const node = toyNode(async function () {
			return [[{ json: (await this.getCredentials('toyKeyApi')) as never }]];
		});
		const engine = await loadEngine({ nodes: { toy: node }, credentialTypes: { toyKeyApi: type } });
		const { json } = await engine.run({ node: 'toy', credentials: fields() });
		expect(json()).toEqual([{ url: server.url, key: 'good', extra: 'x' }]);
	});
});

describe('ignoreHttpStatusErrors', () => {
	const request = async (path: string, options: Partial<IHttpRequestOptions>) => {
		const engine = await toyEngine(fetching({ returnFullResponse: true, ...options }));
		const store = new CredentialStore(credential({ sessionToken: 'stale' }));
		return { ...(await engine.run({ ...get(path), credentials: store })), old: engine.isUpTo(2, 4) };
	};

	test('true returns every status and suppresses the refresh', async () => {
		const { json } = await request('/item/1', { ignoreHttpStatusErrors: true });
		expect(json()[0]).toMatchObject({ statusCode: 401, body: { message: 'Sign in' } });
		expect(server.logins).toBe(0);
	});

	test('{ ignore, except: [401] } refreshes in new n8n; up to 2.4 it ignores the 401 too', async () => {
		const { json, old } = await request('/item/901', { ignoreHttpStatusErrors: { ignore: true, except: [401] } });
		expect(json()[0].statusCode).toBe(old ? 401 : 404);
		expect(server.logins).toBe(old ? 0 : 1);
	});
});

test('a missing credential is an error of the node', async () => {
	const { error } = await (await toyEngine(fetching())).run({ ...get('/item/1'), credentials: {} });
	expect(error?.message).toMatch(/credentials/);
});
