/** The process in which one row's node runs, alone: `child.mts <row> <credentials by tool as JSON>` prints what it cost as JSON. */
import { loadEngine } from '../../test/harness/engine.mts';
import { measure } from './measure.mts';
import { ROWS } from './rows.mts';
import { QUIET } from './run.mts';
import { BenchServer, type Credentials } from './server.mts';

async function main(): Promise<void> {
	const [name, credentials] = process.argv.slice(2);
	const row = ROWS.find((one) => one.name === name)!;
	const given = Object.entries(JSON.parse(credentials) as Record<string, Credentials>);
	const servers = Object.fromEntries(given.map(([tool, one]) => [tool, new BenchServer(one)]));
	const ours = await measure(row, await loadEngine(), servers, QUIET);
	console.log(JSON.stringify(ours));
}

void main();
