/** Answers in the shapes of contract 2.4, and the way a handler gives up early. */

export interface Answer {
	readonly status: number;
	/** JSON unless `html` is given. */
	readonly body?: unknown;
	readonly html?: string;
	readonly location?: string;
	/** Whether the answer sets the session cookie (contract 14.8). */
	readonly cookie?: boolean;
}

/** Thrown to end a request with this answer. */
export class Refusal extends Error {
	constructor(readonly answer: Answer) {
		super(`answer ${answer.status}`);
	}
}

export function json(status: number, body: unknown, cookie = false): Answer {
	return { status, body, cookie };
}

/** MESSAGE, and FIELDS where `message` is an object: what FAB itself answers. */
export function message(status: number, text: unknown, cookie = false): Answer {
	return { status, body: { message: text }, cookie };
}

/** MSG: the token check. */
export function msg(status: number, text: string): Answer {
	return { status, body: { msg: text } };
}

/** ERRORS: no such route, 405, 429, CSRF, unhandled exceptions. */
export function errors(status: number, text: string): Answer {
	return {
		status,
		cookie: true,
		body: {
			errors: [
				{
					message: text,
					error_type: 'GENERIC_BACKEND_ERROR',
					level: 'error',
					extra: {
						issue_codes: [
							{ code: 1011, message: 'Issue 1011 - Superset encountered an unexpected error.' },
						],
					},
				},
			],
		},
	};
}

export const notFound = (): Answer => message(404, 'Not found');
export const forbidden = (): Answer => message(403, 'Forbidden');
export const fatal = (cookie = false): Answer => message(500, 'Fatal error', cookie);
export const notAuthorized = (): Answer => message(401, 'Not authorized');

export const noSuchRoute = (): Answer =>
	errors(
		404,
		'404 Not Found: The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
	);
export const wrongMethod = (): Answer =>
	errors(405, '405 Method Not Allowed: The method is not allowed for the requested URL.');
export const tooMany = (): Answer => errors(429, '429 Too Many Requests: 50 per 1 second');

/** A redirect as the framework writes it; always HTML, whatever the request accepts. */
export function redirect(status: 302 | 308, location: string): Answer {
	return {
		status,
		location,
		html: `<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>You should be redirected automatically to the target URL: <a href="${location}">${location}</a>. If not, click the link.\n`,
	};
}
