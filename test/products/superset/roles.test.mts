/** The list of a role's members is read and written as a whole: whoever writes at the same time must not undo the other. */
import type { Superset } from '../../../products/superset/client';
import type { People } from '../../../products/superset/people';
import type { Ref, User } from '../../../products/superset/person';
import { Roles } from '../../../products/superset/roles';

test('grants that are asked for at the same time all stay', async () => {
	const members = new Set([1]);
	const soon = async <T,>(value: T): Promise<T> => await new Promise((resolve) => setTimeout(resolve, 2, value));
	const server = {
		permissionsOn: async () => ['can_update_role_users'],
		searchRoles: async () => await soon([{ id: 7, name: 'Alpha', user_ids: [...members] }]),
		putRoleUsers: async (_: number, ids: number[]) => {
			await soon(undefined);
			members.clear();
			for (const id of ids) members.add(id);
		},
		guards: { check: async () => undefined },
	} as unknown as Superset;
	const roles = new Roles(server);
	const people = { oneOrNone: () => undefined } as unknown as People;
	const alpha = { id: 7, name: 'Alpha' };
	const ask = async (id: number, member: boolean) => await roles.grant(alpha, people, [{ users: [{ id, roles: [] as Ref[] } as User], member }], {});
	const granted = await Promise.all([ask(2, true), ask(3, true), ask(1, false), ask(4, true)]);
	expect(granted).toEqual(Array(4).fill([{ changed: true, verified: true }]));
	expect([...members].sort()).toEqual([2, 3, 4]);
});
