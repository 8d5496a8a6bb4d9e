import { byPerson, describeAccount, keyOfPerson, sameAccess, type Access, type Account } from './account';
import type { Change, Directory, Made, Names, NewAccount } from './directory';
import { isProtected } from './guards';
import { difference, distinct, faultOf, isEmpty, type Difference, type Mode } from './membership';
import { auditOf, listed, shown, told, undoneBy, type Audit } from './record';
import { errorOf, say, troubleOf } from './trouble';

/** What one person is to have in one tool. */
export interface Wish {
	email: string;
	firstName: string;
	lastName: string;
	names: Names;
	mode: Mode;
	/** What may be taken away beside what is wished, for `exactlyWithin`. */
	within: Names;
	whenInactive: 'refuse' | 'reactivate';
	updateNames: boolean;
	dryRun: boolean;
	noMail: boolean;
	returnPassword: boolean;
	returnInviteLink: boolean;
	/** E-mails of people who lose nothing. */
	breakGlass: string[];
}

export type OnboardStatus = 'created' | 'reactivated' | 'updated' | 'unchanged' | 'refused' | 'failed';

export interface OnboardRow extends Audit, ReturnType<typeof told> {
	email: string;
	status: OnboardStatus;
	changed: boolean;
	added: ReturnType<typeof shown>;
	removed: ReturnType<typeof shown>;
	warnings: string[];
	dryRun: boolean;
	/** Which step failed or refused: `find`, `names`, `guard`, `create`, `change` or `confirm`. */
	step: string | null;
	message: string | null;
	password?: string | null;
	inviteLink?: string | null;
}

/** What becomes of one wish while it is worked on. */
class Case {
	account?: Account;

	wished: Access[] = [];

	within: Access[] = [];

	status: OnboardStatus = 'unchanged';

	/** Whether the server was asked to change something. */
	changed = false;

	/** Why the names stay, if they do. */
	fixedNames?: string;

	/** What was given and taken, or would be. */
	written: Difference = { add: [], remove: [] };

	step: string | null = null;

	readonly messages: string[] = [];

	secrets: Pick<Made, 'password' | 'inviteLink'> = {};

	constructor(readonly wish: Wish) {}

	get person(): string {
		return keyOfPerson(this.wish.email);
	}

	get isOpen(): boolean {
		return this.step === null;
	}

	/** A change failed: what became of it has to be read. */
	get inDoubt(): boolean {
		return this.step === 'change';
	}

	/** Nothing more is done about it. */
	end(status: 'refused' | 'failed', step: string, message: string): void {
		this.status = status;
		this.step = step;
		this.messages.unshift(message);
	}

	fail(step: string, thrown: unknown): void {
		this.end('failed', step, say(troubleOf(thrown)));
	}

	/** What is missing, and what is too much, at this moment. */
	get difference(): Difference {
		return difference(this.account?.access ?? [], this.wished, this.wish.mode, this.within);
	}

	get revives(): boolean {
		return this.account?.state === 'inactive' && this.wish.whenInactive === 'reactivate';
	}

	/** The names to write; undefined if they stay. */
	get names(): Change['names'] {
		const { firstName, lastName } = this.wish;
		return this.wantsNames && this.keepNames === undefined ? { firstName, lastName } : undefined;
	}

	private get wantsNames(): boolean {
		const { firstName, lastName, updateNames } = this.wish;
		const name = [firstName, lastName].filter(Boolean).join(' ');
		return updateNames && name !== '' && name !== this.account?.name;
	}

	/** One name alone would take the other one away. */
	private get keepNames(): string | undefined {
		const { firstName, lastName } = this.wish;
		return firstName === '' || lastName === '' ? '"Update Names" needs first and last name.' : this.fixedNames;
	}

	/** Why names that should change stay. */
	get namesNote(): string | undefined {
		return this.account && this.wantsNames ? this.keepNames : undefined;
	}
}

/**
 * Brings people in one tool to what is wished of them: everybody is looked up before and read back after with the fewest
 * requests. One row for each wish, in order; never throws. The same person twice: the second wish finds what the first
 * one left, so there are never two accounts.
 */
