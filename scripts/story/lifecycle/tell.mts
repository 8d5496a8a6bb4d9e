/** Tells the story over all tools, from beginning to end. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { CredentialStore, Engine } from '../../../test/harness/engine.mts';
import { castOf, everybodyElse, look, newMark, rowsOf, type Accounts, type Cast } from '../cast.mts';
import { became, cutOff, invited, openSession, unchanged, wroteNothing } from '../promises.mts';
import type { Promised, StepReport, ToolReport } from '../report.mts';
import { answer, itemOf } from '../step.mts';
import { noting, type Sent } from '../traffic.mts';
import type { Credentials, Witness } from '../types.mts';
import { rowText } from '../words.mts';
import { PARTS, TOOLS } from './cast.mts';
import { steps } from './steps.mts';
import type { ByTool, LifecycleStep, Part } from './types.mts';

/** One tool while the story is told. */
interface Place {
	tool: string;
	part: Part;
	url: string;
	witness: Witness;
	cast: Cast;
	accounts: Accounts;
	/** Everybody who is not of the story, as they were before. */
	others: string[];
	report: ToolReport;
}

export interface LifecycleReport {
	ok: boolean;
	tools: ByTool<ToolReport>;
	/** Where the review was written to. */
	file?: string;
	/** Why the story ended early. */
	error?: string;
}

export type LifecycleEvent =
	| { kind: 'opened'; tools: ByTool<ToolReport> }
	| { kind: 'step'; number: number; of: number; step: LifecycleStep; reports: ByTool<StepReport> };

export interface LifecycleTelling {
	engine: Engine;
	/** Of stand-ins: what the story makes stays there. */
	credentials: ByTool<Credentials>;
	signal?: AbortSignal;
	onEvent?(event: LifecycleEvent): void | Promise<void>;
}

/** Does not throw: what went wrong is in the report. */
export async function tellLifecycle(telling: LifecycleTelling): Promise<LifecycleReport> {
	const report: LifecycleReport = { ok: false, tools: {} };
	try {
		await play(telling, report);
	} catch (thrown) {
		report.error = thrown instanceof Error ? thrown.message : String(thrown);
	}
	const checks = Object.values(report.tools).flatMap((tool) => {
		const all = [...tool.steps.flatMap(({ gave, promises }) => [...gave, ...promises]), ...tool.promises];
		tool.ok = report.error === undefined && all.every(({ kept }) => kept);
		return all;
	});
	report.ok = report.error === undefined && checks.every(({ kept }) => kept);
	return report;
}

async function play({ engine, credentials, signal, onEvent }: LifecycleTelling, report: LifecycleReport): Promise<void> {
	const places: Place[] = [];
	for (const tool of TOOLS) places.push(await arrive(tool, credentials[tool]));
	report.tools = Object.fromEntries(places.map((place) => [place.tool, place.report]));
	await onEvent?.({ kind: 'opened', tools: report.tools });

	const store = engine.store(Object.fromEntries(places.map(({ tool, part }) => [part.credential, credentials[tool]])));
	const all = steps(Object.fromEntries(places.map(({ tool, witness }) => [tool, witness])));
	for (const [index, step] of all.entries()) {
		if (signal?.aborted) throw new Error('Stopped before the end.');
		const { reports, file } = await take(step, engine, store, places);
		report.file ??= file;
		await onEvent?.({ kind: 'step', number: index + 1, of: all.length, step, reports });
	}
	for (const place of places) place.report.promises.push(unchanged(place.others, await everybodyElse(place.witness)));
}

async function arrive(tool: string, credentials: Credentials): Promise<Place> {
	const part = PARTS[tool];
	const witness = await part.open(credentials, false);
	if (witness.changesCostPassword) throw new Error(`This ${witness.server} destroys passwords with changes, so most of the story is refused there: "npm start -- --stories" tells what can be done.`);
	const mark = newMark(false);
	const cast = castOf(part, mark);
	const others = await everybodyElse(witness);
	for (const person of cast.values()) if (person.before) await witness.create(person);
	const accounts = await look(witness, cast, mark);
	const report: ToolReport = { ok: false, server: witness.server, notes: [], before: rowsOf(cast, accounts), after: [], steps: [], promises: [] };
	return { tool, part, url: String(credentials.url), witness, cast, accounts, others, report };
}

