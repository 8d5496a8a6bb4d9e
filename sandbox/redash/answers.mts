/** An answer before it is written to the wire. Every answer gets the cookies of contract 1 there. */
export interface Answer {
	readonly status: number;
	/** JSON; `null` is a body too. */
	readonly body?: unknown;
	/** A page instead of JSON. */
	readonly html?: string;
	readonly location?: string;
	/** Signs this person in by `remember_token` (contract 1, self-update). */
	readonly remember?: number;
}

/** Thrown by anything that ends a request early. */
export class Refusal extends Error {
	constructor(readonly answer: Answer) {
		super(`refused with ${answer.status}`);
	}
}

export const ok = (body: unknown): Answer => ({ status: 200, body });

/** `{"message": text}`, the form of every JSON error. */
export const message = (status: number, text: string): Answer => ({ status, body: { message: text } });

/*
 * The short names of contract 2. Handlers return them or throw them as a Refusal.
 */

/** 404 KEY: nobody is signed in, or the organisation is not there. */
export const noKey = (): Answer => message(404, "Couldn't find resource. Please login and try again.");

/** 404 NONE: no such record in this organisation. */
export const notFound = (): Answer =>
	message(
		404,
		'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
	);

/** 404 OFF: the user is disabled. */
export const switchedOff = (): Answer => message(404, 'Not found');

/** 403, with the standard text unless the route has its own. */
export const forbidden = (
	text = "You don't have the permission to access the requested resource. It is either read-protected or not readable by the server.",
): Answer => message(403, text);

export const badRequest = (
	text = 'The browser (or proxy) sent a request that this server could not understand.',
): Answer => message(400, text);

export const wrongMethod = (): Answer => message(405, 'The method is not allowed for the requested URL.');

export const conflict = (): Answer =>
	message(
		409,
		'A conflict happened while processing the request. The resource might have been modified while the request was being processed.',
	);

export const notDeclaredJson = (): Answer =>
	message(415, "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.");

export const tooMany = (limit: string): Answer => message(429, limit);

/** 500: an exception nobody caught; on routes with an id usually "no such id". */
export const fatal = (): Answer => message(500, 'Internal Server Error');

/** An HTML answer of the web framework. */
export const page = (status: number, html: string): Answer => ({ status, html });