export async function onboard(directory: Directory, wishes: Wish[], at: string): Promise<OnboardRow[]> {
	const cases = wishes.map((wish) => new Case(wish));
	const people = await findAll(directory, cases);
	for (const round of roundsOf(cases)) {
		for (const one of round) settle(directory, one, people.get(one.person) ?? []);
		await resolve(directory, round);
		await guard(directory, round);
		await carryOut(directory, round);
		for (const { account, person } of round) if (account) people.set(person, [account]);
	}
	await confirm(directory, cases);
	const audit = await auditOf(directory, at);
	const rows: OnboardRow[] = [];
	for (const one of cases) rows.push(rowOf(one, audit, await warningsFor(directory, one)));
	return rows;
}

async function findAll(directory: Directory, cases: Case[]): Promise<Map<string, Account[]>> {
	try {
		return byPerson(await directory.find([...new Set(cases.map(({ person }) => person))]));
	} catch (thrown) {
		for (const one of cases) one.fail('find', thrown);
		return new Map();
	}
}

/** Each person once in a round, in the order of the input. */
function roundsOf(cases: Case[]): Case[][] {
	const rounds: Case[][] = [];
	const times = new Map<string, number>();
	for (const one of cases) {
		const round = times.get(one.person) ?? 0;
		times.set(one.person, round + 1);
		(rounds[round] ??= []).push(one);
	}
	return rounds;
}

/** The account that a wish is about, if it is clear which, and may be touched. */
function settle(directory: Directory, one: Case, found: Account[]): void {
	if (!one.isOpen) return;
	const { product } = directory;
	const { email, whenInactive } = one.wish;
	if (found.length > 1) {
		const candidates = found.map(describeAccount).join(', ');
		one.end('refused', 'find', `${found.length} ${product} accounts have the e-mail ${email}: ${candidates}. Close all but one, or give them other e-mails.`);
		return;
	}
	[one.account] = found;
	one.fixedNames = one.account && directory.fixedNames?.(one.account);
	if (one.account?.state === 'inactive' && whenInactive === 'refuse') {
		one.end('refused', 'find', `${email} has an inactive ${product} account (ID ${one.account.id}): the person may have left. Set "When Inactive" in the options to reactivate it.`);
	}
}

async function resolve(directory: Directory, cases: Case[]): Promise<void> {
	for (const one of cases.filter(({ isOpen }) => isOpen)) {
		try {
			one.wished = distinct(await directory.resolve(one.wish.names));
			if (one.wish.mode === 'exactlyWithin') one.within = await directory.resolve(one.wish.within);
		} catch (thrown) {
			one.fail('names', thrown);
		}
	}
}

async function guard(directory: Directory, cases: Case[]): Promise<void> {
	const { product } = directory;
	for (const one of cases.filter(({ isOpen }) => isOpen)) {
		const { email, mode, breakGlass } = one.wish;
		const { add, remove } = one.difference;
		const elsewhere = add.filter(({ fixed }) => fixed === 'elsewhere');
		if (mode === 'exactly' && one.wished.length === 0) {
			const lost = one.account ? ', so everything would be taken away' : '';
			const other = one.account ? '; to take everything away use "Offboard"' : '';
			one.end('refused', 'guard', `Nothing is named that ${email} should have in ${product}${lost}. Check "Mapping" and "Roles and Groups"${other}.`);
		} else if (elsewhere.length > 0) {
			one.end('refused', 'guard', `Who is in ${listed(elsewhere)} of ${product} is not decided here but by a directory, or by the product: put ${email} in there.`);
		} else if (remove.length > 0 && isProtected(email, breakGlass)) {
			one.end('refused', 'guard', `${email} is on the break-glass list and would lose ${listed(remove)} in ${product}. Take the person out of the list if that is meant.`);
		} else {
			await mayBeDone(directory, one).catch((thrown: unknown) => one.end('refused', 'guard', say(troubleOf(thrown))));
		}
	}
}

async function mayBeDone(directory: Directory, one: Case): Promise<void> {
	if (!one.account) await directory.mayCreate?.(newAccount(one, one.difference));
	else if (one.revives || one.names || !isEmpty(one.difference)) await directory.mayChange(changeOf(one, one.account));
}

const newAccount = ({ wish }: Case, { add }: Difference): NewAccount => ({ ...wish, access: add });

function changeOf(one: Case, account: Account): Change {
	const names = one.status === 'created' ? undefined : one.names;
	return { account, wished: one.wished, ...one.difference, revive: one.revives, ...(names && { names }) };
}

