import type { IDataObject } from 'n8n-workflow';

import type { Reference, Wanted } from '../../kit/fields';
import { keyOf } from '../../kit/known';
import { randomPassword } from '../../kit/passwords';
import { asProblem, Problem, unless } from '../../kit/problem';
import { v0, v1, type Sisense } from './client';
import { creations } from './creation';
import { isOutOfSeats } from './errors';
import { allPages, PAGE_SIZE, rowsOf } from './lists';
import { holder, People } from './people';
import { difference, toBody, toUser, type Changes, type RawUser, type User } from './person';

/** Names of role and groups come along (contract 4). */
const EXPAND = { expand: 'groups,role' };

/** What a look-up needs of everybody: one light request, however many there are. */
const INDEX = { fields: '_id,email,userName,tenantId' };

export class Users {
	private index?: Promise<RawUser[]>;

	constructor(private readonly sisense: Sisense) {}

	/** Everybody of the tenant. */
	async all(filter: Record<string, string> = {}): Promise<User[]> {
		const rows = await allPages<RawUser>(
			async (query) => await this.sisense.get(v1('users'), { ...EXPAND, ...filter, ...query }),
			({ _id }) => _id,
		);
		return await this.toUsers(await this.sisense.tenants.mine(rows));
	}

	/**
	 * The people behind many references: names of everybody, then those who match. The server's own filter minds the case
	 * of e-mails, which would hide the second of two accounts that differ in nothing else (contract 4).
	 */
	async behind(references: Reference[]): Promise<People> {
		const keys = new Set(references.map(keyOf));
		if (references.every(({ by }) => by === 'id')) {
			return new People(await this.withIds([...new Set(references.map(({ value }) => value))]), false);
		}
		const keysOf = ({ _id, email, userName }: RawUser) =>
			[
				{ by: 'id', value: _id },
				{ by: 'email', value: email },
				{ by: 'username', value: userName ?? '' },
			] as Reference[];
		const hits = (await this.everybody()).filter((row) => keysOf(row).some((one) => keys.has(keyOf(one))));
		return new People(await this.withIds(hits.map(({ _id }) => _id)), true);
	}

	/** The people of a many-valued field: an e-mail, a user name or an ID. Throws a Problem if one is unknown, or means two. */
	async named(wanted: Wanted[]): Promise<User[]> {
		return (await this.behind(wanted.flatMap(meanings))).named(wanted, meanings);
	}

	/** Id and names of everybody of the tenant; asked once, and again after something was created. */
	private async everybody(): Promise<RawUser[]> {
		this.index ??= this.sisense
			.get<unknown>(v1('users'), INDEX)
			.then(async (answer) => await this.sisense.tenants.mine(rowsOf<RawUser>(answer)));
		return await this.index;
	}

	private async withIds(ids: string[]): Promise<User[]> {
		const found: RawUser[] = [];
		for (let at = 0; at < ids.length; at += PAGE_SIZE) {
			const part = ids.slice(at, at + PAGE_SIZE);
			if (part.length === 1) {
				const raw = await unless('notFound', this.sisense.get<RawUser>(v1('users', part[0]), EXPAND));
				if (raw) found.push(raw);
			} else found.push(...rowsOf<RawUser>(await this.sisense.get(v1('users'), { ids: part.join(','), ...EXPAND })));
		}
		// A server that does not know `ids` sends everybody.
		const wanted = new Set(ids);
		return await this.toUsers(await this.sisense.tenants.mine(found.filter(({ _id }) => wanted.has(_id))));
	}

	/** The people with these ids, as they are now; missing ones are left out. */
	async readBack(ids: string[]): Promise<Map<string, User>> {
		return new Map((await this.withIds(ids)).map((user) => [user.id, user]));
	}

	/** As it is now; undefined if it is gone. */
	async detailed(id: string): Promise<User | undefined> {
		return (await this.withIds([id]))[0];
	}

