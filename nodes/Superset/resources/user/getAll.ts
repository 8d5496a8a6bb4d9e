import { choice, collection, mostOf, paging, text } from '../../../../kit/fields';
import type { Filter } from '../../../../products/superset/query';
import { rolesField } from '../../fields';
import { operation } from '../../operation';
import { userView } from '../../views';
import type { User } from '../../../../products/superset/person';

const filters = collection(
	{ displayName: 'Filters', placeholder: 'Add Filter' },
	{
		active: choice({ displayName: 'State' }, [
			{ name: 'Active', value: 'active' },
			{
				name: 'Inactive',
				value: 'inactive',
				description: "Can't sign in; also accounts whose state was never set",
			},
		]),
		email: text({ displayName: 'Email Contains', placeholder: 'e.g. @example.com' }),
		lastName: text({ displayName: 'Last Name Contains' }),
		roles: rolesField({ description: 'Only users who have all of these roles directly' }),
		username: text({ displayName: 'Username Contains' }),
	},
);

export const getAll = operation({
	name: 'Get Many',
	action: 'Get many users',
	description: 'Get many users, inactive ones included',
	fields: {
		...paging,
		filters,
	},
	repeat: 'safe',
	view: userView,
	async run(superset, { filters: wanted, ...input }) {
		const roles = wanted.roles ? await superset.roles.named(wanted.roles) : [];
		const contains: Array<[string, string | undefined]> = [
			['email', wanted.email],
			['last_name', wanted.lastName],
			['username', wanted.username],
		];
		const sent: Filter[] = [
			...contains.flatMap(([col, value]): Filter[] => (value ? [{ col, opr: 'ct', value }] : [])),
			...(wanted.active === 'active' ? [{ col: 'active', opr: 'eq', value: true } as Filter] : []),
			...roles.map(({ id }): Filter => ({ col: 'roles', opr: 'rel_m_m', value: id })),
		];
		// No filter finds accounts whose state is null, so "inactive" is decided here; and no filter is trusted.
		const matches = (user: User) =>
			(wanted.active === undefined || (user.active === true) === (wanted.active === 'active')) &&
			contains.every(([col, value]) => !value || String(user[col]).toLowerCase().includes(value.toLowerCase())) &&
			roles.every(({ id }) => user.roles.some((role) => role.id === id));
		const users = await superset.users.all(sent, matches, mostOf(input));
		return users.map((entity) => ({ entity }));
	},
});
