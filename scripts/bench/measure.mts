/** Runs a row's node in n8n's engine and notes what that cost. */
import { setTimeout as wait } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import type { Engine, RunResult } from '../../test/harness/engine.mts';
import { partsOf, type NodeRow, type Ours, type Servers } from './types.mts';

const inUse = () => getHeapStatistics().used_heap_size;

const MB = 1024 * 1024;

/**
 * The servers must be prepared. With `--expose-gc` memory is measured too.
 * @param quiet milliseconds between warming up and measuring: longer than the window in which a server counts requests
 */
export async function measure(row: NodeRow, engine: Engine, servers: Servers, quiet: number): Promise<Ours> {
	const { node, parameters, items, again } = row;
	const parts = partsOf(row);
	const fields = Object.fromEntries(parts.map(({ tool, credential }) => [credential, servers[tool].credentials]));
	const first = engine.store(fields);
	const warmUp = await engine.run({ node, parameters: row.warmUp, credentials: first });
	if (warmUp.error) throw warmUp.error;
	const credentials = row.warm ? first : engine.store(fields);
	await wait(quiet);

	const traffic = await Promise.all(parts.map(async ({ tool }) => ({ tool, before: (await servers[tool].requests()).length })));
	const heap = watchHeap();
	const rounds: RunResult[] = [];
	const cpu = process.cpuUsage();
	for (let round = 0; round <= (again?.times ?? 0); round++) {
		if (round > 0) await again!.between(servers);
		rounds.push(await engine.run({ node, parameters, items, credentials, onError: 'continueErrorOutput' }));
	}
	const { user, system } = process.cpuUsage(cpu);
	const memory = heap?.();
	const byTool: Ours['byTool'] = {};
	for (const { tool, before } of traffic) {
		const sent = (await servers[tool].requests()).slice(before);
		byTool[tool] = { requests: sent.length, refused: sent.filter(({ status }) => status === 429).length };
	}
	const given = rounds.map((result) => result.json('Node', 0));
	const failed = rounds.flatMap((result) => result.json('Node', 1));
	const stopped = rounds.find(({ error }) => error)?.error;
	const firstError = stopped?.message ?? (failed[0] && `${String(failed[0].error)} ${String(failed[0].message)}`);
	const sum = (key: 'requests' | 'refused') => Object.values(byTool).reduce((all, one) => all + one[key], 0);
	return {
		requests: sum('requests'),
		refused: sum('refused'),
		byTool,
		seconds: rounds.reduce((all, { durationMs }) => all + durationMs, 0) / 1000,
		cpuSeconds: (user + system) / 1e6,
		items: given.flat().length,
		failed: failed.length,
		...(firstError !== undefined && { firstError }),
		wrong: row.wrongItems?.(given) ?? [],
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
