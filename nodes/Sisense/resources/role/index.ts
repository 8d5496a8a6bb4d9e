import type { Resource } from '../../../../kit/operation';
import type { Sisense } from '../../../../products/sisense/client';
import { chooseRole } from '../../../../products/sisense/roles';
import { catalogueFields, catalogueHits } from '../../../catalogue';
import { roleField } from '../../fields';
import { operation } from '../../operation';
import { roleView } from '../../views';

const prepare = async (sisense: Sisense) => await sisense.roles.all();

const get = operation({
	name: 'Get',
	action: 'Get a role by name or ID',
	description: "Get one role, by Sisense's word for it or the API's",
	fields: { role: roleField() },
	repeat: 'safe',
	view: roleView,
	prepare,
	run: async (_, { role }, roles) => ({ entity: chooseRole(role, roles) }),
});

const getAll = operation({
	name: 'Get Many',
	action: 'Get many roles',
	description: 'Get many roles, custom ones included',
	fields: catalogueFields('Designer'),
	repeat: 'safe',
	view: roleView,
	prepare,
	run: async (_, input, roles) => catalogueHits(roles, input),
});

export const role: Resource<Sisense> = { name: 'Role', operations: { get, getAll } };
