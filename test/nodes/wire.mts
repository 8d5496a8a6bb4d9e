/** A look at, and a hand in, what goes over the wire: passes requests on to a server, and can act just before one arrives. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
	method: string;
	path: string;
	headers: http.IncomingHttpHeaders;
	/** Parsed where it is JSON. */
	body: unknown;
}

export interface Wire {
	/** To use in place of the server's own. */
	url: string;
	seen: Seen[];
	/** Called with each request before the server gets it. What it returns is answered instead. */
	before?: (request: Seen) => Promise<http.OutgoingHttpHeaders & { status: number; body: string } | undefined | void>;
	close(): Promise<void>;
}

const parsed = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
};

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}

/** @param target where requests go; a path prefix is kept */
export async function startWire(target: string): Promise<Wire> {
	const server = http.createServer((incoming, outgoing) => void pass(incoming, outgoing));
	const wire: Wire = {
		url: '',
		seen: [],
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};

	async function pass(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
		const { method = 'GET', url: path = '/', headers } = incoming;
		const text = await textOf(incoming);
		const seen: Seen = { method, path, headers, body: text === '' ? undefined : parsed(text) };
		wire.seen.push(seen);
		const instead = await wire.before?.(seen);
		if (instead) {
			const { status, body, ...own } = instead;
			outgoing.writeHead(status, { 'content-type': 'application/json', ...own }).end(body);
			return;
		}
		const { hostname, port } = new URL(target);
		const further = http.request({ hostname, port, method, path, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(outgoing);
		});
		further.on('error', () => outgoing.destroy());
		further.end(text);
	}

	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	wire.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${new URL(target).pathname.replace(/\/$/, '')}`;
	return wire;
}

/** Plays something with a wire in front of a server, which is taken away whatever happens. */
export async function withWire<T>(target: string, before: Wire['before'], play: (wire: Wire) => Promise<T>): Promise<T> {
	const wire = await startWire(target);
	wire.before = before;
	try {
		return await play(wire);
	} finally {
		await wire.close();
	}
}