async function take(step: LifecycleStep, engine: Engine, store: CredentialStore, places: Place[]): Promise<{ reports: ByTool<StepReport>; file?: string }> {
	const { people = {}, strangers = {}, parameters } = step;
	const acting = [...Object.keys(people), ...Object.keys(strangers)];
	const [{ cast }] = places;
	const items = acting.map((key): IDataObject => strangers[key] ?? itemAbout(cast, key, people[key]));
	const sessions = await openSessions(step, places);

	const { result, sent } = await noting(
		places.map(({ url }) => url),
		async () =>
			await engine.run({ node: 'biAccess', parameters, credentials: store, items: items.length > 0 ? items : [{}], onError: 'continueErrorOutput' }),
	);
	if (result.error) throw new Error(`n8n could not run "${step.title}": ${result.error.message}`);
	const output = result.outputs.flat();
	const reports: ByTool<StepReport> = {};
	for (const [index, place] of places.entries()) {
		const session = sessions.get(place);
		const done = await judge(step, place, output, acting, sent[index], session);
		reports[place.tool] = { ...done, requests: sent[index].length, milliseconds: Math.round(result.durationMs) };
		place.report.steps.push(reports[place.tool]);
	}
	return { reports, file: saved(output) };
}

function itemAbout(cast: Cast, key: string, fields: IDataObject): IDataObject {
	const { email, firstName, lastName } = cast.get(key)!;
	const { shouts, ...more } = fields;
	return { email: shouts ? email.toUpperCase() : email, firstName, lastName, ...more };
}

async function openSessions({ cutsOff }: LifecycleStep, places: Place[]): Promise<Map<Place, string | undefined>> {
	const sessions = new Map<Place, string | undefined>();
	if (cutsOff === undefined) return sessions;
	for (const place of places) sessions.set(place, await openSession(place.witness, place.cast.get(cutsOff)!, place.accounts.get(cutsOff)!));
	return sessions;
}

async function judge(
	step: LifecycleStep,
	place: Place,
	output: INodeExecutionData[],
	acting: string[],
	sent: Sent[],
	session: string | undefined,
): Promise<Pick<StepReport, 'title' | 'tells' | 'operation' | 'gave' | 'promises'>> {
	const { tool, part, witness, cast, accounts: before } = place;
	const rowOf = (key: string) => rowIn(output, tool, Math.max(0, acting.indexOf(key)));
	for (const [key, person] of cast) {
		const password = rowOf(key)?.password;
		if (acting.includes(key) && typeof password === 'string') person.given = password;
	}
	const accounts = await look(witness, cast, newMark(false));
	const promises: Promised[] = [...cast].map(([key, { firstName }]) => became(firstName, before.get(key)!, step.then?.[tool]?.[key], accounts.get(key)!));
	if (session !== undefined) promises.push(await cutOff(witness, cast.get(step.cutsOff!)!, session));
	const field = step.invites?.by[tool];
	if (field) promises.push(await invited(witness, { who: step.invites!.who, field, lets: 'in' }, cast, rowOf(step.invites!.who)));
	if (step.writesNothing.includes(tool)) promises.push(wroteNothing(part, sent));
	if (step.counts) promises.push(counted(rowOf(''), (await witness.list()).filter(({ foreign }) => !foreign).length));
	place.accounts = accounts;
	place.report.after = rowsOf(cast, accounts);
	const { resource, operation } = step.parameters;
	return {
		title: step.title,
		tells: step.tells,
		operation: `${String(resource)}: ${String(operation)}`,
		gave: Object.entries(step.gives[tool]).map(([key, expected]) => answer(cast.get(key)?.firstName ?? key, expected, rowOf(key), rowText(rowOf(key)))),
		promises,
	};
}

/** The row of one tool about one input item; of a report the totals. */
function rowIn(output: INodeExecutionData[], tool: string, item: number): IDataObject | undefined {
	const own = output.filter((one) => itemOf(one) === item).map(({ json }) => json);
	const { totals } = (own[0] ?? {}) as { totals?: ByTool<IDataObject> };
	return totals?.[tool] ?? own.find((json) => json.tool === tool || json.error !== undefined);
}

function counted(totals: IDataObject | undefined, accounts: number): Promised {
	const kept = totals?.accounts === accounts;
	return { text: `the review has all ${accounts} accounts`, kept, ...(!kept && { seen: `${String(totals?.accounts)}` }) };
}

/** Writes the file an item carries into a folder of its own; where that is. */
function saved(output: INodeExecutionData[]): string | undefined {
	const [file] = output.flatMap(({ binary }) => Object.values(binary ?? {}));
	if (!file) return undefined;
	const to = path.join(mkdtempSync(path.join(tmpdir(), 'bi-access-')), file.fileName ?? 'report.html');
	writeFileSync(to, Buffer.from(file.data, 'base64'));
	return to;
}
