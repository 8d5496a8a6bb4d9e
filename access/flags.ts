import { keyOfPerson, type Account } from './account';

/** What somebody should look at. */
export type Flag = 'admin' | 'duplicatePerson' | 'externalDomain' | 'neverSeen' | 'notInDirectory' | 'pendingTooLong' | 'stale';

export interface ReviewRules {
	/** Days without a sign-in after which an account is stale. */
	staleDays: number;
	/** Days after which an invitation that was not accepted is flagged. */
	pendingDays: number;
	/** Domains of the own people, such as `example.com`; empty: nobody is external. */
	internalDomains: string[];
	/** E-mails of everybody who belongs here; undefined: not known. */
	directory?: string[];
	now: Date;
}

export interface Reviewed {
	account: Account;
	/** Whole days since the last sign-in; null where there was none, or the tool does not tell. */
	daysSince: number | null;
	flags: Flag[];
}

const DAY = 86_400_000;

/** Judges all accounts of one tool, in their order. Somebody who can't get in has no flag but that of a double. */
export function review(accounts: Account[], rules: ReviewRules): Reviewed[] {
	const known = rules.directory && new Set(rules.directory.map(keyOfPerson));
	const domains = new Set(rules.internalDomains.map((domain) => domain.trim().toLowerCase().replace(/^@/, '')));
	// A tool without a clock of its own says of everybody that they were never there.
	const tells = accounts.some(({ lastSeen }) => lastSeen !== undefined);
	const times = new Map<string, number>();
	for (const { email } of accounts) times.set(keyOfPerson(email), (times.get(keyOfPerson(email)) ?? 0) + 1);
	const daysSince = (time: string | undefined) => (time === undefined ? null : Math.max(0, Math.floor((rules.now.getTime() - timeOf(time)) / DAY)));

	return accounts.map((account): Reviewed => {
		const person = keyOfPerson(account.email);
		const days = daysSince(account.lastSeen);
		const waiting = daysSince(account.createdAt) ?? 0;
		const open = account.state !== 'inactive';
		const flags: Array<[Flag, boolean]> = [
			['admin', open && account.admin],
			['duplicatePerson', times.get(person)! > 1],
			['externalDomain', open && domains.size > 0 && !domains.has(person.slice(person.lastIndexOf('@') + 1))],
			['neverSeen', account.state === 'active' && tells && account.lastSeen === undefined],
			['notInDirectory', open && known !== undefined && !known.has(person)],
			['pendingTooLong', account.state === 'pending' && waiting >= rules.pendingDays],
			['stale', account.state === 'active' && days !== null && days >= rules.staleDays],
		];
		return { account, daysSince: days, flags: flags.flatMap(([flag, holds]) => (holds ? [flag] : [])) };
	});
}

/** A time without zone is taken as UTC: it can be off by some hours. */
const timeOf = (time: string) => Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`);

export interface ReviewRow {
	tool: string;
	server: string | null;
	email: string;
	status: 'clear' | 'flagged' | 'failed';
	name: string | null;
	username: string | null;
	state: Account['state'] | null;
	admin: boolean | null;
	/** In one text, so that a table can hold it: `role: Alpha; group: Sales`. */
	access: string;
	lastSeen: string | null;
	daysSince: number | null;
	/** In one text: `admin; stale`. */
	flags: string;
	message: string | null;
	at: string;
	by: string | null;
}

/** Totals of one tool. */
export interface Totals {
	accounts: number;
	active: number;
	inactive: number;
	pending: number;
	admins: number;
	flagged: number;
}

export function totalsOf(reviewed: Reviewed[]): Totals {
	const count = (test: (one: Reviewed) => boolean) => reviewed.filter(test).length;
	const inState = (state: Account['state']) => count(({ account }) => account.state === state);
	return {
		accounts: reviewed.length,
		active: inState('active'),
		inactive: inState('inactive'),
		pending: inState('pending'),
		admins: count(({ account }) => account.admin && account.state !== 'inactive'),
		flagged: count(({ flags }) => flags.length > 0),
	};
}
