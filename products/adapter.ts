import type { Access, Account } from '../access/account';
import type { Change, HandedOver } from '../access/directory';
import { readEach } from '../kit/confirm';
import type { Reference } from '../kit/fields';
import { label, type Handover, type Thing } from '../kit/handover';
import type { Known } from '../kit/known';
import { Problem, Refusal } from '../kit/problem';
import { settleEach } from '../kit/concurrency';

/** The people of a product, as its client has them. */
interface Source<U, P extends Known<U>> {
	all(): Promise<U[]>;
	behind(references: Reference[]): Promise<P>;
	readBack(ids: string[]): Promise<Map<string, U>>;
	search(text: string, page: number, pageSize: number): Promise<{ users: U[]; more: boolean }>;
}

/** How many people a list to choose from gets at a time. */
const LIST_PAGE = 50;

/** What the adapters of all products have in common: people found once, known by their accounts, written one by one. */
export abstract class Adapter<U, P extends Known<U>> {
	private known?: P;

	private own?: Promise<Account | undefined>;

	private everybody?: Promise<Account[]>;

	/** @param atOnce how many people are worked on at the same time */
	constructor(
		private readonly client: { users: Source<U, P>; url(): Promise<string> },
		protected readonly atOnce: number,
	) {}

	/** Where to look at what somebody owns: path by type, with `:id` for the id. */
	protected abstract readonly pages: Record<string, string>;

	protected abstract readSelf(): Promise<Account | undefined>;

	/** The address in the credential. */
	async server(): Promise<string> {
		return await this.client.url();
	}

	/** The credential's own account; read once, because nothing here changes it. */
	async self(): Promise<Account | undefined> {
		this.own ??= this.readSelf();
		return await this.own;
	}

	/** Makes things into what the lifecycle has of them, with links to this server. */
	protected async linked(): Promise<<T extends Thing>(one: T) => Linked<T>> {
		return linking(await this.server(), this.pages);
	}

	protected abstract toAccount(user: U): Account;

	/** Brings one account to what is wished; what should be true afterwards. */
	protected abstract changeOne(change: Change): Promise<U>;

	/** Reads what it takes to describe accounts; before the first of them. */
	protected async prepare(): Promise<void> {}

	/** Read once: several reviews in one execution are about the same moment. */
	async accounts(): Promise<Account[]> {
		this.everybody ??= this.readEverybody();
		return await this.everybody;
	}

	private async readEverybody(): Promise<Account[]> {
		await this.prepare();
		return (await this.client.users.all()).map((user) => this.toAccount(user));
	}

	async search(text: string, page: number): Promise<{ accounts: Account[]; more: boolean }> {
		const { users, more } = await this.client.users.search(text, page, LIST_PAGE);
		return { accounts: users.map((user) => this.toAccount(user)), more };
	}

	async find(emails: string[]): Promise<Account[]> {
		await this.prepare();
		const references = emails.map((value): Reference => ({ by: 'email', value }));
		const known = await this.client.users.behind(references);
		this.known = known;
		return references.flatMap((reference) => known.matching(reference)).map((user) => this.toAccount(user));
	}

	async read(ids: string[]): Promise<{ accounts: Account[]; unread: string[] }> {
		const { found, unread } = await readEach(async (some) => await this.client.users.readBack(some), ids);
		for (const user of found.values()) this.known?.put(user);
		return { accounts: [...found.values()].map((user) => this.toAccount(user)), unread: [...unread] };
	}

	async change(changes: Change[]): Promise<Array<Account | Error>> {
		const changed = await settleEach(changes, this.atOnce, async (one) => await this.changeOne(one));
		return changed.map((one) => (one instanceof Problem ? one : this.remember(one)));
	}

	/** Who was found. */
	protected get people(): P {
		if (this.known) return this.known;
		throw new Error('Nobody was looked for yet.');
	}

	protected user({ id }: Account): U {
		return this.people.one({ by: 'id', value: id });
	}

	protected remember(user: U): Account {
		this.known?.put(user);
		return this.toAccount(user);
	}
}

/** The entries somebody is to have: those there are, without what goes, with what comes. */
export function after<T extends { id: number | string }>(now: T[], catalogue: T[], kind: Access['kind'], { add, remove }: Pick<Change, 'add' | 'remove'>): T[] {
	const isIn = (list: Access[], one: T) => list.some((other) => other.kind === kind && other.id === String(one.id));
	const kept = now.filter((one) => !isIn(remove, one));
	return [...kept, ...catalogue.filter((one) => isIn(add, one) && !kept.some(({ id }) => id === one.id))];
}

/** Whether any of the access is of this kind. */
export const touches = (kind: Access['kind'], { add, remove }: Pick<Change, 'add' | 'remove'>) =>
	[...add, ...remove].some((one) => one.kind === kind);

/** Throws a Problem where a product without roles is asked for one. */
export function refuseRoles(product: string, roles: unknown[]): void {
	if (roles.length > 0) throw new Problem(`${product} has no roles: ${roles.map((role) => `"${String(role)}"`).join(', ')}.`, `Name groups for ${product}.`);
}

/** Of an account with a password of its own that was closed before, where a closed one gets no new one. */
export const PASSWORD_MAY_RETURN =
	'The password: whether it was replaced before the account was deactivated can not be seen; an old one works again when somebody reactivates the account';

/** A guard of the product's own node, without the option that lifts it there: here is none. */
export async function guarded(check: Promise<void>): Promise<void> {
	await check.catch((thrown: unknown) => {
		throw thrown instanceof Refusal ? new Problem(thrown.what, `${thrown.instead}.`) : thrown;
	});
}

/** What became of things that were handed over, with the pages they can be looked at on. */
export function handedOver({ moved, done, remaining, failed }: Handover, linked: <T extends Thing>(one: T) => Linked<T>, blindSpots: string[]): HandedOver {
	const problem = failed.length === 0 ? undefined : new Problem(`Not handed over: ${failed.map(({ what }) => label(what)).join(', ')}.`, failed[0].problem.message);
	return {
		moved: moved.map(linked),
		did: done.map(({ action, ...one }) => `${label(one)}: ${action}`),
		remaining: [...remaining, ...failed.map(({ what, problem: { what: reason } }) => ({ ...what, reason }))].map(linked),
		blindSpots,
		...(problem && { failed: problem }),
	};
}

type Linked<T extends Thing> = Omit<T, 'id'> & { id: string; link?: string };

/**
 * A thing as the lifecycle has it: with the id as text, and the link of its page below the server's address.
 *
 * @param pages path by type, with `:id` for the id
 */
const linking =
	(server: string, pages: Record<string, string>) =>
	<T extends Thing>(one: T): Linked<T> => {
		const page = pages[one.type];
		const id = String(one.id);
		return { ...one, id, ...(page !== undefined && { link: `${server}${page.replace(':id', encodeURIComponent(id))}` }) };
	};
