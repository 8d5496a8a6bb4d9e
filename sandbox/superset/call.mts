import { cookie } from '../frame/cookies.mts';
import { complain, type Schema } from './schema.mts';
import { fatal, message, msg, Refusal, type Answer } from './answers.mts';
import { parseRison, RisonCrash } from './rison.mts';
import { decodeSession, type Session } from './signing.mts';
import type { User } from './people.mts';
import type { World } from './world.mts';

/** One request on its way through the server. */
export class Call {
	readonly url: URL;
	/** Path below the mount point, percent-decoded where the server decodes it. */
	readonly path: string;
	readonly method: string;
	readonly session: Session;
	/** The person who acts; set by the guard. */
	private person?: User;

	constructor(
		readonly world: World,
		readonly request: Request,
		/** The raw body; read once before any handler runs. */
		readonly text: string,
		path: string,
	) {
		this.url = new URL(request.url);
		this.path = path;
		this.method = request.method === 'HEAD' ? 'GET' : request.method;
		this.session = decodeSession(cookie(request, 'session') ?? '');
	}

	header(name: string): string | null {
		return this.request.headers.get(name);
	}

	/** `https` when a TLS proxy in front says so (contract 3.4). */
	get origin(): string {
		const scheme = this.header('x-forwarded-proto') === 'https' ? 'https' : 'http';
		return `${scheme}://${this.header('host') ?? this.url.host}`;
	}

	get user(): User {
		if (this.person === undefined) throw new Error('no guard ran before this handler');
		return this.person;
	}

	actAs(user: User): void {
		this.person = user;
	}

	/** Whether the body is declared JSON. */
	get isJson(): boolean {
		const type = (this.header('content-type') ?? '').split(';')[0].trim().toLowerCase();
		return type === 'application/json' || /^application\/.*\+json$/.test(type);
	}

	/**
	 * The JSON body. Refuses what can't be parsed with 400, and what is not declared JSON with the 500 that users,
	 * groups and the role sub-routes give (contract 2.4).
	 */
	json(notJson: Answer = fatal()): unknown {
		if (!this.isJson) throw new Refusal(notJson);
		try {
			return JSON.parse(this.text);
		} catch {
			throw new Refusal(
				message(
					400,
					'400 Bad Request: The browser (or proxy) sent a request that this server could not understand.',
				),
			);
		}
	}

	/** The rison argument `q`, checked against a schema (contract 2.5). */
	q(schema: Schema): Record<string, unknown> {
		const text = this.url.searchParams.get('q');
		const value = text === null || text === '' ? {} : parseArgument(text);
		const problem = complain(value, schema);
		if (problem !== undefined) {
			const detail = this.world.behaviour.longSchemaErrors ? problem.detail : '';
			throw new Refusal(message(400, `Not a valid rison schema ${problem.text}${detail}`));
		}
		return value as Record<string, unknown>;
	}
}

/** Rison, else JSON, decoded once more by the server so that `+ % &` in it break. */
function parseArgument(text: string): unknown {
	try {
		return parseRison(text);
	} catch (error) {
		if (error instanceof RisonCrash) throw new Refusal(fatal());
	}
	try {
		const again = new URLSearchParams(`q=${text}`).get('q');
		return JSON.parse(again ?? '');
	} catch {
		throw new Refusal(message(400, 'Not a valid rison/json argument'));
	}
}

/** MSG answers of the token check. */
export const tokenRefused = (status: 401 | 422, text: string): Refusal => new Refusal(msg(status, text));
