import type { Account } from './account';

/** What the lifecycle needs of a tool; one adapter per product implements it. Grows with the operations that use it. */
export interface Directory {
	readonly tool: string;
	/** The credential's own account: protected, and the author of what is done. Undefined where the tool does not tell. */
	self(): Promise<Account | undefined>;
	/** Everybody, inactive ones included. */
	accounts(): Promise<Account[]>;
	/** The accounts of one e-mail, inactive ones included; more than one means that somebody has to decide. */
	find(email: string): Promise<Account[]>;
}
