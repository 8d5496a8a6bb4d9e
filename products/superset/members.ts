import { asProblem, Problem } from '../../kit/problem';
import type { People } from './people';
import type { Users } from './users';
import type { Ref, User } from './person';

/** A list of members that can only be replaced as a whole: of a role, or of a group. */
export interface Membership {
	/** For texts: `the role Alpha`. */
	readonly label: string;
	read(): Promise<Set<number>>;
	write(ids: number[]): Promise<void>;
}

/** Who should be in the list, or out of it. */
export interface Wish {
	users: User[];
	member: boolean;
}

/** What became of a wish. */
export interface Granted {
	changed: boolean;
	/** False where the list could not be read again after it was written. */
	verified: boolean;
}

const ROUNDS = 3;

/**
 * Grants many wishes with one write: reads the list, changes it, writes it whole, reads it back. A person deleted in
 * the meantime makes the server refuse the whole list (contract 5): that wish fails alone and the rest is sent again.
 * Two wishes about one person: the later one counts.
 */
export async function grant(users: Users, list: Membership, wishes: Wish[]): Promise<Array<Granted | Problem>> {
	const gone = new Set<number>();
	for (let round = 1; ; round++) {
		const before = await list.read();
		const wanted = new Set([...before].filter((id) => !gone.has(id)));
		const changed = wishes.map((wish) => settle(wanted, wish, gone));
		const results = (verdict: (wish: Wish, index: number) => Granted | Problem) =>
			wishes.map((wish, index) => missingFrom(wish, gone, list) ?? verdict(wish, index));
		if (!changed.includes(true)) return results(() => ({ changed: false, verified: true }));

		const refused = await list.write([...wanted]).then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
		if (refused === undefined) {
			const after = await list.read().catch(() => undefined);
			return results(
				(wish, index) =>
					check(wish, wanted, after, list) ?? { changed: changed[index], verified: after !== undefined },
			);
		}
		const there = await users.readBack([...wanted].map(String));
		const missing = [...wanted].filter((id) => !there.has(String(id)));
		if (missing.length === 0 || round === ROUNDS) throw refused;
		for (const id of missing) gone.add(id);
	}
}

/** Looks at the guards of everybody who is to leave first; a wish that a guard forbids fails alone. */
export async function grantGuarded(
	wishes: Wish[],
	guard: (user: User) => Promise<void>,
	grantOpen: (open: Wish[]) => Promise<Array<Granted | Problem>>,
): Promise<Array<Granted | Problem>> {
	const forbidden = new Map<Wish, Problem>();
	for (const wish of wishes) {
		for (const user of wish.member ? [] : wish.users) {
			await guard(user).catch((thrown: unknown) => forbidden.set(wish, asProblem(thrown)));
		}
	}
	const open = wishes.filter((wish) => !forbidden.has(wish));
	const granted = open.length > 0 ? await grantOpen(open) : [];
	return wishes.map((wish) => forbidden.get(wish) ?? granted[open.indexOf(wish)]);
}

/** Keeps what is known of the people up to date with what was granted. */
export function remember(
	people: People,
	kind: 'roles' | 'groups',
	one: Ref,
	wishes: Wish[],
	granted: Array<Granted | Problem>,
): void {
	for (const [at, { users, member }] of wishes.entries()) {
		if (granted[at] instanceof Problem) continue;
		for (const { id } of users) {
			const user = people.oneOrNone({ by: 'id', value: String(id) });
			if (!user) continue;
			const others = (user[kind] ?? []).filter((other) => other.id !== one.id);
			people.put({ ...user, [kind]: member ? [...others, { id: one.id, name: one.name }] : others });
		}
	}
}

/** Applies a wish to the list; whether that changed it. */
function settle(wanted: Set<number>, { users, member }: Wish, gone: Set<number>): boolean {
	const turned = users.filter(({ id }) => !gone.has(id) && wanted.has(id) !== member);
	for (const { id } of turned) {
		if (member) wanted.add(id);
		else wanted.delete(id);
	}
	return turned.length > 0;
}

function missingFrom({ users, member }: Wish, gone: Set<number>, { label }: Membership): Problem | undefined {
	const lost = users.filter(({ id }) => member && gone.has(id));
	if (lost.length === 0) return undefined;
	return new Problem(
		`${names(lost)} can't be added to ${label}: the account does not exist any more.`,
		'Look it up again.',
	);
}

function check(
	{ users }: Wish,
	wanted: Set<number>,
	after: Set<number> | undefined,
	{ label }: Membership,
): Problem | undefined {
	const wrong = users.filter(({ id }) => after !== undefined && wanted.has(id) !== after.has(id));
	if (wrong.length === 0) return undefined;
	return new Problem(
		`Superset accepted the change of ${label} but did not apply it to ${names(wrong)}.`,
		'Look at it in the product: somebody else may have changed the same list at the same time.',
	);
}

const names = (users: User[]) => users.map(({ email, username }) => email || username).join(', ');