async function carryOut(directory: Directory, round: Case[]): Promise<void> {
	const cases = round.filter(({ isOpen }) => isOpen);
	for (const one of cases) {
		one.written = one.difference;
		one.status = !one.account ? 'created' : one.revives ? 'reactivated' : isEmpty(one.written) && !one.names ? 'unchanged' : 'updated';
		if (one.namesNote !== undefined) one.messages.push(one.namesNote);
	}
	const due = cases.filter(({ wish }) => !wish.dryRun);
	await create(directory, due.filter(({ status }) => status === 'created'));
	await change(directory, due.filter(({ isOpen }) => isOpen));
}

async function create(directory: Directory, cases: Case[]): Promise<void> {
	if (cases.length === 0) return;
	const made = await directory.create(cases.map((one) => newAccount(one, one.written))).catch((thrown: unknown) => cases.map(() => errorOf(thrown)));
	for (const [at, one] of cases.entries()) {
		const result = made[at];
		if (result instanceof Error) {
			one.fail('create', result);
			continue;
		}
		const { account, notes, ...secrets } = result;
		one.account = account;
		one.changed = true;
		one.secrets = secrets;
		one.messages.push(...notes);
	}
}

/** What accounts lack, new ones too: not every tool gives everything with the creation. */
async function change(directory: Directory, cases: Case[]): Promise<void> {
	const due = cases.filter((one) => one.revives || !isEmpty(one.difference) || (one.status !== 'created' && one.names));
	if (due.length === 0) return;
	const asked = directory.change(due.map((one) => changeOf(one, one.account!)));
	const results = await asked.catch((thrown: unknown) => due.map(() => errorOf(thrown)));
	for (const [at, one] of due.entries()) {
		const result = results[at];
		if (result instanceof Error) {
			if (one.status === 'created') one.messages.unshift('The account was created.');
			one.fail('change', result);
		} else {
			one.account = result;
			one.changed = true;
		}
	}
}

/** Reads everything back that was written. Of two wishes for one person the later one counts. */
async function confirm(directory: Directory, cases: Case[]): Promise<void> {
	const written = cases.filter(({ changed, inDoubt, account }) => (changed || inDoubt) && account);
	if (written.length === 0) return;
	const { accounts, unread } = await directory.read([...new Set(written.map(({ account }) => account!.id))]);
	const now = new Map(accounts.map((account) => [account.id, account]));
	const last = new Map(written.map((one) => [one.account!.id, one]));
	for (const one of written) {
		const { id } = one.account!;
		if (unread.includes(id)) {
			one.messages.push('It was written but could not be read back.');
			continue;
		}
		const found = now.get(id);
		if (found) {
			one.changed ||= isOther(one.account!, found);
			one.account = found;
		}
		const fault = last.get(id) === one && one.isOpen ? faultOfAccount(directory, one, found) : undefined;
		if (fault !== undefined) one.end('failed', 'confirm', fault);
	}
}

/** Whether a change that failed did something all the same. */
function isOther(before: Account, now: Account): boolean {
	const { add, remove } = difference(before.access, now.access, 'exactly');
	return before.state !== now.state || before.name !== now.name || !isEmpty({ add, remove });
}

function faultOfAccount({ product }: Directory, one: Case, now: Account | undefined): string | undefined {
	if (!now) return `${product} accepted the account of ${one.wish.email} but does not have it.`;
	if (now.state === 'inactive') return `${product} accepted the change of ${one.wish.email}, but the account is inactive.`;
	return faultOf(product, one.difference);
}

async function warningsFor(directory: Directory, { changed, wish, isOpen, account, status }: Case): Promise<string[]> {
	const concerns = changed || (wish.dryRun && isOpen && status !== 'unchanged');
	return concerns ? await undoneBy(directory, 'access', account) : [];
}

function rowOf(one: Case, { tool, server, at, by }: Audit, warnings: string[]): OnboardRow {
	const { wish, written, secrets, messages, account } = one;
	const applied = one.isOpen || one.changed;
	// What was accepted but is not so after all is in the message.
	const is = (access: Access) => wish.dryRun || account?.access.some((other) => sameAccess(access, other)) === true;
	return {
		tool,
		email: wish.email,
		status: one.status,
		message: messages.length > 0 ? messages.join(' ') : null,
		step: one.step,
		changed: one.changed,
		...told(one.account),
		added: shown(applied ? written.add.filter(is) : []),
		removed: shown(applied ? written.remove.filter((access) => wish.dryRun || !is(access)) : []),
		warnings,
		dryRun: wish.dryRun,
		...secrets,
		server,
		at,
		by,
	};
}
