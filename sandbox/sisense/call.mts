import { invalidToken, legacyBad, refuse, Refusal, userNotFound } from './answers.mts';
import { isId } from './ids.mts';
import type { Group, Tenant, User, World } from './world.mts';

export type Fields = Readonly<Record<string, unknown>>;

/** One request on its way through the server. */
export class Call {
	readonly url: URL;
	readonly query: URLSearchParams;
	/** Below the tenant's prefix. */
	readonly path: string;
	/** Came with a session of a web access token, which may look at dashboards and nothing else. */
	embedded = false;
	/** The cookie session it came with. */
	session?: string;
	private who?: User;
	private parsed?: unknown;

	constructor(
		readonly world: World,
		readonly request: Request,
		/** The raw body; read once before any handler runs. */
		readonly text: string,
		/** Named in the path; the system tenant where none is. */
		readonly tenant: Tenant,
	) {
		this.url = new URL(request.url);
		this.query = this.url.searchParams;
		const { pathname } = this.url;
		this.path = tenant === world.system ? pathname : pathname.slice(tenant.name.length + 1);
	}

	/** v1 and v2 check the form of ids and have errors with a body; v0.9 does neither. */
	get isLegacy(): boolean {
		return !/^\/api\/v[12]\//.test(this.path);
	}

	actAs(user: User): void {
		this.who = user;
	}

	/** Who acts, if anybody: on open routes. */
	get caller(): User | undefined {
		return this.who;
	}

	get user(): User {
		if (this.who === undefined) throw new Refusal(invalidToken());
		return this.who;
	}

	/** May manage people. */
	get manages(): boolean {
		return !this.embedded && this.who !== undefined && this.world.roles.manages(this.who.roleId);
	}

	/** Whether the caller sees what belongs to this tenant: the system tenant sees all of them (contract 7). */
	sees(tenant: string): boolean {
		if (this.tenant !== this.world.system) return tenant === this.tenant.id;
		return this.user.tenant === this.world.system.id || tenant === this.user.tenant;
	}

	/** The person with this id; 404/2001 where the caller sees none. */
	person(id: string): User {
		const user = this.world.users.get(id);
		if (user === undefined || !this.sees(user.tenant)) throw userNotFound();
		return user;
	}

	/** Groups the caller sees. */
	get groups(): Group[] {
		return [...this.world.groups.values()].filter((group) => this.sees(group.tenant));
	}

	/** The parsed body, whatever it is; undefined where there is none. */
	get body(): unknown {
		this.parsed ??= this.parse();
		return this.parsed;
	}

	/** The JSON object sent; an empty one where there is none. */
	get fields(): Fields {
		const { body = {} } = this;
		if (typeof body !== 'object' || body === null || Array.isArray(body))
			throw this.invalid('body must be an object');
		return body as Fields;
	}

	/** A 422: what a request looks like, checked before anything is done (contract 1). */
	invalid(words: string, code = 601): Refusal {
		const sub = this.world.behaviour.subErrors === 'flat' ? { message: words } : { error: { message: words } };
		return refuse(422, code, 'Request validation failed.', { subErrors: [sub] });
	}

	/** An id in a path, query or body. */
	id(value: unknown, name: string): string {
		if (!isId(value)) throw this.invalid(`${name} must be 24 hexadecimal characters`);
		return value.toLowerCase();
	}

	/** Ids separated by commas. */
	ids(value: string, name: string): string[] {
		return value.split(',').map((one) => this.id(one.trim(), name));
	}

	private parse(): unknown {
		if (this.text.trim() === '') return undefined;
		if (this.request.headers.get('content-type')?.includes('x-www-form-urlencoded'))
			return Object.fromEntries(new URLSearchParams(this.text));
		try {
			return JSON.parse(this.text);
		} catch {
			throw this.isLegacy ? legacyBad('Malformed JSON.') : refuse(400, 400, 'Malformed JSON.');
		}
	}
}
