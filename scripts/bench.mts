/** `npm run bench`: what the nodes cost in requests, time and memory, and what they may cost. Not a timed test: a table. */
import { availableParallelism, loadavg } from 'node:os';
import Table from 'cli-table3';
import { Command } from 'commander';
import { measurePackage, PACKAGE_ROWS } from './bench/package.mts';
import { ROWS } from './bench/rows.mts';
import { restore, runRow, Workers } from './bench/run.mts';
import { launchSandbox } from './bench/server.mts';
import { partsOf, type Line, type NodeRow } from './bench/types.mts';

const LATENCY = 20;

/** Of the stand-ins; rows that need others say so. */
const SETTINGS = { 'superset.rateLimit': 'on', 'redash.rateLimit': 'on' };

/** Said where times are worse than the nodes are. */
function busyNote(): string[] {
	const [load, cores] = [loadavg()[0], availableParallelism()];
	return load > cores
		? [`This machine is busy (load ${load.toFixed(1)} on ${cores} cores): times would be better on a quiet one.`]
		: [];
}

const NOTES = [
	`Server: the sandbox in a process of its own, ${LATENCY} ms before each answer, Superset's 50 requests a second and Redash's 50 creations an hour; the others have no such limit.`,
	'In Sisense the nodes keep to 8 writes a second, as its makers advise, and so do the floors of rows that write many.',
	'Floor: a client with open connections that knows the answer and sends only what can’t be left out. Ratio: of seconds.',
	'n8n opens a new connection for each request, so on a real network the lever is the number of requests.',
	'For comparison, not measured here: the 300 people of upsert-300 by a hand-built flow of HTTP Request nodes take 600 requests when it is tuned to the limit; when it is not, all are lost without a word.',
];

interface Flags {
	json?: true;
	only: string[];
}

const NAMES = [...ROWS, ...PACKAGE_ROWS].map(({ name }) => name);

function parseFlags(): Flags {
	const program = new Command('npm run bench --')
		.description('Requests, time and memory of the nodes against what they may cost.')
		.option('--json', 'print one line of JSON (the build prints too: read the last line)')
		.option(
			'--only <NAMES>',
			'these rows, separated by commas',
			(text) => text.split(',').map((name) => name.trim()),
			[],
		)
		.addHelpText('after', `\nRows: ${NAMES.join(', ')}\nExit code 1: a row is over what it may cost.`);
	const flags = program.parse().opts<Flags>();
	const unknown = flags.only.filter((name) => !NAMES.includes(name));
	if (unknown.length > 0) program.error(`error: no row "${unknown.join('", "')}". Rows: ${NAMES.join(', ')}`);
	return flags;
}

const say = (text: string) => void process.stderr.write(`${text}\n`);

async function measureNodes(rows: NodeRow[]): Promise<Line[]> {
	if (rows.length === 0) return [];
	const tools = [...new Set(rows.flatMap(partsOf).map(({ tool }) => tool))];
	const settings = Object.entries(SETTINGS).flatMap(([name, value]) => (tools.includes(name.split('.')[0]) ? ['--set', `${name}=${value}`] : []));
	const options = ['--tools', tools.join(','), '--latency', String(LATENCY), ...settings];
	const sandbox = await launchSandbox(options);
	const lines: Line[] = [];
	const workers = new Workers();
	try {
		for (const row of rows) {
			const measure = async () => await workers.measure(row, sandbox.servers);
			lines.push(await runRow(row, sandbox.servers, measure, (doing) => say(`${row.name}: ${doing} …`)));
			await restore(row, sandbox.servers, SETTINGS);
		}
	} finally {
		workers.stop();
		await sandbox.stop();
	}
	return lines;
}

function tableOf(lines: Line[]): string {
	const table = new Table({
		head: ['Name', 'Ours', 'Allowed', 'Floor', 'Ratio', 'OK'],
		style: { head: [], border: [] },
	});
	for (const { title, name, ours, allowed, floor, ratio, ok } of lines) {
		table.push([`${title}\n${name}`, ours, allowed, floor, ratio, ok ? '✔' : '✘']);
	}
	return table.toString();
}

async function main(): Promise<void> {
	const { json, only } = parseFlags();
	const chosen = ({ name }: { name: string }) => only.length === 0 || only.includes(name);
	const lines = await measureNodes(ROWS.filter(chosen));
	for (const row of PACKAGE_ROWS.filter(chosen)) {
		say(`${row.name} …`);
		lines.push(measurePackage(row));
	}
	const ok = lines.every((line) => line.ok);
	const notes = [...NOTES, ...busyNote()];
	if (json) {
		const rows = lines.map(({ name, title, ratio, ok: good, problems, data }) => ({
			name,
			title,
			...data,
			...(ratio && { ratio: Number(ratio) }),
			ok: good,
			problems,
		}));
		console.log(JSON.stringify({ ok, rows, notes }));
	} else {
		console.log([tableOf(lines), ...notes].join('\n'));
		for (const { name, problems } of lines) for (const problem of problems) console.log(`✘ ${name}: ${problem}`);
	}
	process.exitCode = ok ? 0 : 1;
}

void main();
