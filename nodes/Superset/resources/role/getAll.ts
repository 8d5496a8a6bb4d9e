import { collection, mostOf, paging, text } from '../../../../kit/fields';
import { operation } from '../../operation';
import { roleView } from '../../views';

export const getAll = operation({
	name: 'Get Many',
	action: 'Get many roles',
	description: 'Get many roles: their names and IDs',
	fields: {
		...paging,
		filters: collection(
			{ displayName: 'Filters', placeholder: 'Add Filter' },
			{ name: text({ displayName: 'Name Contains', placeholder: 'e.g. Finance' }) },
		),
	},
	repeat: 'safe',
	view: roleView,
	async run(superset, { filters, ...input }) {
		const part = filters.name?.toLowerCase() ?? '';
		const roles = (await superset.roles.all()).filter(({ name }) => name.toLowerCase().includes(part));
		return roles.slice(0, mostOf(input)).map((entity) => ({ entity }));
	},
});
