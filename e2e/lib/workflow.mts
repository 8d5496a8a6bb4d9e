import { randomUUID } from 'node:crypto';

import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import type { Credential, Workflow } from './n8n.mts';
import type { BuiltPackage } from './package.mts';

/** A node without its place: `chain` puts it somewhere. */
export type Part = Omit<INode, 'position'>;

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

export interface AgentParts {
	/** What the user says to the agent. */
	readonly ask: string;
	/** Where its model answers. */
	readonly model: { readonly url: string; readonly credential: Credential };
	/** Made with `ours`; the agent calls a tool by the node's name. */
	readonly tools: readonly Part[];
}

/** A workflow of a manual trigger and an agent called "Agent" with these tools. */
export function agent(name: string, { ask, model, tools }: AgentParts): Workflow {
	const core: Part[] = [
		manualTrigger(),
		{
			id: randomUUID(),
			name: 'Agent',
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: 3,
			parameters: { promptType: 'define', text: ask, options: { maxIterations: 5 } },
		},
		{
			id: randomUUID(),
			name: 'Model',
			type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			typeVersion: 1.3,
			parameters: {
				model: { __rl: true, mode: 'id', value: 'scripted' },
				responsesApiEnabled: false,
				options: { baseURL: model.url, maxRetries: 0 },
			},
			credentials: { openAiApi: { id: model.credential.id, name: model.credential.name } },
		},
	];
	const to = (type: 'main' | 'ai_languageModel' | 'ai_tool') => ({ [type]: [[{ node: 'Agent', type, index: 0 }]] });
	const connections = Object.fromEntries<IConnections[string]>([
		['Start', to('main')],
		['Model', to('ai_languageModel')],
		...tools.map((tool): [string, IConnections[string]] => [tool.name, to('ai_tool')]),
	]);
	// n8n makes a second type of every node that is usable as a tool.
	const asTools = tools.map((tool) => ({ ...tool, type: `${tool.type}Tool` }));
	return { name, connections, nodes: [...core, ...asTools].map((part, index) => ({ ...part, position: [index * 220, 0] })) };
}
