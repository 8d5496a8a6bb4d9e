import { choice, collection, mostOf, paging, text } from '../../../../kit/fields';
import { refuseBuiltIn } from '../../../../products/sisense/groups';
import type { User } from '../../../../products/sisense/person';
import { groupsField, roleField, userField } from '../../fields';
import { operation } from '../../operation';
import { userView } from '../../views';
import { behind } from './shared';

export const get = operation({
	name: 'Get',
	action: 'Get a user by email, username or ID',
	description: 'Get one user',
	fields: { user: userField() },
	repeat: 'safe',
	view: userView,
	prepare: behind,
	run: async (_, { user }, people) => ({ entity: people.one(user) }),
});

export const getCurrent = operation({
	name: 'Get Current',
	action: 'Get the account of the credential',
	description: 'Get the account the credential signs in with',
	fields: {},
	repeat: 'safe',
	view: userView,
	run: async (sisense) => ({ entity: await sisense.users.self() }),
});

const filters = collection(
	{ displayName: 'Filters', placeholder: 'Add Filter' },
	{
		groups: {
			...groupsField(),
			property: { ...groupsField().property, description: 'Only users who are in all of these groups' },
		},
		role: roleField(false),
		search: text({ displayName: 'Name or Email Contains', placeholder: 'e.g. @example.com' }),
		state: choice({ displayName: 'State' }, [
			{ name: 'Active', value: 'active' },
			{ name: 'Deactivated', value: 'deactivated' },
			{ name: 'Pending', value: 'pending', description: 'Invited, and never signed in' },
		]),
	},
);

export const getAll = operation({
	name: 'Get Many',
	action: 'Get many users',
	description: "Get many users of the credential's tenant, pending ones included",
	fields: { ...paging, filters },
	repeat: 'safe',
	view: userView,
	async run(sisense, { filters: wanted, ...input }) {
		const groups = await sisense.groups.find(wanted.groups ?? []);
		for (const group of groups) refuseBuiltIn(group, 'filtered by; "Get Members" tells who is in it');
		const role = wanted.role && (await sisense.roles.named(wanted.role));
		const part = wanted.search?.toLowerCase() ?? '';
		const matches = (user: User) =>
			(wanted.state === undefined || user.state === wanted.state) &&
			(role === undefined || user.role?.id === role.id) &&
			[user.firstName, user.lastName, user.username, user.email].join('\n').toLowerCase().includes(part) &&
			groups.every(({ id }) => user.groups.some((group) => group.id === id));
		const users = await sisense.users.all(role ? { roleId: role.id } : {});
		return users
			.filter(matches)
			.slice(0, mostOf(input))
			.map((entity) => ({ entity }));
	},
});
