import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { eachAtOnce } from './concurrency';
import { confirmWrites } from './confirm';
import { errorItem, stopped } from './errors';
import type { Fields } from './fields';
import { DEFAULT_LIMITS, type ApiLimits } from './http/api';
import { cancelled } from './http/pace';
import type { Operation, Outcome, Resources } from './operation';
import { asProblem, Problem } from './problem';
import { fieldsOf } from './properties';

/** What became of an input item. Undefined: not started. */
export type Result = { outcomes: Outcome[] } | { problem: Problem } | undefined;

type ItemInput = Record<string, unknown> & {
	simplify?: boolean;
	options: Partial<ApiLimits> & { maxConcurrency?: number };
};

/**
 * `execute()` of every action node. Nothing leaves it by throwing while n8n's "continue on fail" is on: a throw
 * would send all input items down the success output (docs/contracts/n8n.md section 5).
 *
 * @param connect makes the product's client; called once, after the inputs were checked
 */
export async function runNode<C>(
	context: IExecuteFunctions,
	resources: Resources<C>,
	connect: (context: IExecuteFunctions, limits: ApiLimits, atOnce: number) => C,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const results: Result[] = items.map(() => undefined);
	const tolerant = context.continueOnFail();
	const secrets = new Set<string>();
	const stop = () => stopped(context.getNode(), results, items, secrets);
	const failAll = (thrown: unknown, indexes: number[]) =>
		indexes.forEach((i) => (results[i] = { problem: asProblem(thrown) }));
	const failed = () => results.some((result) => result && 'problem' in result);

	const operation =
		resources[context.getNodeParameter('resource', 0) as string]?.operations[
			context.getNodeParameter('operation', 0) as string
		];
	const inputs = items.map((_, i) => {
		try {
			if (!operation)
				throw new Problem('This operation does not exist.', 'Choose resource and operation again in the node.');
			const input = readInput(context, fieldsOf(operation), i, secrets);
			operation.check?.(input);
			return input;
		} catch (thrown) {
			failAll(thrown, [i]);
			return undefined;
		}
	});
	// Nothing has been sent yet: with On Error = Stop a bad item is told before any other is touched.
	if (failed() && !tolerant) throw stop();

	const valid = inputs.flatMap((input, i) => (input ? [i] : []));
	if (valid.length > 0) {
		const inputOf = (i: number) => inputs[i] as ItemInput;
		const { maxConcurrency = 5, ...limits } = inputOf(valid[0]).options;
		const client = connect(context, { ...DEFAULT_LIMITS, ...limits }, maxConcurrency);
		try {
			const prepared = await operation.prepare?.(client, valid.map(inputOf));
			const halted = () => (!tolerant && failed()) || context.getExecutionCancelSignal?.()?.aborted === true;
			const targeted = valid.flatMap((i) => {
				try {
					return [{ i, key: operation.target?.(inputOf(i), prepared) ?? `item ${i}` }];
				} catch (thrown) {
					failAll(thrown, [i]);
					return [];
				}
			});
			await eachAtOnce(lanesOf(targeted), maxConcurrency, async (lane) => {
				await runLane(operation, client, prepared, lane, inputOf, results, halted);
			});
			if (context.getExecutionCancelSignal?.()?.aborted) throw cancelled();
			await confirmWrites(operation, client, results);
		} catch (thrown) {
			failAll(
				thrown,
				valid.filter((i) => results[i] === undefined),
			);
		}
		if (failed() && !tolerant) throw stop();
	}

	const output: INodeExecutionData[] = [];
	for (const [i, result] of results.entries()) {
		if (!result) continue;
		if ('problem' in result) {
			output.push(errorItem(result.problem, i, secrets));
			continue;
		}
		const simplify = (inputs[i] as ItemInput).simplify ?? true;
		for (const outcome of result.outcomes) {
			const binary = outcome.file && (await attach(context, outcome.file));
			output.push({ json: toJson(operation, outcome, simplify), ...(binary && { binary }), pairedItem: { item: i } });
		}
	}
	return [output];
}

async function attach(context: IExecuteFunctions, { property, name, type, text }: NonNullable<Outcome['file']>): Promise<IBinaryKeyData> {
	return { [property]: await context.helpers.prepareBinaryData(Buffer.from(text, 'utf8'), name, type) };
}

function readInput(context: IExecuteFunctions, fields: Fields, index: number, secrets: Set<string>): ItemInput {
	const input = Object.entries(fields).map(([name, field]) => {
		const value = field.read(context.getNodeParameter(name, index, field.property.default));
		collectSecrets(field.secret ? value : field.inner && secretsOf(field.inner, value), secrets);
		return [name, value];
	});
	return Object.fromEntries(input) as ItemInput;
}

const secretsOf = (inner: Fields, values: unknown) =>
	Object.entries(inner).flatMap(([name, field]) => (field.secret ? [(values as IDataObject)[name]] : []));

function collectSecrets(found: unknown, secrets: Set<string>): void {
	for (const one of Array.isArray(found) ? found : [found]) if (typeof one === 'string') secrets.add(one);
}

/** Items that rewrite the same thing share a lane. Lanes keep the input order. */
function lanesOf(targeted: Array<{ i: number; key: string | number }>): number[][] {
	const lanes = new Map<string | number, number[]>();
	for (const { i, key } of targeted) {
		const lane = lanes.get(key);
		if (lane) lane.push(i);
		else lanes.set(key, [i]);
	}
	return [...lanes.values()];
}

async function runLane<C>(
	operation: Operation<C>,
	client: C,
	prepared: unknown,
	lane: number[],
	inputOf: (i: number) => ItemInput,
	results: Result[],
	halted: () => boolean,
): Promise<void> {
	if (operation.runMany) {
		if (halted()) return;
		const made = await operation
			.runMany(client, lane.map(inputOf), prepared)
			.catch((thrown) => lane.map(() => asProblem(thrown)));
		lane.forEach((i, at) => {
			const one = made[at];
			results[i] = one instanceof Problem ? { problem: one } : { outcomes: [one].flat() };
		});
		return;
	}
	for (const i of lane) {
		if (halted()) return;
		try {
			const made = (await operation.run?.(client, inputOf(i), prepared)) ?? [];
			results[i] = { outcomes: Array.isArray(made) ? made : [made] };
		} catch (thrown) {
			results[i] = { problem: asProblem(thrown) };
		}
	}
}

function toJson(operation: Operation<unknown>, outcome: Outcome, simplify: boolean): IDataObject {
	const shown =
		outcome.entity === undefined
			? undefined
			: simplify
				? operation.view?.simple(outcome.entity)
				: operation.view?.full(outcome.entity);
	return {
		...shown,
		...outcome.json,
		...(outcome.changed !== undefined && { changed: outcome.changed }),
		...outcome.extra,
	};
}
