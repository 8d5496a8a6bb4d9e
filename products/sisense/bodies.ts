import type { IDataObject } from 'n8n-workflow';

import { bodyOf, type Answer } from '../../kit/http/answer';

const WORDS = ['detail', 'message', 'title', 'error'];

const isMap = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The nested error of v1; an empty object elsewhere (contract 9). */
export function errorOf(answer: Answer): IDataObject {
	const { error } = bodyOf(answer);
	return isMap(error) ? error : {};
}

/** `error.code`, what the product's own texts go by; undefined where there is none. */
export function codeOf(answer: Answer): number | undefined {
	const code = errorOf(answer).code ?? bodyOf(answer).code;
	if (typeof code !== 'number' && typeof code !== 'string') return undefined;
	return Number.isInteger(Number(code)) ? Number(code) : undefined;
}

const NAMED_SECRET = /((?:password|token|secret|authorization|apikey|hash)\w*["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|(?:Bearer\s+)?[^\s,;}"']+)/gi;

/** The text without what a server repeats of a request: passwords and tokens (contract 9). */
export const blanked = (text: string) => text.replace(NAMED_SECRET, '$1•••').replace(/Bearer\s+[\w.~+/=-]+/gi, 'Bearer •••');

/** The server's words, wherever they are (contract 9), without secrets; empty if there are none. */
export const wordsOf = (answer: Answer) => blanked(foundWords(answer));

function foundWords(answer: Answer): string {
	if (typeof answer.body === 'string') return answer.kind === 'html' ? '' : answer.body.trim().slice(0, 300);
	const first = textIn(bodyOf(answer)) || textIn(errorOf(answer));
	const details = subErrors(answer);
	const more = details.length > 1 ? ` (+${details.length - 1} more)` : '';
	return [first, details[0] && `${details[0]}${more}`].filter(Boolean).join(': ');
}

function textIn(body: IDataObject): string {
	for (const key of WORDS) {
		const text = body[key];
		if (typeof text === 'string' && text.trim() !== '') return text.trim();
	}
	return '';
}

/** Entries are `{message}` or `{error: {message}}` by version. */
function subErrors(answer: Answer): string[] {
	const { subErrors: entries } = errorOf(answer);
	if (!Array.isArray(entries)) return [];
	return entries.map((entry) => (isMap(entry) ? textIn(entry) || (isMap(entry.error) ? textIn(entry.error) : '') : '')).filter(Boolean);
}
