/** A client as lean as one can be: one pool of open connections, evenly spaced just below the server's limit if it has one. */
import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import axios, { type AxiosResponse } from 'axios';

/** As many as the nodes work on by default. */
const AT_ONCE = 5;

/** What the floor cost. */
export interface Floor {
	requests: number;
	seconds: number;
}

export interface FloorRequest {
	method: string;
	path: string;
	body?: unknown;
}

export class FloorClient {
	requests = 0;

	/** Sent with every request; a product's sign-in puts its token here. */
	headers: Record<string, string> = { Accept: 'application/json' };

	private readonly agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

	private turn: Promise<void> = Promise.resolve();

	private next = 0;

	constructor(
		readonly url: string,
		/** Absent: as many as go. */
		private readonly perSecond = Number.POSITIVE_INFINITY,
	) {}

	/** @throws for any other status from 300 up than 429: on a busy machine requests can arrive in a bunch */
	async send(request: FloorRequest): Promise<AxiosResponse> {
		await (this.turn = this.turn.then(async () => await this.space()));
		this.requests++;
		const { url, agent: httpAgent, headers } = this;
		const { method, path, body: data } = request;
		const validateStatus = (status: number) => status < 300 || status === 429;
		const answer = await axios.request({
			method,
			url: url + path,
			data,
			headers,
			httpAgent,
			validateStatus,
			maxRedirects: 0,
		});
		if (answer.status !== 429) return answer;
		await wait(1000);
		return await this.send(request);
	}

	/** Keeps to an even grid; one that was missed by far starts anew instead of being caught up in a bunch. */
	private async space(): Promise<void> {
		await wait(Math.max(0, this.next - performance.now()));
		const now = performance.now();
		this.next = (now - this.next > 5 ? now : this.next) + 1000 / this.perSecond;
	}

	async sendAll(requests: FloorRequest[]): Promise<void> {
		const queue = requests.values();
		const worker = async () => {
			for (const request of queue) await this.send(request);
		};
		await Promise.all(Array.from({ length: AT_ONCE }, worker));
	}

	close(): void {
		this.agent.destroy();
	}
}
