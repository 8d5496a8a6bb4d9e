import { choice, collection, mostOf, paging, text } from '../../../../kit/fields';
import type { ScimUser } from '../../../../products/sisense/scim/users';
import { scimUserField } from '../../fields';
import { operation } from '../../operation';
import { scimUserView } from '../../views';

export const get = operation({
	name: 'Get',
	action: 'Get a SCIM user by user name or ID',
	description: 'Get one user of the SCIM server',
	fields: { user: scimUserField() },
	repeat: 'safe',
	view: scimUserView,
	run: async (sisense, { user }) => ({ entity: await sisense.scim.users.one(user) }),
});

export const getAll = operation({
	name: 'Get Many',
	action: 'Get many SCIM users',
	description: 'Get many users of the SCIM server',
	fields: {
		...paging,
		filters: collection(
			{ displayName: 'Filters', placeholder: 'Add Filter' },
			{
				search: text({ displayName: 'Name or Email Contains', placeholder: 'e.g. @example.com' }),
				state: choice({ displayName: 'State' }, [
					{ name: 'Active', value: 'active' },
					{ name: 'Inactive', value: 'inactive' },
				]),
			},
		),
	},
	repeat: 'safe',
	view: scimUserView,
	async run(sisense, { filters, ...input }) {
		const part = filters.search?.toLowerCase() ?? '';
		const matches = (user: ScimUser) =>
			(filters.state === undefined || user.active === (filters.state === 'active')) &&
			[user.userName, user.email, user.firstName, user.lastName].join('\n').toLowerCase().includes(part);
		const users = (await sisense.scim.users.all()).filter(matches);
		return users.slice(0, mostOf(input)).map((entity) => ({ entity }));
	},
});
