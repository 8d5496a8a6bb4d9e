import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/index.mts';
import { ADMIN_EMAIL, ADMIN_KEY, COMMON_PASSWORD } from '../../sandbox/metabase/seed.mts';
import { closedAfterEach, readReply, type Reply } from './client.mts';

/** How a request says who it is; nobody where both are absent. */
export interface Who {
	readonly key?: string;
	readonly session?: string;
	readonly headers?: Record<string, string>;
}

const ADMIN: Who = { key: ADMIN_KEY };

/** A Metabase stand-in and somebody who talks to it. */
export class MetabaseClient {
	private constructor(
		readonly sandbox: Sandbox,
		readonly url: string,
	) {}

	static async start(set: Record<string, string>, options: SandboxOptions): Promise<MetabaseClient> {
		const full = Object.fromEntries(Object.entries(set).map(([name, value]) => [`metabase.${name}`, value]));
		const sandbox = await startSandbox({ tools: ['metabase'], set: full, ...options });
		return new MetabaseClient(sandbox, sandbox.tools.metabase.url);
	}

	get = (path: string, who?: Who): Promise<Reply> => this.send('GET', path, undefined, who);
	post = (path: string, body: unknown = {}, who?: Who): Promise<Reply> => this.send('POST', path, body, who);
	put = (path: string, body: unknown = {}, who?: Who): Promise<Reply> => this.send('PUT', path, body, who);
	del = (path: string, who?: Who): Promise<Reply> => this.send('DELETE', path, undefined, who);

	/** A login as the browser does it. */
	login(username: string, password: string = COMMON_PASSWORD, who: Who = {}): Promise<Reply> {
		return this.post('/api/session', { username, password }, who);
	}

	/** Somebody of the cast, signed in. */
	async as(local: string): Promise<{ session: string }> {
		const email = local === 'admin' ? ADMIN_EMAIL : `${local}@example.com`;
		return { session: (await this.login(email)).body.id };
	}

	/** Rows of the membership map of one person. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any
	async memberships(user: number): Promise<any[]> {
		return (await this.get('/api/permissions/membership')).body[user] ?? [];
	}

	// eslint-disable-next-line @typescript-eslint/no-explicit-any
	control(route: 'state' | 'clock' | 'mail' | 'sso' | 'people' | 'reset', body?: unknown): Promise<any> {
		return this.sandbox.control('metabase', route, body);
	}

	advance(milliseconds: number): Promise<unknown> {
		return this.control('clock', { advance: milliseconds });
	}

	/** What is true about somebody. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any
	async account(id: number): Promise<any> {
		const { accounts } = await this.control('state');
		return accounts.find((account: { id: number }) => account.id === id);
	}

	private async send(method: string, path: string, body: unknown, who: Who = ADMIN): Promise<Reply> {
		const reply = await fetch(this.url + path, {
			method,
			redirect: 'manual',
			headers: {
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...(who.key === undefined ? {} : { 'x-api-key': who.key }),
				...(who.session === undefined ? {} : { 'x-metabase-session': who.session }),
				...who.headers,
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		return readReply(reply);
	}
}

/** Starts clients that are closed after each test. */
export const metabaseClients = () => closedAfterEach((set, options) => MetabaseClient.start(set, options));
