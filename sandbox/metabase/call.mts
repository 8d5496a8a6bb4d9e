import { errors, forbidden, Refusal, rule, unauthenticated, type Errors } from './answers.mts';
import { addressOf } from './address.mts';
import type { User, World } from './world.mts';

export type Fields = Readonly<Record<string, unknown>>;

/** One request on its way through the server. */
export class Call {
	readonly url: URL;
	readonly query: URLSearchParams;
	private who?: User;
	private parsed?: Fields;

	constructor(
		readonly world: World,
		readonly request: Request,
		/** The raw body; read once before any handler runs. */
		readonly text: string,
	) {
		this.url = new URL(request.url);
		this.query = this.url.searchParams;
	}

	/** Where the client reached the server. */
	get origin(): string {
		return `${this.url.protocol}//${this.request.headers.get('host') ?? this.url.host}`;
	}

	get address(): string {
		return addressOf(this.request);
	}

	/** The session this request came with, if it was one that let it in. */
	session?: string;

	actAs(user: User): void {
		this.who = user;
	}

	/** Who acts, if anybody: on open routes. */
	get caller(): User | undefined {
		return this.who;
	}

	get user(): User {
		if (this.who === undefined) throw new Refusal(unauthenticated());
		return this.who;
	}

	get isSuperuser(): boolean {
		return this.who?.isSuperuser ?? false;
	}

	/** Groups the caller manages: none without the paid feature. */
	get managed(): ReadonlySet<number> {
		const { world } = this;
		const rows = world.settings.ee && this.who !== undefined ? world.memberships.of(this.who.id) : [];
		return new Set(rows.filter((row) => row.manager).map((row) => row.group));
	}

	/** Throws 403 unless the caller is a superuser or manages this group. */
	requireManager(group: number): void {
		if (!this.isSuperuser && !this.managed.has(group)) throw new Refusal(forbidden());
	}

	requireSuperuser(): void {
		if (!this.isSuperuser) throw new Refusal(forbidden());
	}

	/** The JSON object sent; an empty one where there is none. */
	get body(): Fields {
		this.parsed ??= parse(this.text);
		return this.parsed;
	}

	/** A 400 about the form of parameters: newer servers add what exactly they did not like (contract 1). */
	malformed(fields: Errors, specific: Errors): Refusal {
		const answer = errors(fields);
		if (!this.world.behaviour.specificErrors) return new Refusal(answer);
		return new Refusal({ ...answer, body: { errors: fields, 'specific-errors': specific } });
	}
}

function parse(text: string): Fields {
	if (text.trim() === '') return {};
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
	} catch {
		throw rule('Malformed JSON in request body.');
	}
}
