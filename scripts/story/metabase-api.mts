/** Plain HTTP to a Metabase, none of the package's own code (docs/contracts/metabase.md). */
import type { AxiosInstance, AxiosResponse } from 'axios';

type Signed = Record<string, string>;

/** What one key or session may do. */
export class MetabaseApi {
	private constructor(
		readonly http: AxiosInstance,
		private readonly headers: Signed,
	) {}

	static byKey = (http: AxiosInstance, key: string) => new MetabaseApi(http, { 'X-API-Key': key });

	static bySession = (http: AxiosInstance, id: string) => new MetabaseApi(http, { 'X-Metabase-Session': id });

	/** @returns the session, or undefined if the server refuses the password; each refusal counts there (contract 2) */
	static async signIn(http: AxiosInstance, username: string, password: string): Promise<string | undefined> {
		const answer = await http.post('/api/session', { username, password });
		return answer.status === 200 ? String(answer.data.id) : undefined;
	}

	async get<T>(path: string): Promise<T> {
		return succeeded<T>(await this.ask('GET', path), `Reading ${path}`);
	}

	/** @throws with what the server said, for any status from 300 up */
	async write<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<T> {
		return succeeded<T>(await this.ask(method, path, body), `${method} ${path}`);
	}

	async ask(method: string, path: string, data?: object): Promise<AxiosResponse> {
		return await this.http.request({ method, url: `/api/${path}`, data, headers: this.headers });
	}

	async isAlive(): Promise<boolean> {
		return (await this.ask('GET', 'user/current')).status === 200;
	}
}

/** Success is 200 with JSON or 204 with nothing (contract 1). */
function succeeded<T>(answer: AxiosResponse, doing: string): T {
	const isPage = typeof answer.data === 'string' && /^\s*</.test(answer.data);
	if (answer.status < 300 && !isPage) return answer.data as T;
	throw new Error(`${doing}: Metabase answered ${answer.status} with ${isPage ? 'a web page' : JSON.stringify(answer.data)}`);
}
