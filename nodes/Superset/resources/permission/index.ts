import { collection, mostOf, paging, text } from '../../../../kit/fields';
import type { Resource } from '../../../../kit/operation';
import type { Superset } from '../../../../products/superset/client';
import { operation } from '../../operation';
import { permissionView } from '../../views';

const getAll = operation({
	name: 'Get Many',
	action: 'Get many permissions',
	description: 'Get the permissions this server knows, to be given to roles',
	fields: {
		...paging,
		filters: collection(
			{ displayName: 'Filters', placeholder: 'Add Filter' },
			{ name: text({ displayName: 'Name Contains', placeholder: 'e.g. on Dashboard' }) },
		),
	},
	repeat: 'safe',
	view: permissionView,
	prepare: async (superset) => await superset.permissions.all(),
	async run(_, { filters, ...input }, permissions) {
		const part = filters.name?.toLowerCase() ?? '';
		const hits = permissions.filter(({ name }) => name.toLowerCase().includes(part));
		return hits.slice(0, mostOf(input)).map((entity) => ({ entity }));
	},
});

export const permission: Resource<Superset> = { name: 'Permission', operations: { getAll } };
