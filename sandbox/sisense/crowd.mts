import type { PeopleWish } from '../frame/product.mts';
import { BadRequestOfUser } from '../frame/switches.mts';
import { roleId } from './roles.mts';
import { COMMON_PASSWORD } from './seed.mts';
import type { World } from './world.mts';

/** Adds ordinary people: `roles` names groups of the system tenant, or one role. Licence seats don't matter. */
export function addPeople(world: World, { count, prefix, roles, active }: PeopleWish): unknown {
	const role = roles.map((name) => world.roles.find(name)).find((one) => one !== undefined);
	const groups = roles.filter((name) => world.roles.find(name) === undefined).map((name) => groupNamed(world, name));
	const added = Array.from({ length: count }, (_, index) => {
		const email = `${prefix}${index + 1}@example.com`;
		if (world.users.exactly(email) !== undefined)
			throw new BadRequestOfUser(`${email} is there already; choose another prefix`);
		const user = world.addUser({
			...world.blankUser(email, world.system.id),
			firstName: 'Person',
			lastName: `${prefix} ${index + 1}`,
			roleId: role?.id ?? roleId('consumer'),
			groups,
			active,
			password: active ? COMMON_PASSWORD : null,
		});
		return user.id;
	});
	return { added: added.length, firstId: added[0] ?? null, lastId: added.at(-1) ?? null };
}

function groupNamed(world: World, name: string): string {
	const groups = [...world.groups.values()].filter(({ tenant, builtIn }) => tenant === world.system.id && !builtIn);
	const group = groups.find((one) => one.name === name);
	if (group === undefined)
		throw new BadRequestOfUser(`No role or group "${name}". Groups: ${groups.map((one) => one.name).join(', ')}`);
	return group.id;
}
