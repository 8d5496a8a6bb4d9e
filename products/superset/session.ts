import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { toAnswer, type Answer } from '../../kit/http/answer';
import { signInUnsent } from '../../kit/http/failure';
import { baseUrlOf, bindToken, boundToken, signInFailed, signRequest } from '../../kit/http/session';
import { fieldTexts } from './errors';

/** What a stored token depends on: if any of it changes, the token is worth nothing. */
const boundTo = (credentials: ICredentialDataDecryptedObject) => [
	baseUrlOf(credentials),
	credentials.provider,
	credentials.username,
	credentials.password,
];

/**
 * `preAuthentication` of the credential: one login, whose token n8n stores in `sessionToken`.
 * Statuses are ignored and thrown as plain errors: a 401 that n8n sees would make it send the password again
 * (docs/contracts/n8n.md section 3).
 */
export async function signIn(
	this: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	if (credentials.authentication === 'apiKey') return {};
	const base = baseUrlOf(credentials);
	const { username, password, provider } = credentials;
	const request: IHttpRequestOptions = {
		method: 'POST',
		url: `${base}/api/v1/security/login`,
		headers: { Accept: 'application/json' },
		body: { username, password, provider: provider || 'db', refresh: true },
		json: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: 30_000,
		skipSslCertificateValidation: credentials.allowUnauthorizedCerts === true,
	};
	const response = await this.helpers.httpRequest(request).catch((thrown: unknown) => {
		throw signInUnsent('Superset', base, thrown);
	});
	const answer = toAnswer(response as Parameters<typeof toAnswer>[0]);
	const token = (answer.body as IDataObject | undefined)?.access_token;
	if (answer.status === 200 && typeof token === 'string')
		return { sessionToken: bindToken(token, boundTo(credentials)) };
	throw refusal(answer, base, provider === 'ldap' ? 'ldap' : 'db');
}

/** Why a login failed, in words (docs/contracts/superset.md 3.1 and 10). */
function refusal(answer: Answer, base: string, provider: string): Error {
	const { status } = answer;
	return signInFailed('Superset', base, answer, () => {
		if (status === 401) {
			return 'username, password or provider is wrong, the account is inactive, or a second username differs from it only in upper and lower case.';
		}
		const texts = fieldTexts(answer);
		if (status === 400 && /provider/i.test(texts)) {
			return `it does not accept the provider "${provider}". Choose the other one; a local account on a server that signs people in another way needs AUTH_API_LOGIN_ALLOW_MULTIPLE_PROVIDERS = True there.`;
		}
		return status === 400 ? `the fields are not accepted (${texts}).` : undefined;
	});
}

/** `authenticate` of the credential: a Bearer token and nothing else; a cookie's user would win over it (contract 2.1). */
export const authenticate: IAuthenticate = async (credentials, options) => {
	const token =
		credentials.authentication === 'apiKey'
			? credentials.apiKey
			: boundToken(credentials.sessionToken, boundTo(credentials));
	return signRequest(options, token ? { Authorization: `Bearer ${String(token)}` } : undefined);
};

/**
 * The user id of the signed-in account, from the stored session: `sub` of its token, a text or, on old servers, a
 * number (contract 3.2). Undefined for API keys, which do not tell.
 */
export function ownIdOf(credentials: ICredentialDataDecryptedObject): number | undefined {
	const token = boundToken(credentials.sessionToken, boundTo(credentials));
	const payload = token?.split('.')[1];
	if (!payload) return undefined;
	const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub?: unknown };
	const id = Number(sub);
	return Number.isInteger(id) && id > 0 ? id : undefined;
}
