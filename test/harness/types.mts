import type {
	ExecutionError,
	ExecutionStatus,
	ICredentialType,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRunData,
	IVersionedNodeType,
	IWorkflowSettings,
	ITaskData,
	IConnections,
	NodeExecutionHint,
	OnError,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { CredentialInput, CredentialStore } from './credentials.mts';

type Constructable<T> = T | (new () => T);

export interface EngineOptions {
	/** Node types besides those of the package, by the name a test uses (`toy`). */
	nodes?: Record<string, Constructable<INodeType | IVersionedNodeType>>;
	/** Credential types besides those of the package, by their name. */
	credentialTypes?: Record<string, Constructable<ICredentialType>>;
	/** More stand-ins for n8n's own nodes, by full type name (`n8n-nodes-base.wait`). */
	builtIns?: Record<string, INodeType>;
	/** Folder of the package whose built nodes are loaded; found from the working directory by default. */
	packageRoot?: string;
}

/** How a node is set up in the editor's Settings tab. */
export interface NodeSettings {
	onError?: OnError;
	retryOnFail?: boolean;
	maxTries?: number;
	/** Milliseconds; n8n allows at most 5000. */
	waitBetweenTries?: number;
	alwaysOutputData?: boolean;
	executeOnce?: boolean;
}

/** What a node needs wherever it is used: in a run, a poll, a list search. */
export interface NodeContext {
	parameters?: INodeParameters;
	/** Fields by credential type, or a store. By default the store of the last run is used again. */
	credentials?: CredentialInput;
	typeVersion?: number;
}

interface RunOptions {
	credentials?: CredentialInput;
	/** Cancels the execution when it aborts. */
	signal?: AbortSignal;
	/** Cancels the execution after so many milliseconds, or once the promise settles. */
	cancelAfter?: number | Promise<unknown>;
	/** `manual` by default: what the editor's Execute button gives. */
	mode?: WorkflowExecuteMode;
	/** The `json` of the input items; one empty item by default. */
	items?: IDataObject[];
}

/** One node, fed by a manual trigger. */
export interface NodeRun extends RunOptions, NodeContext, NodeSettings {
	node: string;
	/** Name of the node in the workflow; `Node` by default. */
	name?: string;
	/** Settings of the workflow. */
	settings?: IWorkflowSettings;
}

/** The part of a workflow file that matters to the engine. */
export interface WorkflowData {
	nodes: Array<Pick<INode, 'name' | 'type'> & Partial<INode>>;
	connections: IConnections;
	settings?: IWorkflowSettings;
	staticData?: IDataObject | null;
}

export interface WorkflowRun extends RunOptions {
	workflow: WorkflowData;
	/** Where `items` go in: by default the only node without an incoming connection. */
	start?: string;
	/** Whose output `outputs` and `hints` show: by default the node that ran last. */
	output?: string;
}

export interface RunResult {
	status: ExecutionStatus;
	/** Set when the execution failed. The engine passes on a plain copy: compare `name`, not the class. */
	error?: ExecutionError;
	/** Per output branch of the node: with On Error = error output, the last one holds the failed items. */
	outputs: INodeExecutionData[][];
	hints: NodeExecutionHint[];
	/** Milliseconds for the whole execution. */
	durationMs: number;
	runData: IRunData;
	/** Last run of a node by its name; `undefined` if it never ran. */
	task(node: string): ITaskData | undefined;
	/** The `json` of what a node gave out, first output by default. */
	json(node?: string, output?: number): IDataObject[];
	/** The credentials as they are after the run. */
	credentials: CredentialStore;
}
