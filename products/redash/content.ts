import { eachAtOnce } from '../../kit/concurrency';
import { sweep } from '../../kit/lookup';
import { unless } from '../../kit/problem';
import type { Redash } from './client';
import { dashboardsHidden, sourcesHidden } from './blindSpots';
import type { User } from './person';

export type Kind = 'query' | 'dashboard' | 'alert' | 'subscription' | 'snippet';

/** Something of a person's, in the words all kinds share. */
export interface Owned {
	type: Kind;
	id: number;
	name: string;
	draft: boolean;
	archived: boolean;
	/** A query that runs by itself. */
	scheduled: boolean;
	/** A dashboard whose public link works. */
	shared: boolean;
	/** Of a query. */
	dataSourceId?: number;
	/** Of a subscription: what is subscribed to. */
	alertId?: number;
	/** Of a dashboard: what old versions call it by. */
	slug?: string;
}

/** What somebody owns, and what the server does not show. */
export interface Stock {
	owned: Owned[];
	/** Sentences; empty where everything was seen. */
	blindSpots: string[];
}

interface Row {
	id: number;
	name?: string;
	user?: { id: number } | null;
	user_id?: number;
	is_draft?: boolean;
	is_archived?: boolean;
	schedule?: object | null;
	data_source_id?: number;
	public_url?: string;
	slug?: string;
	trigger?: string;
}

interface Subscription {
	id: number;
	user: { id: number };
	alert_id: number;
}

/** Everything of everybody, as far as the key's user sees it. */
interface Lists {
	queries: Row[];
	dashboards: Row[];
	alerts: Row[];
	subscriptions: Subscription[];
	snippets: Row[];
}

const AT_ONCE = 5;

const ownerOf = ({ user, user_id: id }: Row) => user?.id ?? id;

export class OwnedContent {
	private lists?: Promise<Lists>;

	private sources?: Promise<string[]>;

	private hidden?: ReturnType<typeof dashboardsHidden<Row>>;

	constructor(private readonly redash: Redash) {}

	/**
	 * What a person owns. No list of the server can be asked for one owner, so all are read once per execution and
	 * sorted here (contract 8). Whether to search is decided by the first item.
	 *
	 * @param searchHidden also look for dashboards no list shows, one id after another
	 */
	async of(user: User, searchHidden = false): Promise<Stock> {
		this.lists ??= this.readLists();
		const { queries, dashboards, alerts, subscriptions, snippets } = await this.lists;
		this.hidden ??= dashboardsHidden(this.redash, dashboards, searchHidden);
		this.sources ??= sourcesHidden(this.redash);
		const [hidden, sources] = await Promise.all([this.hidden, this.sources]);
		const mine = (rows: Row[]) => rows.filter((row) => ownerOf(row) === user.id);
		const nameOfAlert = (id: number) => alerts.find((alert) => alert.id === id)?.name ?? '';
		return {
			owned: [
				...mine(queries).map((row) => owned('query', row)),
				...(await this.withShares(mine([...dashboards, ...hidden.found]))),
				...mine(alerts).map((row) => owned('alert', row)),
				...subscriptions
					.filter((one) => one.user.id === user.id)
					.map((one) => ({
						...owned('subscription', { id: one.id, name: nameOfAlert(one.alert_id) }),
						alertId: one.alert_id,
					})),
				...mine(snippets).map((row) => owned('snippet', { ...row, name: row.trigger })),
			],
			blindSpots: [...sources, ...hidden.blindSpots],
		};
	}

	/** The lists are read once; what was handed over since belongs to somebody else. */
	async moved(query: number, to: User): Promise<void> {
		const row = (await this.lists)?.queries.find(({ id }) => id === query);
		if (row) row.user = { id: to.id };
	}

	private async readLists(): Promise<Lists> {
		const all = async (...path: string[]) =>
			await sweep<Row>({
				page: async (index) => await this.redash.list<Row>(path, index, { order: 'created_at' }),
				idOf: ({ id }) => id,
			});
		const queries = [...(await all('queries')), ...(await all('queries', 'archive'))];
		const dashboards = await all('dashboards');
		const alerts = await this.redash.get<Row[]>(['alerts']);
		const subscriptions: Subscription[] = [];
		await eachAtOnce(alerts, AT_ONCE, async ({ id }) => {
			subscriptions.push(...(await this.subscriptionsTo(id)));
		});
		subscriptions.sort((a, b) => a.id - b.id);
		const snippets = await this.redash.get<Row[]>(['query_snippets']);
		return { queries, dashboards, alerts, subscriptions, snippets };
	}

	/** An alert that was deleted meanwhile is a 500 on this route. */
	private async subscriptionsTo(alert: number): Promise<Subscription[]> {
		return await this.redash.get<Subscription[]>(['alerts', alert, 'subscriptions']).catch(async (thrown: unknown) => {
			if (await unless('notFound', this.redash.get(['alerts', alert]))) throw thrown;
			return [];
		});
	}

	/** Only the single dashboard tells whether it is shared (contract 8). */
	private async withShares(rows: Row[]): Promise<Owned[]> {
		const shared = new Map<number, boolean>();
		await eachAtOnce(rows, AT_ONCE, async (row) => {
			const now = await this.dashboard(row);
			if (now) shared.set(row.id, now.public_url !== undefined);
		});
		return rows
			.filter(({ id }) => shared.has(id))
			.map((row) => ({ ...owned('dashboard', row), shared: shared.get(row.id)! }));
	}

	/** Versions before about 10 read a dashboard by its slug, which may look like an ID (contract 8). */
	async dashboard({ id, slug }: Pick<Row, 'id' | 'slug'>): Promise<Row | undefined> {
		for (const name of slug === undefined ? [id] : [id, slug]) {
			const found = await unless('notFound', this.redash.get<Row>(['dashboards', name]));
			if (found?.id === id) return found;
		}
		return undefined;
	}
}

const owned = (type: Kind, row: Row): Owned => ({
	type,
	id: row.id,
	name: row.name ?? '',
	draft: row.is_draft === true,
	archived: row.is_archived === true,
	scheduled: row.schedule != null,
	shared: false,
	...(row.data_source_id !== undefined && { dataSourceId: row.data_source_id }),
	...(row.slug !== undefined && { slug: row.slug }),
});
