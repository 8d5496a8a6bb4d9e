import type { Access, Account } from './account';

/** What somebody may be given by name: a text is a name first, then an ID; a number is an ID. */
export interface Names {
	roles: Array<string | number>;
	groups: Array<string | number>;
}

/** An account that is not there yet. */
export interface NewAccount {
	email: string;
	firstName: string;
	lastName: string;
	access: Access[];
	/** Keep the tool from mailing an invitation, where it lets itself be kept from it. */
	noMail: boolean;
	/** Hand the generated password out, where the tool takes one. */
	returnPassword: boolean;
	/** Hand the link out by which the person chooses a password, where the tool makes one. */
	returnInviteLink: boolean;
}

/** A created account. It may lack access that the tool does not give with the creation. */
export interface Made {
	account: Account;
	/** Only if asked for; null where the tool made none. */
	password?: string | null;
	/** Only if asked for; null where the tool made none. */
	inviteLink?: string | null;
	/** What the person or an admin should know, as sentences. */
	notes: string[];
}

/** What is to be different about an account. */
export interface Change {
	account: Account;
	/** Everything that was named for the person, whether the account has it or not. */
	wished: Access[];
	add: Access[];
	remove: Access[];
	/** Let an inactive account in again. */
	revive: boolean;
	/** Absent: they stay. */
	names?: { firstName: string; lastName: string };
}

/** Something that somebody owns. */
export interface Thing {
	type: string;
	/** The product's own id, as text. */
	id: string;
	name: string;
	/** Where to look at it, if it has a page. */
	link?: string;
}

export interface Stock {
	owned: Thing[];
	/** What is somebody else's but concerns the person: mails they get, keys they made. */
	touched: Array<Thing & { reason: string }>;
	/** What the tool does not show, as sentences; empty where everything was seen. */
	blindSpots: string[];
}

export interface HandedOver {
	moved: Thing[];
	/** What else was done, as short sentences. */
	did: string[];
	remaining: Array<Thing & { reason: string }>;
	blindSpots: string[];
	/** What failed; the rest was done all the same. */
	failed?: Error;
}

/** How far an account could be closed: `lockedOut` = it stays, but every way in that the tool lets one cut is cut. */
export type Closed = 'closed' | 'lockedOut';

/** What else than the account itself would have let somebody in. */
export interface Cut {
	/** As short sentences. */
	did: string[];
	/** What goes on all the same, because the tool has no way to end it; as sentences. */
	open: string[];
}

/** What somebody else may undo. */
export type Undone = 'access' | 'closing' | 'deletion';

/** What is done to an account on the way out, in the order of the product's contract. */
export type Step = 'handOver' | 'cut' | 'close' | 'removeAccess';

/** What a tool, and the credential, can and can't do. */
export interface Checkup {
	/** As the tool itself tells it. */
	version?: string;
	edition?: string;
	works: string[];
	/** What this server can't do, or is not set up for. */
	limits: string[];
	/** Whether somebody should do something about a limit. */
	limited: boolean;
	/** What an identity provider undoes or may undo, as sentences. */
	identityProvider: string[];
}

/** What the lifecycle needs of a tool; one adapter per product implements it. Everything that fails throws. */
export interface Directory {
	readonly tool: string;
	/** For texts. */
	readonly product: string;
	/** Of an offboarding, without what every product does last: prove, and delete if asked. */
	readonly order: readonly Step[];
	/** The address in the credential. */
	server(): Promise<string>;
	/** The credential's own account: protected. Undefined where it has none or the tool does not tell. */
	self(): Promise<Account | undefined>;
	/** Who acts, for the audit record: the e-mail of the own account, or what the key is called. */
	actor(): Promise<string>;
	/** Everybody, inactive ones included; read once. */
	accounts(): Promise<Account[]>;
	/** A page of people for a list to choose from, by a part of name or e-mail. */
	search(text: string, page: number): Promise<{ accounts: Account[]; more: boolean }>;
	/** All accounts of these people, inactive ones included; two of one e-mail mean that somebody has to decide. */
	find(emails: string[]): Promise<Account[]>;
	/** The accounts with these ids as they are now; those that are gone are left out. Never throws: what could not be read is named. */
	read(ids: string[]): Promise<{ accounts: Account[]; unread: string[] }>;
	/** What these names mean here. Throws if one means nothing, means two things, or is nobody's to give. */
	resolve(names: Names): Promise<Access[]>;
	/** Throws if no such account can be made here. */
	mayCreate?(person: NewAccount): Promise<void>;
	/** One result or error for each, in order. */
	create(people: NewAccount[]): Promise<Array<Made | Error>>;
	/** What should be true afterwards, or an error, for each, in order. Throws nothing for a single one. */
	change(changes: Change[]): Promise<Array<Account | Error>>;
	/** Throws if this change must not be made: the last admin keeps its rights. */
	mayChange(change: Change): Promise<void>;
	/** Why nobody changes the names of this account here; undefined if one may. */
	fixedNames?(account: Account): string | undefined;
	/** Throws if this account has to stay open: the last admin's, one of the product's own. */
	mayClose(account: Account): Promise<void>;
	stock(account: Account): Promise<Stock>;
	/** Throws if this person can't receive what the other one owns. */
	mayInherit(from: Account, heir: Account): Promise<void>;
	handOver(from: Account, heir: Account): Promise<HandedOver>;
	/** Ends what would let somebody in beside the account itself, or after it is opened again. */
	cut(account: Account): Promise<Cut>;
	/** What may work again if somebody opens an account that was closed before: it can't be seen, and not be ended any more. As sentences. */
	mayReturn?(account: Account): string[];
	/** Why such an account can't be closed but only deleted; undefined if it can. */
	unclosable?(account: Account): string | undefined;
	close(account: Account): Promise<Closed>;
	/** Takes everything away that can be taken; what was taken. */
	removeAccess(account: Account): Promise<Access[]>;
	/** Why the product deletes no such account; undefined if it may. */
	undeletable(account: Account): string | undefined;
	/** Deletes an account that owns nothing which would go with it; throws otherwise. */
	delete(account: Account): Promise<void>;
	/** Whether the person's key is refused now; undefined where that can't be seen. */
	keyRefused?(account: Account): Promise<boolean | undefined>;
	/** What would undo a change of this account, or of any for undefined, as sentences that name the setting. */
	undoneBy(change: Undone, account?: Account): Promise<string[]>;
	checkup(): Promise<Checkup>;
}
