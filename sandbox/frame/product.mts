import type { Clock } from './clock.mts';

/** A setting that picks behaviour: `--set superset.version=6.1`. */
export interface Switch {
	/** The value where nobody sets one. */
	readonly initial: string;
	/** All values allowed; absent where any text will do. */
	readonly values?: readonly string[];
	/** One line for `--help`. */
	readonly help: string;
	/** For free text: what is wrong with the value, or nothing. */
	check?(value: string): string | undefined;
}

/** What a stand-in server starts from. A reset makes a new one from a new setup; nothing survives it but the clock. */
export interface Setup {
	/** One value for each switch of the product, checked. */
	readonly switches: Readonly<Record<string, string>>;
	/** Only what a newly installed server holds, instead of the small company. */
	readonly fresh: boolean;
	readonly clock: Clock;
}

/** Ordinary people to add quickly (`POST /__sandbox/people`). */
export interface PeopleWish {
	readonly count: number;
	readonly prefix: string;
	/** Names of roles or groups, as the product has them. */
	readonly roles: readonly string[];
	readonly active: boolean;
}

/** One running stand-in server of a product. */
export interface StandIn {
	/** Answers a request to one of the product's own paths. */
	handle(request: Request): Response | Promise<Response>;
	/** Credential fields for this server, named as the credential type names them. */
	credentials(origin: string): { url: string } & Record<string, string>;
	/** What is true now, in readable names: `GET /__sandbox/state`. */
	state(): unknown;
	/** Mail sent so far: `GET /__sandbox/mail`. */
	mail(): readonly unknown[];
	/** A person signs in at the identity provider: `POST /__sandbox/sso`. */
	signInAtProvider(body: Record<string, unknown>): unknown;
	/** Adds people without any request; answers with what is needed to name them. */
	addPeople(wish: PeopleWish): unknown;
	/** The product's answer to too many requests, without Retry-After. */
	tooManyRequests(request: Request): Response;
	/** The page a browser would be sent to sign in. */
	loginPage(): Response;
	/** The product's answer for a session that has run out; nothing where the request carries no session. */
	sessionExpired(request: Request): Response | undefined;
}

/** One product of the sandbox: a folder beside `frame/` exports one of these, `registry.mts` lists it. */
export interface Product {
	/** As in `--tools superset` and in the prefix of its switches. */
	readonly name: string;
	/** As people write it. */
	readonly title: string;
	readonly switches: Readonly<Record<string, Switch>>;
	create(setup: Setup): StandIn;
}
