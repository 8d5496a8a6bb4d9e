import type { Reference } from '../../kit/fields';
import { keyOf, referenceOf } from '../../kit/known';
import { sweep, sweepOrLookUp, type Lookup, type Page } from '../../kit/lookup';
import { Problem, unless } from '../../kit/problem';
import { PAGE_SIZE, type ListQuery, type Redash } from './client';
import { holder, People } from './people';
import { nameOf, toUser, type Profile, type RawUser, type User } from './person';

/** Budgets of the server, per hour and client address (contract 10), by the words of error texts. */
const CREATIONS = 'creations of users';
const UPDATES = 'changes of names and e-mails';

/** The server fails with 500 for a larger one (contract 1). */
const LARGEST_ID = 2 ** 31 - 1;

/** Which of the two lists: the server has none of everybody (contract 5). */
type Half = 'enabled' | 'disabled';

/** `disabled` is sent only as `true`, which is right in every version (contract 15.27). */
const queryOf = (half: Half, more: Record<string, string> = {}): ListQuery => ({
	order: 'created_at',
	...(half === 'disabled' && { disabled: 'true' }),
	...more,
});

/** What a bare 500 means where the user is not there any more (contract 2). */
const gone = (user: User, thrown: unknown) =>
	new Problem(`The Redash user ${nameOf(user)} (ID ${user.id}) does not exist any more.`, 'Look it up again.', {
		...(thrown instanceof Problem && { detail: thrown.detail }),
	});

export class Users {
	constructor(private readonly redash: Redash) {}

	/** Everybody, in the order of creation; enabled and pending people first, then disabled ones. */
	async all(halves: Half[] = ['enabled', 'disabled'], filter: Record<string, string> = {}): Promise<User[]> {
		return await this.toUsers(await sweep(this.halves(halves, filter)));
	}

	/** The users behind many references, with the fewest requests. A look-up by e-mail asks both halves. */
	async behind(references: Reference[]): Promise<People> {
		const { rows, complete } = await sweepOrLookUp<RawUser>(references.map(keyOf), {
			...this.halves(['enabled', 'disabled']),
			pageSize: PAGE_SIZE,
			lookUp: async (key) => await this.lookUp(referenceOf(key)),
			lookUpCost: references.some(({ by }) => by !== 'id') ? 2 : 1,
		});
		return new People(await this.toUsers(rows), complete);
	}

	/** One user with the group ids as they are stored, doubled and dangling ones included. */
	async detailed(id: number): Promise<User | undefined> {
		const raw = await unless('notFound', this.redash.get<RawUser>(['users', id]));
		return raw && (await this.toUsers([raw]))[0];
	}

	/** The users with these ids, as they are now; missing ones are left out. */
	async readBack(ids: string[]): Promise<Map<string, User>> {
		const people = await this.behind(ids.map((value) => ({ by: 'id', value })));
		const found = ids.flatMap((value) => people.matching({ by: 'id', value }));
		return new Map(found.map((user) => [String(user.id), user]));
	}

	/** A page for a list to choose from: the server searches in name and e-mail. */
	async search(text: string, page: number, pageSize: number): Promise<{ users: User[]; more: boolean }> {
		const query: Record<string, string> = text === '' ? {} : { q: text };
		const halves = await Promise.all(
			(['enabled', 'disabled'] as const).map(
				async (half) => await this.redash.list<RawUser>(['users'], page, queryOf(half, query), pageSize),
			),
		);
		return {
			users: await this.toUsers(halves.flatMap(({ rows }) => rows)),
			more: halves.some(({ total }) => (page + 1) * pageSize < total),
		};
	}

	/**
	 * Creates a pending account, which is in the group "default" only and whose key works at once (contract 1 and 5).
	 * The raw answer carries `invite_link` where no mail goes out.
	 *
	 * @param mail whether the server may send its invitation, if it can
	 */
	async create({ name, email }: Profile, mail: boolean): Promise<{ user: User; inviteLink?: string }> {
		const lookUp = async () => (await this.lookUp({ by: 'email', value: email }))[0];
		const query = mail ? undefined : 'no_invite=true';
		const raw = await this.redash
			.post<RawUser>(['users'], { name, email }, { effect: 'once', lookUp, budget: CREATIONS, query })
			.catch(async (thrown: unknown) => await this.explainTaken(thrown, email));
		return { user: (await this.toUsers([raw]))[0], inviteLink: raw.invite_link };
	}

	/** Changes name or e-mail. Nothing else may go along: the server ignores it with 200 (contract 5). */
	async update(user: User, changes: Partial<Profile>): Promise<void> {
		await this.redash
			.post(['users', user.id], changes, { effect: 'repeat', budget: UPDATES })
			.catch(async (thrown: unknown) => await this.explainTaken(thrown, changes.email, user));
	}

	async disable(user: User): Promise<void> {
		await this.redash.post(['users', user.id, 'disable']);
	}

	async enable(user: User): Promise<void> {
		await this.redash.delete(['users', user.id, 'disable']);
	}

