import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/index.mts';
import { ADMIN_TOKEN, COMMON_PASSWORD, SCIM_PATH, SCIM_TOKEN } from '../../sandbox/sisense/seed.mts';
import { closedAfterEach, readReply, type Reply } from './client.mts';

/** How a request says who it is; nobody where there is no token. */
export interface Who {
	readonly token?: string;
	readonly headers?: Record<string, string>;
}

const ADMIN: Who = { token: ADMIN_TOKEN };
const SCIM: Who = { token: SCIM_TOKEN, headers: { 'content-type': 'application/scim+json' } };

/** A Sisense stand-in and somebody who talks to it. */
export class SisenseClient {
	private constructor(
		readonly sandbox: Sandbox,
		readonly url: string,
	) {}

	static async start(set: Record<string, string>, options: SandboxOptions): Promise<SisenseClient> {
		const full = Object.fromEntries(Object.entries(set).map(([name, value]) => [`sisense.${name}`, value]));
		const sandbox = await startSandbox({ tools: ['sisense'], set: full, ...options });
		return new SisenseClient(sandbox, sandbox.tools.sisense.url);
	}

	get = (path: string, who?: Who): Promise<Reply> => this.send('GET', path, undefined, who);
	post = (path: string, body: unknown = {}, who?: Who): Promise<Reply> => this.send('POST', path, body, who);
	put = (path: string, body: unknown = {}, who?: Who): Promise<Reply> => this.send('PUT', path, body, who);
	patch = (path: string, body: unknown = {}, who?: Who): Promise<Reply> => this.send('PATCH', path, body, who);
	del = (path: string, body?: unknown, who?: Who): Promise<Reply> => this.send('DELETE', path, body, who);

	/** A request to the SCIM side. */
	scim(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
		return this.send(method, SCIM_PATH + path, body, { ...SCIM, headers: { ...SCIM.headers, ...headers } });
	}

	/** A login as documented, with a form. */
	login(username: string, password: string = COMMON_PASSWORD, prefix = '', device?: string): Promise<Reply> {
		return this.send('POST', `${prefix}/api/v1/authentication/login`, new URLSearchParams({ username, password }), {
			headers: device === undefined ? {} : { 'x-device-id': device },
		});
	}

	/** Somebody of the cast, signed in. */
	async as(local: string, prefix = ''): Promise<{ token: string }> {
		return { token: (await this.login(`${local}@example.com`, COMMON_PASSWORD, prefix)).body.access_token };
	}

	// eslint-disable-next-line @typescript-eslint/no-explicit-any
	control(route: 'state' | 'clock' | 'mail' | 'sso' | 'people' | 'reset' | 'requests', body?: unknown): Promise<any> {
		return this.sandbox.control('sisense', route, body);
	}

	advance(milliseconds: number): Promise<unknown> {
		return this.control('clock', { advance: milliseconds });
	}

	/** What is true about somebody. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any
	async account(email: string): Promise<any> {
		const { accounts } = await this.control('state');
		return accounts.find((account: { email: string }) => account.email === email);
	}

	/** Names of the members of a group, by the control state. */
	async members(group: string): Promise<string[]> {
		const { groups } = await this.control('state');
		return groups.find((one: { name: string }) => one.name === group).members;
	}

	async send(method: string, path: string, body: unknown, who: Who = ADMIN): Promise<Reply> {
		const form = body instanceof URLSearchParams;
		const reply = await fetch(this.url + path, {
			method,
			redirect: 'manual',
			headers: {
				...(form ? {} : { 'content-type': 'application/json' }),
				...(who.token === undefined ? {} : { authorization: `Bearer ${who.token}` }),
				...who.headers,
			},
			body: form || body === undefined ? body : JSON.stringify(body),
		});
		return readReply(reply);
	}
}

/** What an error of v1 says, in short. */
export const codeOf = ({ status, body }: Reply): [number, number] => [status, body.error.code];

/** Starts clients that are closed after each test. */
export const sisenseClients = () => closedAfterEach((set, options) => SisenseClient.start(set, options));
