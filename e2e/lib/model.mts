import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Credential } from './n8n.mts';
import { messageOf } from './processes.mts';

export interface Message {
	readonly role: 'system' | 'user' | 'assistant' | 'tool';
	readonly content: string | null;
}

/** A tool as the model is told of it. */
export interface OfferedTool {
	readonly name: string;
	readonly description: string;
	/** JSON Schema of the arguments. */
	readonly parameters: {
		readonly properties?: Readonly<Record<string, { readonly type?: string; readonly description?: string }>>;
		readonly required?: readonly string[];
	};
}

/** What the model is asked: the conversation so far, and the tools it may call. */
export interface Turn {
	readonly messages: readonly Message[];
	readonly tools: readonly OfferedTool[];
}

/** What the model answers: words to the user, or a call of a tool. */
export type Reply = { readonly say: string } | { readonly call: string; readonly with: Readonly<Record<string, unknown>> };

/** A language model that follows a script, as an OpenAI-compatible server. */
export interface Model {
	/** For n8n's OpenAI node. */
	readonly credential: Credential;
	/** Its address in that node's options. */
	readonly url: string;
	/** Answers by this script from now on, and forgets what it was asked. A script that throws fails the execution. */
	follow(script: (turn: Turn) => Reply): void;
	/** What it was asked since. */
	readonly turns: readonly Turn[];
	stop(): Promise<void>;
}

const choice = (reply: Reply, turn: number): object =>
	'say' in reply
		? { finish_reason: 'stop', message: { role: 'assistant', content: reply.say } }
		: {
				finish_reason: 'tool_calls',
				message: {
					role: 'assistant',
					content: null,
					tool_calls: [{ id: `call_${turn}`, type: 'function', function: { name: reply.call, arguments: JSON.stringify(reply.with) } }],
				},
			};

interface ChatRequest {
	readonly messages: readonly Message[];
	readonly tools?: ReadonlyArray<{ readonly function: OfferedTool }>;
}

/** Starts the server on a free port of loopback. */
export async function startModel(): Promise<Model> {
	const turns: Turn[] = [];
	let script: (turn: Turn) => Reply = () => ({ say: '' });
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			response.setHeader('content-type', 'application/json');
			try {
				const { messages, tools = [] } = JSON.parse(Buffer.concat(parts).toString('utf8')) as ChatRequest;
				const turn = { messages, tools: tools.map((tool) => tool.function) };
				turns.push(turn);
				const answer = { index: 0, logprobs: null, ...choice(script(turn), turns.length) };
				const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
				response.end(JSON.stringify({ id: 'chat', object: 'chat.completion', created: 1, model: 'scripted', choices: [answer], usage }));
			} catch (error) {
				response.writeHead(400).end(JSON.stringify({ error: { message: messageOf(error) } }));
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
	return {
		url,
		credential: { id: 'scriptedModel', name: 'Scripted model', type: 'openAiApi', data: { apiKey: 'none', url } },
		turns,
		follow(next) {
			script = next;
			turns.length = 0;
		},
		async stop() {
			server.closeAllConnections();
			await new Promise<void>((resolve) => void server.close(() => resolve()));
		},
	};
}
