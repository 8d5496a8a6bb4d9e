/** Plain HTTP to a Redash, none of the package's own code (docs/contracts/redash.md). */
import type { AxiosInstance, AxiosResponse } from 'axios';

/** @throws with what the server said, if it is not JSON with status 200, the only kind of success (contract 1) */
export function succeeded<T>(answer: AxiosResponse, doing: string): T {
	const isHtml = typeof answer.data === 'string';
	if (answer.status === 200 && !isHtml) return answer.data as T;
	const said = isHtml ? 'a web page' : JSON.stringify(answer.data);
	throw new Error(`${doing}: Redash answered ${answer.status} with ${said}`);
}

/** What an admin's key may do. */
export class RedashApi {
	constructor(
		readonly http: AxiosInstance,
		private readonly key: string,
	) {}

	async get<T>(path: string, doing = `Reading ${path}`): Promise<T> {
		return succeeded<T>(await this.http.get(`/api/${path}`, signed(this.key)), doing);
	}

	/** @param key whose doing it is; the admin's if left out */
	async post<T>(path: string, body: object = {}, key = this.key): Promise<T> {
		return succeeded<T>(await this.http.post(`/api/${path}`, body, signed(key)), `Writing ${path}`);
	}

	async delete<T>(path: string): Promise<T> {
		return succeeded<T>(await this.http.delete(`/api/${path}`, signed(this.key)), `Deleting ${path}`);
	}

	/** All rows of both lists of people: the server has none of everybody (contract 5). */
	async people<Row>(part = ''): Promise<Row[]> {
		const rows: Row[] = [];
		for (const half of ['', '&disabled=true']) {
			for (let page = 1; ; page++) {
				const search = part === '' ? '' : `&q=${encodeURIComponent(part)}`;
				const query = `page=${page}&page_size=${PAGE_SIZE}&order=created_at${half}${search}`;
				const { count, results } = await this.get<{ count: number; results: Row[] }>(`users?${query}`);
				rows.push(...results);
				if (page * PAGE_SIZE >= count) break;
			}
		}
		return rows;
	}

	/** Whether a key opens the API. */
	async opens(key: string): Promise<boolean> {
		return (await this.http.get('/api/session', signed(key))).status === 200;
	}

	/** Accepts an invitation for somebody: with the admin's key no CSRF token is asked for (contract 5, "Links"). */
	async accept(link: string, password: string): Promise<void> {
		const answer = await this.http.post(pathOf(link), new URLSearchParams({ password }), signed(this.key));
		if (answer.status !== 302) throw new Error(`Accepting an invitation: Redash answered ${answer.status}`);
	}

	/** Whether a link shows anybody the page to choose a password on. */
	async isInvitation(link: string): Promise<boolean> {
		return (await this.http.get(pathOf(link))).status === 200;
	}
}

const PAGE_SIZE = 250;

const signed = (key: string) => ({ headers: { Authorization: `Key ${key}` } });

/** Below the server's URL: what is in front depends on REDASH_HOST (contract 5, "Links"). */
const pathOf = (link: string) => /\/invite\/[^/]+$/.exec(link)?.[0] ?? '/invite/none';
