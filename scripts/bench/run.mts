/** Measures a row from newly reset servers, first the node, then the floor. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { FloorClient, type Floor } from './floor.mts';
import { judge, secondsAllowed } from './judge.mts';
import type { BenchServer } from './server.mts';
import { partsOf, type Line, type NodeRow, type Ours, type Part, type Servers } from './types.mts';

/** Longer than the window in which a server counts requests. */
export const QUIET = 1100;

export async function prepare(row: NodeRow, servers: Servers): Promise<void> {
	let sent = 0;
	for (const part of partsOf(row)) sent += await preparePart(part, servers[part.tool]);
	if (sent > 0) await wait(QUIET);
}

/** @returns how many requests that took */
async function preparePart(part: Part, server: BenchServer): Promise<number> {
	await server.reset(part.set);
	const client = new FloorClient(server.credentials.url, part.pace);
	await part.prepare(server, client);
	client.close();
	return client.requests;
}

/** What is not right on the servers. */
export async function faultsOf(row: NodeRow, servers: Servers): Promise<string[]> {
	const faults: string[] = [];
	for (const part of partsOf(row)) faults.push(...((await part.faults?.(servers[part.tool])) ?? []));
	return faults;
}

/** Back to the servers other rows expect. */
export async function restore(row: NodeRow, servers: Servers, usual: Record<string, string>): Promise<void> {
	for (const { tool, set } of partsOf(row)) {
		if (set) await servers[tool].reset(Object.fromEntries(Object.keys(set).map((name) => [name, usual[name]])));
	}
}

/** @param measure runs the node on the prepared servers */
export async function runRow(
	row: NodeRow,
	servers: Servers,
	measure: () => Promise<Ours>,
	onProgress: (doing: string) => void = () => {},
): Promise<Line> {
	onProgress('n8n’s node');
	let run = await once(row, servers, measure);
	// Something else on the machine can only add time, so the best of some is nearest to the truth.
	for (let more = 2; more > 0 && run.ours.seconds > (secondsAllowed(row, run.ours) ?? Infinity); more--) {
		onProgress('n8n’s node again, because it was slow');
		const again = await once(row, servers, measure);
		if (again.ours.seconds < run.ours.seconds || again.faults.length > 0) run = again;
	}
	onProgress('floor');
	return judge(row, run.ours, run.faults, await floorOf(row, servers));
}

async function once(
	row: NodeRow,
	servers: Servers,
	measure: () => Promise<Ours>,
): Promise<{ ours: Ours; faults: string[] }> {
	await prepare(row, servers);
	const ours = await measure();
	return { ours, faults: await faultsOf(row, servers) };
}

/** Of several tools one after the other; they can be worked on side by side, so the slowest one counts. */
async function floorOf(row: NodeRow, servers: Servers): Promise<Floor | undefined> {
	const floors: Floor[] = [];
	for (const part of partsOf(row)) {
		if (!part.floor) return undefined;
		floors.push(await floorOfPart(part, servers[part.tool], row.warm ?? false));
		const faults = (await part.faults?.(servers[part.tool])) ?? [];
		if (faults.length > 0) throw new Error(`The floor of ${row.name} is wrong: ${faults[0]}`);
		await wait(QUIET);
	}
	return { requests: floors.reduce((sum, { requests }) => sum + requests, 0), seconds: Math.max(...floors.map(({ seconds }) => seconds)) };
}

async function floorOfPart(part: Part, server: BenchServer, warm: boolean): Promise<Floor> {
	if ((await preparePart(part, server)) > 0) await wait(QUIET);
	const requests = part.floor!(await server.state());
	const client = new FloorClient(server.credentials.url, part.pace);
	if (warm) await part.signIn(client, server);
	const signedIn = client.requests;
	const begin = performance.now();
	if (!warm) await part.signIn(client, server);
	await client.sendAll(requests);
	const seconds = (performance.now() - begin) / 1000;
	client.close();
	return { requests: client.requests - signedIn, seconds };
}

const run = promisify(execFile);

/** In a process of its own, so that its memory is nobody else's. */
export async function measureInChild(row: NodeRow, servers: Servers): Promise<Ours> {
	const args = ['--expose-gc', '--import', 'tsx', path.join('scripts', 'bench', 'child.mts'), row.name];
	const credentials = Object.fromEntries(partsOf(row).map(({ tool }) => [tool, servers[tool].credentials]));
	const { stdout } = await run(process.execPath, [...args, JSON.stringify(credentials)]);
	return JSON.parse(stdout.trim().split('\n').at(-1)!) as Ours;
}
