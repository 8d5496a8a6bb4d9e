/** n8n's engine with the built package on one side, stand-in servers on the other, and what went over the wire between them. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox/index.mts';
import { PRODUCTS } from '../../sandbox/registry.mts';
import { loadEngine, type CredentialStore, type Engine, type NodeRun, type RunResult } from '../harness/engine.mts';

export interface Exchange {
	/** Name of the product in the sandbox. */
	tool: string;
	method: string;
	path: string;
	status: number;
}

/** One execution, and the requests it made. */
export interface Played extends RunResult {
	requests: Exchange[];
	/** Requests that could change something; sign-ins are none. */
	writes: Exchange[];
	signIns: Exchange[];
	/** `json` of the first output. */
	items: IDataObject[];
	/** `json` of the last output where there are two. */
	failures: IDataObject[];
	/** The message of the error that ended the execution; empty if none did. */
	message: string;
}

/** One server, and how the node signs in there. */
export interface Server {
	credential: string;
	/** Name of the product in the sandbox. */
	tool: string;
	/** Fields of the credential, over those the server gives: another way to sign in. */
	fields?: IDataObject | ((given: IDataObject) => IDataObject);
	/** Path of the request that signs in; absent where the credential itself goes with every request. */
	signInPath?: string;
}

export interface StageOptions extends Server {
	node: string;
	/** Switches by full name, such as `superset.version`. */
	set?: Record<string, string>;
	/** Further servers of a node that talks to several. */
	beside?: Server[];
}

export type Play = Partial<NodeRun>;

type Route = Parameters<Sandbox['control']>[1];

/** All switches of a tool as they are where nobody sets one: a reset alone would keep those of the test before. */
function initialSwitches(tool: string): Record<string, string> {
	const product = PRODUCTS.find(({ name }) => name === tool);
	return Object.fromEntries(Object.entries(product?.switches ?? {}).map(([name, { initial }]) => [`${tool}.${name}`, initial]));
}

export class Stage {
	engine!: Engine;

	sandbox!: Sandbox;

	/** The administrator's credential; keeps its session from test to test, as n8n does. */
	store!: CredentialStore;

	/** Whether the clock was moved: a session signed in the future is none any more once it is back. */
	private moved = false;

	constructor(readonly options: StageOptions) {}

	private get servers(): Server[] {
		return [this.options, ...(this.options.beside ?? [])];
	}

	async open(): Promise<void> {
		this.engine = await loadEngine();
		this.sandbox = await startSandbox({ tools: this.servers.map(({ tool }) => tool), set: this.options.set });
		this.store = this.storeOf();
	}

	/** Back to the start: the company as seeded, this stage's switches and the given ones, no faults, real time. */
	async reset(set: Record<string, string> = {}, more: IDataObject = {}): Promise<void> {
		if (this.moved) this.store = this.storeOf();
		this.moved = false;
		for (const { tool } of this.servers) {
			await this.on(tool, 'reset', { set: { ...initialSwitches(tool), ...this.options.set, ...set }, fresh: false, ...more });
		}
	}

	// eslint-disable-next-line @typescript-eslint/no-explicit-any
	async control(route: Route, body?: unknown): Promise<any> {
		return await this.on(this.options.tool, route, body);
	}

	/** The same for a server by its name. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any
	async on(tool: string, route: Route, body?: unknown): Promise<any> {
		this.moved ||= route === 'clock';
		return await this.sandbox.control(tool, route, body);
	}

	get url(): string {
		return this.sandbox.tools[this.options.tool].url;
	}

	/**
	 * New credentials without sessions: the administrator's, for one of the servers with other fields where given.
	 *
	 * @param fields null: without the credential for that server
	 */
	storeOf(fields: IDataObject | null = {}, of = this.options.tool): CredentialStore {
		const values = this.servers.flatMap(({ credential, tool, fields: always }) => {
			const given = this.sandbox.tools[tool];
			const own = typeof always === 'function' ? always(given) : always;
			if (tool === of && fields === null) return [];
			return [[credential, { ...given, ...own, ...(tool === of && fields) }]];
		});
		return this.engine.store(Object.fromEntries(values) as never);
	}

	private async exchanges(): Promise<Exchange[][]> {
		return await Promise.all(
			this.servers.map(async ({ tool }) => ((await this.on(tool, 'requests')).requests as Array<Omit<Exchange, 'tool'>>).map((one) => ({ tool, ...one }))),
		);
	}

	async play(operation: string, parameters: INodeParameters, run: Play = {}): Promise<Played> {
		const [resource, name] = operation.split('.');
		const before = (await this.exchanges()).map(({ length }) => length);
		const result = await this.engine.run({
			node: this.options.node,
			credentials: this.store,
			...run,
			parameters: { resource, operation: name, ...parameters },
		});
		const requests = (await this.exchanges()).flatMap((all, at) => all.slice(before[at]));
		const isSignIn = ({ tool, path }: Exchange) => this.servers.some((one) => one.tool === tool && one.signInPath !== undefined && path.endsWith(one.signInPath));
		const [first = [], ...others] = result.outputs;
		const jsonOf = (items: INodeExecutionData[] = []) => items.map(({ json }) => json);
		return {
			...result,
			requests,
			writes: requests.filter((one) => !['GET', 'HEAD'].includes(one.method) && !isSignIn(one)),
			signIns: requests.filter(isSignIn),
			items: jsonOf(first),
			failures: jsonOf(others.at(-1)),
			message: result.error?.message ?? '',
		};
	}
}

/** A stage for the tests of one file or `describe`: one engine, one server, reset before each test. */
export function useStage(options: StageOptions): Stage {
	const stage = new Stage(options);
	beforeAll(async () => await stage.open());
	beforeEach(async () => await stage.reset());
	afterAll(async () => await stage.sandbox?.close());
	return stage;
}
