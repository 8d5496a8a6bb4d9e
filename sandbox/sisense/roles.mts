import { fixedId } from './ids.mts';
import type { Behaviour } from './versions.mts';

/** Licence seats (contract 5). */
export type Seat = 'admin' | 'designer' | 'viewer';

export interface Role {
	readonly id: string;
	readonly name: string;
	readonly displayName: string;
	/** The built-in role whose rights it has. */
	readonly base: string;
	readonly seat: Seat;
}

const role = (name: string, displayName: string, seat: Seat, base = name): Role => ({
	id: fixedId(`role ${name}`),
	name,
	displayName,
	base,
	seat,
});

const BUILT_IN: readonly Role[] = [
	role('super', 'Sys. Admin', 'admin'),
	role('admin', 'Admin', 'admin'),
	role('dataAdmin', 'Data Admin', 'admin'),
	role('tenantAdmin', 'Tenant Admin', 'admin'),
	role('dataDesigner', 'Data Designer', 'designer'),
	role('contributor', 'Designer', 'designer'),
	role('consumer', 'Viewer', 'viewer'),
];

/** Made by the company, on a server that is not fresh. */
export const CUSTOM_ROLE = role('custom_board', 'Board', 'viewer', 'consumer');

/** Ids of the roles every server has, by name; the server of a real customer has others. */
export const roleId = (name: string): string => fixedId(`role ${name}`);

/** May manage people. */
const MANAGERS = new Set(['super', 'admin', 'tenantAdmin']);
/** Are in the group Admins (contract 15, item 3). */
const ADMINS = new Set(['super', 'admin', 'dataAdmin', 'tenantAdmin']);

export class Roles {
	private readonly byId: Map<string, Role>;

	constructor({ tenantAdmin }: Behaviour) {
		const there = BUILT_IN.filter(({ name }) => tenantAdmin || name !== 'tenantAdmin');
		this.byId = new Map(there.map((one) => [one.id, one]));
	}

	get rows(): readonly Role[] {
		return [...this.byId.values()];
	}

	add(added: Role): void {
		this.byId.set(added.id, added);
	}

	get(id: string): Role | undefined {
		return this.byId.get(id.toLowerCase());
	}

	/** By id or name. */
	find(key: string): Role | undefined {
		return this.get(key) ?? this.rows.find(({ name }) => name === key);
	}

	/** Name of the role whose rights this one has; nothing for a role that is gone. */
	base(id: string): string | undefined {
		return this.get(id)?.base;
	}

	manages(id: string): boolean {
		return MANAGERS.has(this.base(id) ?? '');
	}

	isAdmin(id: string): boolean {
		return ADMINS.has(this.base(id) ?? '');
	}

	/** Designer or more. */
	designs(id: string): boolean {
		const base = this.base(id);
		return base !== undefined && base !== 'consumer';
	}
}
