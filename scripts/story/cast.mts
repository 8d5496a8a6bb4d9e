/** The story's people, and how a server has them. */
import { randomBytes } from 'node:crypto';
import type { Row } from './report.mts';
import { DEMO_DOMAIN, type Account, type Listed, type Person, type Story, type Witness } from './types.mts';

/** Both by the person's key in the story. */
export type Cast = Map<string, Person>;
export type Accounts = Map<string, Account>;

/** How the e-mails of one telling end. On a server that goes on living each telling has people of its own. */
export const newMark = (real: boolean) =>
	real ? `.${randomBytes(3).toString('hex')}@${DEMO_DOMAIN}` : `@${DEMO_DOMAIN}`;

/** Satisfies the password rules a server may have. */
const password = () => `Aa1!${randomBytes(12).toString('base64url')}Bb2?`;

export function castOf(story: Pick<Story, 'cast'>, mark: string): Cast {
	const people = Object.entries(story.cast).map(([key, role]): [string, Person] => {
		const email = `${role.firstName}.${role.lastName}${mark}`.toLowerCase();
		return [key, { ...role, email, own: password(), given: password() }];
	});
	return new Map(people);
}

/** Everybody of the cast as the server has them now. */
export async function look(witness: Witness, cast: Cast, mark: string): Promise<Accounts> {
	const listed = await witness.list(mark);
	const accounts: Accounts = new Map();
	for (const [key, person] of cast) {
		const found = listed.filter(({ email }) => email.toLowerCase() === person.email);
		if (found.length > 1) throw new Error(`${person.email} is there ${found.length} times.`);
		const account: Account = found.length === 0 ? { state: 'none', access: [] } : accountOf(found[0]);
		accounts.set(key, witness.canSignIn ? { ...account, opens: await whatOpens(witness, person) } : account);
	}
	return accounts;
}

const accountOf = ({ state, access, key, session, owns }: Listed): Account => ({
	state,
	access,
	...(key && { key }),
	...(session && { session }),
	...(owns && { owns }),
});

async function whatOpens(witness: Witness, person: Person): Promise<Account['opens']> {
	const own = await witness.signIn(person, person.own);
	const given = await witness.signIn(person, person.given);
	if (own !== undefined && given !== undefined) throw new Error(`${person.email} can sign in with any password.`);
	return own !== undefined ? 'own' : given !== undefined ? 'given' : 'neither';
}

export const rowsOf = (cast: Cast, accounts: Accounts): Row[] =>
	[...cast].map(([key, { firstName, lastName, email }]) => ({
		name: `${firstName} ${lastName}`,
		email,
		...accounts.get(key)!,
	}));

export const isOurs = ({ email }: Listed) => email.toLowerCase().endsWith(`@${DEMO_DOMAIN}`);

/** The accounts that are none of the story's business, each as one text. */
export async function everybodyElse(witness: Witness): Promise<string[]> {
	const others = (await witness.list()).filter((one) => !isOurs(one));
	return others.map(({ id, email, state, access }) => JSON.stringify([id, email, state, access]));
}
