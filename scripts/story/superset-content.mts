/** What the story's people made before it: empty dashboards. */
import type { AxiosInstance, AxiosResponse } from 'axios';
import type { Content } from './types.mts';

const PATH = '/api/v1/dashboard/';

interface Made {
	id: number;
	name: string;
}

export class StoryContent {
	private readonly made: Made[] = [];

	/** @param token of an admin, who may make something for somebody else */
	constructor(
		private readonly http: AxiosInstance,
		private readonly token: string,
		private readonly expect: (status: number, answer: AxiosResponse, doing: string) => AxiosResponse,
	) {}

	async make(wanted: Content[], owner: number): Promise<void> {
		if (wanted.length === 0) return;
		const headers = await this.writing();
		for (const { name } of wanted) {
			const answer = await this.http.post(PATH, { dashboard_title: name, owners: [owner] }, { headers });
			const { id } = this.expect(201, answer, `Making "${name}"`).data as { id: number };
			this.made.push({ id, name });
		}
	}

	/** Whose it is now: ID of a user → names. */
	async owners(): Promise<Map<number, string[]>> {
		const owners = new Map<number, string[]>();
		for (const { id, name } of this.made) {
			const answer = await this.http.get(`${PATH}${id}`, { headers: this.asAdmin });
			const { result } = this.expect(200, answer, `Reading "${name}"`).data as { result: { owners: Array<{ id: number }> } };
			for (const owner of result.owners) owners.set(owner.id, [...(owners.get(owner.id) ?? []), name].sort());
		}
		return owners;
	}

	async remove(): Promise<void> {
		if (this.made.length === 0) return;
		const headers = await this.writing();
		for (const { id, name } of this.made.splice(0)) this.expect(200, await this.http.delete(`${PATH}${id}`, { headers }), `Deleting "${name}"`);
	}

	private get asAdmin(): Record<string, string> {
		return { Authorization: `Bearer ${this.token}` };
	}

	/** Writes on content need a pair of token and cookie beside the sign-in (contract 3.4). */
	private async writing(): Promise<Record<string, string>> {
		const answer = await this.http.get('/api/v1/security/csrf_token/', { headers: this.asAdmin });
		const { data, headers } = this.expect(200, answer, 'Asking for leave to write');
		return { ...this.asAdmin, 'X-CSRFToken': String(data.result), Cookie: String(headers['set-cookie']).split(';')[0] };
	}
}
