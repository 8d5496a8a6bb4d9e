import type { Named } from '../../kit/names';

export type Ref = Named & { id: number };

/** A user as the server sends it. `active` null happens where an account was created without saying so: it can't log in (contract 4). */
export interface User {
	id: number;
	username: string;
	first_name: string;
	last_name: string;
	email: string;
	active: boolean | null;
	/** The direct ones, in no fixed order. */
	roles: Ref[];
	/** Absent on servers before Flask-AppBuilder 4.7, which is how they are told (contract 1). */
	groups?: Ref[];
	/** ISO without zone, in the server's local time. */
	last_login: string | null;
	created_on: string | null;
	[other: string]: unknown;
}

/** What can be written of a user; roles and groups replace the whole list. */
export interface Profile {
	username: string;
	email: string;
	first_name: string;
	last_name: string;
	active: boolean;
	roles: Ref[];
	groups: Ref[];
}

export type Changes = Partial<Profile>;

/** The body of a write: a whitelist with ids, because the server refuses its own output (recording users:put-get-output). */
export function toBody({ roles, groups, ...rest }: Changes): Record<string, string | boolean | number[]> {
	return {
		...rest,
		...(roles && { roles: roles.map(({ id }) => id) }),
		...(groups && { groups: groups.map(({ id }) => id) }),
	};
}

/** Only what differs from what is there. */
export const difference = (user: User, wanted: Changes): Changes => differing(wanted, user);

/** The wanted values that are not so yet. Lists of roles and groups are compared by id, in any order. */
export function differing<T extends object>(wanted: T, now: object): Partial<T> {
	const entries = Object.entries(wanted).filter(
		([key, value]) => value !== undefined && !same(value, (now as Record<string, unknown>)[key]),
	);
	return Object.fromEntries(entries) as Partial<T>;
}

function same(wanted: unknown, now: unknown): boolean {
	if (!Array.isArray(wanted)) return wanted === now;
	const ids = (list: unknown) => new Set(((list ?? []) as Ref[]).map(({ id }) => id));
	const [a, b] = [ids(wanted), ids(now)];
	return a.size === b.size && [...a].every((id) => b.has(id));
}

const LABEL: Record<keyof Profile, string> = {
	username: 'username',
	email: 'e-mail',
	first_name: 'first name',
	last_name: 'last name',
	active: 'active',
	roles: 'roles',
	groups: 'groups',
};

/** What is not as it was written, as a sentence; undefined if all is. A 200 is no proof: old servers drop roles silently. */
export function faultOf(who: string, written: Changes, now: User | undefined): string | undefined {
	if (!now) return `Superset accepted the change of ${who}, but the account can't be found any more.`;
	const wrong = difference(now, written);
	const keys = Object.keys(wrong) as Array<keyof Profile>;
	if (keys.length === 0) return undefined;
	const details = keys.map((key) => `${LABEL[key]} ${shown(now[key])} instead of ${shown(written[key])}`);
	return `Superset accepted the change of ${who} but did not apply it: ${details.join('; ')}.`;
}

function shown(value: unknown): string {
	if (!Array.isArray(value)) return `"${String(value)}"`;
	return value.length === 0 ? 'none' : (value as Ref[]).map(({ name }) => `"${name}"`).join(', ');
}

/** The password trap: where users have no `groups`, a PUT without a password destroys the stored one (contract 1 and 4). */
export const hasPasswordTrap = (user: User) => !('groups' in user);

/** "ann@example.com", or the username where there is no e-mail worth showing. */
export const nameOf = (user: Pick<User, 'email' | 'username'>) => user.email || user.username;
