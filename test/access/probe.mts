/** The lifecycle's view of a product, through n8n's engine and over HTTP. */
import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';

import type { Account } from '../../access/account';
import type { Directory } from '../../access/directory';
import { startSandbox, type Sandbox } from '../../sandbox/index.mts';
import { loadEngine } from '../harness/engine.mts';

/** Runs something with the context a node has. */
const probe = (credential: string, work: (context: IExecuteFunctions) => Promise<object[]>): INodeType => ({
	description: {
		displayName: 'Probe',
		name: 'probe',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Probe' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: credential, required: true }],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		return [(await work(this)).map((json) => ({ json: json as IDataObject }))];
	},
});

/** A sandbox for the tests of one file, and how to ask the product's directory in it. */
export function useDirectory(tool: string, credential: string, directoryOf: (context: IExecuteFunctions) => Directory) {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({ tools: [tool] });
	});
	afterAll(async () => await sandbox.close());
	return {
		/** What is true on the server. */
		state: async <T,>() => (await sandbox.control(tool, 'state')) as T,
		async ask(question: (directory: Directory) => Promise<Account[]>): Promise<Account[]> {
			const work = async (context: IExecuteFunctions) => await question(directoryOf(context));
			const engine = await loadEngine({ nodes: { probe: probe(credential, work) } });
			const result = await engine.run({ node: 'probe', credentials: { [credential]: sandbox.tools[tool] } as never });
			expect(result.error).toBeUndefined();
			return result.json() as unknown as Account[];
		},
	};
}
