/** Runs a row's node in n8n's engine and notes what that cost. */
import { setTimeout as wait } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import type { Engine } from '../../test/harness/engine.mts';
import type { BenchServer } from './server.mts';
import type { NodeRow, Ours } from './types.mts';

const inUse = () => getHeapStatistics().used_heap_size;

const MB = 1024 * 1024;

/**
 * The server must be prepared. With `--expose-gc` memory is measured too.
 * @param quiet milliseconds between warming up and measuring: longer than the window in which a server counts requests
 */
export async function measure(row: NodeRow, engine: Engine, server: BenchServer, quiet: number): Promise<Ours> {
	const { node, parameters, items } = row;
	const fields = { [row.credential]: server.credentials };
	const first = engine.store(fields);
	const warmUp = await engine.run({ node, parameters: row.warmUp, credentials: first });
	if (warmUp.error) throw warmUp.error;
	const credentials = row.warm ? first : engine.store(fields);
	await wait(quiet);

	const sentBefore = (await server.requests()).length;
	const heap = watchHeap();
	const result = await engine.run({ node, parameters, items, credentials, onError: 'continueErrorOutput' });
	const memory = heap?.();
	const requests = (await server.requests()).slice(sentBefore);
	const [given, failed] = [result.json('Node', 0), result.json('Node', 1)];
	const firstError =
		result.error?.message ?? (failed[0] && `${String(failed[0].error)} ${String(failed[0].message)}`);
	return {
		requests: requests.length,
		refused: requests.filter(({ status }) => status === 429).length,
		seconds: result.durationMs / 1000,
		items: given.length,
		failed: failed.length,
		...(firstError !== undefined && { firstError }),
		...(memory && { heap: memory }),
	};
}

/** The returned function says how much more was in use at the worst moment, and how much still is after collecting. */
function watchHeap(): (() => NonNullable<Ours['heap']>) | undefined {
	const { gc } = globalThis;
	if (!gc) return undefined;
	gc();
	const before = inUse();
	let peak = before;
	const sample = () => (peak = Math.max(peak, inUse()));
	const timer = setInterval(sample, 5);
	return () => {
		clearInterval(timer);
		sample();
		gc();
		return { peakMb: (peak - before) / MB, keptMb: (inUse() - before) / MB };
	};
}
