import type { IDataObject } from 'n8n-workflow';

import type { Group } from './groups';

/** A user as the server sends it. Which of the two group fields is there depends on the route (contract 3). */
export interface RawUser {
	id: number;
	email: string;
	first_name: string | null;
	last_name: string | null;
	common_name: string;
	is_superuser: boolean;
	is_active: boolean;
	/** True: the tour is still to come. */
	is_qbnewb?: boolean;
	date_joined: string;
	last_login: string | null;
	sso_source?: string | null;
	locale?: string | null;
	login_attributes?: Record<string, string> | null;
	tenant_id?: number | null;
	personal_collection_id?: number | null;
	group_ids?: number[];
	user_group_memberships?: Array<{ id: number; is_group_manager?: boolean }>;
	[other: string]: unknown;
}

/** A person's account as this package sees it. */
export interface User {
	id: number;
	/** In lower case, as the server stores it. */
	email: string;
	firstName: string;
	lastName: string;
	state: 'active' | 'deactivated';
	admin: boolean;
	/** In all of them, All Users included; ids of groups the server does not list are in `groupIds` only. */
	groups: Group[];
	groupIds: number[];
	/** How the person signs in: null with a password (contract 3). */
	sso: string | null;
	raw: RawUser;
}

/** The internal account of every Metabase. */
const INTERNAL_ID = 13_371_338;

/** The accounts of API keys, and the internal one, are shown among people by some releases (contract 3 and 5). */
export const isPerson = ({ id, email }: Pick<RawUser, 'id' | 'email'>) =>
	id !== INTERNAL_ID && !/@api-key\.invalid$/i.test(email ?? '');

/** @param all every group the server lists */
export function toUser(raw: RawUser, all: Group[]): User {
	const groupIds = raw.group_ids ?? raw.user_group_memberships?.map(({ id }) => id) ?? [];
	return {
		id: raw.id,
		email: raw.email,
		firstName: raw.first_name ?? '',
		lastName: raw.last_name ?? '',
		state: raw.is_active === false ? 'deactivated' : 'active',
		admin: raw.is_superuser,
		groups: all.filter(({ id }) => groupIds.includes(id)),
		groupIds,
		sso: raw.sso_source ?? null,
		raw,
	};
}

/** Whether the text is in a name or the e-mail: old servers take `_` and `%` of a search for anything (contract 3). */
export const isFound = ({ firstName, lastName, email }: User, text: string) =>
	`${firstName}\n${lastName}\n${email}`.toLowerCase().includes(text.toLowerCase());

/** The user with other groups. */
export const withGroupIds = (user: User, ids: number[], all: Group[]): User => ({
	...user,
	groupIds: ids,
	groups: all.filter(({ id }) => ids.includes(id)),
	admin: all.some(({ id, magic }) => magic === 'admin' && ids.includes(id)),
});

/** What can be written of a user. `groupIds` is the whole set, the server's own groups included. */
export interface Profile {
	email: string;
	firstName: string;
	lastName: string;
	/** Empty: the site's. */
	locale: string;
	/** Replaces the whole map. */
	loginAttributes: IDataObject;
	groupIds: number[];
}

export type Changes = Partial<Profile>;

/** Only what differs. The server stores e-mails in lower case and `es-MX` as `es_MX` (contract 3). */
export function difference(user: User, wanted: Changes): Changes {
	const now = profileOf(user);
	const differs = (key: keyof Profile) => {
		const value = wanted[key];
		return value !== undefined && !same(comparable(key, value), comparable(key, now[key]));
	};
	const keys = (Object.keys(now) as Array<keyof Profile>).filter(differs);
	return Object.fromEntries(keys.map((key) => [key, wanted[key]])) as Changes;
}

const profileOf = ({ email, firstName, lastName, groupIds, raw }: User): Profile => ({
	email,
	firstName,
	lastName,
	locale: raw.locale ?? '',
	loginAttributes: raw.login_attributes ?? {},
	groupIds,
});

function comparable(key: keyof Profile, value: Profile[keyof Profile]): unknown {
	if (key === 'email') return String(value).trim().toLowerCase();
	if (key === 'locale') return String(value).replace('-', '_').toLowerCase();
	if (key === 'groupIds') return [...(value as number[])].sort((a, b) => a - b);
	if (key !== 'loginAttributes') return value;
	// Values become texts on the server.
	return Object.entries(value as IDataObject)
		.map(([name, one]) => [name, String(one)])
		.sort();
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What should be true of a user after a write. */
export interface Wanted extends Changes {
	state?: User['state'];
	/** Whether the tour is over. */
	tourDone?: true;
}

const LABEL: Record<keyof Profile, string> = {
	email: 'email',
	firstName: 'first name',
	lastName: 'last name',
	locale: 'locale',
	loginAttributes: 'login attributes',
	groupIds: 'group IDs',
};

/** What is not as it was written, as a sentence; undefined if all is. A 200 is no proof: unknown keys are ignored with 200. */
export function faultOf(who: string, wanted: Wanted, now: User | undefined): string | undefined {
	if (!now) return `Metabase accepted the change of ${who}, but the account can't be found any more.`;
	const { state, tourDone, ...profile } = wanted;
	const is = profileOf(now);
	const wrong = (Object.keys(difference(now, profile)) as Array<keyof Profile>).map(
		(key) => `${LABEL[key]} ${JSON.stringify(is[key])} instead of ${JSON.stringify(profile[key])}`,
	);
	if (state !== undefined && state !== now.state) wrong.push(`${now.state} instead of ${state}`);
	if (tourDone && now.raw.is_qbnewb !== false) wrong.push('the tour is still to come');
	if (wrong.length === 0) return undefined;
	return `Metabase accepted the change of ${who} but did not apply it: ${wrong.join('; ')}.`;
}
