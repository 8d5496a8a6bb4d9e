import type { IDataObject } from 'n8n-workflow';

import { without } from '../../kit/shape';
import type { Group } from './groups';

/** A user as the server sends it: `groups` are objects in lists, plain ids everywhere else (contract 4). */
export interface RawUser {
	id: number;
	name: string;
	email: string;
	groups: Array<number | { id: number; name: string }>;
	is_disabled: boolean;
	is_invitation_pending: boolean;
	active_at: string | null;
	created_at: string;
	/** Only in the answers that write. Secrets: they never leave this folder unasked. */
	api_key?: string;
	invite_link?: string;
	[other: string]: unknown;
}

/** A user as this package sees it. */
export interface User {
	id: number;
	/** As stored: in lower case, blanks around it included. */
	email: string;
	name: string;
	state: 'active' | 'pending' | 'disabled';
	/** Has the permission `admin` through any group. */
	admin: boolean;
	/** Each once; ids of deleted groups are left out. */
	groups: Group[];
	/** As stored, doubled and dangling ones included; undefined where a list was read, which hides both. */
	groupIds?: number[];
	/** Invited and never accepted; may be true beside `disabled`. */
	pending: boolean;
	raw: RawUser;
}

export const isAdminGroup = ({ permissions }: Group) => permissions.includes('admin');

/** @param all every group of the organization */
export function toUser(raw: RawUser, all: Group[]): User {
	const detailed = raw.groups.every((group) => typeof group === 'number');
	const ids = raw.groups.map((group) => (typeof group === 'number' ? group : group.id));
	return withGroups(
		{
			id: raw.id,
			email: raw.email,
			name: raw.name,
			state: raw.is_disabled ? 'disabled' : raw.is_invitation_pending ? 'pending' : 'active',
			pending: raw.is_invitation_pending === true,
			...(detailed && { groupIds: ids }),
			raw,
		},
		all.filter(({ id }) => ids.includes(id)),
	);
}

export const withGroups = (user: Omit<User, 'groups' | 'admin'>, groups: Group[]): User => ({
	...user,
	groups,
	admin: groups.some(isAdminGroup),
});

/** The product's own object without what would let somebody in. */
export const stripped = (raw: RawUser): IDataObject => without(raw, ['api_key', 'invite_link']);

export const nameOf = ({ email }: Pick<User, 'email'>) => email.trim();

/** What can be written of a user by an administrator; groups go by routes of their own. */
export interface Profile {
	name: string;
	email: string;
}

const sameEmail = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Only what differs. A change of the e-mail's letter case is none: the server stores lower case (contract 5). */
export function difference(user: User, { name, email }: Partial<Profile>): Partial<Profile> {
	return {
		...(name !== undefined && name !== user.name && { name }),
		...(email !== undefined && !sameEmail(email, user.email) && { email }),
	};
}

/** What should be true of a user after a write. */
export interface Wanted extends Partial<Profile> {
	state?: User['state'];
	groups?: Group[];
}

/** What is not as it was written, as a sentence; undefined if all is. A 200 is no proof: unknown keys are ignored with 200. */
export function faultOf(who: string, wanted: Wanted, now: User | undefined): string | undefined {
	if (!now) return `Redash accepted the change of ${who}, but the account can't be found any more.`;
	const { state, groups, ...profile } = wanted;
	const wrong = Object.entries(difference(now, profile)).map(
		([key, value]) => `${key} "${String(now[key as keyof Profile])}" instead of "${value}"`,
	);
	if (state !== undefined && state !== now.state) wrong.push(`${now.state} instead of ${state}`);
	if (groups !== undefined && !sameGroups(groups, now.groups))
		wrong.push(`groups ${namesOf(now.groups)} instead of ${namesOf(groups)}`);
	if (wrong.length === 0) return undefined;
	return `Redash accepted the change of ${who} but did not apply it: ${wrong.join('; ')}.`;
}

export const sameGroups = (a: Group[], b: Group[]) =>
	a.length === b.length && a.every(({ id }) => b.some((other) => other.id === id));

export const namesOf = (groups: Array<{ name: string }>) =>
	groups.length === 0 ? 'none' : groups.map(({ name }) => `"${name}"`).join(', ');
