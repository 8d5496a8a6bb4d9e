/** Rows about the package itself: what it costs a host to load and to keep. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Line } from './types.mts';

export interface PackageRow {
	name: string;
	title: string;
	unit: string;
	/** The most it may be. */
	allowed: number;
	/** Several where it varies: the least counts, because other work on the machine can only add. */
	measure(): number[];
}

/** As in a host that has n8n-workflow in memory already: every class loaded and made once. */
const LOAD = `
	require('n8n-workflow');
	const begin = performance.now();
	const { nodes, credentials } = require('./index.js');
	for (const type of [...Object.values(nodes), ...Object.values(credentials)]) new type();
	console.log(performance.now() - begin);
`;

/** Milliseconds one node may take to load, with its credentials and its part of what they share. */
const MOST_PER_NODE = 15;

const nodesHere = (): number => (JSON.parse(readFileSync('package.json', 'utf8')) as { n8n: { nodes: string[] } }).n8n.nodes.length;

export const PACKAGE_ROWS: PackageRow[] = [
	{
		name: 'require',
		title: 'Load the package, in a process of its own',
		unit: 'ms',
		allowed: MOST_PER_NODE * nodesHere(),
		// What else goes on can only add time, and comes in bursts longer than a few of them.
		measure: () =>
			Array.from({ length: 30 }, () => Number(execFileSync(process.execPath, ['-e', LOAD], { encoding: 'utf8' }))),
	},
	{
		name: 'size',
		title: 'Size of dist',
		unit: 'kB',
		allowed: 1000,
		measure() {
			const entries = readdirSync('dist', { recursive: true, withFileTypes: true });
			const files = entries
				.filter((entry) => entry.isFile())
				.map((entry) => path.join(entry.parentPath, entry.name));
			return [files.reduce((sum, file) => sum + statSync(file).size, 0) / 1000];
		},
	},
];

export function measurePackage({ name, title, unit, allowed, measure }: PackageRow): Line {
	const values = measure().sort((a, b) => a - b);
	const [value] = values;
	const ok = value <= allowed;
	const middle = values[Math.floor(values.length / 2)].toFixed(0);
	const of = values.length > 1 ? `, least of ${values.length}\n(median ${middle})` : '';
	return {
		name,
		title,
		ours: `${value.toFixed(0)} ${unit}${of}`,
		allowed: `≤ ${allowed} ${unit}`,
		floor: '',
		ratio: '',
		ok,
		problems: ok ? [] : [`${value.toFixed(0)} ${unit} instead of ${allowed} ${unit}`],
		data: { ours: { [unit]: value, all: values }, allowed: { [unit]: allowed } },
	};
}
