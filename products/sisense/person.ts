import type { IDataObject } from 'n8n-workflow';

import { without } from '../../kit/shape';
import type { Role } from './roles';

/** A user as the server sends it; no field is sure (contract 3). Groups and role are ids or objects by what was asked. */
export interface RawUser {
	_id: string;
	email: string;
	userName?: string;
	firstName?: string;
	lastName?: string;
	roleId?: string;
	role?: { _id: string; name: string } | null;
	/** The invitation was accepted; no switch of an administrator's. */
	active?: boolean;
	groups?: Array<string | { _id: string; name: string }>;
	tenantId?: string;
	lastLogin?: string;
	lastActivity?: string;
	created?: string;
	activeDirectory?: boolean;
	principalName?: string;
	createdSso?: string;
	[other: string]: unknown;
}

/** A group somebody is in, by the user's own list. */
export interface GroupRef {
	id: string;
	name: string;
}

/** A person's account as this package sees it. */
export interface User {
	id: string;
	email: string;
	username: string;
	firstName: string;
	lastName: string;
	/** Undefined where it was deleted. */
	role: Role | undefined;
	/** `pending`: never accepted the invitation; `deactivated` only on servers that store it (contract 3). */
	state: 'active' | 'pending' | 'deactivated';
	groups: GroupRef[];
	/** Who decides about the password: null for Sisense itself. */
	source: 'directory' | 'sso' | null;
	raw: RawUser;
}

export function toUser(raw: RawUser, roles: Role[]): User {
	const roleId = raw.role?._id ?? raw.roleId;
	const seen = raw.lastLogin ?? raw.lastActivity;
	const source = raw.activeDirectory || raw.principalName ? 'directory' : raw.createdSso ? 'sso' : null;
	return {
		id: raw._id,
		email: raw.email,
		username: raw.userName ?? raw.email,
		firstName: raw.firstName ?? '',
		lastName: raw.lastName ?? '',
		role: roles.find(({ id }) => id === roleId),
		// Nobody invites who comes from elsewhere.
		state: raw.active !== false ? 'active' : seen || source ? 'deactivated' : 'pending',
		groups: (raw.groups ?? []).map((group) =>
			typeof group === 'string' ? { id: group, name: group } : { id: group._id, name: group.name },
		),
		source,
		raw,
	};
}

/** Groups every server has; they are in nobody's list to write (contract 6). */
const BUILT_IN = new Set(['Everyone', 'Admins', 'All users in system']);

export const isBuiltIn = ({ name }: { name: string }) => BUILT_IN.has(name);

/** Those of a person's groups that somebody decides about. */
export const ownGroups = ({ groups }: Pick<User, 'groups'>) => groups.filter((group) => !isBuiltIn(group));

/** The product's own object without what nobody should have: a v0.9 user carries a password hash (contract 3). */
export const stripped = (raw: RawUser): IDataObject => without(raw, ['hash', 'password', 'apiSecret', 'secrets']);

/** What can be written of a user. */
export interface Profile {
	email: string;
	username: string;
	firstName: string;
	lastName: string;
	role: Role;
	groups: GroupRef[];
	/** Written only; nobody can read it back. */
	password: string;
	active: boolean;
}

export type Changes = Partial<Profile>;

const idsOf = (groups: GroupRef[]) => groups.map(({ id }) => id).sort();

const same: { [K in keyof Profile]: (user: User, wanted: Profile[K]) => boolean } = {
	email: (user, wanted) => user.email === wanted,
	username: (user, wanted) => user.username === wanted,
	firstName: (user, wanted) => user.firstName === wanted,
	lastName: (user, wanted) => user.lastName === wanted,
	role: (user, wanted) => user.role?.id === wanted.id,
	groups: (user, wanted) => String(idsOf(ownGroups(user))) === String(idsOf(wanted)),
	password: () => false,
	active: (user, wanted) => (user.state === 'active') === wanted,
};

/** Only what differs; a password always does. */
export function difference(user: User, wanted: Changes): Changes {
	const differs = <K extends keyof Profile>(key: K) => !same[key](user, wanted[key] as Profile[K]);
	const keys = (Object.keys(wanted) as Array<keyof Profile>).filter((key) => wanted[key] !== undefined && differs(key));
	return Object.fromEntries(keys.map((key) => [key, wanted[key]])) as Changes;
}

/** The API's own names. Empty names are left out: it takes none (contract 4). */
export function toBody({ username, role, groups, firstName, lastName, ...rest }: Changes): IDataObject {
	return {
		...rest,
		...(username && { userName: username }),
		...(firstName && { firstName }),
		...(lastName && { lastName }),
		...(role && { roleId: role.id }),
		...(groups && { groups: groups.map(({ id }) => id) }),
	};
}

const namesOf = (groups: GroupRef[]) => (groups.length === 0 ? 'none' : groups.map(({ name }) => `"${name}"`).join(', '));

/** What is not as it was written, as a sentence; undefined if all is. A 200 is no proof: fields are ignored with 200. */
export function faultOf(who: string, written: Changes, now: User | undefined): string | undefined {
	const wanted: Changes = { ...written, password: undefined };
	if (!now) return `Sisense accepted the change of ${who}, but the account can't be found any more.`;
	const wrong = (Object.keys(difference(now, wanted)) as Array<keyof Profile>).map((key) => {
		if (key === 'role') return `role ${now.role?.name ?? 'none'} instead of ${wanted.role!.name}`;
		if (key === 'groups') return `groups ${namesOf(ownGroups(now))} instead of ${namesOf(wanted.groups!)}`;
		if (key === 'active') return `state ${now.state}`;
		return `${key} "${String(now[key as 'email'])}" instead of "${String(wanted[key as 'email'])}"`;
	});
	if (wrong.length === 0) return undefined;
	return `Sisense accepted the change of ${who} but did not apply it: ${wrong.join('; ')}.`;
}
