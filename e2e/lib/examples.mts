import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { INode } from 'n8n-workflow';

import type { Credential, Workflow } from './n8n.mts';

/** The workflows of a folder as an import takes them, with our credentials in place of those they name; none when there is no folder. */
export function readExamples(folder: string, credentials: readonly Credential[]): Workflow[] {
	if (!existsSync(folder)) return [];
	const connect = (node: INode): INode => {
		if (node.credentials === undefined) return node;
		const chosen = Object.entries(node.credentials).map(([type, named]) => {
			const ours = credentials.find((credential) => credential.type === type);
			return [type, ours ? { id: ours.id, name: ours.name } : named] as const;
		});
		return { ...node, credentials: Object.fromEntries(chosen) };
	};
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => {
			const workflow = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Workflow;
			// n8n takes ids of at most 21 characters.
			const id = basename(file, '.json')
				.replaceAll(/[^a-z0-9]/gi, '')
				.slice(0, 21);
			return { ...workflow, id, nodes: workflow.nodes.map(connect) };
		});
}
