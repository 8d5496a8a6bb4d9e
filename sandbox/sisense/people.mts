/** What can let somebody in besides the password (contract 2). */
export const TOKEN_KINDS = ['api', 'odbc', 'sso'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

export interface User {
	readonly id: string;
	/** As it was given: letter case is kept. */
	readonly email: string;
	readonly userName: string;
	firstName?: string;
	lastName?: string;
	roleId: string;
	/** The invitation was accepted, or an administrator set this where the server lets them. */
	active: boolean;
	/** Without the built-in ones; may hold ids of groups that are gone. */
	groups: string[];
	tenant: string;
	/** Null: has none, or nobody knows it. */
	password: string | null;
	preferences: Readonly<Record<string, unknown>>;
	uiSettings: Readonly<Record<string, unknown>>;
	readonly created: string;
	lastUpdated: string;
	lastLogin?: string;
	createdSso?: string;
	/** Of somebody from a directory. */
	readonly directory?: { readonly principalName: string; readonly dn: string; readonly ldapDomainId: string };
	/** A token is good while it carries the one of its kind. */
	secrets: Record<TokenKind, string>;
	/** What a SCIM client calls them. */
	externalId?: string;
	/** Counts writes. */
	revision: number;
}

export type NewUser = Omit<User, 'id' | 'secrets' | 'revision'>;

/** Accounts in the order they were made, with the index for looking them up by name. */
export class Users {
	private readonly byId = new Map<string, User>();
	/** By e-mail and user name in lower case: names that differ in case are different people. */
	private readonly byName = new Map<string, Set<User>>();

	get rows(): IterableIterator<User> {
		return this.byId.values();
	}

	get size(): number {
		return this.byId.size;
	}

	get(id: string): User | undefined {
		return this.byId.get(id.toLowerCase());
	}

	/** Whoever has this e-mail or user name in any letter case. */
	named(name: string): User[] {
		return [...(this.byName.get(name.toLowerCase()) ?? [])];
	}

	/** Whoever has exactly this e-mail or user name. */
	exactly(name: string): User | undefined {
		return this.named(name).find((user) => user.email === name || user.userName === name);
	}

	add(user: User): User {
		this.byId.set(user.id, user);
		this.index(user);
		return user;
	}

	/** Gives another e-mail or user name; the caller has checked that it is free. */
	rename(user: User, names: { readonly email?: string; readonly userName?: string }): void {
		this.unindex(user);
		Object.assign(user, names);
		this.index(user);
	}

	remove(user: User): void {
		this.unindex(user);
		this.byId.delete(user.id);
	}

	private index(user: User): void {
		for (const name of [user.email, user.userName]) {
			const key = name.toLowerCase();
			const same = this.byName.get(key) ?? new Set();
			this.byName.set(key, same.add(user));
		}
	}

	private unindex(user: User): void {
		for (const name of [user.email, user.userName]) this.byName.get(name.toLowerCase())?.delete(user);
	}
}
