import { Table } from '../frame/table.mts';

export interface User {
	readonly id: number;
	username: string;
	email: string;
	firstName: string;
	lastName: string;
	/** null: made without `active` on a server before 6 (contract 4). */
	active: boolean | null;
	/** See {@link hashPassword}; anything else never fits. */
	password: string;
	/** Ids of the roles given directly. */
	roles: number[];
	groups: number[];
	loginCount: number | null;
	failLoginCount: number | null;
	lastLogin: string | null;
	createdOn: string | null;
	changedOn: string | null;
	createdBy: number | null;
	changedBy: number | null;
}

/** Users with the indexes that unique checks and logins need. */
export class Users {
	private readonly table: Table<User>;
	private readonly byUsername = new Map<string, User>();
	private readonly byEmail = new Map<string, User>();
	private readonly lowerNames = new Map<string, number>();
	private readonly lowerEmails = new Map<string, number>();

	constructor(reuseLast: boolean) {
		this.table = new Table(reuseLast);
	}

	/** Ascending by id; not a copy. */
	get rows(): readonly User[] {
		return this.table.rows;
	}

	get(id: number): User | undefined {
		return this.table.get(id);
	}

	add(values: Omit<User, 'id'>): User {
		const user = this.table.add(values);
		this.index(user);
		return user;
	}

	remove(user: User): void {
		this.unindex(user);
		this.table.remove(user);
	}

	/** Renames; the caller has checked {@link taken}. */
	rename(user: User, names: { username?: string; email?: string }): void {
		this.unindex(user);
		Object.assign(user, names);
		this.index(user);
	}

	/** The column whose value somebody else has already, compared with case as the database does. */
	taken(names: { username?: string; email?: string }, self?: User): 'username' | 'email' | undefined {
		const other = (found: User | undefined): boolean => found !== undefined && found !== self;
		if (names.username !== undefined && other(this.byUsername.get(names.username))) return 'username';
		if (names.email !== undefined && other(this.byEmail.get(names.email))) return 'email';
		return undefined;
	}

	/**
	 * Who signs in under this name: username first, then e-mail, in any case. Nobody where two accounts differ only in
	 * case (R `users:login-with-case-twin`).
	 */
	forLogin(name: string): User | undefined {
		const lower = name.toLowerCase();
		return (
			this.single(
				this.lowerNames,
				lower,
				(user) => user.username.toLowerCase() === lower,
				this.byUsername.get(name),
			) ??
			this.single(this.lowerEmails, lower, (user) => user.email.toLowerCase() === lower, this.byEmail.get(name))
		);
	}

	private single(
		counts: Map<string, number>,
		lower: string,
		fits: (user: User) => boolean,
		guess?: User,
	): User | undefined {
		if (counts.get(lower) !== 1) return undefined;
		return guess ?? this.rows.find(fits);
	}

	private index(user: User): void {
		this.byUsername.set(user.username, user);
		this.byEmail.set(user.email, user);
		count(this.lowerNames, user.username.toLowerCase(), 1);
		count(this.lowerEmails, user.email.toLowerCase(), 1);
	}

	private unindex(user: User): void {
		this.byUsername.delete(user.username);
		this.byEmail.delete(user.email);
		count(this.lowerNames, user.username.toLowerCase(), -1);
		count(this.lowerEmails, user.email.toLowerCase(), -1);
	}
}

function count(counts: Map<string, number>, key: string, change: number): void {
	counts.set(key, (counts.get(key) ?? 0) + change);
}
