import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { bodyOf, toAnswer, type Answer } from '../../kit/http/answer';
import { signInUnsent } from '../../kit/http/failure';
import {
	baseUrlOf,
	bindToken,
	boundToken,
	signInBlocked,
	signInPostponed,
	signInRefused,
	signRequest,
} from '../../kit/http/session';
import { fieldErrors } from './bodies';

/** What a stored session depends on: if any of it changes, the session is worth nothing. */
const boundTo = (credentials: ICredentialDataDecryptedObject) => [
	baseUrlOf(credentials),
	credentials.username,
	credentials.password,
];

/**
 * `preAuthentication` of the credential: one login, whose session n8n stores in `sessionToken`; it lives 14 days and
 * each new one mails the account's owner (contract 2). The field is `username` and takes the e-mail.
 */
export async function signIn(
	this: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	if (credentials.authentication !== 'session') return {};
	const base = baseUrlOf(credentials);
	const { username, password } = credentials;
	const request: IHttpRequestOptions = {
		method: 'POST',
		url: `${base}/api/session`,
		headers: { Accept: 'application/json' },
		body: { username, password },
		json: true,
		returnFullResponse: true,
		// A 401 that n8n sees would make it send the password again, and each failure lengthens the server's block.
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: 30_000,
		skipSslCertificateValidation: credentials.allowUnauthorizedCerts === true,
	};
	const response = await this.helpers.httpRequest(request).catch((thrown: unknown) => {
		throw signInUnsent('Metabase', base, thrown);
	});
	const answer = toAnswer(response as Parameters<typeof toAnswer>[0]);
	const { id } = bodyOf(answer);
	if (answer.status === 200 && typeof id === 'string')
		return { sessionToken: bindToken(id, boundTo(credentials)) };
	throw refusal(answer, base);
}

/** Why a login failed, in words: nearly everything is 401, being throttled too (contract 2). */
function refusal(answer: Answer, base: string): Error {
	const refused = (why: string) => signInRefused('Metabase', why);
	const { status } = answer;
	if (status === 429 || status === 502 || status === 503 || status === 504 || answer.kind === 'broken') {
		return signInPostponed('Metabase', `the server is busy or starting (status ${status}).`);
	}
	if (status >= 300 && status < 400) {
		return refused(
			`${base} sends requests elsewhere. Enter the URL the server itself uses, with https:// if it has that.`,
		);
	}
	const texts = Object.values(fieldErrors(answer)).join(' ');
	const [, seconds] = /wait (\d+) seconds/.exec(texts) ?? [];
	if (/Too many attempts/i.test(texts)) {
		return signInBlocked(
			'Metabase',
			`too many sign-ins failed, and the server blocks this account or address for ${seconds ? `${seconds} seconds` : 'up to an hour'}; every try in between makes it longer.`,
		);
	}
	if (status === 401 && '_error' in fieldErrors(answer)) return refused('the account is deactivated.');
	if (status === 401) return refused('e-mail or password is wrong.');
	if (status === 403 && /mfa/.test(JSON.stringify(answer.body)) || (status < 300 && answer.kind === 'json')) {
		return refused('the account needs a second factor. Use an API key, which needs none.');
	}
	if (status === 400) return refused(`the fields are not accepted (${texts}).`);
	if (answer.kind !== 'json' || status === 404 || status < 300) {
		return refused(
			`${base} is not the Metabase API. Check the URL: the right server, and a path prefix if there is one.`,
		);
	}
	return refused(`the server answered with status ${status}.`);
}

/** `authenticate` of the credential. One header and no cookie: a cookie's session would win over it (contract 1). */
export const authenticate: IAuthenticate = async (credentials, options) => {
	if (credentials.authentication !== 'session') {
		return signRequest(options, { 'X-API-Key': String(credentials.apiKey ?? '') });
	}
	const session = boundToken(credentials.sessionToken, boundTo(credentials));
	return signRequest(options, session ? { 'X-Metabase-Session': session } : undefined);
};

/** A session that ran out or was ended. A key does not run out: trying it again changes nothing. */
export const isExpired = (answer: Answer, credentials: ICredentialDataDecryptedObject) =>
	answer.status === 401 && credentials.authentication === 'session';
