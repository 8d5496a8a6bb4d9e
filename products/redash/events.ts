import { PAGE_SIZE, type Redash } from './client';

/** An entry of the server's event log. Disabling, enabling, inviting and deleting leave none (contract 11). */
export interface Event {
	action: string;
	object_type: string;
	object_id: string | null;
	created_at: string;
	user_id: number | null;
	user_name: string;
	[other: string]: unknown;
}

/** What the log is searched for; the server itself filters nothing. */
export interface EventFilter {
	action?: string;
	objectType?: string;
	since?: string;
}

export class Events {
	constructor(private readonly redash: Redash) {}

	/** The newest first. Entries of one second have no order, so pages may repeat one: doubles are dropped. */
	async newest({ action, objectType, since }: EventFilter, most: number): Promise<Event[]> {
		const seen = new Set<string>();
		const found: Event[] = [];
		for (let page = 0; found.length < most; page++) {
			const { rows, total } = await this.redash.list<Event>(['events'], page, { order: '-created_at' });
			for (const event of rows) {
				const key = JSON.stringify(event);
				if (seen.has(key)) continue;
				seen.add(key);
				if (since !== undefined && event.created_at < since) return found;
				const fits = (!action || event.action === action) && (!objectType || event.object_type === objectType);
				if (fits && found.length < most) found.push(event);
			}
			if (rows.length === 0 || (page + 1) * PAGE_SIZE >= total) break;
		}
		return found;
	}
}
