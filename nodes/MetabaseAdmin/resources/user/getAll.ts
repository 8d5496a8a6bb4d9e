import { choice, collection, mostOf, paging, text } from '../../../../kit/fields';
import { isFound, type User } from '../../../../products/metabase/person';
import { groupsField } from '../../fields';
import { operation } from '../../operation';
import { userView } from '../../views';

const filters = collection(
	{ displayName: 'Filters', placeholder: 'Add Filter' },
	{
		groups: {
			...groupsField(),
			property: { ...groupsField().property, description: 'Only users who are in all of these groups' },
		},
		search: text({ displayName: 'Name or Email Contains', placeholder: 'e.g. @example.com' }),
		state: choice({ displayName: 'State' }, [
			{ name: 'Active', value: 'active' },
			{ name: 'Deactivated', value: 'deactivated' },
		]),
	},
);

export const getAll = operation({
	name: 'Get Many',
	action: 'Get many users',
	description: 'Get many users, deactivated ones and those of tenants included; accounts of API keys are left out',
	fields: { ...paging, filters },
	repeat: 'safe',
	view: userView,
	async run(metabase, { filters: wanted, ...input }) {
		const groups = wanted.groups ? await metabase.groups.named(wanted.groups) : [];
		const part = wanted.search ?? '';
		const matches = (user: User) =>
			(wanted.state === undefined || user.state === wanted.state) &&
			isFound(user, part) &&
			groups.every(({ id }) => user.groupIds.includes(id));
		const filter = { ...(part !== '' && { query: part }), ...(wanted.state && { status: wanted.state }) };
		return (await metabase.users.first(mostOf(input), filter, matches)).map((entity) => ({ entity }));
	},
});

export const getRecipients = operation({
	name: 'Get Recipients',
	action: 'Get who can receive subscriptions and alerts',
	description: 'Get the people who can be chosen as recipients of subscriptions and alerts',
	fields: { ...paging },
	repeat: 'safe',
	output: { id: 'integer', email: 'string', firstName: 'string', lastName: 'string' },
	async run(metabase, input) {
		const rows = await metabase.users.recipients();
		return rows.slice(0, mostOf(input)).map(({ id, email, first_name: firstName, last_name: lastName }) => ({
			json: { id, email, firstName: firstName ?? '', lastName: lastName ?? '' },
		}));
	},
});
