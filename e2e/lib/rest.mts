import { parse } from 'flatted';
import type { INodeExecutionData, INodeListSearchResult, INodeParameters, IRunExecutionData } from 'n8n-workflow';

import type { Credential, N8n, Workflow } from './n8n.mts';
import { sleep } from './processes.mts';

export interface ExecutionResult {
	readonly id: string;
	readonly status: string;
	readonly data: IRunExecutionData;
}

const finished = ['success', 'error', 'canceled', 'crashed'];

/** Stores a workflow; its id. */
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

/** Switches on a stored workflow's triggers; a webhook answers from then on. */
export async function activateWorkflow(n8n: N8n, workflowId: string): Promise<void> {
	const { versionId } = await n8n.rest<{ versionId: string }>('GET', `/workflows/${workflowId}`);
	await n8n.rest('POST', `/workflows/${workflowId}/activate`, { versionId });
}

/** Starts a stored workflow from the trigger node `from`, as a click on that node does; the execution's id. */
export async function startWorkflow(n8n: N8n, workflowId: string, from: string): Promise<string> {
	// n8n 2.4 and 1.x run what they are sent, newer ones what is stored.
	const workflowData = await n8n.rest('GET', `/workflows/${workflowId}`);
	const run = { workflowData, triggerToStartFrom: { name: from } };
	const { executionId } = await n8n.rest<{ executionId?: string }>('POST', `/workflows/${workflowId}/run`, run);
	if (executionId === undefined) throw new Error(`n8n waits for an event of ${from} instead of running it`);
	return executionId;
}

/** Runs a stored workflow from the trigger node `from` and waits for its end. */
export async function runWorkflow(n8n: N8n, workflowId: string, from: string): Promise<ExecutionResult> {
	return await executionResult(n8n, await startWorkflow(n8n, workflowId, from));
}

interface ListedExecution {
	readonly id: string;
	readonly status: string;
}

/** The executions of a workflow, the newest first. */
export async function executionsOf(n8n: N8n, workflowId: string): Promise<readonly ListedExecution[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const found = await n8n.rest<{ results: ListedExecution[] }>('GET', `/executions?filter=${filter}&limit=20`);
	return found.results;
}

export interface Patience {
	/** Milliseconds. */
	readonly within?: number;
	/** Whether one that waits for an answer from outside is at its end for now. */
	readonly orWaiting?: boolean;
}

/** Milliseconds. */
const DATA_FOLLOWS = 250;

/** Waits for the end of an execution. */
export async function executionResult(n8n: N8n, id: string, { within = 30_000, orWaiting = false }: Patience = {}): Promise<ExecutionResult> {
	const until = Date.now() + within;
	const read = async () => await n8n.rest<{ status: string; data: string }>('GET', `/executions/${id}`);
	for (;;) {
		const found = await read();
		if (finished.includes(found.status) || (orWaiting && found.status === 'waiting')) {
			// Status and data are two writes in n8n 1.x, and the status comes first.
			await sleep(DATA_FOLLOWS);
			const { status, data } = await read();
			return { id, status, data: parse(data) as IRunExecutionData };
		}
		if (Date.now() > until) throw new Error(`Execution ${id} is still ${found.status} after ${within / 1000} s`);
		await sleep(100);
	}
}

/** The items on each output of a node's last run; an output nothing went to is an empty list. */
export function outputsOf(result: ExecutionResult, node: string): INodeExecutionData[][] {
	const runs = result.data.resultData.runData[node];
	return (runs?.at(-1)?.data?.main ?? []).map((items) => items ?? []);
}

/** The text of a file beside the first item of a node, wherever n8n keeps it. */
export async function fileOf(n8n: N8n, result: ExecutionResult, node: string, property: string): Promise<string> {
	const file = outputsOf(result, node)[0]?.[0]?.binary?.[property];
	if (file === undefined) throw new Error(`${node} put out no file ${property}`);
	if (file.id === undefined) return Buffer.from(file.data, 'base64').toString('utf8');
	const answer = await n8n.get(`/rest/binary-data?id=${encodeURIComponent(file.id)}&action=download`);
	if (!answer.ok) throw new Error(`n8n answered ${answer.status} for the file ${property} of ${node}`);
	return await answer.text();
}

/** Which node ended an execution, and with what words. */
export function troubleOf({ data }: ExecutionResult): string {
	const { error } = data.resultData;
	if (error === undefined) return 'no error';
	const node = 'node' in error ? error.node?.name : undefined;
	return `${node ?? 'the workflow'}: ${error.message}`;
}
