/** A person's account in one BI tool, in the words all tools share. */
export interface Account {
	tool: string;
	/** The product's own id, as text. */
	id: string;
	/** As stored; compare with `samePerson`. */
	email: string;
	username: string;
	name: string;
	state: 'active' | 'inactive' | 'pending';
	admin: boolean;
	access: Access[];
	/** ISO 8601; without zone where the product gives none (then `lastSeenExact` is false). Undefined: never, or not told. */
	lastSeen?: string;
	lastSeenExact: boolean;
	/** ISO 8601; for a pending account the time it was invited. Undefined where the product does not tell. */
	createdAt?: string;
	source: 'local' | 'sso' | 'unknown';
}

/** A role or group somebody holds. */
export interface Access {
	kind: 'role' | 'group';
	id: string;
	name: string;
	/**
	 * Nobody loses it here. `automatic`: everybody has it by themselves; `elsewhere`: a directory decides who holds it, so it
	 * is not given here either; `harmless`: it lets nobody do anything.
	 */
	fixed?: 'automatic' | 'elsewhere' | 'harmless';
	/** A person holds exactly one of those that have a rank; a higher one may do what a lower one may, 0 is the lowest. */
	rank?: number;
}

/** The e-mail identifies a person, whatever its case; nothing else does. */
export const samePerson = (email: string, other: string) => keyOfPerson(email) === keyOfPerson(other);

/** An e-mail as people are told apart by. */
export const keyOfPerson = (email: string) => email.trim().toLowerCase();

export const sameAccess = (one: Access, other: Access) => one.kind === other.kind && one.id === other.id;

/** By a key, in the order they come; so are the keys. */
export function grouped<T>(all: T[], keyOf: (one: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const one of all) {
		const key = keyOf(one);
		const others = groups.get(key);
		if (others) others.push(one);
		else groups.set(key, [one]);
	}
	return groups;
}

/** Accounts by the person they belong to. */
export const byPerson = (accounts: Account[]): Map<string, Account[]> => grouped(accounts, ({ email }) => keyOfPerson(email));

/** `Ann Lee (ID 12, ann@example.com, inactive)`, for messages that leave a choice. */
export const describeAccount = ({ name, id, username, state }: Account) => `${name} (ID ${id}, ${username}, ${state})`;
