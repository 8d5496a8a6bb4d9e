import { createHash } from 'node:crypto';

import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

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

// n8n wraps what preAuthentication throws and keeps only the text, so the text is what tells the two apart.
export const isSignInRefused = (message: string) => message.includes(REFUSED);
export const isSignInBlocked = (message: string) => message.includes(BLOCKED);
export const isSignInPostponed = (message: string) => message.includes(POSTPONED);
