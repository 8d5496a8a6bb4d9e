import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { compare, type Actual, type Difference, type RecordedResponse } from './compare.mts';

/** One scenario of `test/recordings`, as FORMAT.md describes it. */
export interface Recording {
	readonly product: string;
	readonly version: string;
	readonly scenario: string;
	readonly vars: Readonly<Record<string, string>>;
	readonly exchanges: readonly Exchange[];
}

export interface Exchange {
	readonly id: string;
	readonly request: {
		readonly method: string;
		readonly path: string;
		readonly auth: string;
		readonly headers?: Readonly<Record<string, string>>;
		readonly body?: unknown;
	};
	readonly response: RecordedResponse;
}

/** What a scenario says in words only: things to do right before an exchange is sent. */
export type Before = Readonly<Record<string, (replay: Replay) => Promise<void>>>;

export interface ReplayOptions {
	/** Values of the server replayed against, in place of the recorded ones (passwords, keys, its port). */
	readonly vars?: Readonly<Record<string, string>>;
	/** How a key in `auth: "key …"` is written into the Authorization header. */
	readonly keyScheme?: string;
	readonly before?: Before;
	/** See `CompareOptions.strict`. */
	readonly strict?: boolean;
}

export interface Failure extends Difference {
	readonly exchange: string;
}

/** Reads a recording from its file. */
export function readRecording(file: string): Recording {
	return JSON.parse(readFileSync(file, 'utf8')) as Recording;
}

/** Sends every exchange of a recording to a server and reports each difference; an empty list means alike. */
export async function replay(recording: Recording, baseUrl: string, options: ReplayOptions = {}): Promise<Failure[]> {
	const run = new Replay(recording, baseUrl, options);
	const failures: Failure[] = [];
	for (const exchange of recording.exchanges) {
		await options.before?.[exchange.id]?.(run);
		const actual = await run.send(exchange);
		const differences = compare(exchange.response, actual, { port: new URL(baseUrl).port, strict: options.strict });
		failures.push(...differences.map((difference) => ({ exchange: exchange.id, ...difference })));
	}
	return failures;
}

/** One line per difference, for people. */
export function describeFailures(failures: readonly Failure[]): string {
	return failures
		.map(
			({ exchange, where, expected, got }) =>
				`${exchange}: ${where}\n    expected ${JSON.stringify(expected)}\n    got      ${JSON.stringify(got)}`,
		)
		.join('\n');
}

/** A recording on its way: knows the variables captured so far. */
export class Replay {
	readonly vars: Record<string, unknown>;

	constructor(
		recording: Recording,
		readonly baseUrl: string,
		private readonly options: ReplayOptions,
	) {
		this.vars = { ...recording.vars, ...options.vars, ...signAnew(recording.vars) };
	}

	/** Sends one exchange and takes its captures. */
	async send({ request, response }: Exchange): Promise<Actual> {
		const headers = new Headers({ accept: 'application/json' });
		this.addAuth(headers, request.auth);
		for (const [name, value] of Object.entries(request.headers ?? {})) headers.set(name, this.text(value));
		const answer = await fetch(this.url(this.text(request.path)), {
			method: request.method,
			headers,
			body: this.body(request.body),
			redirect: 'manual',
		});
		const actual = await read(answer);
		for (const [name, path] of Object.entries(response.capture ?? {}))
			this.vars[name] = pick(path, actual.body, answer);
		return actual;
	}

	/** Text with `${var}` filled in. */
	text(template: string): string {
		return template.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) =>
			name in this.vars ? String(this.vars[name]) : whole,
		);
	}

	private url(path: string): string {
		// A captured link may be absolute: it is sent by its path and query.
		const target = /^https?:/.test(path) ? new URL(path) : undefined;
		return `${this.baseUrl.replace(/\/$/, '')}${target === undefined ? path : target.pathname + target.search}`;
	}

	private addAuth(headers: Headers, auth: string): void {
		const [scheme, ...rest] = this.text(auth).split(' ');
		if (scheme === 'bearer') headers.set('authorization', `Bearer ${rest.join(' ')}`);
		else if (scheme === 'key') headers.set('authorization', `${this.options.keyScheme ?? 'Key'} ${rest.join(' ')}`);
		else if (scheme === 'header') headers.set(rest[0], rest.slice(1).join(' '));
		else if (scheme !== 'none') throw new Error(`unknown auth "${auth}"`);
	}

	private body(body: unknown): string | undefined {
		if (body === undefined) return undefined;
		return typeof body === 'string' ? this.text(body) : JSON.stringify(this.fill(body));
	}

	/** A string that is exactly one `${var}` takes the value with its JSON type. */
	private fill(value: unknown): unknown {
		if (typeof value === 'string') {
			const name = /^\$\{(\w+)\}$/.exec(value)?.[1];
			return name !== undefined && name in this.vars ? this.vars[name] : this.text(value);
		}
		if (Array.isArray(value)) return value.map((item) => this.fill(item));
		if (typeof value === 'object' && value !== null)
			return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.fill(inner)]));
		return value;
	}
}

async function read(answer: Response): Promise<Actual> {
	const text = await answer.text();
	const type = answer.headers.get('content-type')?.split(';')[0].trim() ?? null;
	return {
		status: answer.status,
		type,
		location: answer.headers.get('location') ?? undefined,
		cookies: answer.headers.getSetCookie().map((cookie) => cookie.slice(0, cookie.indexOf('='))),
		body: type?.endsWith('json') ? parse(text) : text,
	};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** `a.0.b`, `$cookie.name`, or `result[permission.name=can_get].id`: the row where that holds. */
function pick(path: string, body: unknown, answer: Response): unknown {
	if (path.startsWith('$cookie.')) return cookieValue(answer, path.slice('$cookie.'.length));
	let value = body;
	for (const step of path.match(/[^.[\]]+|\[[^\]]*\]/g) ?? []) {
		const condition = /^\[(.+?)=(.*)\]$/.exec(step);
		if (condition === null) value = (value as Record<string, unknown> | undefined)?.[step];
		else
			value = Array.isArray(value)
				? value.find((row) => String(pick(condition[1], row, answer)) === condition[2])
				: undefined;
	}
	return value;
}

function cookieValue(answer: Response, name: string): string | undefined {
	const found = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`));
	return found?.slice(name.length + 1).split(';')[0];
}

/**
 * Superset's tokens of people who are gone and of other keys: the stored ones have run out, so they are signed anew
 * with fresh times, the first with the server's key, the second with another.
 */
function signAnew(vars: Readonly<Record<string, string>>): Record<string, string> {
	const { goneToken, badSigToken, secretKey } = vars;
	if (secretKey === undefined) return {};
	return {
		...(goneToken === undefined ? {} : { goneToken: resign(goneToken, secretKey) }),
		...(badSigToken === undefined ? {} : { badSigToken: resign(badSigToken, `not ${secretKey}`) }),
	};
}

function resign(token: string, key: string): string {
	const [header, payload] = token.split('.');
	const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iat: number; exp: number };
	const iat = Math.floor(Date.now() / 1000);
	const fresh = { ...claims, iat, nbf: iat, exp: iat + (claims.exp - claims.iat) };
	const body = `${header}.${Buffer.from(JSON.stringify(fresh)).toString('base64url')}`;
	return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
}
