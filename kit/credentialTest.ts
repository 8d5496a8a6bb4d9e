import type { ICredentialTestRequest } from 'n8n-workflow';

const ELSEWHERE = 'The server sends requests elsewhere: enter the URL it uses itself, with https:// if it has that';

const REDIRECTS = Object.fromEntries([301, 302, 303, 307, 308].map((status) => [status, ELSEWHERE]));

/**
 * The rules of a credential test: a sentence for each status that has a known cause, redirects included, and one for an
 * answer with status 200 that lacks `key`, which is a web page and not the API.
 *
 * @param values a sentence for each value of another key that tells of something else, at status 200 too
 */
export function testRules(
	statuses: Record<number, string>,
	key: string,
	notTheApi: string,
	values: Array<{ key: string; value: string; message: string }> = [],
): ICredentialTestRequest['rules'] {
	const rules = [
		...Object.entries({ ...REDIRECTS, ...statuses }).map(([value, message]) => ({
			type: 'responseCode' as const,
			properties: { value: Number(value), message },
		})),
		// n8n compares the key's value: undefined means that the answer has no such key.
		{ type: 'responseSuccessBody' as const, properties: { key, value: undefined, message: notTheApi } },
		...values.map((properties) => ({ type: 'responseSuccessBody' as const, properties })),
	];
	return rules as ICredentialTestRequest['rules'];
}

/** The request of a credential test: a read below the credential's URL, which follows no redirect with a key in its hands. */
export const testRequest = (url: string): ICredentialTestRequest['request'] => ({
	baseURL: '={{ $credentials.url.trim().replace(/\\/+$/, "") }}',
	url,
	headers: { Accept: 'application/json' },
	disableFollowRedirect: true,
	skipSslCertificateValidation: '={{ $credentials.allowUnauthorizedCerts }}' as unknown as boolean,
});
