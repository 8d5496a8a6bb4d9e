import { Turns } from '../../kit/concurrency';
import { randomPassword } from '../../kit/passwords';
import { Problem, unless } from '../../kit/problem';
import type { Reference, Wanted } from '../../kit/fields';
import { keyOf, referenceOf } from '../../kit/known';
import { sweep, sweepOrLookUp } from '../../kit/lookup';
import type { Superset } from './client';
import { UNGUARDED } from './guards';
import { holder, People } from './people';
import {
	difference,
	faultOf,
	hasPasswordTrap,
	nameOf,
	toBody,
	type Changes,
	type Profile,
	type Ref,
	type User,
} from './person';
import type { Filter } from './query';

/** What may become of the password in a change. */
export interface PasswordChoice {
	/** The password to set where one has to be set, because the server would destroy it otherwise. */
	password?: string;
	/** Set it in any case, and even if nothing else changes. */
	setPassword?: boolean;
	/** Go on without one: the user of the node knows that the stored password is lost, or does not matter (LDAP, OAuth). */
	acceptPasswordLoss?: boolean;
}

/** What a change did. */
export interface Changed {
	/** As it should be now; still to be read back. */
	user: User;
	/** What was sent, to be compared with what is read back. */
	written: Changes;
	/** The stored password is another one now. */
	passwordReset: boolean;
}

/** What one wanted entry may mean, best first. */
function meanings(wanted: Wanted): Reference[] {
	const value = String(wanted);
	if (typeof wanted === 'number') return [{ by: 'id', value }];
	const named: Reference = { by: value.includes('@') ? 'email' : 'username', value };
	return /^[1-9]\d*$/.test(value) ? [named, { by: 'id', value }] : [named];
}

export class Users {
	private readonly turns = new Turns();

	constructor(private readonly superset: Superset) {}

	/** All users that match, each checked by us: the server's filters can silently match everybody (contract 2.6). */
	async all(
		filters: Filter[] = [],
		matches: (user: User) => boolean = () => true,
		most = Number.POSITIVE_INFINITY,
	): Promise<User[]> {
		const found: User[] = [];
		const source = {
			page: async (index: number) => await this.superset.list<User>('users', index, filters),
			idOf: ({ id }: User) => id,
		};
		let seen = 0;
		const enough = (page: User[]) => (seen += page.filter(matches).length) >= most;
		for (const user of await sweep(source, { enough })) if (found.length < most && matches(user)) found.push(user);
		return found;
	}

	/** The users behind many references, with the fewest requests. */
	async behind(references: Reference[]): Promise<People> {
		const { rows, complete } = await sweepOrLookUp<User>(references.map(keyOf), {
			pageSize: 100,
			page: async (index) => await this.superset.list('users', index),
			lookUp: async (key) => await this.lookUp(referenceOf(key)),
			idOf: ({ id }) => id,
		});
		return new People(rows, complete);
	}

	/** The user behind one reference. Throws a Problem if there is none, or more than one. */
	async one(reference: Reference): Promise<User> {
		return (await this.behind([reference])).one(reference);
	}

	/**
	 * The people of a many-valued field: a number is an ID, a text an e-mail or username first, then an ID. Throws a
	 * Problem if one is unknown, or fits two.
	 */
	async named(wanted: Wanted[]): Promise<User[]> {
		const people = await this.behind(wanted.flatMap(meanings));
		return people.named(wanted, meanings);
	}

	/** The users with these ids, as they are now; missing ones are left out. */
	async readBack(ids: string[]): Promise<Map<string, User>> {
		const people = await this.behind(ids.map((value) => ({ by: 'id', value })));
		const found = ids.flatMap((value) => people.matching({ by: 'id', value }));
		return new Map(found.map((user) => [String(user.id), user]));
	}

