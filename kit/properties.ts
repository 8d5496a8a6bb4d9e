import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { collection, flag, integer, type Fields } from './fields';
import { DEFAULT_LIMITS } from './http/api';
import type { Operation, Resources } from './operation';
import type { Shape } from './shape';

/** What every operation offers under "Options". */
export const RUN_OPTIONS = {
	maxConcurrency: integer(
		{ displayName: 'Max Concurrency', default: 5, description: 'How many items may be worked on at the same time' },
		{ min: 1, max: 20 },
	),
	maxWait: integer(
		{
			displayName: 'Max Wait',
			default: DEFAULT_LIMITS.maxWait,
			description: 'Most seconds to wait for a server that is busy, before the item fails',
		},
		{ min: 0, max: 3600 },
	),
	timeout: integer(
		{
			displayName: 'Timeout',
			default: DEFAULT_LIMITS.timeout,
			description: 'Most seconds a single request may take',
		},
		{ min: 1, max: 600 },
	),
};

export const SIMPLIFY = flag({
	displayName: 'Simplify',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
});

/** All fields of an operation as the editor shows them, in order: its own, then Simplify, then Options. */
export function fieldsOf(operation: Operation<unknown>): Fields {
	return {
		...operation.fields,
		...(operation.view && { simplify: SIMPLIFY }),
		options: collection(
			{ displayName: 'Options', placeholder: 'Add Option' },
			{ ...operation.options, ...RUN_OPTIONS },
		),
	};
}

/** What one output item of an operation looks like with Simplify on, as far as it can be told beforehand. */
export function outputShape({ view, output, readBack }: Operation<unknown>): Shape {
	return {
		...view?.shape,
		...(readBack && { changed: 'boolean', 'verified?': 'boolean', 'note?': 'string' }),
		...output,
	};
}

/** The `properties` of a node: the menus, then the fields of each operation under their display rule. */
export function propertiesOf(resources: Resources<unknown>, start: string): INodeProperties[] {
	const named = Object.entries(resources);
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: byName(named.map(([value, { name }]) => ({ name, value }))),
			default: start,
		},
		...named.map(([resource, { operations }]) => operationMenu(resource, operations)),
		...named.flatMap(([resource, { operations }]) =>
			Object.entries(operations).flatMap(([operation, declared]) =>
				Object.entries(fieldsOf(declared)).map(
					([name, { property, when }]) =>
						({
							...property,
							name,
							displayOptions: { show: { resource: [resource], operation: [operation], ...when } },
						}) as INodeProperties,
				),
			),
		),
	];
}

function operationMenu(resource: string, operations: Record<string, Operation<unknown>>): INodeProperties {
	const options = byName(
		Object.entries(operations).map(([value, { name, action, description }]) => ({
			name,
			value,
			action,
			description,
		})),
	);
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options,
		default: operations.getAll ? 'getAll' : options[0].value,
	};
}

const byName = (options: INodePropertyOptions[]) => options.sort((a, b) => (a.name < b.name ? -1 : 1));
