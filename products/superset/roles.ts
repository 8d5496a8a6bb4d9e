import { sweep } from '../../kit/lookup';
import { choose } from '../../kit/names';
import type { Wanted } from '../../kit/fields';
import type { Superset } from './client';

export interface Role {
	id: number;
	name: string;
}

/** Roles that Superset itself brings; `superset init` counts on them (contract 5). */
export const BUILT_IN = ['Admin', 'Alpha', 'Gamma', 'Public', 'sql_lab'];

export class Roles {
	private catalogue?: Promise<Role[]>;

	private probe?: Promise<boolean>;

	constructor(private readonly superset: Superset) {}

	/** All roles, read once per execution. */
	async all(): Promise<Role[]> {
		this.catalogue ??= sweep<Role>({
			page: async (index) => await this.superset.list('roles', index),
			idOf: ({ id }) => id,
		});
		return await this.catalogue;
	}

	/** The roles asked for, by ID or exact name. Throws a Problem that lists near names. */
	async named(wanted: Wanted[]): Promise<Role[]> {
		return choose(wanted, await this.all(), ['role', 'roles']);
	}

	/** Whether `PUT /roles/{id}/users` exists: role changes that touch no password (contract 1, FAB 4.6.1 and newer). */
	async canSetMembers(): Promise<boolean> {
		this.probe ??= this.superset
			.permissionsOn('roles')
			.then((permissions) => permissions.includes('can_update_role_users'));
		return await this.probe;
	}
}
