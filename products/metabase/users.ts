import type { IDataObject } from 'n8n-workflow';

import type { Reference } from '../../kit/fields';
import { keyOf, referenceOf } from '../../kit/known';
import { sweep, sweepOrLookUp, type Page } from '../../kit/lookup';
import { randomPassword } from '../../kit/passwords';
import { Problem, unless } from '../../kit/problem';
import type { Metabase } from './client';
import { tooOld } from './errors';
import { holder, People } from './people';
import { difference, isFound, isPerson, toUser, withGroupIds, type Changes, type RawUser, type User } from './person';
import { complexityWords } from './server';

/** Rows asked for at a time; the server has no maximum (contract 1). */
const PAGE_SIZE = 1000;

/** Everybody: deactivated people, and those of tenants, whom the default leaves out; older servers ignore that (contract 3). */
const EVERYBODY = { status: 'all', tenancy: 'all' };

/** A bare array is a server before 0.40. */
interface Envelope {
	data: RawUser[];
	total: number;
}

type Filter = Record<string, string>;

export class Users {
	private mailBlocked?: Problem;

	constructor(private readonly metabase: Metabase) {}

	/** Everybody the server shows, in its order: by first and last name. */
	async all(filter: Filter = {}): Promise<User[]> {
		return await this.toUsers(await this.sweep(filter));
	}

	/** The first so many who match, without reading further than that needs. */
	async first(most: number, filter: Filter, matches: (user: User) => boolean): Promise<User[]> {
		const groups = await this.metabase.groups.all();
		const found = new Map<number, User>();
		const rows = await this.sweep(filter, (page) => {
			for (const user of page.filter(isPerson).map((raw) => toUser(raw, groups))) if (matches(user)) found.set(user.id, user);
			return found.size >= most;
		});
		return (await this.toUsers(rows)).filter(matches).slice(0, most);
	}

	/**
	 * All rows of a list, or as many as are enough. Older servers have no order among equal names, so pages can repeat and
	 * skip people: if fewer come than the server counts, the list is read in one piece (contract 3).
	 */
	private async sweep(filter: Filter, enough: (page: RawUser[]) => boolean = () => false): Promise<RawUser[]> {
		let total = 0;
		let ended = false;
		const rows = await sweep<RawUser>(
			{
				page: async (index) => {
					const page = await this.page(index, filter);
					total = page.total;
					return page;
				},
				idOf: ({ id }) => id,
			},
			{ enough: (page) => (ended = enough(page)) },
		);
		return rows.length < total && !ended ? (await this.list(filter)).data : rows;
	}

	private async page(index: number, filter: Filter, size = PAGE_SIZE): Promise<Page<RawUser>> {
		const { data, total } = await this.list({ ...filter, limit: String(size), offset: String(index * size) });
		return { rows: data, total };
	}

	private async list(filter: Filter): Promise<Envelope> {
		const answer = await this.metabase.get<Envelope | RawUser[]>(['user'], { ...EVERYBODY, ...filter });
		if (Array.isArray(answer)) throw tooOld();
		return answer;
	}

	/** The people behind many references, with the fewest requests. */
	async behind(references: Reference[]): Promise<People> {
		const keys = new Set(references.map(keyOf));
		const { rows, complete } = await sweepOrLookUp<RawUser>([...keys], {
			page: async (index) => await this.page(index, {}),
			idOf: ({ id }) => id,
			pageSize: PAGE_SIZE,
			lookUp: async (key) => await this.lookUp(referenceOf(key)),
		});
		// Pages can leave people out that the server counts; who is missing is looked up.
		const found = complete ? await this.withMissing(rows, keys) : rows;
		return new People(await this.toUsers(found), complete);
	}

	private async withMissing(rows: RawUser[], keys: Set<string>): Promise<RawUser[]> {
		const known = new Set(rows.flatMap(({ id, email }) => [keyOf({ by: 'id', value: String(id) }), keyOf({ by: 'email', value: email })]));
		const missing = [...keys].filter((key) => !known.has(key));
		return missing.length === 0 || rows.length < PAGE_SIZE ? rows : (await this.list({})).data;
	}

	/** One person with the flags of the memberships; undefined for a deactivated one on servers before 0.50. */
	async detailed(id: number): Promise<User | undefined> {
		const raw = await unless('notFound', this.metabase.get<RawUser>(['user', id]));
		return raw && isPerson(raw) ? (await this.toUsers([raw]))[0] : undefined;
	}

