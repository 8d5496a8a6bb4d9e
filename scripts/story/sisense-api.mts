/** Plain HTTP to a Sisense, none of the package's own code (docs/contracts/sisense.md). */
import type { AxiosInstance, AxiosResponse } from 'axios';

/** What one token may do. */
export class SisenseApi {
	constructor(
		readonly http: AxiosInstance,
		private readonly token: string,
	) {}

	/** @returns the token of a new session, or undefined if the server refuses the password; each refusal may count there (contract 2) */
	static async signIn(http: AxiosInstance, username: string, password: string): Promise<string | undefined> {
		const form = new URLSearchParams({ username, password });
		const { status, data } = await http.post('/api/v1/authentication/login', form);
		return status === 200 && data.success !== false ? String(data.access_token) : undefined;
	}

	async get<T>(path: string): Promise<T> {
		return succeeded<T>(await this.ask('GET', path), `Reading ${path}`);
	}

	/** @throws with what the server said, for any status from 300 up */
	async write<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T> {
		return succeeded<T>(await this.ask(method, path, body), `${method} ${path}`);
	}

	async ask(method: string, path: string, data?: object): Promise<AxiosResponse> {
		const headers = { Authorization: `Bearer ${this.token}` };
		return await this.http.request({ method, url: `/api/${path}`, data, headers });
	}

	async isAlive(): Promise<boolean> {
		const { status, data } = await this.ask('GET', 'users/loggedin');
		return status === 200 && typeof data === 'object';
	}
}

/** A page is no success, whatever its status (contract 1); a body may be empty. */
function succeeded<T>(answer: AxiosResponse, doing: string): T {
	const isPage = typeof answer.data === 'string' && /^\s*</.test(answer.data);
	if (answer.status < 300 && !isPage) return answer.data as T;
	throw new Error(`${doing}: Sisense answered ${answer.status} with ${isPage ? 'a web page' : JSON.stringify(answer.data)}`);
}
