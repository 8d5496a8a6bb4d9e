/** A process in which nodes run: it is sent a row's name and the credentials by tool, and sends back what that cost. */
import { loadEngine } from '../../test/harness/engine.mts';
import { measure } from './measure.mts';
import { ROWS } from './rows.mts';
import { quietAfter } from './run.mts';
import { BenchServer, type Credentials } from './server.mts';
import type { Ours } from './types.mts';

export interface Order {
	name: string;
	credentials: Record<string, Credentials>;
}

export type Answer = { ours: Ours } | { error: string };

const engine = loadEngine();

async function work({ name, credentials }: Order): Promise<Ours> {
	const row = ROWS.find((one) => one.name === name)!;
	const servers = Object.fromEntries(Object.entries(credentials).map(([tool, one]) => [tool, new BenchServer(one)]));
	return await measure(row, await engine, servers, quietAfter(row));
}

process.on('message', (order: Order) => {
	void work(order).then(
		(ours) => process.send!({ ours } satisfies Answer),
		(error: unknown) => process.send!({ error: String(error) } satisfies Answer),
	);
});
