/** What the story's people made before it, on a real data source of the server. */
import type { RedashApi } from './redash-api.mts';
import type { Content } from './types.mts';

interface Source {
	id: number;
	groups: Record<string, boolean>;
}

interface Made extends Content {
	path: string;
}

export class StoryContent {
	private readonly made: Made[] = [];

	private constructor(
		private readonly api: RedashApi,
		private readonly source: number,
		/** Versions before about 10 read and archive dashboards so (contract 8). */
		private readonly bySlug: boolean,
	) {}

	/**
	 * @param defaultGroup every account is in it, so everybody of the story can use what it has
	 * @param own the groups of the admin, who sees no query on other data sources in lists (contract 8)
	 * @throws if the server has no data source for the story
	 */
	static async on(api: RedashApi, defaultGroup: number, own: number[], bySlug: boolean): Promise<StoryContent> {
		for (const { id } of await api.get<Array<{ id: number }>>('data_sources')) {
			const { groups } = await api.get<Source>(`data_sources/${id}`);
			if (groups[defaultGroup] === false && own.some((group) => group in groups))
				return new StoryContent(api, id, bySlug);
		}
		throw new Error(
			'This Redash has no data source that the group "default" and the user of the key can use: the story needs one for its queries.',
		);
	}

	/** Made with the owner's own key: nobody can create content for somebody else (contract 8). A dashboard shows the queries before it. */
	async make(wanted: Content[], key: string): Promise<void> {
		const shown: number[] = [];
		for (const { kind, name } of wanted) {
			if (kind === 'query') shown.push(await this.query(name, key));
			else await this.dashboard(name, shown, key);
		}
	}

	/** Who owns what now: ID of a user → names. */
	async owners(): Promise<Map<number, string[]>> {
		const owners = new Map<number, string[]>();
		for (const { path, name } of this.made) {
			const { user } = await this.api.get<{ user: { id: number } }>(path);
			owners.set(user.id, [...(owners.get(user.id) ?? []), name].sort());
		}
		return owners;
	}

	/** Archives: more than that Redash does not offer. */
	async archive(): Promise<void> {
		for (const { path } of this.made.splice(0).reverse()) await this.api.delete(path);
	}

	/** @returns the ID of its table */
	private async query(name: string, key: string): Promise<number> {
		const body = { name, query: 'select 1', data_source_id: this.source, options: {}, schedule: null };
		const { id, visualizations } = await this.api.post<{ id: number; visualizations: Array<{ id: number }> }>(
			'queries',
			body,
			key,
		);
		this.made.push({ kind: 'query', name, path: `queries/${id}` });
		return visualizations[0].id;
	}

	/** Published and with a query on it: others are in no list of the admin's (contract 8). */
	private async dashboard(name: string, shown: number[], key: string): Promise<void> {
		const { id, slug } = await this.api.post<{ id: number; slug: string }>('dashboards', { name }, key);
		this.made.push({ kind: 'dashboard', name, path: `dashboards/${this.bySlug ? slug : id}` });
		for (const visualization of shown) {
			const widget = { dashboard_id: id, visualization_id: visualization, text: '', width: 1, options: {} };
			await this.api.post('widgets', widget, key);
		}
		await this.api.post(`dashboards/${id}`, { is_draft: false }, key);
	}
}
