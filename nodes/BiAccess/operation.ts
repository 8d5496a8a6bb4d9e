import { operationsOf, type Outcome } from '../../kit/operation';
import type { IDataObject } from 'n8n-workflow';
import { TOOL_NAMES, type ToolName, type Tools } from './tools';

/** `operation()` for this node. */
export const operation = operationsOf<Tools>();

export const ACCESS = { kind: 'string', name: 'string' } as const;

/** Who did what where, and when; at both ends of every row. */
export const AUDIT = {
	begin: { tool: 'string', email: 'string', status: 'string', message: 'string?' },
	end: { server: 'string?', at: 'date', by: 'string?' },
} as const;

/** All inputs of an execution are worked on together: everybody of a tool is read once before and once after. */
export const together = () => 'everybody';

/**
 * Works on each tool with all inputs that are about it, the tools side by side, and puts the rows back to their inputs, in
 * the order of the tools.
 *
 * @param work one row for each of the inputs it is given
 */
export async function byTool<I extends { tools: ToolName[] }>(inputs: I[], work: (tool: ToolName, inputs: I[]) => Promise<object[]>): Promise<Outcome[][]> {
	const rows = new Map<I, Outcome[]>(inputs.map((input) => [input, []]));
	const concerned = TOOL_NAMES.map((tool) => ({ tool, inputs: inputs.filter((input) => input.tools.includes(tool)) })).filter((one) => one.inputs.length > 0);
	const done = await Promise.all(concerned.map(async (one) => ({ ...one, rows: await work(one.tool, one.inputs) })));
	for (const one of done) for (const [at, input] of one.inputs.entries()) rows.get(input)!.push({ json: one.rows[at] as IDataObject });
	return inputs.map((input) => rows.get(input)!);
}

/** The moment of an execution, for its records. */
export const now = () => new Date().toISOString();
