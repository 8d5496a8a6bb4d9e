import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

export interface Sent {
	method: string;
	path: string;
}

const CHANNEL = 'http.client.request.start';

/**
 * Does the work and notes every request that leaves this process for one of the servers meanwhile, whoever sends it.
 *
 * @returns what was sent, for each of the addresses
 */
export async function noting<T>(urls: string[], work: () => Promise<T>): Promise<{ result: T; sent: Sent[][] }> {
	const sent = urls.map((): Sent[] => []);
	const hosts = new Map(urls.map((url, index) => [new URL(url).host, sent[index]]));
	const note = (message: unknown) => {
		const { request } = message as { request: ClientRequest };
		hosts.get(String(request.getHeader('host')))?.push({ method: request.method, path: request.path });
	};
	subscribe(CHANNEL, note);
	try {
		return { result: await work(), sent };
	} finally {
		unsubscribe(CHANNEL, note);
	}
}
