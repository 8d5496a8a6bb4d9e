/** A server with sessions and a node that talks to it, as small as the rules of n8n allow. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeExecutionData,
	ILoadOptionsFunctions,
	INodeType,
	IPollFunctions,
} from 'n8n-workflow';

export interface ToyServer {
	url: string;
	/** `METHOD /path` of every request so far. */
	requests: string[];
	/** Sign-ins tried with a wrong password too. */
	logins: number;
	count(request: string): number;
	/** Every token given out so far stops working. */
	expireSessions(): void;
	close(): Promise<void>;
}

/**
 * `POST /login` (password `good`) · `GET /item/<n>` (401 without a token, 404 from 900 on) · `GET /status/<code>` ·
 * `GET /slow` never answers · `GET /me`, `GET /body` for credential tests.
 */
export async function startToyServer(): Promise<ToyServer> {
	const state = { requests: [] as string[], logins: 0, session: 1 };
	const token = () => `token-${state.session}`;

	const server = http.createServer((request, response) => {
		const url = request.url ?? '';
		state.requests.push(`${request.method} ${url}`);
		const reply = (status: number, body: IDataObject) => {
			response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
		};
		let text = '';
		request.on('data', (chunk) => (text += chunk));
		request.on('end', () => {
			if (url === '/slow') return;
			if (url === '/body') return reply(200, { state: { ok: false } });
			const number = Number(url.split('?')[0].split('/').pop()); // a test may push the credential's own path behind a `?`
			if (url.startsWith('/status/')) return reply(number, { said: 'so' });
			if (url === '/login') {
				state.logins++;
				const good = (JSON.parse(text) as IDataObject).password === 'good';
				return good ? reply(200, { token: token() }) : reply(401, { message: 'Wrong password' });
			}
			const key = request.headers.authorization;
			if (key !== `Bearer ${token()}` && key !== 'Key good') return reply(401, { message: 'Sign in' });
			if (number >= 900) return reply(404, { message: 'No such item' });
			return reply(200, { number, name: `Item ${number}` });
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return Object.assign(state, {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		count: (request: string) => state.requests.filter((seen) => seen === request).length,
		expireSessions: () => void state.session++,
		close: () =>
			new Promise<void>((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	});
}

/** Login with a session token kept in the credential; `careful` is the cure for the doubled wrong login. */
export const toyApi = (options: { careful?: boolean } = {}): ICredentialType => ({
	name: 'toyApi',
	displayName: 'Toy API',
	properties: [
		{
			displayName: 'Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{ displayName: 'URL', name: 'url', type: 'string', default: '' },
		{ displayName: 'Password', name: 'password', type: 'string', default: 'good' },
	],
	async preAuthentication(this: IHttpRequestHelper, { url, password }) {
		const login: IHttpRequestOptions = { method: 'POST', url: `${url}/login`, body: { password }, json: true };
		if (!options.careful)
			return { sessionToken: ((await this.helpers.httpRequest(login)) as IDataObject).token as string };
		const full = { ...login, ignoreHttpStatusErrors: true, returnFullResponse: true };
		const { statusCode, body } = (await this.helpers.httpRequest(full)) as {
			statusCode: number;
			body: IDataObject;
		};
		if (statusCode !== 200) throw new Error('Toy rejected this password');
		return { sessionToken: body.token as string };
	},
	authenticate: {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.sessionToken}}' } },
	},
	test: {
		request: { baseURL: '={{$credentials.url}}', url: '/me' },
		rules: [{ type: 'responseCode', properties: { value: 404, message: 'Not the toy' } }],
	},
});

/** A key that cannot be refreshed; signs with a function. */
export const toyKeyApi: ICredentialType = {
	name: 'toyKeyApi',
	displayName: 'Toy Key API',
	properties: [
		{ displayName: 'URL', name: 'url', type: 'string', default: '' },
		{ displayName: 'Key', name: 'key', type: 'string', default: '' },
	],
	authenticate: async ({ key }, options) => ({
		...options,
		headers: { ...options.headers, Authorization: `Key ${key}` },
	}),
	test: {
		request: { baseURL: '={{$credentials.url}}', url: '/body' },
		rules: [
			{ type: 'responseSuccessBody', properties: { key: 'state.ok', value: false, message: 'Not ok inside' } },
		],
	},
};

type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

export async function toyRequest(
	context: Context,
	path: string,
	options: Partial<IHttpRequestOptions> = {},
	type = 'toyApi',
): Promise<IDataObject> {
	const { url } = await context.getCredentials(type);
	const request = { url: `${url}${path}`, json: true, ...options };
	return (await context.helpers.httpRequestWithAuthentication.call(context, type, request)) as IDataObject;
}

export interface ToyNode extends INodeType {
	/** How often the engine ran it. */
	runs: number;
}

/** A node around a function. */
export function toyNode(execute: (this: IExecuteFunctions, run: number) => Promise<INodeExecutionData[][]>): ToyNode {
	const node: ToyNode = {
		runs: 0,
		description: {
			displayName: 'Toy',
			name: 'toy',
			group: ['transform'],
			version: 1,
			description: 'A toy',
			defaults: { name: 'Toy' },
			inputs: ['main'],
			outputs: ['main'],
			usableAsTool: true,
			credentials: [{ name: 'toyApi' }, { name: 'toyKeyApi' }],
			properties: [{ displayName: 'Path', name: 'path', type: 'string', default: '' }],
		},
		async execute() {
			node.runs++;
			return await execute.call(this, node.runs);
		},
	};
	return node;
}

/** For each item one request to its `path`; what fails is thrown. */
export const fetching = (options: Partial<IHttpRequestOptions> = {}, type = 'toyApi') =>
	toyNode(async function () {
		const items: INodeExecutionData[] = [];
		for (let item = 0; item < this.getInputData().length; item++) {
			const json = await toyRequest(this, this.getNodeParameter('path', item) as string, options, type);
			items.push({ json, pairedItem: { item } });
		}
		return [items];
	});
