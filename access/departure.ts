import { describeAccount, keyOfPerson, type Access, type Account } from './account';
import type { Closed, Directory, HandedOver, Step, Stock, Undone } from './directory';
import { isProtected } from './guards';
import type { OffboardRow, OffboardStatus, Proof } from './offboarding';
import { listed, told, undoneBy, type Audit } from './record';
import { say, troubleOf } from './trouble';

/** Who is to leave one tool, and how. */
export interface Leaving {
	email: string;
	whenOwnedContent: 'keep' | 'transfer' | 'refuse';
	/** E-mail of who receives what can be handed over; for `transfer`. */
	successor?: string;
	/** Close the account even where the successor can't receive anything. */
	closeWithoutSuccessor: boolean;
	removeAccess: boolean;
	deleteAccount: boolean;
	dryRun: boolean;
	/** E-mails of people who are left alone. */
	breakGlass: string[];
}

type Handed = Pick<HandedOver, 'moved' | 'remaining'>;

/** What can be taken from somebody; of what has a rank the lowest has to stay. */
const removable = ({ access }: Account) => access.filter(({ fixed, rank }) => !fixed && rank !== 0);

const things = (count: number) => `${count} ${count === 1 ? 'thing' : 'things'}`;

/** One person on the way out of one tool, and what became of it. */
export class Departure {
	private account?: Account;

	private heir?: Account;

	/** Undefined where it could not be read. */
	private stock?: Stock;

	private handed?: Handed;

	/** `before`: the account was closed already. */
	private closed?: Closed | 'before' | 'deleted';

	private proof: Proof | null = null;

	private verdict?: OffboardStatus;

	private changed = false;

	private step: string | null = null;

	private readonly did: string[] = [];

	private readonly blindSpots: string[] = [];

	private readonly warnings: string[] = [];

	private readonly messages: string[] = [];

	/** @param leavers everybody who leaves in the same run, by `keyOfPerson`: nobody of them can receive anything */
	constructor(
		private readonly directory: Directory,
		private readonly leaving: Leaving,
		private readonly leavers: ReadonlySet<string>,
	) {}

	get person(): string {
		return keyOfPerson(this.leaving.email);
	}

	/** @param people accounts by `keyOfPerson`; gets what is left of this one */
	async run(people: Map<string, Account[]>): Promise<void> {
		const found = people.get(this.person) ?? [];
		if (!this.settle(found) || !(await this.isAllowed()) || !(await this.takeStock(people))) return;
		await this.warnOf('closing');
		if (this.leaving.dryRun) return await this.rehearse();
		if (!(await this.deleteUnused())) {
			for (const step of this.directory.order) await this.attempt(step, async () => await this[step]());
			await this.deleteAccount();
		}
		await this.attempt('proof', async () => await this.prove(people));
		this.conclude();
	}

	/** Nothing was done, because of this. */
	fail(step: string, thrown: unknown): void {
		this.note(step, say(troubleOf(thrown)));
		this.verdict = 'failed';
	}

	/** Something that no step foresaw: what was done by then stays told. */
	interrupt(thrown: unknown): void {
		this.note('proof', say(troubleOf(thrown)));
		this.conclude();
	}

	private refuse(step: string, why: string): false {
		this.note(step, why);
		this.verdict = 'refused';
		return false;
	}

	/** The first step that fails names the row. */
	private note(step: string, message: string): void {
		this.step ??= step;
		this.messages.push(message);
	}

	private async attempt(step: string, work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (thrown) {
			this.note(step, say(troubleOf(thrown)));
		}
	}

	private done(...sentences: string[]): void {
		this.did.push(...sentences);
		this.changed ||= sentences.length > 0;
	}

	private settle(found: Account[]): boolean {
		[this.account] = found;
		if (found.length === 1) {
			if (this.account.state === 'inactive') this.closed = 'before';
			return true;
		}
		if (found.length > 1) {
			this.account = undefined;
			return this.refuse('find', `${found.length} ${this.directory.product} accounts have this e-mail: ${found.map(describeAccount).join(', ')}. Close each by its ID with the node of ${this.directory.product}.`);
		}
		this.verdict = 'notFound';
		return false;
	}

	private async isAllowed(): Promise<boolean> {
		const { email, breakGlass } = this.leaving;
		if (isProtected(email, breakGlass)) return this.refuse('guard', `${email} is on the break-glass list and is left alone. Take the person out of the list if they leave.`);
		if (this.closed === 'before') return true;
		return await this.directory.mayClose(this.account!).then(
			() => true,
			(thrown: unknown) => this.refuse('guard', say(troubleOf(thrown))),
		);
	}

