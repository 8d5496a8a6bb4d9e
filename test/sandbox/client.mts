import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/index.mts';

export interface Reply {
	readonly status: number;
	readonly type: string;
	// eslint-disable-next-line @typescript-eslint/no-explicit-any
	readonly body: any;
	readonly headers: Headers;
}

interface Extras {
	readonly body?: unknown;
	readonly token?: string;
	readonly headers?: Record<string, string>;
}

/** A Superset stand-in and somebody who talks to it. */
export class Client {
	private token = '';

	private constructor(
		readonly sandbox: Sandbox,
		readonly url: string,
	) {}

	/** Starts a server and signs `admin` in. */
	static async start(set: Record<string, string>, options: SandboxOptions = {}): Promise<Client> {
		const full = Object.fromEntries(Object.entries(set).map(([name, value]) => [`superset.${name}`, value]));
		const sandbox = await startSandbox({ tools: ['superset'], set: full, ...options });
		const client = new Client(sandbox, sandbox.tools.superset.url);
		client.token = (await client.login('admin', 'admin')).body.access_token;
		return client;
	}

	login(username: string, password = 'sandbox-pass', more: object = {}): Promise<Reply> {
		return this.send('POST', '/api/v1/security/login', {
			body: { username, password, provider: 'db', ...more },
			token: '',
		});
	}

	/** The access token of somebody else. */
	async tokenOf(username: string, password?: string): Promise<string> {
		return (await this.login(username, password)).body.access_token;
	}

	get = (path: string, token?: string, headers?: Record<string, string>): Promise<Reply> =>
		this.send('GET', path, { token, headers });
	post = (path: string, body?: unknown, token?: string): Promise<Reply> => this.send('POST', path, { body, token });
	put = (path: string, body?: unknown, token?: string): Promise<Reply> => this.send('PUT', path, { body, token });
	del = (path: string, token?: string): Promise<Reply> => this.send('DELETE', path, { token });

	/** A write on content, with a CSRF pair of its own. */
	async content(method: string, path: string, body?: unknown, token?: string): Promise<Reply> {
		return await this.send(method, path, { body, token, headers: await this.csrf(token) });
	}

	async csrf(token?: string): Promise<{ 'x-csrftoken': string; cookie: string }> {
		const reply = await this.get('/api/v1/security/csrf_token/', token);
		return { 'x-csrftoken': reply.body.result, cookie: reply.headers.getSetCookie()[0].split(';')[0] };
	}

	/** Adds a person with role Gamma and password `x`; answers with the id. */
	async addPerson(username: string, more: object = {}): Promise<number> {
		return (await this.post('/api/v1/security/users/', person(username, more))).body.id;
	}

	// eslint-disable-next-line @typescript-eslint/no-explicit-any
	async account(username: string): Promise<any> {
		const state = await this.sandbox.control('superset', 'state');
		return state.accounts.find((account: { username: string }) => account.username === username);
	}

	async send(method: string, path: string, { body, token = this.token, headers = {} }: Extras = {}): Promise<Reply> {
		const reply = await fetch(this.url + path, {
			method,
			redirect: 'manual',
			headers: {
				accept: 'application/json',
				...(body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' }),
				...(token === '' ? {} : { authorization: `Bearer ${token}` }),
				...headers,
			},
			body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
		});
		return readReply(reply);
	}
}

/** A body that creates somebody. */
export function person(username: string, more: object = {}): Record<string, unknown> {
	return {
		username,
		first_name: 'A',
		last_name: 'B',
		email: `${username}@example.com`,
		password: 'x',
		active: true,
		roles: [4],
		...more,
	};
}

/** What came back, with the body parsed where it says it is JSON. */
export async function readReply(reply: Response): Promise<Reply> {
	const text = await reply.text();
	const type = reply.headers.get('content-type')?.split(';')[0] ?? '';
	return {
		status: reply.status,
		type,
		body: type.includes('json') ? JSON.parse(text) : text,
		headers: reply.headers,
	};
}

type Start<Started> = (set: Record<string, string>, options: SandboxOptions) => Promise<Started>;

/** Starts clients that are closed after each test. */
export function closedAfterEach<Started extends { readonly sandbox: Sandbox }>(
	start: Start<Started>,
): (set?: Record<string, string>, options?: SandboxOptions) => Promise<Started> {
	const open: Started[] = [];
	afterEach(async () => {
		await Promise.all(open.splice(0).map((client) => client.sandbox.close()));
	});
	return async (set = {}, options = {}) => {
		const client = await start(set, options);
		open.push(client);
		return client;
	};
}

export const clients = () => closedAfterEach((set, options) => Client.start(set, options));
