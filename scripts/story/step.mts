/** Runs one step in n8n's engine and compares what the story promises with what the server then says. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { CredentialStore, Engine } from '../../test/harness/engine.mts';
import { look, type Accounts, type Cast } from './cast.mts';
import { became, cutOff, invited, openSession, wroteNothing, wroteWith } from './promises.mts';
import type { Gave, StepReport } from './report.mts';
import { noting } from './traffic.mts';
import type { Step, Story, Witness } from './types.mts';
import { shortened } from './words.mts';

export interface Scene {
	story: Story;
	engine: Engine;
	/** Holds the session from step to step, as n8n does. */
	store: CredentialStore;
	url: string;
	witness: Witness;
	cast: Cast;
	mark: string;
}

/** @param before the accounts as the step finds them */
export async function take(
	step: Step,
	scene: Scene,
	before: Accounts,
): Promise<{ report: StepReport; after: Accounts }> {
	const { story, engine, store, url, witness, cast, mark } = scene;
	const { strangers = {} } = step;
	const acting = [...Object.keys(step.people), ...Object.keys(strangers)];
	const session = step.cutsOff && (await openSession(witness, cast.get(step.cutsOff)!, before.get(step.cutsOff)!));
	const items = acting.map((key): IDataObject => {
		if (key in strangers) return strangers[key];
		const { email, firstName, lastName, given } = cast.get(key)!;
		return { email, firstName, lastName, password: given, ...step.people[key] };
	});

	const {
		result,
		sent: [sent],
	} = await noting([url], async () => {
		const { node } = story;
		const { parameters } = step;
		return await engine.run({ node, parameters, credentials: store, items, onError: 'continueErrorOutput' });
	});
	if (result.error) throw new Error(`n8n could not run "${step.title}": ${result.error.message}`);
	const output = result.outputs.flat();
	const outputOf = (key: string) => output.find((item) => itemOf(item) === acting.indexOf(key))?.json;

	const after = await look(witness, cast, mark);
	const promises = [...cast].map(([key, { firstName }]) =>
		became(firstName, before.get(key)!, step.then?.[key], after.get(key)!),
	);
	if (session) promises.push(await cutOff(witness, cast.get(step.cutsOff!)!, session));
	if (step.invites) promises.push(await invited(witness, step.invites, cast, outputOf(step.invites.who)));
	if (step.writesNothing) promises.push(wroteNothing(story, sent));
	if (step.writes !== undefined) promises.push(wroteWith(step.writes, story, sent));
	const { resource, operation } = step.parameters;
	return {
		after,
		report: {
			title: step.title,
			tells: step.tells,
			operation: `${String(resource)}: ${String(operation)}`,
			gave: acting.map((key) => answer(cast.get(key)?.firstName ?? key, step.gives[key], outputOf(key))),
			promises,
			requests: sent.length,
			milliseconds: Math.round(result.durationMs),
		},
	};
}

/** What the node says of one person, and whether the story expected that. */
export function answer(name: string, expected: Step['gives'][string], json: IDataObject | undefined, text = shortened(json)): Gave {
	if (expected instanceof RegExp) {
		const kept = expected.test(String(json?.error ?? ''));
		return { name, text, kept, ...(!kept && { expected: `an error like ${expected}` }) };
	}
	const fits = ([key, value]: [string, unknown]) =>
		value instanceof RegExp ? value.test(String(json?.[key])) : json?.[key] === value;
	const kept = json !== undefined && json.error === undefined && Object.entries(expected).every(fits);
	return { name, text, kept, ...(!kept && { expected: shortened(expected as IDataObject) }) };
}

/** The input item an output item belongs to: not every operation puts out the person's e-mail. */
export function itemOf({ pairedItem }: INodeExecutionData): number | undefined {
	return typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : undefined;
}
