export const EVERYONE = 'Everyone';
export const ADMINS = 'Admins';
export const ALL_USERS = 'All users in system';
/** The groups each tenant has, whose members nobody chooses (contract 6). */
export const BUILT_IN_GROUPS = [EVERYONE, ADMINS, ALL_USERS] as const;
export type BuiltIn = (typeof BUILT_IN_GROUPS)[number];

export interface Group {
	readonly id: string;
	name: string;
	readonly tenant: string;
	readonly builtIn?: BuiltIn;
	/** From a directory: nobody else adds members. */
	readonly ad: boolean;
	/** Name of a role. */
	defaultRole?: string;
	/** Everything else a client may have sent with it. */
	extra: Readonly<Record<string, unknown>>;
	/** Ids it still lists of people who are no more. */
	readonly stale: readonly string[];
	readonly created: string;
	lastUpdated: string;
	externalId?: string;
	/** Counts writes. */
	revision: number;
}