	/** The credential's own account, with names of its groups where it may be looked at by ID. */
	async self(): Promise<User> {
		const raw = await this.sisense.self();
		return (await this.detailed(raw._id)) ?? toUser(raw, await this.sisense.roles.all());
	}

	/** A page for a list to choose from; the server searches in its old API only. */
	async search(text: string, index: number, pageSize: number): Promise<{ users: User[]; more: boolean }> {
		const query = { limit: String(pageSize), skip: String(index * pageSize), ...(text !== '' && { search: text }) };
		const rows = rowsOf<RawUser>(await this.sisense.get(v0('users'), query));
		return { users: await this.toUsers(await this.sisense.tenants.mine(rows)), more: rows.length === pageSize };
	}

	/**
	 * Creates accounts, as many as possible with one request; a bad row fails alone (contract 4). Whoever has no password
	 * gets an invitation by mail. One result or Problem for each, in order.
	 */
	async createMany(people: People, wishes: Changes[]): Promise<Array<User | Problem>> {
		const made = await creations(wishes.map((wish) => ({ email: wish.email!, row: toBody(wish) })), {
			one: async (row) => await this.post(v1('users'), row, [row.email as string]),
			many: async (rows) => await this.post(v1('users', 'bulk'), rows, rows.map(({ email }) => email as string)),
			existing: async (emails) => await this.freshIds(emails),
			isExhausted: isOutOfSeats,
		});
		const ids = made.filter((one): one is string => typeof one === 'string');
		const users = await this.readBack(ids).catch(() => undefined);
		return await Promise.all(
			made.map(async (one, at) => {
				if (one instanceof Problem) return await this.explained(one, wishes[at]);
				const user = users?.get(one) ?? asWished(one, wishes[at]);
				people.put(user);
				return user;
			}),
		);
	}

	private async post(path: Array<string | number>, body: IDataObject | IDataObject[], emails: string[]): Promise<Map<string, string>> {
		const lookUp = async () => {
			const there = await this.freshIds(emails);
			return there.size === emails.length ? [...there].map(([email, _id]) => ({ email, _id })) : undefined;
		};
		const answer = await this.sisense.write<RawUser | RawUser[]>('POST', path, { body, effect: 'once', lookUp });
		this.index = undefined;
		return new Map([answer].flat().map(({ email, _id }) => [email.toLowerCase(), _id]));
	}

	/** E-mail in lower case → id, of those that are there now. */
	private async freshIds(emails: string[]): Promise<Map<string, string>> {
		this.index = undefined;
		const wanted = new Set(emails.map((email) => email.toLowerCase()));
		const rows = (await this.everybody()).filter(({ email }) => wanted.has(email.toLowerCase()));
		return new Map(rows.map(({ email, _id }) => [email.toLowerCase(), _id]));
	}

	/** Brings a person to what is wanted. @returns what was written; undefined if nothing had to be */
	async change(user: User, wanted: Changes): Promise<Changes | undefined> {
		const changes = difference(user, wanted);
		if (Object.keys(changes).length === 0) return undefined;
		const { password, ...rest } = changes;
		if (Object.keys(rest).length > 0) {
			await this.sisense.write('PATCH', v1('users', user.id), { body: toBody(rest) }).catch(async (thrown: unknown) => {
				throw await this.explained(asProblem(thrown), changes, user);
			});
		}
		if (password !== undefined) await this.setPassword(user, password);
		this.index = undefined;
		return changes;
	}

	/** The old API's own route; servers without it take it with the other fields (contract 13.3). */
	async setPassword(user: User, password: string): Promise<void> {
		const body = { password };
		const done = await this.tryWrite('PATCH', v0('users', user.id), body);
		if (!done) await this.sisense.write('PATCH', v1('users', user.id), { body });
	}

	/** A password nobody knows, so that the old one gets nobody a new token. */
	async spoilPassword(user: User): Promise<void> {
		await this.setPassword(user, randomPassword());
	}

