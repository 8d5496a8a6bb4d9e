/** `npm start`: the package at work, on stand-in servers or on a real one. */
import { startSandbox, BadRequestOfUser } from '../sandbox/index.mts';
import { loadEngine } from '../test/harness/engine.mts';
import * as lifecycle from './story/lifecycle/print.mts';
import { tellLifecycle, type LifecycleReport } from './story/lifecycle/tell.mts';
import { parseFlags, realCredentials, type Flags } from './story/options.mts';
import { endingText, NEXT, openingText, stepText } from './story/print.mts';
import type { ToolReport } from './story/report.mts';
import { STORIES } from './story/stories.mts';
import { tell, type TellingEvent } from './story/tell.mts';
import type { Credentials } from './story/types.mts';

type Reports = Record<string, ToolReport>;

type Report = Omit<LifecycleReport, 'ok'>;

async function onSandbox(flags: Flags, signal: AbortSignal): Promise<Report> {
	const sandbox = await startSandbox({ tools: Object.keys(STORIES), set: flags.set });
	try {
		return flags.stories ? { tools: await tellAll(flags, sandbox.tools, signal) } : await tellOne(flags, sandbox.tools, signal);
	} finally {
		await sandbox.close();
	}
}

const onRealServer = async (flags: Flags, signal: AbortSignal): Promise<Report> => ({
	tools: await tellAll(flags, { [flags.real!.tool]: await realCredentials(flags) }, signal),
});

const sayer = (flags: Flags) => (text: string) => (flags.json ? undefined : console.log(text));

/** The switches that were chosen, in words. */
function settingsOf({ set }: Flags): string {
	const settings = Object.entries(set).map((pair) => pair.join('='));
	return ['a stand-in on this computer', ...settings].join(', ');
}

/** The story over all tools. */
async function tellOne(flags: Flags, credentials: Record<string, Credentials>, signal: AbortSignal): Promise<Report> {
	const say = sayer(flags);
	const report = await tellLifecycle({
		engine: await loadEngine(),
		credentials,
		signal,
		onEvent(event) {
			if (event.kind === 'opened') say(lifecycle.openingText(event.tools, `(each ${settingsOf(flags)})`));
			else say(lifecycle.stepText(event.number, event.of, event.reports));
		},
	});
	say(lifecycle.endingText(report));
	return report;
}

async function tellAll(flags: Flags, servers: Record<string, Credentials>, signal: AbortSignal): Promise<Reports> {
	const say = sayer(flags);
	const engine = await loadEngine();
	const reports: Reports = {};
	for (const [tool, credentials] of Object.entries(servers)) {
		const where = flags.real
			? `at ${String(credentials.url)}`
			: `(${settingsOf(flags)})`;
		const onEvent = (event: TellingEvent) => {
			if (event.kind === 'opened') say(openingText(event.report, where));
			else if (event.kind === 'step') say(stepText(event.number, event.of, event.step));
			else say(`\n${event.text}`);
		};
		reports[tool] = await tell(STORIES[tool], {
			engine,
			credentials,
			real: flags.real !== undefined,
			signal,
			onEvent,
		});
		say(endingText(reports[tool]));
	}
	return reports;
}

/** Aborts at the first Ctrl+C, or when nobody reads any more; a second one ends the process at once. */
function stopSignal(flags: Flags): AbortSignal {
	const stop = new AbortController();
	const then = flags.real ? ', then removing the story’s people' : '';
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (stop.signal.aborted) process.exit(130);
			stop.abort();
			console.error(`Stopping after this step${then} …`);
		});
	}
	// Otherwise a pager that is quit early would end the process, and the people would stay.
	process.stdout.on('error', () => stop.abort());
	return stop.signal;
}

async function main(): Promise<void> {
	const flags = parseFlags(process.argv.slice(2));
	const signal = stopSignal(flags);
	let report: Report = { tools: {} };
	try {
		report = flags.real ? await onRealServer(flags, signal) : await onSandbox(flags, signal);
	} catch (thrown) {
		if (!(thrown instanceof Error)) throw thrown;
		report.error = thrown instanceof BadRequestOfUser ? `--set: ${thrown.message}` : thrown.message;
	}
	const { error, tools, file } = report;
	const ok = error === undefined && Object.values(tools).every((tool) => tool.ok);
	if (flags.json) console.log(JSON.stringify({ ok, ...(error !== undefined && { error }), tools, ...(file !== undefined && { file }) }));
	else if (error !== undefined) console.error(`error: ${error}`);
	else if (ok) console.log(NEXT);
	process.exitCode = ok ? 0 : 1;
}

void main();
