import { NodeApiError, NodeOperationError, type INode, type INodeExecutionData } from 'n8n-workflow';

import { scrub, type Problem } from './problem';
import type { Result } from './run';

/**
 * A failed item in the one form that reaches the error output in every n8n from 1.115 on and keeps the input's own
 * fields there: these two keys and no other, no `error` on the item (docs/contracts/n8n-app.md section 7).
 */
export function errorItem(problem: Problem, index: number, secrets: Set<string>): INodeExecutionData {
	return {
		json: { error: scrub(problem.what, secrets), message: scrub(problem.todo, secrets) },
		pairedItem: { item: index },
	};
}

/** A Problem as n8n shows it in red: server faults as NodeApiError, input faults as NodeOperationError. */
export function nodeError(
	node: INode,
	problem: Problem,
	secrets: Iterable<string>,
	itemIndex?: number,
	more = '',
): NodeApiError | NodeOperationError {
	const message = scrub([problem.message, more].filter(Boolean).join(' '), secrets);
	const description = problem.detail === undefined ? undefined : scrub(problem.detail, secrets);
	const { httpCode } = problem;
	if (httpCode === undefined) return new NodeOperationError(node, message, { description, itemIndex });
	// From a plain object, and without socket codes: n8n puts sentences of its own in place of ours otherwise.
	const plain = { message, description: description ?? '', ...(/^\d+$/.test(httpCode) && { httpCode }) };
	return new NodeApiError(node, plain, { message, description, itemIndex });
}

/** For On Error = Stop: the first failure, and what is done, what failed and what was not started. */
export function stopped(
	node: INode,
	results: Result[],
	items: INodeExecutionData[],
	secrets: Set<string>,
): NodeApiError | NodeOperationError {
	const indexes = results.map((_, i) => i);
	const failed = indexes.filter((i) => results[i] && 'problem' in results[i]);
	const done = indexes.filter((i) => results[i] && 'outcomes' in results[i]);
	const open = indexes.filter((i) => results[i] === undefined);
	const first = failed[0];
	const { problem } = results[first] as { problem: Problem };
	if (items.length === 1) return nodeError(node, problem, secrets, first);
	const list = (name: string, those: number[]) =>
		those.length > 0 ? `${name}: ${those.length} (${spans(those)}).` : '';
	const account = [
		'Items are counted from 0.',
		list('Done', done),
		list('Failed', failed),
		list('Not started', open),
	];
	return nodeError(node, problem, secrets, first, account.filter(Boolean).join(' '));
}

/** `0, 2–5, 9` */
function spans(sorted: number[]): string {
	const parts: Array<[number, number]> = [];
	for (const i of sorted) {
		const last = parts[parts.length - 1];
		if (last && last[1] === i - 1) last[1] = i;
		else parts.push([i, i]);
	}
	return parts
		.map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`))
		.join(', ');
}
