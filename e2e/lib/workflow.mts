import { randomUUID } from 'node:crypto';

import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import type { Credential, Workflow } from './n8n.mts';
import type { BuiltPackage } from './package.mts';

/** A node without its place: `chain` puts it somewhere. */
type Part = Omit<INode, 'position'>;

export const manualTrigger = (name = 'Start'): Part => ({
	id: randomUUID(),
	name,
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
});

/** Emits one item with these fields. */
export const fields = (name: string, json: Record<string, unknown>): Part => ({
	id: randomUUID(),
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: { mode: 'raw', jsonOutput: JSON.stringify(json), options: {} },
});

/** Passes items on; opened in the editor it shows what the node before it outputs. */
export const next = (name = 'Next'): Part => ({
	id: randomUUID(),
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: { options: {} },
});

export interface OurNode {
	readonly package: BuiltPackage;
	readonly node: string;
	readonly credential: Credential;
	/** Further ones, for a node that has several. */
	readonly others?: readonly Credential[];
	readonly parameters: INodeParameters;
	readonly onError?: INode['onError'];
}

export const ours = (name: string, { package: built, node, credential, others = [], parameters, onError }: OurNode): Part => ({
	id: randomUUID(),
	name,
	type: built.nodeType(node),
	typeVersion: 1,
	parameters,
	credentials: Object.fromEntries([credential, ...others].map(({ type, id, name: called }) => [type, { id, name: called }])),
	...(onError && { onError }),
});

/** Nodes in a row, each fed by the first output of the one before. */
export function chain(name: string, parts: readonly Part[]): Workflow {
	const connections: IConnections = {};
	parts.slice(1).forEach((part, index) => {
		const before = parts[index];
		if (before) connections[before.name] = { main: [[{ node: part.name, type: 'main', index: 0 }]] };
	});
	return { name, connections, nodes: parts.map((part, index) => ({ ...part, position: [index * 220, 0] })) };
}
