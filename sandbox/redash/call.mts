import type { Clock } from '../frame/clock.mts';
import { badRequest, fatal, forbidden, notDeclaredJson, Refusal, type Answer } from './answers.mts';
import type { Noted } from './events.mts';
import type { Org, User, World } from './world.mts';

/** A query's own key acts as nobody: it sees what the query's groups see (contract 1). */
export interface QueryKey {
	readonly key: string;
	readonly queryId: number;
	readonly groups: readonly number[];
}

export type Caller = { readonly user: User } | { readonly queryKey: QueryKey };

/** One request on its way through the server, once its organisation is known. */
export class Call {
	readonly url: URL;
	readonly method: string;
	readonly query: URLSearchParams;
	private who?: Caller;

	constructor(
		readonly world: World,
		readonly org: Org,
		readonly request: Request,
		/** The raw body; read once before any handler runs. */
		readonly text: string,
		/** Percent-encoded, below the slug. */
		readonly path: string,
	) {
		this.url = new URL(request.url);
		this.method = request.method;
		this.query = this.url.searchParams;
	}

	get clock(): Clock {
		return this.world.clock;
	}

	/** Where the client reached the server. */
	get origin(): string {
		return `${this.url.protocol}//${this.header('host') ?? this.url.host}`;
	}

	actAs(caller: Caller): void {
		this.who = caller;
	}

	get queryKey(): QueryKey | undefined {
		return this.who !== undefined && 'queryKey' in this.who ? this.who.queryKey : undefined;
	}

	/** The person who acts. A query key is none: 403. */
	get user(): User {
		if (this.who === undefined) throw new Error('an open route has no caller');
		if (!('user' in this.who)) throw new Refusal(forbidden());
		return this.who.user;
	}

	/** Groups of the caller, as stored. */
	get groups(): readonly number[] {
		return this.queryKey?.groups ?? this.user.groups;
	}

	has(permission: string): boolean {
		return this.queryKey === undefined ? this.world.has(this.user, permission) : permission === 'view_query';
	}

	get isAdmin(): boolean {
		return this.has('admin');
	}

	/** Throws 403 with the standard text. */
	require(permission: string): void {
		if (!this.has(permission)) throw new Refusal(forbidden());
	}

	/** Throws 403 unless the caller is an admin or this very person. */
	requireAdminOrSelf(id: number, text?: string): void {
		const self = this.queryKey === undefined && this.user.id === id;
		if (!self && !this.isAdmin) throw new Refusal(forbidden(text));
	}

	header(name: string): string | null {
		return this.request.headers.get(name);
	}

	/** The JSON body, whatever the content type says; 400 REQ where it does not parse (contract 1). */
	json(): unknown {
		try {
			return JSON.parse(this.text);
		} catch {
			throw new Refusal(badRequest());
		}
	}

	/** The same, but 415 where it is not declared JSON: group routes. */
	declaredJson(): unknown {
		const type = (this.header('content-type') ?? '').split(';')[0].trim().toLowerCase();
		if (type !== 'application/json' && !/^application\/.*\+json$/.test(type)) throw new Refusal(notDeclaredJson());
		return this.json();
	}

	/** A JSON object from {@link json}; 500 for any other value, as where Python looks keys up in a list. */
	object(body: unknown = this.json()): Record<string, unknown> {
		if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refusal(fatal());
		return body as Record<string, unknown>;
	}

	/** Hands an event to the worker, who stores it a moment later (contract 11). */
	note(event: Noted): void {
		if (this.queryKey !== undefined) return;
		const { id, name } = this.user;
		this.world.events.note(this.org.id, id, name, event);
	}
}

/** An id out of a path; 500 for what the database can't take as an integer (contract 1). */
export function rowId(text: string): number {
	const id = /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : NaN;
	if (!(Math.abs(id) < 2 ** 31)) throw new Refusal(fatal());
	return id;
}

/** The row; throws the given answer where there is none: `found(world.userIn(org, id), fatal)`. */
export function found<Row>(row: Row | undefined, missing: () => Answer): Row {
	if (row === undefined) throw new Refusal(missing());
	return row;
}
