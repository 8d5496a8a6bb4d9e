import { Turns } from '../../kit/concurrency';
import type { Wanted } from '../../kit/fields';
import { sweep } from '../../kit/lookup';
import { choose } from '../../kit/names';
import { Problem, unless } from '../../kit/problem';
import type { Lifted } from './guards';
import type { Superset } from './client';
import { grant, grantGuarded, remember, type Granted, type Membership, type Wish } from './members';
import type { People } from './people';
import type { Ref, User } from './person';
import type { PasswordChoice } from './users';

export type Role = Ref;

/** Roles that Superset itself brings; `superset init` counts on them (contract 5). */
export const BUILT_IN = ['Admin', 'Alpha', 'Gamma', 'Public', 'sql_lab'];

export const ROLE: [string, string] = ['role', 'roles'];

/** A role as `/roles/search/` shows it, from Superset 6.0 on. */
interface RoleRow extends Role {
	user_ids: number[];
}

export class Roles {
	private catalogue?: Promise<Role[]>;

	private probe?: Promise<boolean>;

	/** A list of members is read and written as a whole: two at once would undo each other. */
	private readonly turns = new Turns();

	constructor(private readonly superset: Superset) {}

	/** All roles, read once per execution. */
	async all(): Promise<Role[]> {
		this.catalogue ??= this.read();
		return await this.catalogue;
	}

	private async read(): Promise<Role[]> {
		return await sweep<Role>({
			page: async (index) => await this.superset.list('roles', index),
			idOf: ({ id }) => id,
		});
	}

	/** The roles asked for, by ID or exact name. Throws a Problem that lists near names. */
	async named(wanted: Wanted[]): Promise<Role[]> {
		return choose(wanted, await this.all(), ROLE);
	}

	/** A role without permissions. The name must be free: on some servers a taken one is a bare 500 (contract 5). */
	async create(name: string): Promise<Role> {
		const lookUp = async () => (await this.read()).find((role) => role.name === name);
		return { id: await this.superset.create('roles', { name }, lookUp), name };
	}

	/** The roles with these ids as they are now; missing ones are left out. */
	async readBack(ids: string[]): Promise<Map<string, Role>> {
		const wanted = new Set(ids);
		return new Map(
			(await this.read()).map((role) => [String(role.id), role] as const).filter(([id]) => wanted.has(id)),
		);
	}

	/** Whether `PUT /roles/{id}/users` exists: role changes that touch no password (contract 1, FAB 4.6.1 and newer). */
	async canSetMembers(): Promise<boolean> {
		this.probe ??= this.superset
			.permissionsOn('roles')
			.then((permissions) => permissions.includes('can_update_role_users'));
		return await this.probe;
	}

	/** Members by id: from the role itself where the server has that list, else from the users (contract 5). */
	async memberIds(role: Role): Promise<Set<number>> {
		const row = await this.searched(role);
		return row ? new Set(row.user_ids) : await this.listed(role);
	}

	private async listed(role: Role): Promise<Set<number>> {
		return new Set((await this.superset.users.withRole(role.id)).map(({ id }) => id));
	}

	/**
	 * What a whole list is written from: whom it leaves out loses the role. A filtered list can be disturbed by somebody
	 * else's (contract 2.6), so it has to come out twice alike.
	 */
	private async certainMemberIds(role: Role): Promise<Set<number>> {
		const row = await this.searched(role);
		if (row) return new Set(row.user_ids);
		let before = await this.listed(role);
		for (let tries = 0; tries < 3; tries++) {
			const now = await this.listed(role);
			if (now.size === before.size && [...now].every((id) => before.has(id))) return now;
			before = now;
		}
		throw new Problem(
			`The list of who has the role ${role.name} comes out differently each time.`,
			'Somebody else is working with it: run again.',
		);
	}

	/**
	 * Puts people into a role or takes them out, all wishes at once where the server can; otherwise person by person,
	 * which on the oldest servers costs a password (contract 15.5). Keeps `people` up to date.
	 */
	async grant(
		role: Role,
		people: People,
		wishes: Wish[],
		options: Lifted & PasswordChoice,
	): Promise<Array<Granted | Problem>> {
		const lose = (user: User) => ({ roles: user.roles.filter(({ id }) => id !== role.id) });
		return await this.turns.take(
			String(role.id),
			async () =>
				await grantGuarded(
					wishes,
					async (user) => await this.superset.guards.check(user, lose(user), options),
					async (open) => {
						const granted = (await this.canSetMembers())
							? await grant(this.superset.users, this.membership(role), open)
							: await this.onePersonAtATime(role, people, open, options);
						remember(people, 'roles', role, open, granted);
						return granted;
					},
				),
		);
	}

	private membership(role: Role): Membership {
		return {
			label: `the role ${role.name}`,
			read: async () => await this.certainMemberIds(role),
			write: async (ids) => await this.superset.putRoleUsers(role.id, ids),
		};
	}

	private async onePersonAtATime(
		role: Role,
		people: People,
		wishes: Wish[],
		choice: PasswordChoice,
	): Promise<Array<Granted | Problem>> {
		const results: Array<Granted | Problem> = [];
		for (const { users, member } of wishes) {
			try {
				let changed = false;
				for (const user of users) {
					const done = await this.superset.users.changeRoles(people, user.id, role, member, choice);
					changed ||= done !== undefined;
				}
				results.push({ changed, verified: true });
			} catch (thrown) {
				results.push(thrown as Problem);
			}
		}
		return results;
	}

	private async searched(role: Role): Promise<RoleRow | undefined> {
		const rows = await unless('notOffered', unless('forbidden', this.superset.searchRoles<RoleRow>(role.name)));
		return rows?.find(({ id }) => id === role.id);
	}
}