	/** What the person owns, and who receives it. False: nothing may be done. */
	private async takeStock(people: Map<string, Account[]>): Promise<boolean> {
		const { email, whenOwnedContent } = this.leaving;
		try {
			this.stock = await this.directory.stock(this.account!);
		} catch (thrown) {
			this.note('stock', `What ${email} owns could not be read: ${say(troubleOf(thrown))}`);
			if (whenOwnedContent !== 'refuse') return true;
			this.verdict = 'failed';
			return false;
		}
		const { owned, blindSpots } = this.stock;
		this.blindSpots.push(...blindSpots);
		if (owned.length === 0 || whenOwnedContent === 'keep') return true;
		if (whenOwnedContent === 'refuse') return this.refuse('stock', `${email} owns ${things(owned.length)} in ${this.directory.product}. Hand them over first, or choose another "When Content Is Owned".`);
		const unfit = await this.chooseHeir(people.get(keyOfPerson(this.leaving.successor ?? '')) ?? []);
		if (unfit === undefined) return true;
		if (!this.leaving.closeWithoutSuccessor) return this.refuse('guard', unfit);
		this.note('handOver', `${unfit} Everything stays with the closed account.`);
		return true;
	}

	/** @returns why there is nobody to receive it */
	private async chooseHeir(found: Account[]): Promise<string | undefined> {
		const { product } = this.directory;
		const { successor = '' } = this.leaving;
		if (this.leavers.has(keyOfPerson(successor))) return `The successor ${successor} leaves in the same run. Choose somebody who stays as "Successor".`;
		if (found.length !== 1) {
			const many = `has ${found.length} accounts in ${product}: ${found.map(describeAccount).join(', ')}`;
			return `The successor ${successor} ${found.length === 0 ? `has no account in ${product}` : many}. Choose somebody else as "Successor".`;
		}
		return await this.directory.mayInherit(this.account!, found[0]).then(
			() => {
				[this.heir] = found;
				return undefined;
			},
			(thrown: unknown) => say(troubleOf(thrown)),
		);
	}

	private async warnOf(change: Undone): Promise<void> {
		this.warnings.push(...(await undoneBy(this.directory, change, this.account)));
	}

	/** Says what a run would do, in the order it would. */
	private async rehearse(): Promise<void> {
		const open = this.closed === undefined;
		const access = this.leaving.removeAccess ? removable(this.account!) : [];
		const would: Record<Step, string[]> = {
			handOver: this.heir ? [`Hand over what can be of ${things(this.stock!.owned.length)} to ${this.heir.email}`] : [],
			cut: open ? ['End sessions, keys and the password, as far as the tool has them'] : [],
			close: open ? ['Close the account'] : [],
			removeAccess: access.length > 0 ? [`Take away ${listed(access)}`] : [],
		};
		for (const step of this.directory.order) this.did.push(...would[step]);
		const undeletable = this.directory.undeletable(this.account!);
		if (this.leaving.deleteAccount) this.did.push(undeletable ?? 'Delete the account');
		if (this.leaving.deleteAccount && undeletable === undefined) await this.warnOf('deletion');
		this.conclude(true);
		const why = this.directory.unclosable?.(this.account!);
		if (why === undefined || this.leaving.deleteAccount) return;
		this.note('close', why);
		this.verdict = 'failed';
	}

	private async handOver(): Promise<void> {
		if (!this.heir) return;
		const { moved, remaining, did, blindSpots, failed } = await this.directory.handOver(this.account!, this.heir);
		this.handed = { moved, remaining };
		this.blindSpots.splice(0, this.blindSpots.length, ...blindSpots);
		this.done(...(moved.length > 0 ? [`Handed ${things(moved.length)} over to ${this.heir.email}`] : []), ...did);
		if (failed) throw failed;
	}

	private async cut(): Promise<void> {
		if (this.closed !== undefined) return;
		const { did, open } = await this.directory.cut(this.account!);
		this.done(...did);
		this.warnings.push(...open);
	}

	private async close(): Promise<void> {
		if (this.closed !== undefined) return;
		this.closed = await this.directory.close(this.account!);
		this.done(this.closed === 'closed' ? 'Closed the account' : 'Locked the person out: the tool can not close accounts');
	}

