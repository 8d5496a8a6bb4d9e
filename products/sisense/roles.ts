import type { Reference, Wanted } from '../../kit/fields';
import { nearest } from '../../kit/names';
import { Problem } from '../../kit/problem';
import type { Sisense } from './client';

export interface RawRole {
	_id: string;
	/** The API's word, such as `consumer`. */
	name: string;
	/** The editor's word, such as "Viewer"; not on every version. */
	displayName?: string;
	baseRoleName?: string;
	desc?: string;
	[other: string]: unknown;
}

export interface Role {
	id: string;
	/** The product's own word, as its pages show it. */
	name: string;
	/** The API's. */
	apiName: string;
	raw: RawRole;
}

/** What the pages of Sisense say for the API's words, where the server does not tell (contract 5). */
const SHOWN: Record<string, string> = {
	super: 'Sys. Admin',
	admin: 'Admin',
	dataAdmin: 'Data Admin',
	tenantAdmin: 'Tenant Admin',
	dataDesigner: 'Data Designer',
	contributor: 'Designer',
	consumer: 'Viewer',
};

/** Other words people use. "admin" is none: it must never become `super`, nor "data designer" `contributor`. */
const ALIASES: Record<string, string> = {
	VIEWER: 'consumer',
	DESIGNER: 'contributor',
	DASHBOARDDESIGNER: 'contributor',
	SYSADMIN: 'super',
	SYSTEMADMIN: 'super',
	SYSTEMADMINISTRATOR: 'super',
};

/** Who manages people; of these one has to stay. */
const ADMINS = new Set(['super', 'admin', 'tenantAdmin']);

/** Roles that may not manage people whatever else they may. */
export const NO_ADMINS = ['consumer', 'contributor', 'dataDesigner', 'dataAdmin'];

/** From the least to the most (contract 5). */
const RANKS = ['consumer', 'contributor', 'dataDesigner', 'dataAdmin', 'tenantAdmin', 'admin', 'super'];

/** Custom roles are judged by what they are made from. */
const baseOf = ({ apiName, raw }: Role) => (apiName in SHOWN ? apiName : (raw.baseRoleName ?? apiName));

export const isAdmin = (role: Role | undefined) => role !== undefined && ADMINS.has(baseOf(role));

export const isSuper = (role: Role | undefined) => role?.apiName === 'super';

/** A role whose people are refused, or get a short list under a 200 (contract 4). */
export const isNoAdmin = (role: Role) => NO_ADMINS.includes(baseOf(role));

/** How much a role may do, for who should not lose anything by being given another; 0 is the lowest. One that is not known is more than that. */
export const rankOf = (role: Role) => (RANKS.includes(baseOf(role)) ? RANKS.indexOf(baseOf(role)) : 1);

/** A viewer can't own dashboards (contract 13.1). */
export const canOwn = (role: Role | undefined) => role !== undefined && baseOf(role) !== 'consumer';

/** Letters and digits only, in one case: "sys admin" is "Sys-Admin". */
const fold = (text: string) => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

const toRole = (raw: RawRole): Role => ({
	id: raw._id,
	name: raw.displayName?.trim() || SHOWN[raw.name] || raw.name,
	apiName: raw.name,
	raw,
});

/**
 * The role somebody means: the server's names first, then what its pages show, and only then other words; what one of
 * them finds the next does not widen (contract 5). Throws a Problem with the server's roles.
 */
export function chooseRole({ by, value }: Reference, all: Role[]): Role {
	const wanted = fold(value);
	const rounds: Array<(role: Role) => boolean> =
		by === 'id'
			? [({ id }) => id === value]
			: [
					({ apiName }) => apiName === value,
					({ apiName }) => fold(apiName) === wanted,
					({ name }) => fold(name) === wanted,
					({ apiName }) => apiName === ALIASES[wanted],
				];
	for (const matches of rounds) {
		const hits = all.filter(matches);
		if (hits.length === 1) return hits[0];
		if (hits.length > 1) {
			throw new Problem(
				`"${value}" can mean more than one role: ${hits.map(({ name, id }) => `${name} (ID ${id})`).join(', ')}.`,
				'Choose the role from the list, or give its ID.',
			);
		}
	}
	const names = all.map(({ name, apiName }) => (name === apiName ? name : `${name} (${apiName})`));
	throw new Problem(
		`There is no role ${by === 'id' ? `with ID ${value}` : `"${value}"`} in Sisense. It has: ${(names.length > 20 ? nearest(value, names) : names).join(', ')}.`,
		'Correct "Role".',
	);
}

/** Throws a Problem where the role is the one nobody can be given or lose. */
export function refuseSuper(role: Role | undefined, doing: string): void {
	if (!isSuper(role)) return;
	throw new Problem(
		`${role!.name} is the one account that owns a Sisense: nobody can be ${doing}.`,
		'Choose another role or person.',
	);
}

export class Roles {
	private catalogue?: Role[];

	constructor(private readonly sisense: Sisense) {}

	/** All roles; read once per execution, with the first request. Only on the old API (contract 5). */
	async all(): Promise<Role[]> {
		await this.sisense.asAdmin();
		return this.catalogue ?? [];
	}

	/** What was read when the credential was judged. */
	remember(rows: RawRole[]): Role[] {
		this.catalogue = rows.map(toRole);
		return this.catalogue;
	}

	async named(reference: Reference): Promise<Role> {
		return chooseRole(reference, await this.all());
	}

	/** The role that an entry of a list means: its name, or its ID. */
	async meant(wanted: Wanted): Promise<Role> {
		const value = String(wanted);
		const all = await this.all();
		return chooseRole({ by: all.some(({ id }) => id === value) ? 'id' : 'name', value }, all);
	}

	/** What a person is made when everything is taken away (contract 13.8). */
	async lowest(): Promise<Role> {
		return await this.named({ by: 'name', value: 'consumer' });
	}
}
