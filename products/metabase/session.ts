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
	signInFailed,
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
	const { status } = answer;
	const texts = Object.values(fieldErrors(answer)).join(' ');
	return signInFailed('Metabase', base, answer, () => {
		if (/Too many attempts/i.test(texts)) return throttled(texts);
		if (status === 401 && '_error' in fieldErrors(answer)) return 'the account is deactivated.';
		if (status === 401) return 'e-mail or password is wrong.';
		const isSecondStep = status === 403 && /mfa/.test(JSON.stringify(answer.body));
		if (isSecondStep || (status < 300 && answer.kind === 'json')) {
			return 'the account needs a second factor. Use an API key, which needs none.';
		}
		return status === 400 ? `the fields are not accepted (${texts}).` : undefined;
	});
}

function throttled(texts: string): Error {
	const [, seconds] = /wait (\d+) seconds/.exec(texts) ?? [];
	return signInBlocked(
		'Metabase',
		`too many sign-ins failed, and the server blocks this account or address for ${seconds ? `${seconds} seconds` : 'up to an hour'}; every try in between makes it longer.`,
	);
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