	/** The people with these ids, as they are now; missing ones are left out. */
	async readBack(ids: string[]): Promise<Map<string, User>> {
		const people = await this.behind(ids.map((value) => ({ by: 'id', value })));
		const found = ids.flatMap((value) => people.matching({ by: 'id', value }));
		return new Map(found.map((user) => [String(user.id), user]));
	}

	/** A page for a list to choose from: the server searches in names and e-mail. */
	async search(text: string, index: number, pageSize: number): Promise<{ users: User[]; more: boolean }> {
		const { rows, total } = await this.page(index, text === '' ? {} : { query: text }, pageSize);
		const users = await this.toUsers(rows);
		return { users: users.filter((user) => isFound(user, text)), more: (index + 1) * pageSize < total };
	}

	/**
	 * Creates an active account. The server mails an invitation if it can, also where a password is set, and nothing
	 * keeps it from that (contract 3).
	 */
	async create(email: string, profile: Changes & { password?: string }): Promise<User> {
		const { groupIds, password, ...rest } = profile;
		const memberships = groupIds?.map((id) => ({ id, is_group_manager: false }));
		const body = {
			email,
			...toBody(rest),
			...(memberships && { user_group_memberships: memberships }),
			...(password !== undefined && { password }),
		};
		const lookUp = async () => (await this.lookUp({ by: 'email', value: email }))[0];
		const raw = await this.metabase
			.post<RawUser>(['user'], body, { effect: 'once', lookUp })
			.catch(async (thrown: unknown) => await this.explainTaken(thrown, email));
		return (await this.toUsers([raw]))[0];
	}

	/** Brings an active person to what is wanted. @returns what was written; undefined if nothing had to be */
	async change(user: User, wanted: Changes): Promise<Changes | undefined> {
		const changes = difference(user, wanted);
		if (Object.keys(changes).length === 0) return undefined;
		refuseFixedNames(user, changes);
		const { groupIds, ...rest } = changes;
		const memberships = groupIds && (await this.metabase.memberships.bodyFor(user, groupIds));
		const body = { ...toBody(rest), ...(memberships && { user_group_memberships: memberships }) };
		await this.metabase
			.put(['user', user.id], body)
			.catch(async (thrown: unknown) => await this.explainTaken(thrown, changes.email, user));
		if (groupIds) this.metabase.memberships.forget(user);
		return changes;
	}

	/** The user as it should be after a change. */
	async after(user: User, { groupIds, email, firstName, lastName }: Changes): Promise<User> {
		const named = {
			...user,
			email: email?.toLowerCase() ?? user.email,
			firstName: firstName ?? user.firstName,
			lastName: lastName ?? user.lastName,
		};
		return groupIds ? withGroupIds(named, groupIds, await this.metabase.groups.all()) : named;
	}

	async deactivate(user: User): Promise<void> {
		await this.metabase.delete(['user', user.id]);
	}

	/** Everything comes back but the rights of an admin. Somebody active is a 400, so a lost answer is looked up (contract 3). */
	async reactivate(user: User): Promise<void> {
		const lookUp = async () => ((await this.detailed(user.id))?.state === 'active' ? {} : undefined);
		await this.metabase.put(['user', user.id, 'reactivate'], {}, { effect: 'once', lookUp });
		this.metabase.memberships.forget(user);
	}

	/** `password` is the new one: the public guide says the opposite (contract 9). Who has it is signed out everywhere. */
	async setPassword(user: User, password: string): Promise<void> {
		await this.metabase.put(['user', user.id, 'password'], { password }).catch(async (thrown: unknown) => {
			if (!(thrown instanceof Problem) || !/"Password"/.test(thrown.what)) throw thrown;
			const { complexity } = await this.metabase.server();
			throw new Problem(
				`Metabase does not accept the password for ${user.email}: it needs ${complexityWords(complexity)}, and must not be a common one.`,
				'Choose another "Password".',
				{ httpCode: thrown.httpCode },
			);
		});
	}

	/** A password nobody knows: with it sessions and reset links end, and do not come back with the account (contract 13.3). */
	async spoilPassword(user: User): Promise<void> {
		await this.setPassword(user, randomPassword((await this.metabase.server()).complexity));
	}

