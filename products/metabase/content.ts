import type { IDataObject } from 'n8n-workflow';

import { sweep } from '../../kit/lookup';
import { unless } from '../../kit/problem';
import type { ApiKey } from './apiKeys';
import type { Metabase } from './client';
import type { User } from './person';

/** What somebody is to a thing: made it, gets it by mail, or has it in the personal collection. */
export type Role = 'creator' | 'recipient' | 'personalCollection';

/** Something of a person's, in the words all kinds share. */
export interface Owned {
	/** `dashboard`, `question`, `model`, `collection`, `subscription`, `alert`, `apiKey`, or the server's own word. */
	type: string;
	id: number;
	name: string;
	role: Role;
	/** In the trash, or no longer sent. */
	archived: boolean;
	/** Whether it is in the person's own collection, where only admins see it once they have left. */
	inPersonal?: boolean;
	/** Of an alert: the whole object, as a PUT wants it. */
	raw?: IDataObject;
}

/** What somebody owns, and what the server does not show. */
export interface Stock {
	owned: Owned[];
	/** Sentences; empty where everything was seen. */
	blindSpots: string[];
}

interface Item {
	id: number;
	name: string;
	model: string;
	archived?: boolean;
	collection_id?: number | null;
	collection?: { id?: number | null } | null;
}

interface Pulse {
	id: number;
	name: string | null;
	archived: boolean;
	creator_id: number;
	channels: Array<{ recipients?: Array<{ id?: number }> }>;
}

/** Before 0.54. */
interface Alert extends Omit<Pulse, 'name'> {
	card?: { name?: string };
}

interface Notification extends IDataObject {
	id: number;
	active: boolean;
	creator_id: number;
	payload?: { card?: { name?: string } };
	handlers: Array<{ recipients?: Array<{ user_id?: number | null }> }>;
}

const PAGE_SIZE = 200;

/** The product's words for the server's. */
const TYPES: Record<string, string> = { card: 'question', dataset: 'model' };

const typeOf = ({ model }: Item) => TYPES[model] ?? model;

export class Content {
	/** By whether they are archived. */
	private readonly pulses = new Map<boolean, Promise<Pulse[]>>();

	private keys?: Promise<ApiKey[]>;

	private alertsGone = false;

	constructor(private readonly metabase: Metabase) {}

	/** What a person made and receives, as far as the API shows it (contract 7). */
	async of(user: User): Promise<Stock> {
		const blindSpots: string[] = [];
		const collection = user.raw.personal_collection_id ?? (await this.personalCollectionOf(user)) ?? undefined;
		const made = await this.itemsBy(user, collection);
		const personal = collection === undefined ? [] : await this.personal(collection, made, blindSpots);
		const mailed = await this.mailed(user, [false, true], blindSpots);
		return { owned: [...made, ...personal, ...mailed, ...(await this.keysOf(user))], blindSpots };
	}

	/** API keys somebody made: they go on working (contract 5). */
	async keysOf(user: User): Promise<Owned[]> {
		this.keys ??= this.metabase.apiKeys.all();
		return (await this.keys)
			.filter(({ creator_id: id }) => id === user.id)
			.map(({ id, name }): Owned => ({ type: 'apiKey', id, name, role: 'creator', archived: false }));
	}

	/**
	 * Subscriptions and alerts that somebody made or receives.
	 *
	 * @param archived which ones: sent (false), no longer sent (true)
	 */
	async mailed(user: User, archived: boolean[], blindSpots: string[]): Promise<Owned[]> {
		const found: Owned[] = [];
		for (const one of archived) {
			const pulses = await this.pulsesThatAre(one);
			found.push(...pulses.flatMap((pulse) => mailOf(user, 'subscription', { ...pulse, name: pulse.name ?? '' })));
		}
		return [...found, ...(await this.alerts(user, archived, blindSpots))];
	}

	/** Questions, models and dashboards; the trash is a list of its own. */
	private async itemsBy(user: User, personal?: number): Promise<Owned[]> {
		const found: Owned[] = [];
		for (const archived of [false, true]) {
			const rows = await this.items(['search'], { created_by: String(user.id), archived: String(archived) });
			found.push(...rows.map((row) => toOwned(row, 'creator', archived, placeOf(row) === personal)));
		}
		return found;
	}

