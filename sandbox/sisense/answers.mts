/** An answer before it is written to the wire. */
export interface Answer {
	readonly status: number;
	/** JSON. */
	readonly body?: unknown;
	/** A page instead of JSON. */
	readonly html?: string;
	/** Values of `Set-Cookie`. */
	readonly cookies?: readonly string[];
}

/** Thrown by anything that ends a request early. */
export class Refusal extends Error {
	constructor(readonly answer: Answer) {
		super(`refused with ${answer.status}`);
	}
}

export const ok = (body: unknown): Answer => ({ status: 200, body });

export const created = (body: unknown): Answer => ({ status: 201, body });

/** 204 without a body. */
export const nothing = (): Answer => ({ status: 204 });

/** A status and not a byte. */
export const bare = (status: number): Answer => ({ status });

const HTTP_MESSAGES: Readonly<Record<number, string>> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Method Not Allowed',
	422: 'Unprocessable Entity',
	429: 'Too Many Requests',
};

type More = Readonly<Record<string, unknown>>;

const detail = (status: number, code: number, message: string, more: More = {}): More => ({
	code,
	message,
	status,
	httpMessage: HTTP_MESSAGES[status],
	...more,
});

/** What v1 says went wrong (contract 9). */
export const failure = (status: number, code: number, message: string, more?: More): Answer => ({
	status,
	body: { error: detail(status, code, message, more) },
});

export const refuse = (status: number, code: number, message: string, more?: More): Refusal =>
	new Refusal(failure(status, code, message, more));

/** The same from v2: flat. */
export const refuseFlat = (status: number, code: number, message: string): Refusal =>
	new Refusal({ status, body: detail(status, code, message) });

/** 401 of a token that is missing, unknown, revoked or has run out. */
export const invalidToken = (): Answer => failure(401, 5002, 'Invalid token.');

export const forbidden = (): Answer => failure(403, 403, 'Access denied.');

export const userNotFound = (): Refusal =>
	refuse(404, 2001, 'User not found.', { resourceType: 'user', resourceName: '' });

/** Something else that v1 does not know. */
export const notFound = (type: string, name: string): Refusal =>
	refuse(404, 404, `The ${type} was not found.`, { resourceType: type, resourceName: name });

/*
 * v0.9 has no form for errors (contract 9), so each status here has another one of those that were seen.
 */

export const legacyBad = (words: string): Refusal => new Refusal({ status: 400, body: { message: words } });

export const legacyForbidden = (): Refusal => new Refusal({ status: 403, body: { error: 'Forbidden' } });

export const legacyNotFound = (): Refusal => new Refusal(bare(404));

/** The row; throws the given refusal where there is none. */
export function found<Row>(row: Row | undefined, missing: () => Refusal): Row {
	if (row === undefined) throw missing();
	return row;
}
