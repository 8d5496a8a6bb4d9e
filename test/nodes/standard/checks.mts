/** What must hold for the outcome of any run. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import Ajv, { type ValidateFunction } from 'ajv';
import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../kit/operation';
import { packageRoot } from '../../harness/core.mts';
import type { Played } from '../stage.mts';

type Schema = { properties?: Record<string, Schema>; items?: Schema; required?: string[] } & IDataObject;

const ajv = new Ajv({ strict: false, allErrors: true });
const compiled = new Map<string, ValidateFunction>();

/** The built schema of an operation, as the editor shows it. */
export function builtSchema(nodeFolder: string, key: string): Schema {
	const file = path.join(packageRoot(), 'dist', 'nodes', nodeFolder, '__schema__', 'v1.0.0', `${key.replace('.', '/')}.json`);
	return JSON.parse(readFileSync(file, 'utf8')) as Schema;
}

/** No key beside the declared ones, at any depth: an output that has grown must not pass for the declared one. */
function closed(schema: Schema): Schema {
	const { properties, items } = schema;
	return {
		...schema,
		...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, closed(one)])), additionalProperties: false }),
		...(items && { items: closed(items) }),
	} as Schema;
}

export function expectSchema(nodeFolder: string, key: string, items: IDataObject[]): void {
	const id = `${nodeFolder}/${key}`;
	if (!compiled.has(id)) compiled.set(id, ajv.compile(closed(builtSchema(nodeFolder, key))));
	const validate = compiled.get(id)!;
	for (const item of items) {
		const faults = validate(item) ? [] : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
		expect({ item, faults }).toEqual({ item, faults: [] });
	}
}

/** At most ten keys of the entity itself (design 3). */
export function expectFewKeys(operation: Operation<unknown>, items: IDataObject[]): void {
	const beside = new Set(['changed', 'verified', 'note', ...Object.keys(operation.output ?? {}).map((key) => key.replace(/\?$/, ''))]);
	for (const item of items) expect(Object.keys(item).filter((key) => !beside.has(key)).length).toBeLessThanOrEqual(10);
}

/**
 * No secret in anything the node gives out. Failed items are looked at without the input's own fields, which n8n adds:
 * what came in as a field of the item may leave with it.
 */
export function expectNoSecrets({ outputs, failures, error, hints }: Played, secrets: string[]): void {
	const good = outputs.length > 1 ? outputs.slice(0, -1) : outputs;
	const shown = [
		...good.flat().map(({ json }) => json),
		...failures.map(({ error: what, message }) => ({ what, message })),
		{ message: error?.message, description: error?.description, hints },
	];
	const text = JSON.stringify(shown);
	for (const secret of secrets) expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
}

/** The parts of a stored session that nobody must see: the token, and what it was bound to. */
export function sessionSecrets(stored: unknown): string[] {
	return String(stored ?? '')
		.split(':')
		.filter((part) => part.length >= 8);
}

/** Items that failed carry these two texts and nothing else of the node's; both say something. */
export function expectFailedItem(item: IDataObject, input: IDataObject): void {
	expect(item).toEqual({ ...input, error: expect.stringMatching(/\S.{5}/s), message: expect.stringMatching(/\S.{5}/s) });
	expect(`${String(item.error)} ${String(item.message)}`).not.toMatch(/\[object|undefined|\bnull\b|NaN/);
}
