import { Problem } from '../problem';
import type { Answer } from './answer';
import type { Failure } from './failure';

/** The texts for everything that is no answer of the product's API. One place, so that all products say the same. */

export function notTheApi(
	{ product, urlHint }: { product: string; urlHint?: string },
	base: string,
	answer: Answer,
): Problem {
	const what = {
		html: 'a web page',
		text: 'plain text',
		empty: 'nothing',
		broken: 'unreadable data',
		json: 'unexpected data',
	}[answer.kind];
	return new Problem(
		`This is not the ${product} API: ${base} answered with ${what}.`,
		`Check the URL in the credential: the right server, a path prefix if there is one, ${urlHint ? `${urlHint}, ` : ''}and no sign-in proxy in between.`,
		{ httpCode: answer.status },
	);
}

export function redirected(product: string, base: string, target: URL | undefined): Problem {
	const secure = target?.protocol === 'https:' && base.startsWith('http:');
	return new Problem(
		`${product} at ${base} sends requests elsewhere${target ? ` (to ${target.origin})` : ''}.`,
		secure
			? `Enter the URL with https:// in the credential: ${base.replace(/^http:/, 'https:')}.`
			: 'Enter the URL the server itself uses in the credential, and check for a sign-in proxy in between.',
		{ httpCode: 302 },
	);
}

export function unreachable(product: string, base: string, failure: Failure): Problem {
	const more = { httpCode: failure.code || undefined, detail: failure.text };
	const say = (what: string, todo: string) => new Problem(what, todo, more);
	switch (failure.kind) {
		case 'unknownHost':
			return say(`There is no server of the name in ${base}.`, `Check the URL in the ${product} credential.`);
		case 'certificate':
			return say(
				`The certificate of ${base} is not trusted.`,
				'Install the issuing authority on the n8n server, or switch on "Ignore SSL Issues" in the credential.',
			);
		case 'blocked':
			return say(
				`n8n does not allow requests to ${base}.`,
				'Ask who runs n8n to allow this address (N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES).',
			);
		case 'notSent':
			return say(
				`${product} at ${base} accepts no connection.`,
				'Check the URL and port in the credential, and that the server is running.',
			);
		case 'lost':
		case 'busy':
			return say(
				`${product} at ${base} did not answer properly, also after several tries. ${failure.text}`,
				'Check that the server is healthy, then run again: what is already done will be left alone.',
			);
		default:
			return say(
				`The request to ${product} at ${base} failed: ${failure.text}`,
				'Check the URL in the credential and the network between n8n and the server.',
			);
	}
}

/** After a create whose answer was lost and that nobody can look up: better said than sent twice. */
export function cutOff(product: string, failure: Failure): Problem {
	return new Problem(
		`The connection to ${product} broke while something was being created, so it is unknown whether it exists now.`,
		'Look it up before running this item again.',
		{ httpCode: failure.code || undefined, detail: failure.text },
	);
}

/** A limit that can't be waited out within the user's patience. */
export function later(product: string, failure: Failure, maxWait: number): Problem {
	const at = new Date(Date.now() + (failure.retryAfter ?? 60_000));
	return new Problem(
		`${product} refuses more requests for now, longer than the ${maxWait} s this node may wait.`,
		`Run again after ${at.toISOString()}, or raise "Max Wait" in the options; what is already done will be left alone.`,
		{ httpCode: failure.code, detail: failure.text },
	);
}

/** A budget of the server, such as so many creations per hour, that can't be waited out within the user's patience. */
export function exhausted(product: string, what: string, failure: Failure, made?: number): Problem {
	const at = new Date(Date.now() + (failure.retryAfter ?? 0));
	return new Problem(
		`${product} allows no more ${what} for now (${failure.text})${made === undefined ? '' : `; this run made ${made}`}.`,
		`Run the items that are left again after ${at.toISOString()} at the latest: what is done is left alone.`,
		{ httpCode: failure.code },
	);
}
