import { createHash } from 'node:crypto';

import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Answer } from './answer';

/**
 * A request that carries this header leaves without a session, so the server refuses it with 401 and n8n signs in
 * anew. n8n itself renews on a 401 only; with the mark we can have it done whatever the product answers to an
 * expired session (docs/contracts/n8n.md section 3). The header never reaches the server.
 */
export const RENEW_SESSION = 'x-bi-access-renew-session';

/**
 * A session token as it is stored: bound to the values it was fetched with. An edited URL, name or password makes
 * it invalid, so a token is never sent to another server and a wrong password is never covered by an old session
 * (docs/contracts/n8n-app.md section 4).
 */
export function bindToken(token: string, boundTo: unknown[]): string {
	return `${digest(boundTo)}:${token}`;
}

/** The stored token, if it was fetched with these very values. */
export function boundToken(stored: unknown, boundTo: unknown[]): string | undefined {
	const [mark, token] = String(stored ?? '').split(/:(.*)/s);
	return mark === digest(boundTo) && token ? token : undefined;
}

const digest = (values: unknown[]) => createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);

/** The request with the session's header, or without any if it asks for a renewal. */
export function signRequest(
	options: IHttpRequestOptions,
	header: Record<string, string> | undefined,
): IHttpRequestOptions {
	const { [RENEW_SESSION]: renew, ...headers } = options.headers ?? {};
	return { ...options, headers: { ...headers, ...(renew === undefined && header) } };
}

/** A credential's URL in the one form the rest of the package uses: no blanks, query, or slash at the end. */
export function baseUrlOf(credentials: ICredentialDataDecryptedObject): string {
	return String(credentials.url ?? '')
		.trim()
		.replace(/[?#].*$/s, '')
		.replace(/\/+$/, '');
}

const REFUSED = ' refused the sign-in: ';
const POSTPONED = ' could not sign in just now: ';
const BLOCKED = ' accepts no sign-in for now: ';

/** For `preAuthentication`: the credential is wrong, or the server can't sign it in. Nothing is gained by trying again. */
export function signInRefused(product: string, why: string): Error {
	return new Error(`${product}${REFUSED}${why}`);
}

/** For `preAuthentication`: the server was busy or down; the same sign-in may work later. */
export function signInPostponed(product: string, why: string): Error {
	return new Error(`${product}${POSTPONED}${why}`);
}

/** For `preAuthentication`: the server counts failed sign-ins and accepts none for a while; each try would lengthen it. */
export function signInBlocked(product: string, why: string): Error {
	return new Error(`${product}${BLOCKED}${why}`);
}

/**
 * Why a login failed, as an error for `preAuthentication`. What is the same everywhere (a busy server, a redirect, a page
 * that is no API) is told here.
 *
 * @param why the product's own reasons: a text that ends the matter, or an error of another kind
 * @param urlHint what is often forgotten in the URL
 */
export function signInFailed(
	product: string,
	base: string,
	answer: Answer,
	why: () => string | Error | undefined,
	urlHint = 'and a path prefix if there is one',
): Error {
	const { status } = answer;
	if (status === 429 || status === 502 || status === 503 || status === 504 || answer.kind === 'broken') {
		return signInPostponed(product, `the server is busy or restarting (status ${status}).`);
	}
	if (status >= 300 && status < 400) {
		return signInRefused(
			product,
			`${base} sends requests elsewhere. Enter the URL the server itself uses, with https:// if it has that.`,
		);
	}
	const own = why();
	if (own instanceof Error) return own;
	if (own !== undefined) return signInRefused(product, own);
	if (answer.kind !== 'json' || status === 404 || status < 300) {
		return signInRefused(product, `${base} is not the ${product} API. Check the URL: the right server, ${urlHint}.`);
	}
	return signInRefused(product, `the server answered with status ${status}.`);
}

// n8n wraps what preAuthentication throws and keeps only the text, so the text is what tells the two apart.
export const isSignInRefused = (message: string) => message.includes(REFUSED);
export const isSignInBlocked = (message: string) => message.includes(BLOCKED);
export const isSignInPostponed = (message: string) => message.includes(POSTPONED);