	/**
	 * Ends all sessions and revokes all tokens of one person (a GET that does it). Where the route is missing, each kind
	 * of token by itself, which leaves open browser windows alive (contract 2).
	 *
	 * @returns whether sessions ended as well
	 */
	async logOut(user: User): Promise<boolean> {
		const query = { users: user.id };
		const ended = await this.sisense
			.write('GET', v1('authentication', 'admin', 'logout'), { query })
			.then(() => true, isMissingRoute);
		if (ended) return true;
		for (const kind of ['api', 'odbc', 'sso']) {
			await this.sisense.write('DELETE', v1('authentication', 'admin', 'tokens', kind), { query, goneIsDone: true });
		}
		return false;
	}

	/** Writes whether the account is active; what the server makes of it has to be read (contract 3). */
	async writeActive(user: User, active: boolean): Promise<void> {
		await this.sisense.write('PATCH', v1('users', user.id), { body: { active } });
	}

	async invite({ email }: User): Promise<void> {
		await this.sisense.write('POST', v1('account', 'begin_activate'), { body: { email } });
	}

	/** Deletes an account, with every dashboard it owns (contract 8), and looks whether it is gone. */
	async remove(user: User): Promise<void> {
		await unless('notFound', this.sisense.write('DELETE', v1('users', user.id), { goneIsDone: true }));
		this.index = undefined;
		if (!(await this.detailed(user.id))) return;
		throw new Problem('Sisense accepted the deletion but still has the user.', 'Look at it in Sisense.');
	}

	async toUsers(rows: RawUser[]): Promise<User[]> {
		if (rows.length === 0) return [];
		const roles = await this.sisense.roles.all();
		return rows.map((raw) => toUser(raw, roles));
	}

	/** False where the server has no such route. */
	private async tryWrite(method: 'PATCH', path: Array<string | number>, body: IDataObject): Promise<boolean> {
		return await this.sisense.write(method, path, { body }).then(() => true, isMissingRoute);
	}

	/** "Exists already" says too little: who has the e-mail. */
	private async explained(problem: Problem, { email }: Changes, self?: User): Promise<Problem> {
		if (email === undefined || !/already/.test(problem.what)) return problem;
		const key = keyOf({ by: 'email', value: email });
		const ids = (await this.everybody()).filter((row) => keyOf({ by: 'email', value: row.email }) === key).map(({ _id }) => _id);
		const other = (await this.withIds(ids)).find(({ id }) => id !== self?.id);
		const more = { httpCode: problem.httpCode, detail: problem.detail };
		if (!other) {
			const todo = 'No account that this credential is shown has this e-mail: the user name is taken, or the account is in another tenant.';
			return new Problem(problem.what, todo, more);
		}
		return new Problem(
			`The e-mail ${email} is taken in Sisense by ${holder(other)}.`,
			'Update that account, or use another e-mail.',
			more,
		);
	}
}

const meanings = (one: Wanted): Reference[] => {
	const value = String(one);
	return [
		{ by: 'email', value },
		{ by: 'username', value },
		{ by: 'id', value },
	];
};

/** For a promise's second branch: false for a route that is not there, everything else passes. */
function isMissingRoute(thrown: unknown): boolean {
	if (thrown instanceof Problem && ['404', '405'].includes(thrown.httpCode ?? '')) return false;
	throw thrown;
}

/** A new account as it should be, where it could not be read. */
const asWished = (id: string, wish: Changes): User => ({
	id,
	email: wish.email!,
	username: wish.username ?? wish.email!,
	firstName: wish.firstName ?? '',
	lastName: wish.lastName ?? '',
	role: wish.role,
	state: wish.password === undefined ? 'pending' : 'active',
	groups: wish.groups ?? [],
	source: null,
	raw: { _id: id, email: wish.email! },
});
