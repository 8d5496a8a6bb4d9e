import { bodyOf, type Answer } from '../../kit/http/answer';

type Nested = Record<string, unknown>;

const isMap = (value: unknown): value is Nested =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with which field: shape 2 of contract 1, nested maps and lists of maps by their path. */
export function fieldErrors(answer: Answer): Record<string, string> {
	const { errors } = bodyOf(answer);
	return isMap(errors) ? flat(errors, '') : {};
}

function flat(errors: Nested, prefix: string): Record<string, string> {
	const found: Record<string, string> = {};
	for (const [key, value] of Object.entries(errors)) {
		const nested = isMap(value) || (Array.isArray(value) && value.some((one) => typeof one === 'object' && one !== null));
		if (nested) Object.assign(found, flat(value as Nested, `${prefix}${key}.`));
		else found[`${prefix}${key}`] = Array.isArray(value) ? value.join(', ') : String(value);
	}
	return found;
}

/** The server's words in any of the four shapes (contract 1); empty if there are none. */
export function wordsOf(answer: Answer): string {
	if (typeof answer.body === 'string') return answer.kind === 'html' ? '' : answer.body.trim();
	const body = bodyOf(answer);
	const fields = Object.entries(fieldErrors(answer)).map(([field, words]) => `${field}: ${words}`);
	if (fields.length > 0) return fields.join('; ');
	return said(body) || (isMap(body.data) ? said(body.data) : '');
}

function said(body: Nested): string {
	for (const key of ['message', 'error', 'error_message', 'cause']) {
		if (typeof body[key] === 'string' && body[key] !== '') return body[key];
	}
	return '';
}
