import { Table } from '../frame/table.mts';

export interface User {
	readonly id: number;
	readonly org: number;
	name: string;
	/** Lower case (contract 4); blanks around it stay. */
	readonly email: string;
	/** Ids as stored: duplicates and ids of deleted groups included. */
	groups: number[];
	readonly apiKey: string;
	/** Null: none set, so `auth_type` is `external`. */
	password: string | null;
	pending: boolean;
	verified: boolean;
	readonly createdAt: string;
	updatedAt: string;
	disabledAt: string | null;
	/** As last written by the scheduler. */
	activeAt: string | null;
	/** When they last called; the scheduler has yet to write it. */
	seenAt: string | null;
}

/** Users with the indexes that keys and unique e-mails need. Both are unique within an organisation. */
export class Users {
	private readonly table = new Table<User>(false);
	private readonly byKey = new Map<string, User>();
	private readonly byEmail = new Map<string, User>();

	/** Ascending by id; not a copy. */
	get rows(): readonly User[] {
		return this.table.rows;
	}

	get(id: number): User | undefined {
		return this.table.get(id);
	}

	forKey(org: number, key: string): User | undefined {
		return this.byKey.get(`${org} ${key}`);
	}

	forEmail(org: number, email: string): User | undefined {
		return this.byEmail.get(`${org} ${email.toLowerCase()}`);
	}

	add(values: Omit<User, 'id'>): User {
		const user = this.table.add({ ...values, email: values.email.toLowerCase() });
		this.index(user);
		return user;
	}

	/** An insert that the database refused: the id is used up all the same (contract 4). */
	wasteId(values: Omit<User, 'id'>): void {
		this.table.remove(this.table.add(values));
	}

	remove(user: User): void {
		this.unindex(user);
		this.table.remove(user);
	}

	/** Gives a new key or e-mail; the caller has checked {@link forEmail}. */
	change(user: User, values: { apiKey?: string; email?: string }): void {
		this.unindex(user);
		Object.assign(user, values, values.email === undefined ? {} : { email: values.email.toLowerCase() });
		this.index(user);
	}

	private index(user: User): void {
		this.byKey.set(`${user.org} ${user.apiKey}`, user);
		this.byEmail.set(`${user.org} ${user.email}`, user);
	}

	private unindex(user: User): void {
		this.byKey.delete(`${user.org} ${user.apiKey}`);
		this.byEmail.delete(`${user.org} ${user.email}`);
	}
}
