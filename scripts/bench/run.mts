/** Measures a row from newly reset servers, first the node, then the floor. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer, Order } from './child.mts';
import { FloorClient, type Floor } from './floor.mts';
import { judge, secondsAllowed } from './judge.mts';
import type { BenchServer } from './server.mts';
import { partsOf, type Line, type NodeRow, type Ours, type Part, type Servers } from './types.mts';

/** Longer than the window in which a server counts requests. */
const QUIET = 1100;

/** Milliseconds to wait before requests of a row count; only servers with a pace count by the second. */
export const quietAfter = (row: NodeRow | Part) => (partsOf(row).some(({ pace }) => pace !== undefined) ? QUIET : 0);

export async function prepare(row: NodeRow, servers: Servers): Promise<void> {
	let sent = 0;
	for (const part of partsOf(row)) sent += await preparePart(part, servers[part.tool]);
	if (sent > 0) await wait(quietAfter(row));
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
	let run = await runOnce(row, servers, measure);
	// Something else on the machine can only add time, so the best of some is nearest to the truth.
	for (let more = 2; more > 0 && run.ours.seconds > (secondsAllowed(row, run.ours) ?? Infinity); more--) {
		onProgress('n8n’s node again, because it was slow');
		const again = await runOnce(row, servers, measure);
		if (again.ours.seconds < run.ours.seconds || again.faults.length > 0) run = again;
	}
	onProgress('floor');
	return judge(row, run.ours, run.faults, await floorOf(row, servers));
}

async function runOnce(
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
		await wait(quietAfter(row));
	}
	return { requests: floors.reduce((sum, { requests }) => sum + requests, 0), seconds: Math.max(...floors.map(({ seconds }) => seconds)) };
}

async function floorOfPart(part: Part, server: BenchServer, warm: boolean): Promise<Floor> {
	if ((await preparePart(part, server)) > 0) await wait(quietAfter(part));
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

/** Processes in which nodes run: one for all rows, and a new one for each row whose memory or processor time counts. */
export class Workers {
	private shared?: ChildProcess;

	async measure(row: NodeRow, servers: Servers): Promise<Ours> {
		if (isAlone(row)) {
			const own = startWorker();
			return await ask(own, row, servers).finally(() => own.kill());
		}
		this.shared ??= startWorker();
		return await ask(this.shared, row, servers);
	}

	stop(): void {
		this.shared?.kill();
	}
}

const isAlone = (row: NodeRow) => [row, ...partsOf(row)].some(({ allowed }) => 'heapMb' in allowed || 'cpuSeconds' in allowed);

const startWorker = () => fork(path.join('scripts', 'bench', 'child.mts'), [], { execArgv: ['--expose-gc', '--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });

async function ask(worker: ChildProcess, row: NodeRow, servers: Servers): Promise<Ours> {
	const credentials = Object.fromEntries(partsOf(row).map(({ tool }) => [tool, servers[tool].credentials]));
	const listening = new AbortController();
	const answer = once(worker, 'message', listening) as Promise<[Answer]>;
	const end = once(worker, 'exit', listening).then(() => {
		throw new Error(`The process of ${row.name} ended early.`);
	});
	worker.send({ name: row.name, credentials } satisfies Order);
	const [told] = await Promise.race([answer, end]).finally(() => listening.abort());
	if ('error' in told) throw new Error(`${row.name}: ${told.error}`);
	return told.ours;
}
