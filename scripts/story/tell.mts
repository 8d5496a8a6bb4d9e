/** Tells one product's story from beginning to end, and leaves a real server as it was. */
import type { Engine } from '../../test/harness/engine.mts';
import { castOf, everybodyElse, isOurs, look, newMark, rowsOf } from './cast.mts';
import { unchanged } from './promises.mts';
import type { StepReport, ToolReport } from './report.mts';
import { take } from './step.mts';
import { DEMO_DOMAIN, isShut, type Credentials, type Story, type Witness } from './types.mts';

export interface Telling {
	engine: Engine;
	credentials: Credentials;
	/** A server that goes on living: people get names of this telling's own and are removed at the end. */
	real?: boolean;
	/** No further step is begun once it aborts; what was made is removed all the same. */
	signal?: AbortSignal;
	/** Called as things happen, before the report is complete. */
	onEvent?(event: TellingEvent): void | Promise<void>;
}

export type TellingEvent =
	| { kind: 'opened'; report: ToolReport }
	| { kind: 'step'; number: number; of: number; step: StepReport }
	| { kind: 'note'; text: string };

type Note = (text: string) => Promise<void>;

/** Does not throw: what went wrong is in the report. */
export async function tell(story: Story, telling: Telling): Promise<ToolReport> {
	const { credentials, real = false, onEvent } = telling;
	const report: ToolReport = {
		ok: false,
		server: story.title,
		notes: [],
		before: [],
		after: [],
		steps: [],
		promises: [],
	};
	const mark = newMark(real);
	const note: Note = async (text) => await onEvent?.({ kind: 'note', text });
	let witness: Witness | undefined;
	try {
		witness = await story.open(credentials, real);
		Object.assign(report, { server: witness.server, notes: witness.notes });
		if (real) await removeLeftovers(witness, note);
		await play(story, telling, witness, mark, report);
	} catch (thrown) {
		report.error = textOf(thrown);
	}
	if (real && witness) {
		await cleanUp(witness, mark, report, note).catch((thrown) => {
			const advice = `Look for accounts ending in ${mark} and remove them.`;
			report.error = `${report.error ?? ''} Cleaning up failed (${textOf(thrown)}). ${advice}`.trim();
		});
	}
	const checks = [...report.steps.flatMap(({ gave, promises }) => [...gave, ...promises]), ...report.promises];
	report.ok = report.error === undefined && checks.every(({ kept }) => kept);
	return report;
}

async function play(story: Story, telling: Telling, witness: Witness, mark: string, report: ToolReport): Promise<void> {
	const { engine, credentials, signal, onEvent } = telling;
	const cast = castOf(story, mark);
	const others = await everybodyElse(witness);
	for (const person of cast.values()) if (person.before) await witness.create(person);
	let accounts = await look(witness, cast, mark);
	report.before = rowsOf(cast, accounts);
	await onEvent?.({ kind: 'opened', report });

	const store = engine.store({ [story.credential]: credentials });
	const scene = { story, engine, store, url: String(credentials.url), witness, cast, mark };
	const steps = story.steps(witness);
	for (const [index, step] of steps.entries()) {
		if (signal?.aborted) throw new Error('Stopped before the end.');
		const done = await take(step, scene, accounts);
		accounts = done.after;
		report.after = rowsOf(cast, accounts);
		report.steps.push(done.report);
		await onEvent?.({ kind: 'step', number: index + 1, of: steps.length, step: done.report });
	}
	report.promises.push(unchanged(others, await everybodyElse(witness)));
}

/** Of a telling that was killed: nobody else has accounts of this domain. */
async function removeLeftovers(witness: Witness, note: Note): Promise<void> {
	for (const account of (await witness.list(`@${DEMO_DOMAIN}`)).filter(isOurs)) {
		const done = await witness.remove(account);
		// Who was shut out and can't be deleted is no news each time.
		if (done === 'deleted' || !isShut(account))
			await note(`${account.email} was left by an earlier story: ${done}.`);
	}
}

async function cleanUp(witness: Witness, mark: string, report: ToolReport, note: Note): Promise<void> {
	const ours = (await witness.list(mark)).filter(isOurs);
	for (const account of ours) await witness.remove(account);
	await witness.tidy?.();
	const left = (await witness.list(mark)).filter(isOurs);
	report.left = left.map(
		(account) => `${account.email} (${isShut(account) ? account.state : `still ${account.state}`})`,
	);
	report.promises.push({
		text: 'nobody of the story can sign in any more',
		kept: left.every(isShut),
	});
	const gone = `${ours.length - left.length} of the story’s ${ours.length} accounts are deleted again`;
	await note(left.length > 0 ? `${gone}; the server keeps ${report.left.join(', ')}.` : `${gone}.`);
}

const textOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));
