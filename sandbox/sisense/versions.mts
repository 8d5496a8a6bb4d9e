/** What differs between generations (contract 15). */
export interface Behaviour {
	/** As told by `/api/globals`. */
	readonly release: string;
	/** Roles have a `displayName`. */
	readonly displayNames: boolean;
	/** The role that replaces `super` and `admin` in other tenants than the system's. */
	readonly tenantAdmin: boolean;
	/** There can be tenants, and rows tell theirs. */
	readonly tenants: boolean;
	readonly lastActivity: boolean;
	/** `PATCH /api/users/{id}` with a password. */
	readonly passwordPatch: boolean;
	readonly dashboardPatch: boolean;
	/** `dashboardCoAuthoring` among the settings. */
	readonly coAuthoring: boolean;
	readonly everyoneInUserGroups: boolean;
	/** Tokens carry `exp`. */
	readonly tokenExpiry: boolean;
	/** How a 422 lists what is wrong: the words, or each in an error of its own (contract 9). */
	readonly subErrors: 'flat' | 'nested';
}

const current: Behaviour = {
	release: 'L2025.4.0',
	displayNames: true,
	tenantAdmin: true,
	tenants: true,
	lastActivity: true,
	passwordPatch: true,
	dashboardPatch: true,
	coAuthoring: true,
	everyoneInUserGroups: true,
	tokenExpiry: true,
	subErrors: 'flat',
};

const old: Behaviour = {
	release: 'L8.2.4',
	displayNames: false,
	tenantAdmin: false,
	tenants: false,
	lastActivity: false,
	passwordPatch: false,
	dashboardPatch: false,
	coAuthoring: false,
	everyoneInUserGroups: false,
	tokenExpiry: false,
	subErrors: 'nested',
};

/** By generation. */
export const VERSIONS: Readonly<Record<string, Behaviour>> = { new: current, old };
