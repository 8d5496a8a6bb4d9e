import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

export interface Sent {
	method: string;
	path: string;
}

const CHANNEL = 'http.client.request.start';

/** Does the work and notes every request that leaves this process for the server meanwhile, whoever sends it. */
export async function noting<T>(url: string, work: () => Promise<T>): Promise<{ result: T; sent: Sent[] }> {
	const { host } = new URL(url);
	const sent: Sent[] = [];
	const note = (message: unknown) => {
		const { request } = message as { request: ClientRequest };
		if (request.getHeader('host') === host) sent.push({ method: request.method, path: request.path });
	};
	subscribe(CHANNEL, note);
	try {
		return { result: await work(), sent };
	} finally {
		unsubscribe(CHANNEL, note);
	}
}
