/** What n8n does outside an execution: polls, lists, credential tests, tools. */
import type { IDataObject, INodeType } from 'n8n-workflow';
import { loadEngine, type Engine } from './engine.mts';
import { fetching, startToyServer, toyApi, toyKeyApi, toyNode, toyRequest, type ToyServer } from './toy.mts';

let server: ToyServer;
beforeEach(async () => {
	server = await startToyServer();
});
afterEach(async () => {
	await server.close();
});

const engineWith = async (node: INodeType, careful = true) =>
	await loadEngine({ nodes: { toy: node }, credentialTypes: { toyApi: toyApi({ careful }), toyKeyApi } });

const credential = (fields = {}) => ({ toyApi: { url: server.url, ...fields } });

describe('lists', () => {
	const listing: INodeType = {
		...toyNode(async () => [[]]),
		methods: {
			listSearch: {
				async searchItems(filter?: string, paginationToken?: string) {
					const { name } = await toyRequest(this, `/item/${paginationToken ?? 1}`);
					return {
						results: [{ name: `${name} ${filter} ${this.getCurrentNodeParameter('path')}`, value: 1 }],
						paginationToken: '2',
					};
				},
			},
			loadOptions: {
				async getItems() {
					return [{ name: (await toyRequest(this, '/item/7')).name as string, value: 7 }];
				},
			},
		},
	};

	test('listSearch gets filter, page and the sibling parameters, and signs in', async () => {
		const engine = await engineWith(listing);
		const options = { parameters: { path: '/here' }, credentials: credential(), filter: 'ann' };
		expect(await engine.listSearch('toy', 'searchItems', options)).toEqual({
			results: [{ name: 'Item 1 ann /here', value: 1 }],
			paginationToken: '2',
		});
		const next = await engine.listSearch('toy', 'searchItems', { paginationToken: '2' });
		expect(next.results[0].name).toMatch(/^Item 2/);
		expect(server.logins).toBe(1);
	});

	test('loadOptions', async () => {
		const engine = await engineWith(listing);
		expect(await engine.loadOptions('toy', 'getItems', { credentials: credential() })).toEqual([
			{ name: 'Item 7', value: 7 },
		]);
	});
});

describe('a poll', () => {
	const polling: INodeType = {
		...toyNode(async () => [[]]),
		async poll() {
			const state = this.getWorkflowStaticData('node') as { count?: number };
			if (this.getMode() === 'manual') return [[{ json: { sample: true } }]];
			state.count = (state.count ?? 0) + 1;
			const json = await toyRequest(this, `/item/${state.count === 3 ? 900 : state.count}`);
			return state.count === 1 ? null : [[{ json }]];
		},
	};

	test('keeps its static data; a poll that throws changes none', async () => {
		const engine = await engineWith(polling);
		const first = await engine.poll('toy', { credentials: credential() });
		expect(first).toEqual({ outputs: null, staticData: { 'node:Node': { count: 1 } } });
		const second = await engine.poll('toy', { staticData: first.staticData });
		expect(second.outputs).toEqual([[{ json: { number: 2, name: 'Item 2' } }]]);
		await expect(engine.poll('toy', { staticData: second.staticData })).rejects.toThrow();
		expect(second.staticData).toEqual({ 'node:Node': { count: 2 } });
		expect(server.logins).toBe(1);
	});

	test('from the editor it runs in manual mode', async () => {
		const engine = await engineWith(polling);
		const sample = await engine.poll('toy', { credentials: credential(), mode: 'manual' });
		expect(sample).toEqual({ outputs: [[{ json: { sample: true } }]], staticData: { 'node:Node': {} } });
	});
});

describe('a credential test', () => {
	const check = async (fields: IDataObject = {}, careful = true) => {
		const engine = await engineWith(fetching(), careful);
		return await engine.credentialTest('toyApi', { url: server.url, ...fields } as never);
	};

	test('signs in and saves the session', async () => {
		const engine = await engineWith(fetching());
		const store = engine.store(credential());
		expect(await engine.credentialTest('toyApi', store)).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		expect(store.get('toyApi')?.sessionToken).toBe('token-1');
	});

	test('does not sign in while a stored token still works: a wrong new password passes', async () => {
		const engine = await engineWith(fetching());
		const store = engine.store(credential({ sessionToken: 'token-1' }));
		store.edit('toyApi', { password: 'bad' });
		expect((await engine.credentialTest('toyApi', store)).status).toBe('OK');
		server.expireSessions();
		expect(await engine.credentialTest('toyApi', store)).toEqual({
			status: 'Error',
			message: 'Toy rejected this password',
		});
		expect(server.logins).toBe(1);
	});

	test('shows the text thrown in preAuthentication', async () => {
		expect(await check({ password: 'bad' })).toEqual({ status: 'Error', message: 'Toy rejected this password' });
		expect(server.logins).toBe(1);
	});

	test('shows the status text or the code of the socket, unless a responseCode rule matches; up to 2.4 no rule matches and n8n’s own sentence shows', async () => {
		const engine = await engineWith(fetching());
		const message = async (url: string) =>
			(await engine.credentialTest('toyApi', { url, sessionToken: 'token-1' })).message;
		const messages = [
			await message(`${server.url}/status/403?`),
			await message(`${server.url}/item/900?`),
			await message('http://127.0.0.1:1'),
		];
		expect(messages).toEqual(
			engine.isUpTo(2, 4)
				? [
						expect.stringMatching(/^Forbidden - perhaps/),
						expect.stringMatching(/could not be found$/),
						expect.stringMatching(/refused the connection/),
					]
				: ['Forbidden', 'Not the toy', 'ECONNREFUSED'],
		);
	});

	test('a responseSuccessBody rule looks into a good answer', async () => {
		const engine = await engineWith(fetching());
		expect(await engine.credentialTest('toyKeyApi', { url: server.url, key: 'good' })).toEqual({
			status: 'Error',
			message: 'Not ok inside',
		});
	});
});

describe('as a tool', () => {
	let engine: Engine;
	beforeEach(async () => {
		engine = await engineWith(fetching());
	});

	test('the model is offered the $fromAI arguments', async () => {
		const path = "={{ $fromAI('Path', 'Where to look', 'string') }}";
		const tool = await engine.toolSchema('toy', { path }, 'Find things');
		expect(tool.name).toBe('Find_things');
		expect(tool.description).toBe('A toy');
		expect(tool.parameters).toMatchObject({
			type: 'object',
			properties: { Path: { type: 'string', description: 'Where to look' } },
			required: ['Path'],
		});
	});
});
