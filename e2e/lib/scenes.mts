import type { IDataObject } from 'n8n-workflow';

import type { Catchers } from './catchers.mts';
import type { Example } from './examples.mts';
import type { N8n } from './n8n.mts';
import { sleep } from './processes.mts';
import { activateWorkflow, executionResult, executionsOf, outputsOf, startWorkflow, type ExecutionResult } from './rest.mts';
import type { Sandbox } from './sandbox.mts';
import { expect } from './steps.mts';

/** How an execution begins; each names the trigger node. */
export type Trigger =
	/** A click on a manual, schedule or polling trigger. */
	| { readonly click: string }
	/** A JSON body to a webhook. */
	| { readonly post: string; readonly body: unknown }
	/** A form sent, by the labels of its fields. */
	| { readonly form: string; readonly fields: Readonly<Record<string, string>> };

/** What an execution led to. */
export interface Outcome {
	readonly execution: ExecutionResult;
	/** Of a webhook or form. */
	readonly answer?: { readonly status: number; readonly body: unknown };
	readonly sandbox: Sandbox;
	readonly caught: Catchers;
	/** What a node put out; nothing where it did not run. */
	items(node: string, output?: number): IDataObject[];
}

/** One run of an example: what is given, and what must be true afterwards. */
export interface Scene {
	/** A sentence without subject: what the workflow does here. */
	readonly title: string;
	readonly trigger: Trigger;
	/** Switches of the sandbox, such as `{'redash.mail': 'on'}`. */
	readonly set?: Readonly<Record<string, string>>;
	/** What is done to the company before, such as a first run. */
	before?(sandbox: Sandbox): Promise<void>;
	/** What somebody outside does while the execution waits for them. */
	whileWaiting?(caught: Catchers): Promise<void>;
	/** How the execution ends; a success by default. */
	readonly status?: 'success' | 'error';
	/** @throws what is not as it must be */
	check(outcome: Outcome): Promise<void> | void;
}

export interface Theatre {
	readonly n8n: N8n;
	readonly sandbox: Sandbox;
	readonly caught: Catchers;
}

type Started = Pick<Outcome, 'answer'> & { readonly id: string };

const nodeOf = ({ file, workflow }: Example, name: string) => {
	const node = workflow.nodes.find((one) => one.name === name);
	if (node === undefined) throw new Error(`${file} has no node ${name}`);
	return node;
};

async function newExecution(n8n: N8n, workflowId: string, known: ReadonlySet<string>): Promise<string> {
	const until = Date.now() + 10_000;
	for (;;) {
		const found = (await executionsOf(n8n, workflowId)).find(({ id }) => !known.has(id));
		if (found !== undefined) return found.id;
		if (Date.now() > until) throw new Error('n8n took the request and began no execution');
		await sleep(100);
	}
}

const answerOf = async (response: Response): Promise<Outcome['answer']> => {
	const text = await response.text();
	const json = /json/.test(response.headers.get('content-type') ?? '');
	return { status: response.status, body: json ? JSON.parse(text) : text };
};

/** Activates the workflow and sends what its webhook or form takes, as the world outside would. */
async function sendTo(n8n: N8n, example: Example, trigger: Exclude<Trigger, { click: string }>): Promise<Started> {
	const { id } = example.workflow;
	await activateWorkflow(n8n, id);
	const known = new Set((await executionsOf(n8n, id)).map((execution) => execution.id));
	let response: Response;
	if ('post' in trigger) {
		const { path } = nodeOf(example, trigger.post).parameters;
		const headers = { 'content-type': 'application/json' };
		response = await fetch(`${n8n.url}/webhook/${String(path)}`, { method: 'POST', headers, body: JSON.stringify(trigger.body) });
	} else {
		const { options, formFields } = nodeOf(example, trigger.form).parameters as { options: { path: string }; formFields: { values: Array<{ fieldLabel: string }> } };
		const labels = formFields.values.map(({ fieldLabel }) => fieldLabel);
		const form = new FormData();
		for (const [label, value] of Object.entries(trigger.fields)) {
			expect(labels.includes(label), `The form has no field ${label}, only ${labels.join(', ')}`);
			form.set(`field-${labels.indexOf(label)}`, value);
		}
		response = await fetch(`${n8n.url}/form/${options.path}`, { method: 'POST', body: form });
	}
	const answer = await answerOf(response);
	expect(response.status < 500 && response.status !== 404, `n8n answered ${response.status}: ${JSON.stringify(answer?.body)}`);
	return { answer, id: await newExecution(n8n, id, known) };
}

/** Plays one scene of an example that is imported, from a fresh company on. */
export async function play({ n8n, sandbox, caught }: Theatre, example: Example, scene: Scene): Promise<Outcome> {
	await sandbox.restart(scene.set);
	caught.clear();
	await scene.before?.(sandbox);
	const { trigger } = scene;
	const started: Started =
		'click' in trigger ? { id: await startWorkflow(n8n, example.workflow.id, trigger.click) } : await sendTo(n8n, example, trigger);
	let execution = await executionResult(n8n, started.id, { orWaiting: scene.whileWaiting !== undefined });
	if (scene.whileWaiting !== undefined) {
		expect(execution.status === 'waiting', `The execution does not wait, it ended with ${execution.status}`);
		await scene.whileWaiting(caught);
		execution = await executionResult(n8n, started.id);
	}
	return {
		...started,
		execution,
		sandbox,
		caught,
		items: (node, output = 0) => (outputsOf(execution, node)[output] ?? []).map(({ json }) => json),
	};
}
