import { Table } from '../../frame/table.mts';
import { newKey } from '../keys.mts';

/** Every row of content has these; the database writes them. */
interface Stamped {
	readonly id: number;
	readonly createdAt: string;
	updatedAt: string;
}

export type Json = Record<string, unknown>;

export interface Query extends Stamped {
	readonly org: number;
	name: string | null;
	description: string | null;
	/** The SQL. */
	text: string;
	/** `{interval, time, day_of_week, until}` as sent. */
	schedule: Json | null;
	apiKey: string;
	archived: boolean;
	draft: boolean;
	source: number | null;
	options: Json;
	tags: string[];
	user: number;
	/** Emptied when that person is deleted. */
	lastModifiedBy: number | null;
}

export interface Visualization extends Stamped {
	readonly query: number;
	type: string;
	name: string;
	description: string | null;
	options: Json;
}

export interface Dashboard extends Stamped {
	readonly org: number;
	readonly slug: string;
	name: string | null;
	readonly user: number;
	layout: unknown;
	filters: boolean;
	options: Json;
	archived: boolean;
	draft: boolean;
	tags: string[];
	/** Grows with each real change; that of a query stays 1 (contract 8). */
	version: number;
}

export interface Widget extends Stamped {
	readonly dashboard: number;
	/** Null for a box of text. */
	readonly visualization: number | null;
	text: string | null;
	readonly width: number;
	options: Json;
}

export interface Alert extends Stamped {
	name: string;
	query: number;
	readonly user: number;
	options: Json;
	rearm: number | null;
}

export interface Subscription {
	readonly id: number;
	readonly alert: number;
	readonly user: number;
	/** Null: a mail to the subscriber. */
	readonly destination: number | null;
}

export interface Snippet extends Stamped {
	readonly org: number;
	trigger: string;
	description: string;
	snippet: string;
	readonly user: number;
}

export interface Destination {
	readonly id: number;
	readonly org: number;
	readonly name: string;
	readonly type: string;
}

export type Granted = 'queries' | 'dashboards';

/** A right on one query or dashboard beside ownership. */
export interface Grant {
	readonly id: number;
	readonly type: Granted;
	readonly object: number;
	readonly access: string;
	readonly grantor: number;
	readonly grantee: number;
}

/** A public link. Revoked ones stay in the table. */
export interface Share {
	readonly id: number;
	readonly token: string;
	readonly dashboard: number;
	active: boolean;
}

export const QUERY_VERSION = 1;

const TABLE = { type: 'TABLE', name: 'Table', description: '', options: {} };

/** All content of one server, over all organisations. */
export class Content {
	readonly queries = new Table<Query>(false);
	readonly visualizations = new Table<Visualization>(false);
	readonly dashboards = new Table<Dashboard>(false);
	readonly widgets = new Table<Widget>(false);
	readonly alerts = new Table<Alert>(false);
	readonly subscriptions = new Table<Subscription>(false);
	readonly snippets = new Table<Snippet>(false);
	readonly destinations = new Table<Destination>(false);
	readonly grants = new Table<Grant>(false);
	readonly shares = new Table<Share>(false);

	/**
	 * A new query is a draft with one table to look at (contract 8).
	 * @param original a query whose visualizations it gets instead
	 */
	addQuery(
		values: Pick<Query, 'org' | 'user' | 'text' | 'source' | 'createdAt'> & Partial<Omit<Query, 'id'>>,
		original?: Query,
	): Query {
		const query = this.queries.add({
			name: null,
			description: null,
			schedule: null,
			apiKey: newKey(),
			archived: false,
			draft: true,
			options: {},
			tags: [],
			lastModifiedBy: values.user,
			updatedAt: values.createdAt,
			...values,
		});
		const looks = original === undefined ? [TABLE] : this.visualizationsOf(original.id);
		const { id, createdAt } = query;
		for (const { type, name, description, options } of looks)
			this.visualizations.add({
				query: id,
				...{ type, name, description, options },
				createdAt,
				updatedAt: createdAt,
			});
		return query;
	}

	/** A new dashboard is a draft; its slug is made of the name and unique over all organisations. */
	addDashboard(
		values: Pick<Dashboard, 'org' | 'user' | 'createdAt'> &
			Partial<Omit<Dashboard, 'id' | 'name'>> & { name: string },
	): Dashboard {
		return this.dashboards.add({
			slug: this.freeSlug(values.name),
			layout: [],
			filters: false,
			options: {},
			archived: false,
			draft: true,
			tags: [],
			version: 1,
			updatedAt: values.createdAt,
			...values,
		});
	}

	share(dashboard: number, token = newKey()): Share {
		return this.shares.add({ dashboard, token, active: true });
	}

	visualizationsOf(query: number): Visualization[] {
		return this.visualizations.rows.filter((row) => row.query === query);
	}

	widgetsOf(dashboard: number): Widget[] {
		return this.widgets.rows.filter((row) => row.dashboard === dashboard);
	}

	subscriptionsOf(alert: number): Subscription[] {
		return this.subscriptions.rows.filter((row) => row.alert === alert);
	}

	grantsOn(type: Granted, object: number): Grant[] {
		return this.grants.rows.filter((row) => row.type === type && row.object === object);
	}

	/** The link that answers show. Sharing twice makes two that work; revoking takes this one (S). */
	activeShare(dashboard: number): Share | undefined {
		return this.shares.rows.find((row) => row.dashboard === dashboard && row.active);
	}

	shareOf(token: string): Share | undefined {
		return this.shares.rows.find((row) => row.token === token && row.active);
	}

	/** The query a widget or alert looks at. */
	queryOfVisualization(id: number | null): Query | undefined {
		const visualization = id === null ? undefined : this.visualizations.get(id);
		return visualization === undefined ? undefined : this.queries.get(visualization.query);
	}

	removeVisualization(visualization: Visualization): void {
		for (const widget of this.widgets.rows.filter((row) => row.visualization === visualization.id))
			this.widgets.remove(widget);
		this.visualizations.remove(visualization);
	}

	removeAlert(alert: Alert): void {
		for (const subscription of this.subscriptionsOf(alert.id)) this.subscriptions.remove(subscription);
		this.alerts.remove(alert);
	}

	private freeSlug(name: string): string {
		const slug = name.toLowerCase().replaceAll(/[^a-z0-9_-]+/g, '-');
		const taken = (text: string): boolean => this.dashboards.rows.some((row) => row.slug === text);
		if (!taken(slug)) return slug;
		let tries = 1;
		while (taken(`${slug}_${tries}`)) tries++;
		return `${slug}_${tries}`;
	}
}
