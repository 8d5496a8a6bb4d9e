import type { Resource } from '../../../../kit/operation';
import type { Superset } from '../../../../products/superset/client';
import { catalogueFields, catalogueHits } from '../../../catalogue';
import { operation } from '../../operation';
import { permissionView } from '../../views';

const getAll = operation({
	name: 'Get Many',
	action: 'Get many permissions',
	description: 'Get the permissions this server knows, to be given to roles',
	fields: catalogueFields('on Dashboard'),
	repeat: 'safe',
	view: permissionView,
	prepare: async (superset) => await superset.permissions.all(),
	run: async (_, input, permissions) => catalogueHits(permissions, input),
});

export const permission: Resource<Superset> = { name: 'Permission', operations: { getAll } };
