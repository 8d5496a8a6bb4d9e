import type { Reference } from '../../kit/fields';
import { Problem } from '../../kit/problem';
import { nameOf, type User } from './person';

const ASKED = { id: 'ID', email: 'e-mail', username: 'username', name: 'username' } as const;

/**
 * The users one execution knows: what was read for its items, kept up to date with what it writes. The server has no
 * unique key we could trust (e-mails and usernames are unique only with their case), so every match is made here.
 */
export class People {
	private readonly byId = new Map<number, User>();

	private readonly byKey = new Map<string, Set<number>>();

	/** @param complete every user of the server is among them */
	constructor(
		users: User[],
		readonly complete: boolean,
	) {
		for (const user of users) this.put(user);
	}

	/** Adds a user, or replaces what was known of it. */
	put(user: User): void {
		const before = this.byId.get(user.id);
		if (before) for (const key of keysOf(before)) this.byKey.get(key)?.delete(user.id);
		this.byId.set(user.id, user);
		for (const key of keysOf(user)) this.byKey.set(key, (this.byKey.get(key) ?? new Set()).add(user.id));
	}

	/** Forgets a user that was deleted. */
	drop(id: number): void {
		const user = this.byId.get(id);
		if (user) for (const key of keysOf(user)) this.byKey.get(key)?.delete(id);
		this.byId.delete(id);
	}

	matching(reference: Reference): User[] {
		return [...(this.byKey.get(keyOf(reference)) ?? [])].map((id) => this.byId.get(id)!);
	}

	/** The one user, or undefined. Throws a Problem with the candidates if two match. */
	oneOrNone(reference: Reference): User | undefined {
		const [first, ...more] = this.matching(reference);
		if (more.length === 0) return first;
		const candidates = [first, ...more].map(
			(user) => `${user.username} (ID ${user.id}, ${user.email}${user.active ? '' : ', inactive'})`,
		);
		throw new Problem(
			`${candidates.length} Superset users match the ${ASKED[reference.by]} ${reference.value}: ${candidates.join(', ')}.`,
			'Choose one of them by its ID, and make the others distinct.',
		);
	}

	/** The one user. Throws a Problem if there is none, or more than one. */
	one(reference: Reference): User {
		const user = this.oneOrNone(reference);
		if (user) return user;
		throw new Problem(
			`Superset has no user with the ${ASKED[reference.by]} ${reference.value}.`,
			reference.by === 'id'
				? 'Look the user up by e-mail, or choose from the list.'
				: `Check the ${ASKED[reference.by]}, or create the user first.`,
		);
	}
}

/** A reference as the key it is compared by: without case, except for IDs. */
export function keyOf({ by, value }: Reference): string {
	return by === 'id' ? `id:${value}` : `${by === 'email' ? 'email' : 'username'}:${value.trim().toLowerCase()}`;
}

export const referenceOf = (key: string): Reference => {
	const [by, value] = key.split(/:(.*)/s) as ['id' | 'email' | 'username', string];
	return { by, value };
};

const keysOf = (user: User) => [
	keyOf({ by: 'id', value: String(user.id) }),
	keyOf({ by: 'email', value: user.email }),
	keyOf({ by: 'username', value: user.username }),
];

/** For error texts: who has taken a name. */
export const holder = (user: User) =>
	`${nameOf(user)} (username ${user.username}, ID ${user.id}${user.active ? '' : ', inactive'})`;
