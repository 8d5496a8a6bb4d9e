/** A person's account in one BI tool, in the words all tools share. */
export interface Account {
	tool: string;
	/** The product's own id, as text. */
	id: string;
	/** As stored; compare with `samePerson`. */
	email: string;
	username: string;
	name: string;
	state: 'active' | 'inactive' | 'pending';
	admin: boolean;
	access: Access[];
	/** ISO 8601; without zone where the product gives none (then `lastSeenExact` is false). Undefined: never, or not told. */
	lastSeen?: string;
	lastSeenExact: boolean;
	source: 'local' | 'sso' | 'unknown';
}

/** A role or group somebody holds. */
export interface Access {
	kind: 'role' | 'group';
	id: string;
	name: string;
}

/** The e-mail identifies a person, whatever its case; nothing else does. */
export const samePerson = (email: string, other: string) => email.trim().toLowerCase() === other.trim().toLowerCase();
