import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { INode } from 'n8n-workflow';

import type { Credential, Workflow } from './n8n.mts';
import { rootFolder } from './paths.mts';

export const examplesFolder = join(rootFolder, 'examples');

/** A file of `examples/`. */
export interface Example {
	/** Its name without the ending. */
	readonly file: string;
	/** Ready to be imported. */
	readonly workflow: Workflow & { readonly id: string };
}

/** Services an example writes to beside the products: all have an address below example.com. */
const foreignOrigin = /https:\/\/[a-z0-9-]+\.example\.com(?=[/"])/g;

/**
 * The workflows of a folder as an import takes them, with our credentials in place of those they name, and `elsewhere`
 * in place of other services; none when there is no folder.
 */
export function readExamples(folder: string, credentials: readonly Credential[], elsewhere: string): Example[] {
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
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((name, index) => {
			const text = readFileSync(join(folder, name), 'utf8').replaceAll(foreignOrigin, elsewhere);
			const workflow = JSON.parse(text) as Workflow;
			const file = basename(name, '.json');
			// n8n takes ids of at most 21 characters, and two long names may begin alike.
			const id = `${index}${file.replaceAll(/[^a-z0-9]/gi, '')}`.slice(0, 21);
			return { file, workflow: { ...workflow, id, nodes: workflow.nodes.map(connect) } };
		});
}
