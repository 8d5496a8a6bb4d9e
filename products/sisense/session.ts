import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { bodyOf, toAnswer, type Answer } from '../../kit/http/answer';
import { signInUnsent } from '../../kit/http/failure';
import { bindToken, boundToken, signInFailed, signRequest } from '../../kit/http/session';
import { addressOf } from './address';
import { wordsOf } from './bodies';

/** What a stored token depends on: if any of it changes, the token is worth nothing. */
const boundTo = (credentials: ICredentialDataDecryptedObject) => [
	addressOf(credentials),
	credentials.username,
	credentials.password,
];

/** `preAuthentication` of the credential: one login by form, whose token n8n stores in `sessionToken` (contract 2). */
export async function signIn(
	this: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	if (credentials.authentication === 'apiToken') return {};
	const base = addressOf(credentials);
	const form = new URLSearchParams({
		username: String(credentials.username ?? ''),
		password: String(credentials.password ?? ''),
	});
	const request: IHttpRequestOptions = {
		method: 'POST',
		url: `${base}/api/v1/authentication/login`,
		headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
		body: form.toString(),
		returnFullResponse: true,
		// A 401 that n8n sees would make it send the password again, and some servers count failures.
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: 30_000,
		skipSslCertificateValidation: credentials.allowUnauthorizedCerts === true,
	};
	const response = await this.helpers.httpRequest(request).catch((thrown: unknown) => {
		throw signInUnsent('Sisense', base, thrown);
	});
	const answer = toAnswer(response as Parameters<typeof toAnswer>[0]);
	const { access_token: token, success } = bodyOf(answer);
	if (answer.status < 300 && typeof token === 'string' && success !== false)
		return { sessionToken: bindToken(token, boundTo(credentials)) };
	throw refusal(answer, base);
}

/** Why a login failed, in words (contract 2). */
function refusal(answer: Answer, base: string): Error {
	const { status } = answer;
	const why = () => {
		if (/lock|block/i.test(wordsOf(answer))) {
			return 'the account is locked after too many wrong passwords. Wait, or have an admin remove the lockout.';
		}
		if (status !== 401 && status !== 403 && bodyOf(answer).success !== false) return undefined;
		return 'user name or password is wrong. People who sign in at an identity provider have no password here: use an API token.';
	};
	return signInFailed('Sisense', base, answer, why, 'the port, and the name of the tenant if there is one');
}

/** The token a credential signs with; undefined where there is none yet. */
const tokenOf = (credentials: ICredentialDataDecryptedObject) =>
	credentials.authentication === 'apiToken'
		? String(credentials.apiToken ?? '')
		: boundToken(credentials.sessionToken, boundTo(credentials));

/** `authenticate` of the credential: a Bearer token, which needs no CSRF header, and no cookie (contract 1). */
export const authenticate: IAuthenticate = async (credentials, options) => {
	const token = tokenOf(credentials);
	return signRequest(options, token ? { Authorization: `Bearer ${token}` } : undefined);
};

/** A token that ran out or was revoked. A pasted one is dead for good: trying it again changes nothing. */
export const isExpired = (answer: Answer, credentials: ICredentialDataDecryptedObject) =>
	answer.status === 401 && credentials.authentication !== 'apiToken';