	private async removeAccess(): Promise<void> {
		if (!this.leaving.removeAccess || removable(this.account!).length === 0) return;
		const taken = await this.directory.removeAccess(this.account!);
		if (taken.length > 0) this.done(`Took away ${listed(taken)}`);
	}

	/** An account that was never used need not be closed first. False: it is still there. */
	private async deleteUnused(): Promise<boolean> {
		const { account, directory } = this;
		const unused = account!.state === 'pending' && this.stock?.owned.length === 0;
		if (!unused || !this.leaving.deleteAccount || directory.undeletable(account!) !== undefined) return false;
		return await this.delete().then(
			() => true,
			() => false,
		);
	}

	/** Last, because what is deleted can't be handed over; and only after everything else went well. */
	private async deleteAccount(): Promise<void> {
		if (!this.leaving.deleteAccount) return;
		const why = this.directory.undeletable(this.account!);
		if (why !== undefined) this.messages.push(why);
		else if (this.step !== null) this.messages.push('The account was not deleted, because a step before failed.');
		else await this.attempt('delete', async () => await this.delete());
	}

	private async delete(): Promise<void> {
		await this.directory.delete(this.account!);
		this.closed = 'deleted';
		this.done('Deleted the account');
		await this.warnOf('deletion');
	}

	/** Reads the account again. Throws what is not as it was reported. */
	private async prove(people: Map<string, Account[]>): Promise<void> {
		const { product } = this.directory;
		const { accounts, unread } = await this.directory.read([this.account!.id]);
		if (unread.length > 0) throw new Error('The account could not be read again. Look at it in the product, or run again.');
		const [now] = accounts;
		people.set(this.person, now ? [now] : []);
		if (!now) {
			this.proof = { state: 'deleted', admin: null, access: [] };
			if (this.closed === 'deleted') return;
			throw new Error(`${product} does not show the account any more.`);
		}
		const { state, admin, access } = told(now);
		const keyRefused = await this.directory.keyRefused?.(now).catch(() => undefined);
		this.proof = { state: state!, admin, access, ...(keyRefused !== undefined && { keyRefused }) };
		this.judge(now, keyRefused);
	}

	private judge(now: Account, keyRefused: boolean | undefined): void {
		const { product } = this.directory;
		if (this.closed !== undefined && this.closed !== 'lockedOut' && now.state !== 'inactive') {
			this.closed = undefined;
			throw new Error(`${product} accepted that the account is closed, but it is ${now.state}.`);
		}
		if (keyRefused === false) throw new Error(`${product} still accepts the API key of the account.`);
		const left: Access[] = this.closed === 'lockedOut' || this.leaving.removeAccess ? removable(now) : [];
		// Where it could not be taken away, that has been said.
		if (left.length > 0 && this.step !== 'removeAccess') throw new Error(`${product} accepted that access is gone, but ${listed(left)} is still there.`);
	}

	private conclude(rehearsed = false): void {
		if (this.closed === undefined && !rehearsed) this.verdict = 'failed';
		else if (this.step !== null) this.verdict = 'partial';
		else if (this.closed === 'before') this.verdict = 'already';
		else this.verdict = this.closed === 'lockedOut' ? 'lockedOut' : 'done';
	}

	/** What concerns the person and did not change hands. */
	private get remaining(): Handed['remaining'] {
		if (this.handed) return this.handed.remaining;
		if (this.verdict === 'refused' || !this.stock || (this.heir && this.leaving.dryRun)) return [];
		return [...this.stock.owned.map((one) => ({ ...one, reason: 'Left with its owner' })), ...this.stock.touched];
	}

	/** What an account that was closed before may still have. */
	private get returning(): string[] {
		return this.closed === 'before' ? (this.directory.mayReturn?.(this.account!) ?? []) : [];
	}

	row({ tool, server, at, by }: Audit): OffboardRow {
		return {
			tool,
			email: this.leaving.email,
			status: this.verdict ?? 'failed',
			message: this.messages.length > 0 ? this.messages.join(' ') : null,
			step: this.step,
			changed: this.changed,
			id: this.account?.id ?? null,
			name: this.account?.name ?? null,
			proof: this.proof,
			did: this.did,
			owned: this.stock?.owned ?? [],
			moved: this.handed?.moved ?? [],
			remaining: this.remaining,
			blindSpots: [...this.blindSpots, ...this.returning],
			warnings: this.warnings,
			dryRun: this.leaving.dryRun,
			server,
			at,
			by,
		};
	}
}
