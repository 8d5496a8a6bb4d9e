import { Table } from '../../frame/table.mts';

export interface Database {
	readonly id: number;
	readonly name: string;
}

export interface Collection {
	readonly id: number;
	name: string;
	/** Whose personal collection it is. */
	readonly owner: number | null;
}

/** A question, model or dashboard. */
export interface Item {
	readonly id: number;
	name: string;
	readonly kind: 'card' | 'dataset' | 'dashboard';
	readonly creator: number;
	/** Null: the root collection. */
	collection: number | null;
	archived: boolean;
	readonly createdAt: string;
}

export type Recipient = { readonly user: number } | { readonly email: string };

/** A dashboard subscription. */
export interface Pulse {
	readonly id: number;
	name: string;
	readonly creator: number;
	readonly dashboard: number;
	archived: boolean;
	recipients: Recipient[];
}

/** An alert on a question: told as `/alert` or as `/notification`. */
export interface Alert {
	readonly id: number;
	creator: number;
	readonly card: number;
	active: boolean;
	recipients: Recipient[];
	readonly createdAt: string;
	updatedAt: string;
}

export const SAMPLE_DATABASE: Database = { id: 1, name: 'Sample Database' };

/** What people make, and what is mailed because of it. */
export class Content {
	databases: Database[] = [SAMPLE_DATABASE];
	readonly collections = new Table<Collection>(false);
	/** Questions and models. */
	readonly cards = new Table<Item>(false);
	readonly dashboards = new Table<Item>(false);
	readonly pulses = new Table<Pulse>(false);
	readonly alerts = new Table<Alert>(false);
	private readonly personal = new Map<number, Collection>();
	/** What groups may do with collections, by group and then by id or `root`. */
	readonly collectionGraph = new Map<number, Map<string, string>>();
	collectionRevision = 0;

	addPersonalCollection(owner: number, name: string): void {
		this.personal.set(owner, this.collections.add({ name: `${name}'s Personal Collection`, owner }));
	}

	personalCollectionOf(owner: number): Collection | undefined {
		return this.personal.get(owner);
	}

	forgetPersonalCollection(owner: number): void {
		const collection = this.personal.get(owner);
		this.personal.delete(owner);
		if (collection !== undefined) this.collections.remove(collection);
	}

	/** Somebody goes: no subscription is mailed to them any more, also not when they come back. */
	forgetRecipient(user: number): void {
		for (const pulse of this.pulses.rows) pulse.recipients = without(pulse.recipients, user);
	}
}

export const isFor = (recipients: readonly Recipient[], user: number): boolean =>
	recipients.some((one) => 'user' in one && one.user === user);

export const without = (recipients: readonly Recipient[], user: number): Recipient[] =>
	recipients.filter((one) => !('user' in one) || one.user !== user);
