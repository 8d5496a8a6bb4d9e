import { exception, forbidden, Refusal, rule, text } from './answers.mts';
import type { Call } from './call.mts';
import type { Membership } from './memberships.mts';
import type { WantedMembership } from './params.mts';
import {
	ADMINISTRATORS,
	ALL_TENANT_USERS,
	ALL_USERS,
	DATA_ANALYSTS,
	type Group,
	type User,
	type World,
} from './world.mts';

const EVERYBODY: Readonly<Record<number, string>> = {
	[ALL_USERS]: "You cannot add or remove users to/from the 'All Users' group.",
	[ALL_TENANT_USERS]: "You cannot add or remove users to/from the 'All tenant users' group.",
};

export const allUsersRule = (group: number = ALL_USERS): Refusal => rule(EVERYBODY[group] ?? EVERYBODY[ALL_USERS]);

export const isEverybody = (group: number): boolean => group in EVERYBODY;

/** 402 for flags of managers. */
export const managersArePaid = (): Refusal =>
	new Refusal(
		text(
			402,
			'The group manager permissions functionality is only enabled if you have a premium token with the advanced-permissions feature.',
		),
	);

/** Throws unless an active admin is left when this one goes; of somebody inactive and of a key one always is. */
export function requireAnotherAdmin(world: World, user: User): void {
	const others = world.activeAdmins().filter((admin) => admin !== user);
	if (user.isSuperuser && others.length === 0) throw rule("You cannot remove the last member of the 'Admin' group!");
}

/** The group, if this person may be in it; ids that are not there look like a mix of tenants on newer servers. */
export function requireMatch(world: World, user: User | undefined, groupId: number): { user: User; group: Group } {
	const group = world.groups.get(groupId);
	const { unknownLooksTenant } = world.behaviour;
	if (user === undefined || group === undefined) {
		if (!unknownLooksTenant)
			throw new Refusal(
				exception(500, 'Referential integrity constraint violation: fk_permissions_group_group_id'),
			);
		throw mixedTenants();
	}
	if ((user.tenant !== null) !== group.tenant) throw mixedTenants();
	return { user, group };
}

const mixedTenants = (): Refusal =>
	new Refusal(exception(400, 'Cannot add non-tenant user to tenant-group or vice versa', { 'status-code': 400 }));

/** Whether somebody may manage a group (contract 4). */
export function requireManageable(world: World, user: User, isAdmin = user.isSuperuser): void {
	if (!world.settings.ee) throw managersArePaid();
	if (isAdmin) throw rule('Admin cannot be a group manager.');
	if (user.tenant !== null) throw rule('Tenant users cannot be group managers.');
}

/** Adding to Data Analysts is paid for, removing is not. */
export function requireAnalysts(world: World, group: number): void {
	if (group === DATA_ANALYSTS && world.behaviour.analysts && !world.settings.ee)
		throw new Refusal(text(402, 'The Data Analysts group is only available with a premium token.'));
}

/** Puts a whole set of memberships in place of what is there (contract 3). */
export function replaceMemberships(call: Call, user: User, wanted: readonly WantedMembership[]): void {
	const { world } = call;
	const before = world.memberships.of(user.id);
	const ids = new Set(wanted.map(({ id }) => id));
	const added = [...ids].filter((id) => !before.some((row) => row.group === id));
	const removed = before.filter((row) => !ids.has(row.group));
	const flags = new Map(wanted.map(({ id, is_group_manager: manager = false }) => [id, manager]));
	const changed = before.filter((row) => ids.has(row.group) && flags.get(row.group) !== row.manager);
	if (trapped(world, wanted, before)) throw allUsersRule();
	for (const id of [...added, ...removed.map((row) => row.group)]) if (isEverybody(id)) throw allUsersRule(id);
	const moved = [...added, ...removed.map((row) => row.group), ...changed.map((row) => row.group)];
	if (moved.length === 0) return;
	if (!call.isSuperuser && !moved.every((id) => call.managed.has(id))) throw new Refusal(forbidden());
	if (removed.some((row) => row.group === ADMINISTRATORS)) requireAnotherAdmin(world, user);
	for (const id of [...added, ...changed.map((row) => row.group)]) {
		requireMatch(world, user, id);
		if (flags.get(id)) requireManageable(world, user, ids.has(ADMINISTRATORS));
	}
	for (const id of added) requireAnalysts(world, id);
	for (const row of removed) world.leave(user, row.group);
	for (const row of changed) row.manager = flags.get(row.group) ?? false;
	for (const id of added) world.join(user, id, flags.get(id));
}

/** EE of 0.44 to early 2025: an entry without the flag differs from the row that has it, so All Users is touched. */
function trapped(world: World, wanted: readonly WantedMembership[], before: readonly Membership[]): boolean {
	if (!world.behaviour.managerTrap || !world.settings.ee) return false;
	return wanted.some((one) => one.is_group_manager === undefined && before.some((row) => row.group === one.id));
}

/** The set of a new account: complete, with the group of everybody in it. */
export function firstMemberships(call: Call, user: User, wanted: readonly WantedMembership[]): void {
	const { world } = call;
	const everybody = world.everybody(user);
	const ids = wanted.map(({ id }) => id);
	if (!ids.includes(everybody)) throw allUsersRule(everybody);
	for (const { id, is_group_manager: manager = false } of wanted) {
		requireMatch(world, user, id);
		if (manager) requireManageable(world, user, ids.includes(ADMINISTRATORS));
		requireAnalysts(world, id);
		world.join(user, id, manager);
	}
}
