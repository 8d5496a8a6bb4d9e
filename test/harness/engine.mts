/**
 * Runs nodes of the built package in n8n's real engine: a test writes a workflow as data and reads back items,
 * errors, hints and credentials. docs/contracts/n8n.md section 10 says what this rests on.
 */
import type {
	IConnections,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';
import { loadCore, type Core } from './core.mts';
import { CredentialStore, credentialsHelper, toStore, type CredentialInput } from './credentials.mts';
import { createRegistry, type Registry } from './nodeTypes.mts';
import { credentialTest, listSearch, loadOptions, poll, toolSchema } from './calls.mts';
import type { EngineOptions, NodeContext, NodeRun, RunResult, WorkflowData, WorkflowRun } from './types.mts';

export { CredentialStore } from './credentials.mts';
export { stub } from './builtIns.mts';
export type * from './types.mts';

type Rest<F> = F extends (engine: Engine, ...rest: infer R) => unknown ? R : never;

export class Engine {
	/** The store of the latest call, so that a test can look at what n8n saved. Runs side by side: use `result.credentials`. */
	credentials = new CredentialStore();

	constructor(
		readonly core: Core,
		readonly registry: Registry,
	) {}

	/** Of n8n-core and n8n-workflow. */
	get versions() {
		return this.core.versions;
	}

	/** For rules that changed: whether this n8n-core (numbered like n8n itself, one behind in 1.x) is not newer than that. */
	isUpTo(major: number, minor: number): boolean {
		const [ourMajor, ourMinor] = this.versions.core.split('.').map(Number);
		return ourMajor < major || (ourMajor === major && ourMinor <= minor);
	}

	/** Credentials to reuse over several calls. */
	store(values: Record<string, ICredentialDataDecryptedObject>): CredentialStore {
		return new CredentialStore(values);
	}

	useCredentials(input?: CredentialInput): CredentialStore {
		if (input) this.credentials = toStore(input);
		return this.credentials;
	}

	/** Errors of nodes are in the result; it throws only for a workflow that cannot start (unknown node type, bad regex value). */
	async run(run: NodeRun | WorkflowRun): Promise<RunResult> {
		return await runWorkflow(this, 'workflow' in run ? run : singleNode(run));
	}

	/** One poll of a trigger node; see {@link poll}. */
	async poll(...args: Rest<typeof poll>) {
		return await poll(this, ...args);
	}

	/** What a resource locator's list shows; see {@link listSearch}. */
	async listSearch(...args: Rest<typeof listSearch>) {
		return await listSearch(this, ...args);
	}

	/** What a dropdown with `loadOptionsMethod` shows; see {@link loadOptions}. */
	async loadOptions(...args: Rest<typeof loadOptions>) {
		return await loadOptions(this, ...args);
	}

	/** The credential dialog's test; see {@link credentialTest}. */
	async credentialTest(...args: Rest<typeof credentialTest>) {
		return await credentialTest(this, ...args);
	}

	/** What an AI model is offered; see {@link toolSchema}. */
	async toolSchema(...args: Rest<typeof toolSchema>) {
		return await toolSchema(this, ...args);
	}

	createWorkflow(data: WorkflowData, store: CredentialStore): Workflow {
		const nodes = data.nodes.map((node, index): INode => {
			const typeVersion = node.typeVersion ?? this.registry.defaultVersion(node.type);
			const { description } = this.registry.nodeTypes.getByNameAndVersion(node.type, typeVersion);
			const types = (description.credentials ?? [])
				.map(({ name }) => name)
				.filter((name) => store.types.includes(name));
			const credentials = Object.fromEntries(types.map((type) => [type, { id: type, name: type }]));
			return {
				id: `node-${index}`,
				position: [index * 200, 0],
				parameters: {},
				...structuredClone(node),
				typeVersion,
				credentials: types.length > 0 ? credentials : undefined,
			};
		});
		return new this.core.workflow.Workflow({
			id: '1',
			active: false,
			nodes,
			connections: data.connections,
			settings: data.settings,
			staticData: data.staticData ? structuredClone(data.staticData) : undefined,
			nodeTypes: this.registry.nodeTypes,
		});
	}

	/** A workflow of one node, for what happens outside an execution. */
	async createNode(
		type: string,
		context: NodeContext,
		staticData?: IDataObject,
	): Promise<{ workflow: Workflow; node: INode; data: IWorkflowExecuteAdditionalData }> {
		const store = this.useCredentials(context.credentials);
		await this.registry.prepare([type], store.types);
		const { parameters, typeVersion } = context;
		const workflow = this.createWorkflow(
			{ nodes: [{ name: 'Node', type, parameters, typeVersion }], connections: {}, staticData },
			store,
		);
		return { workflow, node: workflow.getNode('Node')!, data: this.additionalData(store) };
	}

	additionalData(store: CredentialStore): IWorkflowExecuteAdditionalData {
		return {
			hooks: new this.core.core.ExecutionLifecycleHooks('manual', '1', {} as never),
			credentialsHelper: credentialsHelper(this.core, this.registry.credential, store),
			executionId: '1',
			userId: '1',
			restApiUrl: '',
			instanceBaseUrl: 'http://n8n.example/',
			webhookWaitingBaseUrl: 'http://n8n.example/webhook-waiting',
			formWaitingBaseUrl: 'http://n8n.example/form-waiting',
			variables: {},
			currentNodeExecutionIndex: 0,
			setExecutionStatus() {},
			sendDataToUI() {},
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}

/** Loads n8n's engine (once per process or jest file) and prepares the types a test uses. */
export async function loadEngine(options: EngineOptions = {}): Promise<Engine> {
	const core = loadCore();
	return new Engine(core, createRegistry(core, options));
}

function singleNode({
	node,
	name = 'Node',
	parameters = {},
	typeVersion,
	settings,
	credentials,
	signal,
	cancelAfter,
	mode,
	items,
	...nodeSettings
}: NodeRun): WorkflowRun {
	const start = 'Start';
	const connections: IConnections = { [start]: { main: [[{ node: name, type: 'main', index: 0 }]] } };
	const nodes = [
		{ name: start, type: 'n8n-nodes-base.manualTrigger' },
		{ name, type: node, parameters, typeVersion, ...nodeSettings },
	];
	return {
		workflow: { nodes, connections, settings },
		start,
		output: name,
		credentials,
		signal,
		cancelAfter,
		mode,
		items,
	};
}

function findStart(workflow: Workflow): string {
	const names = Object.values(workflow.nodes)
		.filter(
			({ name, type, disabled }) =>
				!disabled && type !== 'n8n-nodes-base.stickyNote' && workflow.getParentNodes(name, 'ALL').length === 0,
		)
		.map(({ name }) => name);
	if (names.length === 1) return names[0];
	throw new Error(`Say with "start" where the items go in: ${names.join(', ')}`);
}

async function runWorkflow(engine: Engine, run: WorkflowRun): Promise<RunResult> {
	const { workflow: wf, core } = engine.core;
	const store = engine.useCredentials(run.credentials);
	await engine.registry.prepare(
		run.workflow.nodes.map(({ type }) => type),
		store.types,
	);
	const workflow = engine.createWorkflow(run.workflow, store);
	const input = (run.items ?? [{}]).map((json) => ({ json }));
	const executionData = wf.createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{ node: workflow.getNode(run.start ?? findStart(workflow))!, data: { main: [input] }, source: null },
			],
		},
	});

	const mode = run.mode ?? 'manual';
	const started = performance.now();
	const execution = new core.WorkflowExecute(
		engine.additionalData(store),
		mode,
		executionData,
	).processRunExecutionData(workflow);
	const cancel = () => execution.cancel();
	const stopWaiting = cancelOn(run, cancel);
	const { status, data } = await execution.finally(stopWaiting);
	const durationMs = performance.now() - started;

	const { runData, error, lastNodeExecuted } = data.resultData;
	const task = (node: string) => runData[node]?.at(-1);
	const output = run.output ?? lastNodeExecuted ?? '';
	const outputs = (node: string) => (task(node)?.data?.main ?? []).map((items) => items ?? []);
	return {
		status,
		error,
		outputs: outputs(output),
		hints: task(output)?.hints ?? [],
		durationMs,
		runData,
		task,
		json: (node = output, index = 0) => (outputs(node)[index] ?? []).map((item) => item.json),
		credentials: store,
	};
}

function cancelOn({ signal, cancelAfter }: WorkflowRun, cancel: () => void): () => void {
	if (signal?.aborted) cancel();
	signal?.addEventListener('abort', cancel, { once: true });
	const timer = typeof cancelAfter === 'number' ? setTimeout(cancel, cancelAfter) : undefined;
	if (typeof cancelAfter === 'object') void cancelAfter.then(cancel, cancel);
	return () => {
		clearTimeout(timer);
		signal?.removeEventListener('abort', cancel);
	};
}
