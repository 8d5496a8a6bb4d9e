import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/index.mts';
import { ADMIN_KEY } from '../../sandbox/redash/seed.mts';
import { closedAfterEach, readReply, type Reply } from './client.mts';

interface Extras {
	readonly body?: unknown;
	/** Empty for none. */
	readonly key?: string;
	readonly headers?: Record<string, string>;
}

/** A Redash stand-in and somebody who talks to it. */
export class RedashClient {
	private constructor(
		readonly sandbox: Sandbox,
		/** With the slug on a multi-org server. */
		readonly url: string,
	) {}

	static async start(set: Record<string, string>, options: SandboxOptions): Promise<RedashClient> {
		const full = Object.fromEntries(Object.entries(set).map(([name, value]) => [`redash.${name}`, value]));
		const sandbox = await startSandbox({ tools: ['redash'], set: full, ...options });
		return new RedashClient(sandbox, sandbox.tools.redash.url);
	}

	get = (path: string, key?: string): Promise<Reply> => this.send('GET', path, { key });
	post = (path: string, body: unknown = {}, key?: string): Promise<Reply> => this.send('POST', path, { body, key });
	del = (path: string, key?: string): Promise<Reply> => this.send('DELETE', path, { key });

	/** A form as a browser sends it, to a link with or without a host. */
	form(link: string, password: string, key = ''): Promise<Reply> {
		const { pathname } = new URL(link, 'http://sandbox');
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		return this.send('POST', pathname, { body: `password=${password}`, key, headers });
	}

	// eslint-disable-next-line @typescript-eslint/no-explicit-any
	control(route: 'state' | 'clock' | 'mail' | 'sso' | 'people' | 'reset', body?: unknown): Promise<any> {
		return this.sandbox.control('redash', route, body);
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

	async send(method: string, path: string, { body, key = ADMIN_KEY, headers = {} }: Extras = {}): Promise<Reply> {
		const reply = await fetch(this.url + path, {
			method,
			redirect: 'manual',
			headers: {
				accept: 'application/json',
				...(body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' }),
				...(key === '' ? {} : { authorization: `Key ${key}` }),
				...headers,
			},
			body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
		});
		return readReply(reply);
	}
}

/** Starts clients that are closed after each test. */
export const redashClients = () => closedAfterEach((set, options) => RedashClient.start(set, options));
