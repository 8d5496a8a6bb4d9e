import type { IDataObject } from 'n8n-workflow';

import type { Reference } from '../../../kit/fields';
import { Problem } from '../../../kit/problem';
import { without } from '../../../kit/shape';
import type { Resource, Scim } from './client';
import { attribute, isTrue, quoted, URN } from './words';

interface Email {
	value: string;
	type?: string;
	primary?: boolean;
}

export interface ScimUser {
	id: string;
	userName: string;
	email: string;
	firstName: string;
	lastName: string;
	active: boolean;
	externalId: string | null;
	/** Read-only: membership is written on the group (RFC 7643 4.1.2). */
	groups: Array<{ id: string; name: string }>;
	raw: Resource;
}

/** What can be written of a user. */
export interface ScimProfile {
	userName: string;
	email: string;
	firstName: string;
	lastName: string;
	active: boolean;
	externalId: string;
	password: string;
}

export type ScimChanges = Partial<ScimProfile>;

const emailsOf = (raw: Resource) => attribute<Email[]>(raw, 'emails') ?? [];

/** The one that is marked, else the first. */
const primaryOf = (emails: Email[]) => emails.find(({ primary }) => isTrue(primary)) ?? emails[0];

export function toScimUser(raw: Resource): ScimUser {
	const name = attribute<IDataObject>(raw, 'name') ?? {};
	const active = attribute(raw, 'active');
	return {
		id: raw.id,
		userName: attribute<string>(raw, 'userName') ?? '',
		email: primaryOf(emailsOf(raw))?.value ?? '',
		firstName: attribute<string>(name, 'givenName') ?? '',
		lastName: attribute<string>(name, 'familyName') ?? '',
		active: active === undefined || isTrue(active),
		externalId: attribute<string>(raw, 'externalId') ?? null,
		groups: (attribute<Array<{ value: string; display?: string }>>(raw, 'groups') ?? []).map(({ value, display }) => ({
			id: value,
			name: display ?? value,
		})),
		raw,
	};
}

/** The server's own object without what is for writing only. */
export const strippedScim = (raw: Resource): IDataObject => without(raw, ['password']);

/** Names compare without case on a server: they are not case-exact (RFC 7643 4.1.1). */
const sameName = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Only what differs; a password always does. */
export function scimDifference(user: ScimUser, wanted: ScimChanges): ScimChanges {
	const differs = (key: keyof ScimProfile) => {
		if (wanted[key] === undefined) return false;
		if (key === 'password') return true;
		if (key === 'userName' || key === 'email') return !sameName(user[key], wanted[key]!);
		return user[key] !== wanted[key];
	};
	const keys = (Object.keys(wanted) as Array<keyof ScimProfile>).filter(differs);
	return Object.fromEntries(keys.map((key) => [key, wanted[key]])) as ScimChanges;
}

/** What is not as it was written, as a sentence; undefined if all is. */
export function faultOfScimUser(who: string, written: ScimChanges, now: ScimUser | undefined): string | undefined {
	const wanted: ScimChanges = { ...written, password: undefined };
	if (!now) return `The SCIM server accepted the change of ${who}, but the account can't be found any more.`;
	const wrong = Object.keys(scimDifference(now, wanted)) as Array<keyof ScimUser>;
	if (wrong.length === 0) return undefined;
	return `The SCIM server accepted the change of ${who} but did not apply it to: ${wrong.map((key) => `${key} (${String(now[key])})`).join(', ')}.`;
}

/** The place of each field in a resource, for PATCH. */
const PATHS: Record<Exclude<keyof ScimProfile, 'email'>, string> = {
	userName: 'userName',
	firstName: 'name.givenName',
	lastName: 'name.familyName',
	active: 'active',
	externalId: 'externalId',
	password: 'password',
};

/** The person's e-mails with another one in the place of the primary. */
function withEmail(raw: Resource, value: string): Email[] {
	const emails = emailsOf(raw);
	const primary = primaryOf(emails);
	if (!primary) return [{ value, type: 'work', primary: true }];
	return emails.map((one) => (one === primary ? { ...one, value, primary: true } : one));
}