	/** 204 always, whether a mail goes out or not; 50 an hour from one address. Blocked tries count, so the first ends it (contract 2). */
	async mailReset({ email }: User): Promise<void> {
		if (this.mailBlocked) throw this.mailBlocked;
		await this.metabase.post(['session', 'forgot_password'], { email }).catch((thrown: unknown) => {
			if (thrown instanceof Problem && thrown.kind === 'throttled') this.mailBlocked = thrown;
			throw thrown;
		});
	}

	/** A link that lets whoever has it set the password, for 48 hours. Undefined on servers that make none. */
	async resetUrl({ id }: User): Promise<string | undefined> {
		const made = this.metabase.post<{ password_reset_url: string }>(['user', id, 'password-reset-url'], {});
		return (await unless('notOffered', made))?.password_reset_url;
	}

	async endTour({ id }: User): Promise<void> {
		await this.metabase.put(['user', id, 'modal', 'qbnewb']);
	}

	async recipients(): Promise<IDataObject[]> {
		return (await this.metabase.get<{ data: IDataObject[] }>(['user', 'recipients'])).data;
	}

	/** Rows as people; accounts of API keys and the internal one are left out. The names of groups cost one request per execution. */
	async toUsers(rows: RawUser[]): Promise<User[]> {
		const people = rows.filter(isPerson);
		if (people.length === 0) return [];
		const groups = await this.metabase.groups.all();
		return people.map((raw) => toUser(raw, groups));
	}

	/** Everything that matches a reference; the server narrows it down (`_` and `%` match anything on old ones), we compare. */
	private async lookUp({ by, value }: Reference): Promise<RawUser[]> {
		if (by === 'id') {
			const raw = await unless('notFound', this.metabase.get<RawUser>(['user', value]));
			if (raw) return isPerson(raw) ? [raw] : [];
			// Servers before 0.50 hide deactivated people from this route, but not from the list.
			const { data } = await this.list({ status: 'deactivated' });
			return data.filter(({ id }) => String(id) === value);
		}
		const wanted = value.trim().toLowerCase();
		const { data } = await this.list({ query: wanted });
		return data.filter(({ email }) => email.toLowerCase() === wanted);
	}

	/** "Email address already in use." says too little: throws with who has it (contract 3). */
	private async explainTaken(thrown: unknown, email: string | undefined, self?: User): Promise<never> {
		if (!(thrown instanceof Problem) || email === undefined || !/already (in use|associated)/.test(thrown.what)) throw thrown;
		const rows = await this.toUsers(await this.lookUp({ by: 'email', value: email }));
		const other = rows.find(({ id }) => id !== self?.id);
		const more = { httpCode: thrown.httpCode, detail: thrown.detail };
		if (!other) {
			throw new Problem(
				`The e-mail ${email} is taken in Metabase by an account that its lists do not show.`,
				'It may belong to a tenant while tenants are switched off: ask who runs the server, or use another e-mail.',
				more,
			);
		}
		throw new Problem(
			`The e-mail ${email} is taken in Metabase by ${holder(other)}.`,
			other.state === 'deactivated'
				? 'Use "Reactivate" for that account, or use another e-mail.'
				: 'Update that account, or use another e-mail.',
			more,
		);
	}
}

/** The provider of the sign-in decides names; the server refuses a change with 400 (contract 3). */
function refuseFixedNames(user: User, { firstName, lastName }: Changes): void {
	if (user.sso === null || (firstName === undefined && lastName === undefined)) return;
	throw new Problem(
		`The names of ${user.email} come from the sign-in with ${user.sso}: Metabase does not let anybody change them.`,
		'Leave "First Name" and "Last Name" out, or change them at the provider.',
	);
}

/** Texts that are empty clear a value, which the server takes as null; a null by mistake would clear it too, so only what is given goes along. */
function toBody({ email, firstName, lastName, locale, loginAttributes }: Omit<Changes, 'groupIds'>): IDataObject {
	return {
		...(email !== undefined && { email }),
		...(firstName !== undefined && { first_name: firstName || null }),
		...(lastName !== undefined && { last_name: lastName || null }),
		...(locale !== undefined && { locale: locale || null }),
		...(loginAttributes !== undefined && { login_attributes: loginAttributes }),
	};
}
