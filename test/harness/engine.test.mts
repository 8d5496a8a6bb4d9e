/** What n8n's engine does with items, errors and time: the rules the package leans on. Runs on every supported core. */
import { NodeApiError, type IDataObject, type INodeExecutionData } from 'n8n-workflow';
import { loadEngine, type Engine, type NodeRun } from './engine.mts';
import { toyNode, type ToyNode } from './toy.mts';

const people: IDataObject[] = [{ who: 'ann' }, { who: 'bob' }];

/** A node whose second item fails, written out the way the test says. */
const secondFails = (failed: (item: number) => INodeExecutionData) =>
	toyNode(async function () {
		return [
			this.getInputData().map((_, item) =>
				item === 1 ? failed(item) : { json: { done: true }, pairedItem: { item } },
			),
		];
	});

async function run(node: ToyNode, options: Partial<NodeRun> = {}) {
	const engine = await loadEngine({ nodes: { toy: node } });
	return await engine.run({ node: 'toy', items: people, ...options });
}

test('the engine is the one that was asked for, and package and engine share one n8n-workflow', async () => {
	const { versions, core } = await loadEngine();
	if (process.env.HARNESS_EXPECT_CORE) expect(versions.core).toBe(process.env.HARNESS_EXPECT_CORE);
	expect(NodeApiError).toBe(core.workflow.NodeApiError);
	const { json } = await run(
		toyNode(async function () {
			return [[{ json: { same: new NodeApiError(this.getNode(), {}) instanceof core.workflow.NodeApiError } }]];
		}),
	);
	expect(json()).toEqual([{ same: true }]);
});

describe('items', () => {
	test('pairedItem of each output item arrives as the node gave it', async () => {
		const node = toyNode(async function () {
			return [[1, 0, 0].map((item) => ({ json: { from: item }, pairedItem: { item } }))];
		});
		const { status, outputs } = await run(node);
		expect(status).toBe('success');
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 0 }, { item: 0 }]);
	});

	test('pairedItem is not invented when the counts differ', async () => {
		const { outputs } = await run(toyNode(async () => [[{ json: {} }, { json: {} }, { json: {} }]]));
		expect(outputs[0].every(({ pairedItem }) => pairedItem === undefined)).toBe(true);
	});

	test('parameters are evaluated per item', async () => {
		const node = toyNode(async function () {
			return [
				this.getInputData().map((_, item) => ({
					json: { path: this.getNodeParameter('path', item) as string },
					pairedItem: { item },
				})),
			];
		});
		const { json } = await run(node, { parameters: { path: '=/people/{{ $json.who }}' } });
		expect(json()).toEqual([{ path: '/people/ann' }, { path: '/people/bob' }]);
	});

	test('execution hints are kept with the node', async () => {
		const node = toyNode(async function () {
			this.addExecutionHints({ message: 'Only the first page', location: 'outputPane' });
			return [[]];
		});
		expect((await run(node)).hints).toMatchObject([{ message: 'Only the first page' }]);
	});
});

describe('a failed item', () => {
	const failed = { error: 'No such person', message: 'Check the e-mail' };

	test('{ error, message } goes to the error output in every version, with the input fields kept', async () => {
		const { status, outputs, json } = await run(
			secondFails((item) => ({ json: failed, pairedItem: { item } })),
			{ onError: 'continueErrorOutput' },
		);
		expect(status).toBe('success');
		expect(json('Node', 0)).toEqual([{ done: true }]);
		expect(json('Node', 1)).toEqual([{ who: 'bob', ...failed }]);
		expect(outputs).toHaveLength(2);
	});

	test('{ error, message, details } goes to the success output before n8n 2.34', async () => {
		const engine = await loadEngine();
		const json = { ...failed, details: {} };
		const result = await run(
			secondFails((item) => ({ json, pairedItem: { item } })),
			{ onError: 'continueErrorOutput' },
		);
		expect(result.json('Node', 1)).toHaveLength(engine.isUpTo(2, 33) ? 0 : 1);
	});

	test('any other key beside error keeps the item on the success output', async () => {
		const result = await run(
			secondFails((item) => ({ json: { ...failed, email: 'x' }, pairedItem: { item } })),
			{ onError: 'continueErrorOutput' },
		);
		expect(result.json('Node', 0)).toHaveLength(2);
		expect(result.json('Node', 1)).toHaveLength(0);
	});

	test('with Continue (regular output) it stays in its place', async () => {
		const result = await run(
			secondFails((item) => ({ json: failed, pairedItem: { item } })),
			{ onError: 'continueRegularOutput' },
		);
		expect(result.json()).toEqual([{ done: true }, failed]);
	});

	test('a throw out of execute() sends all input down the success output', async () => {
		const node = toyNode(async () => {
			throw new Error('Broken');
		});
		const result = await run(node, { onError: 'continueErrorOutput' });
		expect(result.status).toBe('error'); // only because nothing comes after it
		expect(result.json('Node', 0)).toEqual(people);
		expect(result.json('Node', 1)).toEqual([]);
	});

	test('without On Error a throw ends the execution', async () => {
		const node = toyNode(async () => {
			throw new Error('Broken');
		});
		const { status, error, outputs } = await run(node);
		expect(status).toBe('error');
		expect(error?.message).toBe('Broken');
		expect(outputs).toEqual([]);
	});
});

