import type { Wanted } from '../../kit/fields';
import { sweep } from '../../kit/lookup';
import { choose } from '../../kit/names';
import type { Superset } from './client';
import type { Ref } from './person';
import type { Role } from './roles';

/** A right on a resource, named as the product shows it: "can read on Dashboard" is `can_read on Dashboard` here. */
export interface Permission extends Ref {
	permission: string;
	resource: string;
}

export const PERMISSION: [string, string] = ['permission', 'permissions'];

const permission = (id: number, verb: string, resource: string): Permission => ({
	id,
	name: `${verb} on ${resource}`,
	permission: verb,
	resource,
});

export class Permissions {
	private catalogue?: Promise<Permission[]>;

	constructor(private readonly superset: Superset) {}

	/** Every permission the server knows, read once per execution: hundreds on a fresh server, thousands with data. */
	async all(): Promise<Permission[]> {
		interface Row {
			id: number;
			permission: { name: string };
			view_menu: { name: string };
		}
		this.catalogue ??= sweep<Row>({
			page: async (index) => await this.superset.list('permissions-resources', index),
			idOf: ({ id }) => id,
		}).then((rows) => rows.map((row) => permission(row.id, row.permission.name, row.view_menu.name)));
		return await this.catalogue;
	}

	async named(wanted: Wanted[]): Promise<Permission[]> {
		return choose(wanted, await this.all(), PERMISSION);
	}

	async ofRole(role: Role): Promise<Permission[]> {
		const rows = await this.superset.rolePermissions(role.id);
		return rows.map((row) => permission(row.id, row.permission_name, row.view_menu_name));
	}

	/** Replaces the permissions of a role; the server skips unknown ids and echoes them all the same (contract 5). */
	async setOfRole(role: Role, permissions: Permission[]): Promise<void> {
		await this.superset.setRolePermissions(
			role.id,
			permissions.map(({ id }) => id),
		);
	}
}
