import { Command, InvalidArgumentError } from 'commander';
import { FAULT_HELP } from './frame/faults.mts';
import { BadRequestOfUser, describeSwitches, parseSetting } from './frame/switches.mts';
import { startSandbox, type Sandbox } from './index.mts';
import { PRODUCTS } from './registry.mts';

interface Flags {
	tools: string[];
	port: number;
	json?: true;
	fresh?: true;
	set: Record<string, string>;
	latency: number;
	faults?: string;
}

const names = PRODUCTS.map((product) => product.name);

const program: Command = new Command('sandbox')
	.description('Stand-in servers of BI products on this machine, with a small company in them.')
	.option(
		'--tools <NAMES>',
		`comma-separated: ${names.join(', ')}`,
		(text) => text.split(',').map((name) => name.trim()),
		names,
	)
	.option('--port <N>', 'first port, one per tool upward; 0 takes any free port', wholeNumber, 4400)
	.option('--json', 'print one JSON line with the credential fields per tool')
	.option('--fresh', 'only what a newly installed server holds')
	.option('--set <KEY=VALUE>', 'pick behaviour; may be repeated', collectSetting, {})
	.option('--latency <MS>', 'wait before each answer', wholeNumber, 0)
	.option('--faults <SPEC>', 'let requests go wrong, see below')
	.addHelpText(
		'after',
		`\nSwitches for --set, [initial value] in brackets:\n${describeSwitches(PRODUCTS)}\n\nFor --faults:\n${FAULT_HELP}\n`,
	);

void run(program.parse().opts<Flags>());

async function run(flags: Flags): Promise<void> {
	let sandbox: Sandbox;
	try {
		sandbox = await startSandbox(flags);
	} catch (error) {
		program.error(explain(error));
	}
	console.log(flags.json ? JSON.stringify(sandbox.tools) : describe(sandbox));
	const stop = (): void => void sandbox.close().then(() => process.exit(0));
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

function explain(error: unknown): string {
	if (error instanceof BadRequestOfUser) return `error: ${error.message}`;
	if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
		return 'error: that port is taken; choose another with --port, or --port 0 for any free one';
	throw error;
}

function describe(sandbox: Sandbox): string {
	const parts = Object.entries(sandbox.tools).map(([name, { url, ...fields }]) => {
		const title = PRODUCTS.find((product) => product.name === name)?.title ?? name;
		const lines = Object.entries(fields).map(([field, value]) => `  ${field.padEnd(14)} ${value}`);
		return [`${title} at ${url}`, ...lines].join('\n');
	});
	return [...parts, 'What is true in a server: GET /__sandbox/state at its origin. Stop with Ctrl+C.'].join('\n\n');
}

function wholeNumber(text: string): number {
	const value = Number(text);
	if (text.trim() === '' || !Number.isInteger(value) || value < 0)
		throw new InvalidArgumentError('takes a whole number, 0 or more.');
	return value;
}

function collectSetting(text: string, soFar: Record<string, string>): Record<string, string> {
	try {
		const [key, value] = parseSetting(text);
		return { ...soFar, [key]: value };
	} catch (error) {
		throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
	}
}
