import { bodyOf, type Answer } from './answer';
import { isSignInBlocked, isSignInPostponed, isSignInRefused, signInRefused } from './session';

/** Why a request brought no usable answer, as far as it decides what to do next. */
export interface Failure {
	kind:
		| 'signIn' // the credential was refused: never tried again
		| 'signInBlocked' // too many sign-ins failed before: not tried again either
		| 'notSent' // nothing reached the server
		| 'lost' // it may or may not have been carried out
		| 'busy' // the server refused for now, nothing was carried out
		| 'certificate'
		| 'unknownHost'
		| 'blocked' // n8n's own guard against private addresses
		| 'other';
	code: string;
	text: string;
	/** Milliseconds the server asked to wait. */
	retryAfter?: number;
	/** The server's budget for this kind of request is used up; `retryAfter` is when it is open again at the latest. */
	reopens?: boolean;
}

const CODE = /\b(E[A-Z_]{4,}|CERT_[A-Z_]+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_[A-Z_]+)\b/;
const NOT_SENT = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']);
const LOST = new Set(['ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE', 'ESOCKETTIMEDOUT', 'ERR_BAD_RESPONSE']);

/** Sorts what n8n's request helper threw. With all statuses ignored these are faults below HTTP, or of the sign-in. */
export function fromError(thrown: unknown): Failure {
	const texts = textsOf(thrown);
	const text = texts[0] ?? String(thrown);
	const failure = (kind: Failure['kind'], code = ''): Failure => ({ kind, code, text });
	const signIn = texts.find(isSignInRefused);
	if (signIn) return { kind: 'signIn', code: '401', text: signIn };
	const blocked = texts.find(isSignInBlocked);
	if (blocked) return { kind: 'signInBlocked', code: '401', text: blocked };
	const postponed = texts.find(isSignInPostponed);
	if (postponed) return { kind: 'busy', code: '503', text: postponed };

	const unsent = Object.entries(UNSENT).find(([, what]) => texts.some((one) => one.includes(what)));
	if (unsent) return failure(unsent[0] as Failure['kind']);

	const code = codeOf(thrown, texts);
	if (/ssrf|blocked by .*polic/i.test(texts.join(' '))) return failure('blocked', code);
	if (code === 'ENOTFOUND') return failure('unknownHost', code);
	if (/CERT|UNABLE_TO/.test(code) || /certificate/i.test(text)) return failure('certificate', code);
	if (['429', '502', '503', '504'].includes(code)) return failure('busy', code);
	if (NOT_SENT.has(code)) return failure('notSent', code);
	if (LOST.has(code) || /socket hang up|aborted|timeout/i.test(texts.join(' '))) return failure('lost', code);
	return failure('other', code);
}

/**
 * Sorts an answer that asks for another try. Undefined: the answer is final.
 *
 * @param reopensIn milliseconds until a budget that is used up is open again at the latest
 */
export function fromAnswer(answer: Answer, reopensIn?: number): Failure | undefined {
	const failure = (kind: Failure['kind'], text: string): Failure => ({
		kind,
		code: String(answer.status),
		text,
		retryAfter: retryAfterOf(answer),
	});
	if (answer.status === 429 && reopensIn !== undefined) {
		const text = String(bodyOf(answer).message ?? '');
		return { ...failure('busy', text), retryAfter: reopensIn, reopens: true };
	}
	if (answer.status === 429) return failure('busy', 'The server says: too many requests.');
	if ([502, 503, 504].includes(answer.status))
		return failure('lost', `The server is not available (status ${answer.status}).`);
	if (answer.kind === 'broken') return failure('lost', 'The answer was cut off in the middle.');
	return undefined;
}

function retryAfterOf(answer: Answer): number | undefined {
	const value = answer.headers['retry-after'];
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const seconds = Number(value);
	const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(String(value)) - Date.now();
	return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** What went wrong before anything was sent. n8n puts words of its own in place of a text with a socket's code in it. */
const UNSENT = {
	notSent: 'accepts no connection',
	unknownHost: 'is not known: there is no server of this name',
	certificate: 'has a certificate that is not trusted',
	blocked: 'is an address that n8n may not ask',
	lost: 'did not answer the sign-in',
} as const;

/** For `preAuthentication`: no answer came at all. The credential dialog would show a bare code. */
export function signInUnsent(product: string, base: string, thrown: unknown): Error {
	const { kind, code, text } = fromError(thrown);
	if (/invalid.url/i.test(`${code} ${text}`)) {
		return signInRefused(product, `"${base}" is not a web address. Enter the URL in full, with https:// or http://.`);
	}
	const what = UNSENT[kind as keyof typeof UNSENT] ?? UNSENT.lost;
	return new Error(`${base} ${what}. Check the URL, and that the server is running.`);
}

interface Nested {
	message?: unknown;
	description?: unknown;
	code?: unknown;
	httpCode?: unknown;
	cause?: unknown;
	errorResponse?: unknown;
}

function chainOf(thrown: unknown): Nested[] {
	const chain: Nested[] = [];
	for (let one = thrown as Nested | undefined; typeof one === 'object' && one !== null && chain.length < 5; ) {
		chain.push(one);
		one = (one.cause ?? one.errorResponse) as Nested | undefined;
	}
	return chain;
}

function textsOf(thrown: unknown): string[] {
	return chainOf(thrown)
		.flatMap((one) => [one.message, one.description])
		.filter((text): text is string => typeof text === 'string' && text !== '');
}

function codeOf(thrown: unknown, texts: string[]): string {
	for (const one of chainOf(thrown)) {
		for (const code of [one.httpCode, one.code]) if (typeof code === 'string' && CODE.test(code)) return code;
	}
	const named = CODE.exec(texts.join(' '))?.[1];
	return named ?? String(chainOf(thrown).find((one) => one.httpCode)?.httpCode ?? '');
}
