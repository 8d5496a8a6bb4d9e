import type { IDataObject } from 'n8n-workflow';

/** What a server sent back, sorted by what the body really is: a status alone says too little. */
export interface Answer {
	status: number;
	/** `broken` = declared as JSON but cut off or unreadable. */
	kind: 'json' | 'html' | 'text' | 'empty' | 'broken';
	body: unknown;
	headers: Record<string, unknown>;
	/** An earlier try of the same request may have been carried out: its own traces are no conflict. */
	retried?: boolean;
	/** The request was not answered, but what it should create was found; `body` is what the look-up returned. */
	recovered?: boolean;
}

/** n8n's full response as an Answer. n8n hands HTML, and JSON it could not parse, over as text (docs/contracts/n8n.md section 4). */
export function toAnswer(response: { body?: unknown; headers?: unknown; statusCode: number }): Answer {
	const headers = (response.headers ?? {}) as Record<string, unknown>;
	const type = String(headers['content-type'] ?? '');
	return { status: response.statusCode, kind: kindOf(response.body, type), body: response.body, headers };
}

function kindOf(body: unknown, type: string): Answer['kind'] {
	if (body === undefined || body === '') return 'empty';
	if (typeof body !== 'string') return 'json';
	if (type.includes('html') || /^\s*<(!doctype|html)/i.test(body)) return 'html';
	return type.includes('json') ? 'broken' : 'text';
}

/** The body as an object, or an empty one: for reading error texts without asking first what came. */
export function bodyOf(answer: Answer): IDataObject {
	const { body } = answer;
	return answer.kind === 'json' && typeof body === 'object' && body !== null && !Array.isArray(body)
		? (body as IDataObject)
		: {};
}