	/** The personal collection, and what others put there. */
	private async personal(id: number, made: Owned[], blindSpots: string[]): Promise<Owned[]> {
		const collection: Owned = { type: 'collection', id, name: 'Personal collection', role: 'creator', archived: false };
		const rows = await unless('forbidden', this.items(['collection', id, 'items'], {}));
		if (!rows) blindSpots.push('Metabase does not show this credential what is in the personal collection.');
		const others = (rows ?? []).filter((row) => !made.some((one) => one.type === typeOf(row) && one.id === row.id));
		return [collection, ...others.map((row) => toOwned(row, 'personalCollection', false, true))];
	}

	/** Only lists of people tell it (contract 7). */
	private async personalCollectionOf({ id, email }: User): Promise<number | null | undefined> {
		const people = await this.metabase.users.all({ query: email });
		return people.find((one) => one.id === id)?.raw.personal_collection_id;
	}

	private async items(path: Array<string | number>, query: Record<string, string>): Promise<Item[]> {
		return await sweep<Item>({
			page: async (index) => {
				const paging = { limit: String(PAGE_SIZE), offset: String(index * PAGE_SIZE) };
				const { data, total } = await this.metabase.get<{ data: Item[]; total: number }>(path, { ...query, ...paging });
				return { rows: data, total };
			},
			idOf: ({ model, id }) => `${model}:${id}`,
		});
	}

	/** Everybody's: the server's own filter means the caller only (contract 7). */
	private async pulsesThatAre(archived: boolean): Promise<Pulse[]> {
		const known = this.pulses.get(archived) ?? this.metabase.get<Pulse[]>(['pulse'], archived ? { archived: 'true' } : {});
		this.pulses.set(archived, known);
		return await known;
	}

	private async alerts(user: User, archived: boolean[], blindSpots: string[]): Promise<Owned[]> {
		const asked = { creator_or_recipient_id: String(user.id), include_inactive: String(archived.includes(true)) };
		const now = this.alertsGone
			? undefined
			: await unless('notOffered', this.metabase.get<Notification[]>(['notification'], asked));
		if (now) return now.flatMap((one) => mailOf(user, 'alert', fromNotification(one)));
		this.alertsGone = true;
		return await this.oldAlerts(user, archived, blindSpots);
	}

	/** Before 0.54. */
	private async oldAlerts(user: User, archived: boolean[], blindSpots: string[]): Promise<Owned[]> {
		const found: Owned[] = [];
		for (const one of archived) {
			const asked = { user_id: String(user.id), archived: String(one) };
			const rows = await unless('notOffered', this.metabase.get<Alert[]>(['alert'], asked));
			if (!rows) {
				blindSpots.push('This Metabase offers no list of alerts that is known here.');
				return [];
			}
			found.push(...rows.flatMap((row) => mailOf(user, 'alert', { ...row, name: row.card?.name ?? '' })));
		}
		return found;
	}
}

const placeOf = ({ collection_id: id, collection }: Item) => id ?? collection?.id ?? undefined;

const toOwned = (row: Item, role: Role, archived: boolean, inPersonal: boolean): Owned => ({
	type: typeOf(row),
	id: row.id,
	name: row.name,
	role,
	archived: row.archived ?? archived,
	inPersonal,
});

interface Mail extends Pulse {
	raw?: IDataObject;
}

/** A thing that is mailed, once if the person made it, and once if it goes to them. */
function mailOf(user: User, type: string, { id, name, archived, creator_id, channels, raw }: Mail): Owned[] {
	const isRecipient = channels.some(({ recipients = [] }) => recipients.some((one) => one.id === user.id));
	const roles: Role[] = [...(creator_id === user.id ? ['creator' as const] : []), ...(isRecipient ? ['recipient' as const] : [])];
	return roles.map((role) => ({ type, id, name: name ?? '', role, archived, ...(raw && { raw }) }));
}

const fromNotification = (raw: Notification): Mail => ({
	id: raw.id,
	name: raw.payload?.card?.name ?? '',
	archived: !raw.active,
	creator_id: raw.creator_id,
	channels: raw.handlers.map(({ recipients }) => ({
		recipients: recipients?.map(({ user_id: id }) => ({ id: id ?? undefined })),
	})),
	raw,
});
