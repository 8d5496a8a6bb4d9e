import { choice, collection, mostOf, paging, text } from '../../../../kit/fields';
import type { User } from '../../../../products/redash/person';
import { groupsField } from '../../fields';
import { operation } from '../../operation';
import { userView } from '../../views';

const filters = collection(
	{ displayName: 'Filters', placeholder: 'Add Filter' },
	{
		groups: { ...groupsField(), property: { ...groupsField().property, description: 'Only users who are in all of these groups' } },
		search: text({ displayName: 'Name or Email Contains', placeholder: 'e.g. @example.com' }),
		state: choice({ displayName: 'State' }, [
			{ name: 'Active', value: 'active', description: 'Enabled, and the invitation was accepted' },
			{ name: 'Disabled', value: 'disabled' },
			{ name: 'Pending', value: 'pending', description: 'Invited but not accepted; the API key works all the same' },
		]),
	},
);

export const getAll = operation({
	name: 'Get Many',
	action: 'Get many users',
	description: 'Get many users, disabled and pending ones included',
	fields: { ...paging, filters },
	repeat: 'safe',
	view: userView,
	async run(redash, { filters: wanted, ...input }) {
		const groups = wanted.groups ? await redash.groups.named(wanted.groups) : [];
		// The server's search takes `_` and `%` for anything, so what it sends is looked at again.
		const part = wanted.search?.toLowerCase() ?? '';
		const matches = (user: User) =>
			(wanted.state === undefined || user.state === wanted.state) &&
			`${user.name}\n${user.email}`.toLowerCase().includes(part) &&
			groups.every(({ id }) => user.groups.some((group) => group.id === id));
		const halves = wanted.state === undefined ? undefined : [wanted.state === 'disabled' ? 'disabled' : 'enabled'] as const;
		const users = await redash.users.all(halves && [...halves], part === '' ? {} : { q: wanted.search! });
		return users.filter(matches).slice(0, mostOf(input)).map((entity) => ({ entity }));
	},
});
