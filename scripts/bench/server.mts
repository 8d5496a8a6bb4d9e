/** A sandbox as the benchmark uses it: over HTTP only, so that it may run in another process. */
import path from 'node:path';
import type { JournalEntry } from '../../sandbox/frame/journal.mts';
import { start, stop } from '../lib/children.mts';

export type Credentials = Record<string, string> & { url: string };

/** One stand-in of one product. Control routes are neither counted, delayed nor limited. */
export class BenchServer {
	readonly credentials: Credentials;

	constructor(credentials: Credentials) {
		this.credentials = credentials;
	}

	/** Back to a new installation with nothing but the admin. @param set switches; they stay until others are given */
	async reset(set: Record<string, string> = {}): Promise<void> {
		await this.control('POST', 'reset', { fresh: true, set });
	}

	/** Moves the server's clock. */
	async advance(milliseconds: number): Promise<void> {
		await this.control('POST', 'clock', { advance: milliseconds });
	}

	/** Ordinary people `<prefix>1@example.com` and so on; `roles` are roles or groups, as the product has them. */
	async addPeople(wish: { count: number; prefix: string; roles?: string[]; active?: boolean }): Promise<void> {
		await this.control('POST', 'people', wish);
	}

	/** @typeParam State what the stand-in of that product tells */
	async state<State>(): Promise<State> {
		return (await this.control('GET', 'state')) as State;
	}

	/** Everything asked of the product since the reset. */
	async requests(): Promise<readonly JournalEntry[]> {
		const { requests } = (await this.control('GET', 'requests')) as { requests: JournalEntry[] };
		return requests;
	}

	private async control(method: string, route: string, body?: unknown): Promise<unknown> {
		const answer = await fetch(`${new URL(this.credentials.url).origin}/__sandbox/${route}`, {
			method,
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`The sandbox refused ${route}: ${text}`);
		return JSON.parse(text);
	}
}

/** Starts the sandbox in a process of its own. @throws with what it printed, if it does not come up */
export async function launchSandbox(
	options: string[],
): Promise<{ servers: Record<string, BenchServer>; stop(): Promise<void> }> {
	const tsx = path.resolve('node_modules', '.bin', 'tsx');
	const child = start(tsx, ['sandbox/main.mts', '--json', '--port', '0', ...options], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const line = await new Promise<string>((resolve, reject) => {
		let text = '';
		child.stdout!.setEncoding('utf8').on('data', (part: string) => {
			text += part;
			if (text.includes('\n')) resolve(text);
		});
		child.once('exit', (code) => reject(new Error(`The sandbox ended with ${code}: ${text}`)));
	});
	const tools = Object.entries(JSON.parse(line) as Record<string, Credentials>);
	return {
		servers: Object.fromEntries(tools.map(([tool, credentials]) => [tool, new BenchServer(credentials)])),
		stop: async () => await stop(child),
	};
}