	/** The new key. The old one is dead at once; impossible for a disabled user (contract 5). */
	async regenerateKey(user: User): Promise<string> {
		if (user.state === 'disabled') {
			throw new Problem(
				`${nameOf(user)} is disabled in Redash: the key of a disabled user can't be renewed.`,
				'Renew the key first and disable afterwards. The key is dead now, and comes back to life when the user is enabled.',
			);
		}
		const { api_key: key } = await this.redash.post<RawUser>(['users', user.id, 'regenerate_api_key']);
		return key!;
	}

	/** Sends the invitation again, or gives its link where the server sends no mail. */
	async invite(user: User): Promise<string | undefined> {
		return (await this.redash.post<RawUser>(['users', user.id, 'invite'])).invite_link;
	}

	/** A mail goes out as well if the server can send any. */
	async resetPassword(user: User): Promise<string> {
		const path = ['users', user.id, 'reset_password'];
		return (await this.redash.post<{ reset_link: string }>(path)).reset_link;
	}

	/** Deletes somebody who never accepted, and looks whether they are gone. */
	async remove(user: User): Promise<void> {
		// Gone already is a 500 here; whether a lost answer did it is looked up.
		const lookUp = async () => ((await this.detailed(user.id)) ? undefined : true);
		await this.redash.delete(['users', user.id], { effect: 'once', lookUp }).catch(async (thrown: unknown) => {
			if (!(thrown instanceof Problem) || thrown.httpCode !== '500') throw thrown;
			if (await lookUp()) throw gone(user, thrown);
			throw new Problem(
				`Redash can't delete ${nameOf(user)}: the account owns something, which its API key can make before the invitation is accepted.`,
				'Use "Disable" instead; "Get Owned" tells what it is.',
				{ httpCode: 500, detail: thrown.detail },
			);
		});
		if (!(await lookUp())) {
			throw new Problem('Redash accepted the deletion but still has the user.', 'Look at it in Redash.');
		}
	}

	/** Rows as users; the names of their groups cost one request per execution. */
	async toUsers(rows: RawUser[]): Promise<User[]> {
		if (rows.length === 0) return [];
		const groups = await this.redash.groups.all();
		return rows.map((raw) => toUser(raw, groups));
	}

	/** Both lists as one: the first page is the first of each, the pages left of one follow those of the other. */
	private halves(
		halves: Half[],
		filter: Record<string, string> = {},
	): Pick<Lookup<RawUser>, 'page' | 'idOf'> {
		const totals = new Map<Half, number>();
		const read = async (half: Half, index: number) => {
			const page = await this.redash.list<RawUser>(['users'], index, queryOf(half, filter));
			if (page.total >= 0) totals.set(half, page.total);
			return page;
		};
		const sum = () => [...totals.values()].reduce((a, b) => a + b, 0);
		return {
			idOf: ({ id }) => id,
			page: async (index): Promise<Page<RawUser>> => {
				if (index === 0) {
					const rows: RawUser[] = [];
					for (const half of halves) rows.push(...(await read(half, 0)).rows);
					return { rows, total: sum() };
				}
				let at = index;
				for (const half of halves) {
					const left = Math.ceil((totals.get(half) ?? 0) / PAGE_SIZE) - 1;
					if (at <= left) {
						const page = await read(half, at);
						return { rows: page.rows, total: page.total < 0 ? page.total : sum() };
					}
					at -= Math.max(0, left);
				}
				// Rows came twice, so others are missing: as if the list had shrunk, which starts the sweep over.
				return { rows: [], total: -1 };
			},
		};
	}

	/** Everything that matches a reference; the server narrows it down (`_` and `%` match anything), we compare. */
	private async lookUp({ by, value }: Reference): Promise<RawUser[]> {
		if (by === 'id') {
			if (Number(value) > LARGEST_ID) return [];
			const raw = await unless('notFound', this.redash.get<RawUser>(['users', value]));
			return raw ? [raw] : [];
		}
		const wanted = value.trim().toLowerCase();
		const rows = await sweep(this.halves(['enabled', 'disabled'], { q: wanted }));
		return rows.filter(({ email }) => email.trim().toLowerCase() === wanted);
	}

	/** "Email already taken" and a bare 500 say too little: throws with who has it, or that the user is gone (contract 2). */
	private async explainTaken(thrown: unknown, email: string | undefined, self?: User): Promise<never> {
		if (!(thrown instanceof Problem) || !['400', '500'].includes(thrown.httpCode ?? '')) throw thrown;
		const more = { httpCode: thrown.httpCode, detail: thrown.detail };
		if (self && !(await this.detailed(self.id))) throw gone(self, thrown);
		const taken = email === undefined ? [] : await this.toUsers(await this.lookUp({ by: 'email', value: email }));
		const other = taken.find(({ id }) => id !== self?.id);
		if (!other) throw thrown;
		throw new Problem(
			`The e-mail ${email} is taken in Redash by ${holder(other)}.`,
			other.state === 'disabled' ? 'Enable that account, or use another e-mail.' : 'Update that account, or use another e-mail.',
			more,
		);
	}
}
