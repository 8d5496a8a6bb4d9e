/** What a row of the benchmark is made of, and what it comes to. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { FloorClient, FloorRequest } from './floor.mts';
import type { BenchServer } from './server.mts';

/** What a run may cost. */
export interface Allowed {
	requests: number;
	/** Wall time as a multiple of what the server's limit allows for as many requests. */
	timesLimit?: number;
	/** Most heap in use during the run, beyond what was in use before. */
	heapMb?: number;
}

/** What the node did. */
export interface Ours {
	requests: number;
	/** Answers 429. */
	refused: number;
	seconds: number;
	/** Output items, those of the error output not among them. */
	items: number;
	failed: number;
	firstError?: string;
	/** Megabytes beyond the start; absent where they were not measured. */
	heap?: { peakMb: number; keptMb: number };
}

export interface NodeRow {
	name: string;
	title: string;
	tool: string;
	node: string;
	credential: string;
	/** Run beforehand, so that modules are loaded; with `warm` it also leaves its session. */
	warmUp: INodeParameters;
	warm?: boolean;
	/** Fills the newly reset server; nothing of it counts. */
	prepare(server: BenchServer, client: FloorClient): Promise<void>;
	parameters: INodeParameters;
	items?: IDataObject[];
	/** How many items it must give back. */
	gives: number;
	allowed: Allowed;
	/** For the floor: the requests that can't be left out, by a client that keeps its connections and knows the answer. */
	floor(state: unknown): FloorRequest[];
	/** Requests per second of the floor, just below the server's limit; absent where it has none. */
	pace?: number;
	/** What a session costs; not counted where it is warm. */
	signIn(client: FloorClient, server: BenchServer): Promise<void>;
	/** What is not right on the server afterwards. */
	faults?(server: BenchServer): Promise<string[]>;
}

/** One line of the table. */
export interface Line {
	name: string;
	title: string;
	/** Cells of the table. */
	ours: string;
	allowed: string;
	floor: string;
	ratio: string;
	ok: boolean;
	problems: string[];
	/** The numbers behind the cells. */
	data: IDataObject;
}