	/** A page for a list to choose from: the server searches in one column, e-mails first, names if none matches. */
	async search(text: string, page: number, pageSize: number): Promise<{ users: User[]; more: boolean }> {
		for (const col of text === '' ? [undefined] : ['email', 'last_name', 'first_name', 'username']) {
			const filters: Filter[] = col ? [{ col, opr: 'ct', value: text }] : [];
			const { rows, total } = await this.superset.list<User>('users', page, filters, pageSize);
			if (total > 0) return { users: rows, more: (page + 1) * pageSize < total };
		}
		return { users: [], more: false };
	}

	/**
	 * Creates an account. `active` always goes along, because old servers store null without it (contract 4). Refuses a
	 * username that differs from another only in case: both could no longer log in (contract 3.1).
	 */
	async create(people: People, profile: Profile, password: string = randomPassword()): Promise<Changed> {
		await this.refuseTwin(people, profile.username);
		const { groups, ...rest } = profile;
		const body = { ...toBody({ ...rest, ...(groups.length > 0 && { groups }) }), password };
		const lookUp = async () =>
			(await this.lookUp({ by: 'username', value: profile.username })).find(
				({ email }) => email === profile.email,
			);
		const id = await this.superset
			.create('users', body, lookUp)
			.catch(async (thrown) => await this.explainTaken(thrown, profile));
		const user = { ...profile, id, last_login: null, created_on: null };
		people.put(user);
		return { user, written: { ...rest, ...(groups.length > 0 && { groups }) }, passwordReset: false };
	}

	/**
	 * Brings a user to the state wanted; undefined if nothing has to change. On a server with the password trap a
	 * change needs a password, and role changes go through the role instead where the server can (contract 15.5).
	 */
	async change(
		people: People,
		user: User,
		wanted: Changes,
		choice: PasswordChoice = {},
	): Promise<Changed | undefined> {
		const changes = difference(user, wanted);
		if (Object.keys(changes).length === 0 && !choice.setPassword) return undefined;
		if (changes.username !== undefined) await this.refuseTwin(people, changes.username, user);
		const trap = hasPasswordTrap(user);
		const done = { user: { ...user, ...changes }, written: changes };
		if (trap && choice.password === undefined && !choice.acceptPasswordLoss) {
			const onlyRoles = changes.roles && Object.keys(changes).length === 1;
			if (!onlyRoles || !(await this.superset.roles.canSetMembers())) throw trapped(user);
			await this.changeRolesOnly(people, user, changes.roles!);
			people.put(done.user);
			return { ...done, passwordReset: false };
		}
		const password = trap || choice.setPassword ? choice.password : undefined;
		await this.put(user, { ...toBody(changes), ...(password !== undefined && { password }) }, changes);
		people.put(done.user);
		return { ...done, passwordReset: trap || choice.setPassword === true };
	}

	private async put(user: User, body: Record<string, string | boolean | number[]>, changes: Changes): Promise<void> {
		await this.superset
			.update('users', user.id, body)
			.catch(async (thrown) => await this.explainTaken(thrown, changes, user));
	}

	private async refuseTwin(people: People, username: string, self?: User): Promise<void> {
		const reference: Reference = { by: 'username', value: username };
		const known = people.complete ? people.matching(reference) : await this.lookUp(reference);
		const twin = known.find((user) => user.id !== self?.id);
		if (twin) throw taken('username', username, twin);
	}

	/**
	 * Gives one role to a user or takes it, where the role's member list can't be written. One change at a time, each
	 * on what the one before left: the whole list goes along.
	 */
	async changeRoles(
		people: People,
		id: number,
		role: Ref,
		member: boolean,
		choice: PasswordChoice,
	): Promise<Changed | undefined> {
		return await this.turns.take('role changes', async () => {
			const user = people.one({ by: 'id', value: String(id) });
			const others = user.roles.filter((one) => one.id !== role.id);
			const done = await this.change(people, user, { roles: member ? [...others, role] : others }, choice);
			const fault =
				done && faultOf(nameOf(user), done.written, (await this.readBack([String(id)])).get(String(id)));
			if (fault) throw new Problem(fault, 'Look at the account in Superset.');
			return done;
		});
	}