function edited(raw: Resource, changes: ScimChanges): Resource {
	const { email, firstName, lastName, ...plain } = changes;
	const name = {
		...attribute<IDataObject>(raw, 'name'),
		...(firstName !== undefined && { givenName: firstName }),
		...(lastName !== undefined && { familyName: lastName }),
	};
	return {
		...without(raw, ['groups']),
		...plain,
		...(Object.keys(name).length > 0 && { name }),
		...(email !== undefined && { emails: withEmail(raw, email) as unknown as IDataObject[] }),
	} as Resource;
}

const operationsFor = (raw: Resource, { email, ...plain }: ScimChanges): IDataObject[] => [
	...Object.entries(plain).map(([key, value]) => ({ op: 'replace', path: PATHS[key as keyof typeof PATHS], value })),
	...(email === undefined ? [] : [{ op: 'replace', path: 'emails', value: withEmail(raw, email) as unknown as IDataObject[] }]),
];

export class ScimUsers {
	/** By user name only: what else they are may have changed since. */
	private everybody?: Promise<ScimUser[]>;

	constructor(private readonly scim: Scim) {}

	async all(): Promise<ScimUser[]> {
		return (await this.scim.list<Resource>('Users')).map(toScimUser);
	}

	/**
	 * The one user, or undefined. The server narrows down, we compare: some ignore filters. Whoever is not found so is
	 * looked for among everybody, because some servers mind the case of names. Throws a Problem for two.
	 */
	async find({ by, value }: Reference): Promise<ScimUser | undefined> {
		if (by === 'id') {
			const raw = await this.scim.item<Resource>('Users', value);
			return raw && toScimUser(raw);
		}
		const isMeant = ({ userName }: ScimUser) => sameName(userName, value);
		const { filter } = await this.scim.configuration();
		const narrowed = filter ? (await this.scim.list<Resource>('Users', `userName eq ${quoted(value)}`)).map(toScimUser) : [];
		const near = narrowed.filter(isMeant);
		this.everybody ??= near.length === 0 ? this.all() : undefined;
		const hits = near.length > 0 ? near : ((await this.everybody) ?? []).filter(isMeant);
		if (hits.length === 0 || near.length === 1) return hits[0];
		if (hits.length === 1) return await this.find({ by: 'id', value: hits[0].id });
		throw new Problem(
			`${hits.length} users of the SCIM server have the user name ${value}: IDs ${hits.map(({ id }) => id).join(', ')}.`,
			'Choose one of them by its ID.',
		);
	}

	/** The one user. Throws a Problem if there is none. */
	async one(reference: Reference): Promise<ScimUser> {
		const user = await this.find(reference);
		if (user) return user;
		throw new Problem(
			`The SCIM server has no user with the ${reference.by === 'id' ? 'ID' : 'user name'} ${reference.value}.`,
			'Check it, or create the user first.',
			{ kind: 'notFound' },
		);
	}

	async create(profile: ScimChanges & { userName: string }): Promise<ScimUser> {
		const { userName } = profile;
		const body = edited({ id: '' }, { active: true, ...profile });
		const lookUp = async () => (await this.find({ by: 'username', value: userName }))?.raw;
		const raw = await this.scim.create<Resource>('Users', { ...without(body, ['id']), schemas: [URN.user] }, lookUp);
		const user = toScimUser(raw);
		(await this.everybody)?.push(user);
		return user;
	}

	/** @returns what was written; undefined if nothing had to be */
	async change(user: ScimUser, wanted: ScimChanges): Promise<ScimChanges | undefined> {
		const changes = scimDifference(user, wanted);
		if (Object.keys(changes).length === 0) return undefined;
		const isDone = (now: Resource) => Object.keys(scimDifference(toScimUser(now), changes)).length === 0;
		await this.scim.change('Users', user.raw, operationsFor(user.raw, changes), (now) => edited(now, changes), isDone);
		return changes;
	}

	async readBack(ids: string[]): Promise<Map<string, ScimUser>> {
		const found = new Map<string, ScimUser>();
		for (const id of ids) {
			const user = await this.find({ by: 'id', value: id });
			if (user) found.set(id, user);
		}
		return found;
	}

	async remove(user: ScimUser): Promise<void> {
		await this.scim.remove('Users', user.raw);
		if (!(await this.find({ by: 'id', value: user.id }))) return;
		throw new Problem('The SCIM server accepted the deletion but still has the user.', 'Look at it in the product.');
	}
}
