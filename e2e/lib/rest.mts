import { parse } from 'flatted';
import type { INodeExecutionData, INodeListSearchResult, INodeParameters, IRunExecutionData } from 'n8n-workflow';

import type { Credential, N8n, Workflow } from './n8n.mts';
import { sleep } from './processes.mts';

export interface ExecutionResult {
	readonly id: string;
	readonly status: string;
	readonly data: IRunExecutionData;
}

const finished = new Set(['success', 'error', 'canceled', 'crashed']);

export async function createWorkflow(n8n: N8n, workflow: Workflow): Promise<string> {
	const created = await n8n.rest<{ id: string }>('POST', '/workflows', {
		settings: { executionOrder: 'v1' },
		...workflow,
	});
	return created.id;
}

export interface ListSearch {
	readonly nodeType: string;
	readonly method: string;
	/** The locator's parameter name. */
	readonly parameter: string;
	readonly parameters: INodeParameters;
	readonly credential: Credential;
	readonly filter?: string;
	readonly paginationToken?: string;
}

/** What a resource locator's list asks for. */
export async function listSearch(n8n: N8n, search: ListSearch): Promise<INodeListSearchResult> {
	const { id, name, type } = search.credential;
	return await n8n.rest('POST', '/dynamic-node-parameters/resource-locator-results', {
		path: `parameters.${search.parameter}`,
		methodName: search.method,
		filter: search.filter,
		paginationToken: search.paginationToken,
		nodeTypeAndVersion: { name: search.nodeType, version: 1 },
		currentNodeParameters: search.parameters,
		credentials: { [type]: { id, name } },
	});
}

/** Tests a stored credential as the editor does; `changes` are values typed but not saved. */
export async function testCredential(
	n8n: N8n,
	id: string,
	changes: Record<string, unknown> = {},
): Promise<{ status: 'OK' | 'Error'; message: string }> {
	const stored = await n8n.rest<Credential>('GET', `/credentials/${id}?includeData=true`);
	return await n8n.rest('POST', '/credentials/test', {
		credentials: { id, name: stored.name, type: stored.type, data: { ...stored.data, ...changes } },
	});
}

/** Runs a stored workflow from the trigger node `from` and waits for its end. */
export async function runWorkflow(n8n: N8n, workflowId: string, from: string): Promise<ExecutionResult> {
	const { executionId } = await n8n.rest<{ executionId: string }>('POST', `/workflows/${workflowId}/run`, {
		triggerToStartFrom: { name: from },
	});
	return await executionResult(n8n, executionId);
}

export async function executionResult(n8n: N8n, id: string, within = 30_000): Promise<ExecutionResult> {
	const until = Date.now() + within;
	for (;;) {
		const found = await n8n.rest<{ status: string; data: string }>('GET', `/executions/${id}`);
		if (finished.has(found.status))
			return { id, status: found.status, data: parse(found.data) as IRunExecutionData };
		if (Date.now() > until) throw new Error(`Execution ${id} is still ${found.status} after ${within / 1000} s`);
		await sleep(100);
	}
}

/** The items on each output of a node's last run; an output nothing went to is an empty list. */
export function outputsOf(result: ExecutionResult, node: string): INodeExecutionData[][] {
	const runs = result.data.resultData.runData[node];
	return (runs?.at(-1)?.data?.main ?? []).map((items) => items ?? []);
}
