/** What n8n does with a node or credential outside an execution. */
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IDataObject,
	ILoadOptionsFunctions,
	INode,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	INodeType,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { Engine } from './engine.mts';
import { CredentialStore } from './credentials.mts';
import type { NodeContext } from './types.mts';

export interface PollOptions extends NodeContext {
	/** The workflow's static data as the last poll left it. */
	staticData?: IDataObject;
	/** `manual` is the sample run from the editor. */
	mode?: WorkflowExecuteMode;
	activation?: WorkflowActivateMode;
}

export interface PollResult {
	/** `null`: nothing new. */
	outputs: INodeExecutionData[][] | null;
	/** To hand to the next poll. A poll that throws leaves the caller's copy as it was, as n8n drops staged changes. */
	staticData: IDataObject;
}

export async function poll(engine: Engine, type: string, options: PollOptions = {}): Promise<PollResult> {
	const { workflow, node, data } = await engine.createNode(type, options, options.staticData);
	const context = new engine.core.core.PollContext(
		workflow,
		node,
		data,
		options.mode ?? 'trigger',
		options.activation ?? 'activate',
	);
	const outputs = await nodeType(engine, node).poll!.call(context);
	return { outputs, staticData: JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject };
}

export interface ListOptions extends NodeContext {
	filter?: string;
	paginationToken?: string;
	/** Path of the field whose list is opened. */
	path?: string;
}

const nodeType = (engine: Engine, node: INode): INodeType =>
	engine.registry.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);

async function methodContext(engine: Engine, type: string, options: ListOptions) {
	const { workflow, node, data } = await engine.createNode(type, options);
	data.currentNodeParameters = node.parameters;
	const context = new engine.core.core.LoadOptionsContext(
		workflow,
		node,
		data,
		options.path ?? 'parameters.field',
	) as ILoadOptionsFunctions;
	return { context, methods: nodeType(engine, node).methods };
}

/** @throws if the node has no such `methods.listSearch` */
export async function listSearch(
	engine: Engine,
	type: string,
	method: string,
	options: ListOptions = {},
): Promise<INodeListSearchResult> {
	const { context, methods } = await methodContext(engine, type, options);
	const search = methods?.listSearch?.[method];
	if (!search) throw new Error(`${type} has no list search "${method}"`);
	return await search.call(context, options.filter, options.paginationToken as never); // a number in old n8n, a string since 2.x
}

/** @throws if the node has no such `methods.loadOptions` */
export async function loadOptions(
	engine: Engine,
	type: string,
	method: string,
	options: ListOptions = {},
): Promise<INodePropertyOptions[]> {
	const { context, methods } = await methodContext(engine, type, options);
	const load = methods?.loadOptions?.[method];
	if (!load) throw new Error(`${type} has no load options "${method}"`);
	return await load.call(context);
}

type Fields = ICredentialDataDecryptedObject;

/** What the engine throws for a request: a NodeApiError around axios' error. */
interface RequestError extends Error {
	cause?: { code?: string; response?: { status: number; statusText: string } };
}

/**
 * The credential dialog's test: sends `test.request` through n8n's declarative routing and judges the answer by
 * `test.rules`. n8n looks at rules of type `responseCode` only for failed requests and at `responseSuccessBody` only
 * for good ones; any other failure shows the status text, the socket's code or the message thrown.
 */
export async function credentialTest(
	engine: Engine,
	type: string,
	given: Fields | CredentialStore,
): Promise<INodeCredentialTestResult> {
	const { core, workflow: wf } = engine.core;
	await engine.registry.prepare([], [type]);
	const { test } = engine.registry.credential(type);
	if (!test) return { status: 'Error', message: 'No testing function found for this credential.' };

	const store = engine.useCredentials(given instanceof CredentialStore ? given : { [type]: given });
	const data = engine.additionalData(store);
	const fields = await data.credentialsHelper.getDecrypted(data, { id: type, name: type }, type, 'internal');

	const noOp = engine.registry.nodeTypes.getByNameAndVersion('n8n-nodes-base.noOp');
	const testNode: INodeType = {
		description: {
			...noOp.description,
			credentials: [{ name: type, required: true }],
			properties: [
				{
					displayName: 'Request',
					name: 'request',
					type: 'string',
					default: '',
					routing: { request: test.request as never },
				},
			],
		},
	};
	const node: INode = {
		id: 't',
		name: 'Test',
		type: 'noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type]: { id: type, name: type } },
	};
	const nodeTypes = { getByName: () => testNode, getByNameAndVersion: () => testNode, getKnownTypes: () => ({}) };
	const workflow = new wf.Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const input = { main: [[{ json: {} }]] };
	const context = new core.ExecuteContext(
		workflow,
		node,
		data,
		'internal',
		wf.createRunExecutionData({}),
		0,
		[],
		input,
		{ node, data: {}, source: null },
		[],
	);
	try {
		const answer = await new core.RoutingNode(context, testNode, {
			id: type,
			name: type,
			type,
			data: fields,
		}).runNode();
		return judgeBody(test.rules, answer?.[0]?.[0]?.json);
	} catch (error) {
		return { status: 'Error', message: failureText(test.rules, error as RequestError) };
	}
}

type Rules = ICredentialTestRequest['rules'];

function judgeBody(rules: Rules, body: unknown): INodeCredentialTestResult {
	for (const rule of rules ?? []) {
		if (rule.type !== 'responseSuccessBody') continue;
		const { key, value, message } = rule.properties;
		const found = key
			.split(/[.[\]]+/)
			.reduce<unknown>((part, name) => (part as IDataObject | undefined)?.[name], body);
		if (found === value) return { status: 'Error', message };
	}
	return { status: 'OK', message: 'Connection successful!' };
}

function failureText(rules: Rules, { cause, message }: RequestError): string {
	if (!cause?.response) return cause?.code ?? message;
	const { status, statusText } = cause.response;
	for (const rule of rules ?? []) {
		if (rule.type === 'responseCode' && rule.properties.value === status) return rule.properties.message;
	}
	return statusText || `Received HTTP status code: ${status}`;
}

export interface ToolSchema {
	name: string;
	description: string;
	/** JSON Schema of the arguments. */
	parameters: { type: 'object'; properties?: Record<string, IDataObject>; required?: string[] };
}

/** The function an AI model is offered for a node whose parameters hold `$fromAI(…)` expressions. */
export async function toolSchema(
	engine: Engine,
	type: string,
	parameters: INodeParameters,
	name = 'Node',
): Promise<ToolSchema> {
	const { workflow } = await engine.createNode(type, { parameters });
	const node: INode = { ...workflow.getNode('Node')!, name };
	// Internal to n8n-core: nothing exported shows this without a running AI agent.
	const internal = 'n8n-core/dist/execution-engine/node-execution-context/utils/create-node-as-tool.js';
	const { createNodeAsTool } = engine.core.require(internal) as {
		createNodeAsTool(options: object): { response: { name: string; description: string; schema: unknown } };
	};
	const { response } = createNodeAsTool({
		node,
		nodeType: nodeType(engine, node),
		handleToolInvocation: async () => '',
	});
	// The function LangChain itself uses to tell the model, whichever version of zod n8n carries.
	const { toJsonSchema } = engine.core.require('@langchain/core/utils/json_schema') as {
		toJsonSchema(schema: unknown): unknown;
	};
	return {
		name: response.name,
		description: response.description,
		parameters: toJsonSchema(response.schema) as ToolSchema['parameters'],
	};
}