	private async changeRolesOnly(people: People, user: User, wanted: Ref[]): Promise<void> {
		const lost = user.roles.filter(({ id }) => !wanted.some((role) => role.id === id));
		const gained = wanted.filter(({ id }) => !user.roles.some((role) => role.id === id));
		for (const [roles, member] of [
			[gained, true],
			[lost, false],
		] as const) {
			for (const role of roles) {
				const [granted] = await this.superset.roles.grant(role, people, [{ users: [user], member }], UNGUARDED);
				if (granted instanceof Problem) throw granted;
			}
		}
	}

	/** The members of a role that is known to exist: of an unknown one the server would send everybody. */
	async withRole(role: number): Promise<User[]> {
		return await this.all([{ col: 'roles', opr: 'rel_m_m', value: role }], (user) =>
			user.roles.some(({ id }) => id === role),
		);
	}

	/** Everything that matches a reference; the server narrows it down, we compare. */
	private async lookUp(reference: Reference): Promise<User[]> {
		const { by, value } = reference;
		if (by === 'id') {
			const user = await unless('notFound', this.superset.item<User>('users', Number(value)));
			return user ? [user] : [];
		}
		// `eq` minds the case; `ct` does not, and a start and an end narrow a short username down.
		const filters: Filter[] =
			by === 'email'
				? [{ col: 'email', opr: 'ct', value }]
				: [
						{ col: 'username', opr: 'sw', value },
						{ col: 'username', opr: 'ew', value },
					];
		const key = keyOf(reference);
		return await this.all(filters, (user) => new People([user], false).matching(referenceOf(key)).length > 0);
	}

	/** A refused write says nothing useful, or a driver's text: throws with who has the name, or what is gone (contract 10). */
	private async explainTaken(thrown: unknown, changes: Changes, self?: User): Promise<never> {
		throw thrown instanceof Problem && ['422', '500'].includes(thrown.httpCode ?? '')
			? await this.reasonFor(thrown, changes, self)
			: thrown;
	}

	private async reasonFor(
		thrown: Problem,
		{ username, email, roles, groups }: Changes,
		self?: User,
	): Promise<Problem> {
		const more = { httpCode: thrown.httpCode, detail: thrown.detail };
		if (self && (await this.lookUp({ by: 'id', value: String(self.id) })).length === 0) {
			return new Problem(
				`The Superset user ${nameOf(self)} (ID ${self.id}) does not exist any more.`,
				'Look it up again.',
				more,
			);
		}
		for (const [by, value] of [
			['username', username],
			['email', email],
		] as const) {
			const other =
				value === undefined ? undefined : (await this.lookUp({ by, value })).find(({ id }) => id !== self?.id);
			if (other) return taken(by, value!, other, more);
		}
		if (username === undefined && email === undefined && (roles || groups)) {
			return new Problem(
				"Superset can't assign these roles or groups.",
				'One of them may have been deleted in the meantime: run again.',
				more,
			);
		}
		if (username === undefined && email === undefined) return thrown;
		return new Problem(
			`Superset refuses the username or e-mail ${username ?? email}${thrown.httpCode === '422' ? ' as taken' : ''}, but shows nobody who has it.`,
			'It may belong to an account hidden by EXCLUDE_USERS_FROM_LISTS, or be longer than the server stores.',
			more,
		);
	}
}

function taken(by: 'username' | 'email', value: string, other: User, more = {}): Problem {
	const field = by === 'email' ? 'e-mail' : 'username';
	return new Problem(
		`The ${field} ${value} is taken in Superset by ${holder(other)}.`,
		other.active
			? `Use another ${field}, or update that account.`
			: `Reactivate that account, or use another ${field}.`,
		more,
	);
}

function trapped(user: User): Problem {
	return new Problem(
		`This Superset destroys the password of ${nameOf(user)} with any change that does not set a new one (Flask-AppBuilder before 4.6.4).`,
		'Give a new "Password" in the same item, or switch on "Accept Password Loss" in the options if the person signs in by LDAP or OAuth. Better: update Flask-AppBuilder on the server.',
	);
}
