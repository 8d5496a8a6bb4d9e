/** Measures a row from a newly reset server, first the node, then the floor. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { FloorClient, type Floor } from './floor.mts';
import { judge, secondsAllowed } from './judge.mts';
import type { BenchServer } from './server.mts';
import type { Line, NodeRow, Ours } from './types.mts';

/** Longer than the window in which a server counts requests. */
export const QUIET = 1100;

export async function prepare(row: NodeRow, server: BenchServer): Promise<void> {
	await server.reset();
	const client = new FloorClient(server.credentials.url, row.pace);
	await row.prepare(server, client);
	client.close();
	if (client.requests > 0) await wait(QUIET);
}

/** @param measure runs the node on the prepared server */
export async function runRow(
	row: NodeRow,
	server: BenchServer,
	measure: () => Promise<Ours>,
	onProgress: (doing: string) => void = () => {},
): Promise<Line> {
	onProgress('n8n’s node');
	let run = await once(row, server, measure);
	// Something else on the machine can only add time, so the best of some is nearest to the truth.
	for (let more = 2; more > 0 && run.ours.seconds > (secondsAllowed(row, run.ours) ?? Infinity); more--) {
		onProgress('n8n’s node again, because it was slow');
		const again = await once(row, server, measure);
		if (again.ours.seconds < run.ours.seconds || again.faults.length > 0) run = again;
	}
	onProgress('floor');
	return judge(row, run.ours, run.faults, await floorOf(row, server));
}

async function once(
	row: NodeRow,
	server: BenchServer,
	measure: () => Promise<Ours>,
): Promise<{ ours: Ours; faults: string[] }> {
	await prepare(row, server);
	const ours = await measure();
	return { ours, faults: (await row.faults?.(server)) ?? [] };
}

/** @throws if it does not leave the server as the node must: then it would be no floor */
async function floorOf(row: NodeRow, server: BenchServer): Promise<Floor> {
	await prepare(row, server);
	const requests = row.floor(await server.state());
	const client = new FloorClient(server.credentials.url, row.pace);
	if (row.warm) await row.signIn(client, server);
	const signedIn = client.requests;
	const begin = performance.now();
	if (!row.warm) await row.signIn(client, server);
	await client.sendAll(requests);
	const seconds = (performance.now() - begin) / 1000;
	client.close();
	const faults = (await row.faults?.(server)) ?? [];
	if (faults.length > 0) throw new Error(`The floor of ${row.name} is wrong: ${faults[0]}`);
	await wait(QUIET);
	return { requests: client.requests - signedIn, seconds };
}

const run = promisify(execFile);

/** In a process of its own, so that its memory is nobody else's. */
export async function measureInChild(row: NodeRow, server: BenchServer): Promise<Ours> {
	const args = ['--expose-gc', '--import', 'tsx', path.join('scripts', 'bench', 'child.mts'), row.name];
	const { stdout } = await run(process.execPath, [...args, JSON.stringify(server.credentials)]);
	return JSON.parse(stdout.trim().split('\n').at(-1)!) as Ours;
}
