/** What a row of the benchmark is made of, and what it comes to. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { FloorClient, FloorRequest } from './floor.mts';
import type { BenchServer } from './server.mts';

/** What a run may cost. */
export interface Allowed {
	requests: number;
	/** Answers 429; none if absent. */
	refused?: number;
	/** Wall time as a multiple of what the server's limit allows for as many requests. */
	timesLimit?: number;
	/** Most heap in use during the run, beyond what was in use before. */
	heapMb?: number;
	/** Most time of the processor in the process of the node, n8n's engine included. */
	cpuSeconds?: number;
}

/** What the node did. */
export interface Ours {
	requests: number;
	/** Answers 429. */
	refused: number;
	/** The same for each tool. */
	byTool: Record<string, Pick<Ours, 'requests' | 'refused'>>;
	seconds: number;
	cpuSeconds: number;
	/** Output items, those of the error output not among them. */
	items: number;
	failed: number;
	firstError?: string;
	/** What is not right about the items. */
	wrong: string[];
	/** Megabytes beyond the start; absent where they were not measured. */
	heap?: { peakMb: number; keptMb: number };
}

/** What a row asks of one tool, and what it may cost there. */
export interface Part {
	tool: string;
	credential: string;
	/** Switches of the stand-in, where the row needs another server than the usual one. */
	set?: Record<string, string>;
	/** Fills the newly reset server; nothing of it counts. */
	prepare(server: BenchServer, client: FloorClient): Promise<void>;
	allowed: Allowed;
	/**
	 * For the floor: the requests that can't be left out, by a client that keeps its connections and knows the answer.
	 * Absent where there is no floor.
	 */
	floor?(state: unknown): FloorRequest[];
	/** Requests per second of the floor, just below the server's limit; absent where it has none. */
	pace?: number;
	/** What a session costs; not counted where it is warm. */
	signIn(client: FloorClient, server: BenchServer): Promise<void>;
	/** What is not right on the server afterwards. */
	faults?(server: BenchServer): Promise<string[]>;
}

/** What runs. */
interface Run {
	name: string;
	title: string;
	node: string;
	/** Run beforehand, so that modules are loaded; with `warm` it also leaves its session. */
	warmUp: INodeParameters;
	warm?: boolean;
	parameters: INodeParameters;
	items?: IDataObject[];
	/** How many items it must give back, in all rounds together. */
	gives: number;
	/** The same once more, so many times, and what happens between; one round if absent. */
	again?: { times: number; between(servers: Servers): Promise<void> };
	/** What is not right about the items of each round. */
	wrongItems?(rounds: IDataObject[][]): string[];
}

/** By tool. */
export type Servers = Record<string, BenchServer>;

/** A node of one tool, or a node over several: then each tool is judged by itself, and what all of them cost by the row. */
export type NodeRow = Run & (Part | { parts: Part[]; allowed: Omit<Allowed, 'requests'> });

export const partsOf = (row: NodeRow | Part): Part[] => ('parts' in row ? row.parts : [row]);

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
