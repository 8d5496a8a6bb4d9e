/** Stands in front of a real server and notes each request as the sandbox does. Nothing that passes is changed. */
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

import { Journal } from '../../sandbox/frame/journal.mts';

export interface ProxyOptions {
	/** Where requests go. */
	target: string;
	/** Speaks https to its clients, and tells the server so in `x-forwarded-proto`, as a TLS proxy does. */
	tls?: { key: string; cert: string };
}

export interface Proxy {
	url: string;
	journal: Journal;
	/** Resolves when the server has answered everything, also what nobody waits for any more. */
	idle(): Promise<void>;
	close(): Promise<void>;
}

export async function startProxy({ target, tls }: ProxyOptions): Promise<Proxy> {
	const journal = new Journal();
	const { hostname, port } = new URL(target);
	const added = tls ? ['x-forwarded-proto', 'https'] : [];
	let open = 0;
	let becameIdle = (): void => {};

	function pass(incoming: http.IncomingMessage, outgoing: http.ServerResponse): void {
		const { method = 'GET', url: path = '/', rawHeaders } = incoming;
		const entry = journal.arrive(method, path);
		const further = http.request({ hostname, port, method, path, headers: [...rawHeaders, ...added] }, (answer) => {
			const { statusCode = 0, statusMessage } = answer;
			journal.answer(entry, statusCode);
			outgoing.writeHead(statusCode, statusMessage, answer.rawHeaders);
			answer.pipe(outgoing);
			// Of a client that left, the rest of the answer has nowhere to go; the server is to finish all the same.
			outgoing.once('close', () => answer.resume());
		});
		open++;
		further.once('close', () => {
			if (--open === 0) becameIdle();
		});
		further.once('error', () => outgoing.destroy());
		incoming.once('close', () => {
			if (!incoming.complete) further.destroy();
		});
		incoming.pipe(further);
	}

	const server = tls ? https.createServer(tls, pass) : http.createServer(pass);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
		journal,
		idle: async () => {
			if (open > 0) await new Promise<void>((resolve) => (becameIdle = resolve));
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
