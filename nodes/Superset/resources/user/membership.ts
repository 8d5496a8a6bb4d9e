import { Problem } from '../../../../kit/problem';
import { GROUP, pick } from '../../../../kit/names';
import type { Reference } from '../../../../kit/fields';
import type { Outcome } from '../../../../kit/operation';
import type { Superset } from '../../../../products/superset/client';
import type { Granted, Wish } from '../../../../products/superset/members';
import type { People } from '../../../../products/superset/people';
import type { Ref, User } from '../../../../products/superset/person';
import { ROLE } from '../../../../products/superset/roles';
import { acceptPasswordLoss, allowLastAdmin, allowSelf, groupField, roleField, userField } from '../../fields';
import { granted, operation } from '../../operation';
import { userView } from '../../views';

/**
 * Grants for each input its wish about one person; unknown people fail alone. Role and group are the same for all:
 * they are the operation's target.
 */
async function forEachPerson(
	inputs: Array<{ user: Reference }>,
	people: People,
	member: boolean,
	grant: (wishes: Wish[]) => Promise<Array<Granted | Problem>>,
): Promise<Array<Outcome<User> | Problem>> {
	const found = inputs.map(({ user }) => {
		try {
			return people.one(user);
		} catch (thrown) {
			return thrown as Problem;
		}
	});
	const users = found.filter((one): one is User => !(one instanceof Problem));
	const results = (await grant(users.map((user) => ({ users: [user], member })))).values();
	return found.map((one) =>
		one instanceof Problem
			? one
			: granted(results.next().value!, () => people.one({ by: 'id', value: String(one.id) })),
	);
}

const withPeople = async <T>(superset: Superset, inputs: Array<{ user: Reference }>, catalogue: Promise<T[]>) => ({
	all: await catalogue,
	people: await superset.users.behind(inputs.map(({ user }) => user)),
});

const roleMembership = (member: boolean) =>
	operation({
		name: member ? 'Add to Role' : 'Remove From Role',
		action: member ? 'Add a user to a role' : 'Remove a user from a role',
		description: member
			? 'Give a user one more role; the others stay'
			: 'Take one role from a user; the others stay',
		fields: { user: userField(), role: roleField() },
		options: member ? { acceptPasswordLoss } : { acceptPasswordLoss, allowLastAdmin, allowSelf },
		repeat: 'safe',
		view: userView,
		output: { changed: 'boolean' },
		prepare: async (superset, inputs) => await withPeople(superset, inputs, superset.roles.all()),
		target: ({ role }, { all }) => pick(role, all, ROLE).id,
		async runMany(superset, inputs, { all, people }) {
			const role = pick(inputs[0].role, all, ROLE);
			return await forEachPerson(
				inputs,
				people,
				member,
				async (wishes) => await superset.roles.grant(role, people, wishes, inputs[0].options),
			);
		},
	});

export const addToRole = roleMembership(true);
export const removeFromRole = roleMembership(false);

const groupMembership = (member: boolean) =>
	operation({
		name: member ? 'Add to Group' : 'Remove From Group',
		action: member ? 'Add a user to a group' : 'Remove a user from a group',
		description: member
			? 'Put a user into a group; before Superset 6.0 groups grant nothing'
			: 'Take a user out of a group',
		fields: { user: userField(), group: groupField() },
		options: { allowLastAdmin, allowSelf },
		repeat: 'safe',
		view: userView,
		output: { changed: 'boolean' },
		prepare: async (superset, inputs) => await withPeople(superset, inputs, superset.groups.all()),
		target: ({ group }, { all }) => pick(group, all, GROUP).id,
		async runMany(superset, inputs, { all, people }) {
			const group: Ref = pick(inputs[0].group, all, GROUP);
			return await forEachPerson(
				inputs,
				people,
				member,
				async (wishes) => await superset.groups.grant(group, people, wishes, inputs[0].options),
			);
		},
	});

export const addToGroup = groupMembership(true);
export const removeFromGroup = groupMembership(false);
