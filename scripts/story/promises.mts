/** What a step promises of a server, compared with what the server says. */
import type { IDataObject } from 'n8n-workflow';
import type { Cast } from './cast.mts';
import type { Promised } from './report.mts';
import type { Sent } from './traffic.mts';
import type { Account, Person, Step, Story, Witness } from './types.mts';
import { stateText } from './words.mts';

/** Undefined where the story can't sign people in. */
export async function openSession(witness: Witness, person: Person, { opens }: Account): Promise<string | undefined> {
	if (opens === undefined || opens === 'neither') return undefined;
	const session = await witness.signIn(person, person[opens]);
	if (session !== undefined && (await witness.isAlive(session))) return session;
	throw new Error(`${person.email} could not open a session.`);
}

export function became(name: string, before: Account, change: Partial<Account> | undefined, now: Account): Promised {
	const wanted = { ...before, ...change, access: [...(change?.access ?? before.access)].sort() };
	if (wanted.owns) wanted.owns = [...wanted.owns].sort();
	if (before.opens === undefined) delete wanted.opens;
	const [expected, seen] = [stateText(wanted), stateText(now)];
	const kept = expected === seen;
	return { text: `${name} is ${change ? 'now' : 'still'}: ${expected}`, kept, ...(!change && { still: true }), ...(!kept && { seen }) };
}

export const cutOff = async (witness: Witness, { firstName }: Person, session: string): Promise<Promised> => ({
	text: `the session ${firstName} had open is dead`,
	kept: !(await witness.isAlive(session)),
});

export async function invited(
	witness: Witness,
	{ who, field, lets }: NonNullable<Step['invites']>,
	cast: Cast,
	json: IDataObject | undefined,
): Promise<Promised> {
	const secret = json?.[field];
	const person = cast.get(who)!;
	const kept = typeof secret === 'string' && (await witness.isInvitation!(secret, person));
	return { text: `the ${field} in the output lets ${person.firstName} ${lets}`, kept };
}

/** What tells whether a request writes. */
type Writes = Pick<Story, 'isSignIn' | 'writesByGet'>;

/** `METHOD /path` of each request that writes. */
const writesOf = ({ isSignIn, writesByGet }: Writes, sent: Sent[]): string[] =>
	sent
		.filter(({ method, path }) => (method === 'GET' ? writesByGet?.(path) : !isSignIn(path)))
		.map(({ method, path }) => `${method} ${path}`);

export function wroteNothing(story: Writes, sent: Sent[]): Promised {
	const seen = writesOf(story, sent).join(', ');
	return { text: 'the node only read, and wrote nothing', kept: seen === '', ...(seen && { seen }) };
}

export function wroteWith(wanted: number, story: Writes, sent: Sent[]): Promised {
	const writes = writesOf(story, sent);
	const kept = writes.length === wanted;
	const text = `the node wrote with ${wanted} ${wanted === 1 ? 'request' : 'requests'}`;
	return { text, kept, ...(!kept && { seen: writes.join(', ') || 'none' }) };
}

/** Of everybody who is not of the story, each as one text. */
export function unchanged(before: string[], after: string[]): Promised {
	const [then, now] = [new Set(before), new Set(after)];
	const different = [...before.filter((one) => !now.has(one)), ...after.filter((one) => !then.has(one))];
	return {
		text: `all other accounts (${before.length}) are as they were`,
		kept: different.length === 0,
		...(different.length > 0 && { seen: `${different.length} differences, such as ${different[0]}` }),
	};
}