describe('Retry On Fail', () => {
	const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	test('reruns the whole node after a throw', async () => {
		const node = toyNode(async function (attempt) {
			if (attempt < 3) throw new Error('Not yet');
			return [[{ json: { attempt } }]];
		});
		const { status, json } = await run(node, retry);
		expect([status, node.runs, json()]).toEqual(['success', 3, [{ attempt: 3 }]]);
	});

	test('also reruns it when the first item has an error, even with On Error set', async () => {
		const node = toyNode(async () => [
			[
				{ json: { error: 'No' }, pairedItem: { item: 0 } },
				{ json: {}, pairedItem: { item: 1 } },
			],
		]);
		await run(node, { ...retry, onError: 'continueErrorOutput' });
		expect(node.runs).toBe(3);
	});

	test('an error in a later item reruns nothing', async () => {
		const node = secondFails((item) => ({ json: { error: 'No' }, pairedItem: { item } }));
		await run(node, { ...retry, onError: 'continueErrorOutput' });
		expect(node.runs).toBe(1);
	});
});

describe('cancelling', () => {
	/** Waits for the signal, then still gives what it has. */
	const waiting = (seen: { aborted: boolean }) =>
		toyNode(async function () {
			const signal = this.getExecutionCancelSignal()!;
			await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
			seen.aborted = true;
			return [[]];
		});

	test('the cancel signal reaches the node', async () => {
		const seen = { aborted: false };
		const { status } = await run(waiting(seen), { cancelAfter: 20 });
		expect([status, seen.aborted]).toEqual(['canceled', true]);
	});

	test('by a promise, or by a signal of the test', async () => {
		expect((await run(waiting({ aborted: false }), { cancelAfter: Promise.resolve() })).status).toBe('canceled');
		const controller = new AbortController();
		const running = run(waiting({ aborted: false }), { signal: controller.signal });
		setTimeout(() => controller.abort(), 20);
		expect((await running).status).toBe('canceled');
	});
});

describe('a whole workflow', () => {
	const node = (name: string, type: string, parameters = {}, more = {}) => ({
		name,
		type: `n8n-nodes-base.${type}`,
		parameters,
		...more,
	});
	const to = (name: string, index = 0) => ({ node: name, type: 'main' as const, index });
	let engine: Engine;
	beforeAll(async () => {
		engine = await loadEngine();
	});

	test('with the stand-ins for n8n nodes', async () => {
		const condition = {
			leftValue: '={{ $json.email }}',
			rightValue: 'ann',
			operator: { type: 'string', operation: 'startsWith' },
		};
		const result = await engine.run({
			items: people,
			workflow: {
				nodes: [
					node('Start', 'webhook'),
					node('Address', 'set', {
						assignments: {
							assignments: [{ name: 'email', value: '={{ $json.who }}@example.com', type: 'string' }],
						},
					}),
					node('Is Ann', 'if', {
						conditions: { combinator: 'and', options: { version: 2 }, conditions: [condition] },
					}),
					node('Rest', 'noOp'),
					node('All', 'merge'),
				],
				connections: {
					Start: { main: [[to('Address')]] },
					Address: { main: [[to('Is Ann')]] },
					'Is Ann': { main: [[to('All')], [to('Rest')]] },
					Rest: { main: [[to('All', 1)]] },
				},
			},
		});
		expect(result.error).toBeUndefined();
		expect(result.json('Rest')).toEqual([{ email: 'bob@example.com' }]);
		expect(result.json('All')).toEqual([{ email: 'ann@example.com' }, { email: 'bob@example.com' }]);
	});

	test('an unknown node type is named', async () => {
		await expect(engine.run({ workflow: { nodes: [node('X', 'slack')], connections: {} } })).rejects.toThrow(
			/n8n-nodes-base\.slack/,
		);
	});
});
