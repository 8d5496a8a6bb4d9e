import { Table } from '../frame/table.mts';

export interface User {
	readonly id: number;
	/** Lower case. */
	readonly email: string;
	firstName: string | null;
	lastName: string | null;
	/** Null: none that anybody knows. */
	password: string | null;
	active: boolean;
	readonly type: 'personal' | 'api-key' | 'internal';
	isSuperuser: boolean;
	/** Still new: the modal has not been shown. */
	isNew: boolean;
	ssoSource: string | null;
	loginAttributes: Record<string, string> | null;
	locale: string | null;
	tenant: number | null;
	readonly joinedAt: string;
	updatedAt: string;
	lastLogin: string | null;
	/** The one link that can set a password, with the time it was made. */
	resetToken: { readonly token: string; readonly at: number } | null;
}

/** The account the server itself acts as; in no list, and no number of a sequence. */
export const INTERNAL_ID = 13371338;
const INTERNAL: User = {
	id: INTERNAL_ID,
	email: 'internal@metabase.com',
	firstName: 'Metabase',
	lastName: 'Internal',
	password: null,
	active: false,
	type: 'internal',
	isSuperuser: false,
	isNew: true,
	ssoSource: null,
	loginAttributes: null,
	locale: null,
	tenant: null,
	joinedAt: '2024-01-01T00:00:00Z',
	updatedAt: '2024-01-01T00:00:00Z',
	lastLogin: null,
	resetToken: null,
};

/** Accounts with the index that unique e-mails need. */
export class Users {
	private readonly table = new Table<User>(false);
	private readonly byEmail = new Map<string, User>([[INTERNAL.email, INTERNAL]]);

	/** Ascending by id, without the internal one; not a copy. */
	get rows(): readonly User[] {
		return this.table.rows;
	}

	get(id: number): User | undefined {
		return id === INTERNAL_ID ? INTERNAL : this.table.get(id);
	}

	/** In any letter case. */
	forEmail(email: string): User | undefined {
		return this.byEmail.get(email.toLowerCase());
	}

	/** The caller has checked {@link forEmail}. */
	add(values: Omit<User, 'id'>): User {
		const user = this.table.add({ ...values, email: values.email.toLowerCase() });
		this.byEmail.set(user.email, user);
		return user;
	}

	/** Gives another e-mail; the caller has checked {@link forEmail}. */
	rename(user: User, email: string): void {
		this.byEmail.delete(user.email);
		Object.assign(user, { email: email.toLowerCase() });
		this.byEmail.set(user.email, user);
	}

	/** Takes an account back that should never have been made. */
	remove(user: User): void {
		this.byEmail.delete(user.email);
		this.table.remove(user);
	}
}
