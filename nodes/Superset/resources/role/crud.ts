import { text } from '../../../../kit/fields';
import { pick, refuseTaken } from '../../../../kit/names';
import { Problem, Refusal } from '../../../../kit/problem';
import type { Superset } from '../../../../products/superset/client';
import { BUILT_IN, ROLE, type Role } from '../../../../products/superset/roles';
import { allowInUse, roleField } from '../../fields';
import { catalogueFields, catalogueHits } from '../../../catalogue';
import { operation, unchanged } from '../../operation';
import { roleView } from '../../views';

const nameField = () => text({ displayName: 'Name', required: true, placeholder: 'e.g. Finance Viewers' }, { max: 64 });
const allRoles = async (superset: Superset) => await superset.roles.all();
const readBack = async (superset: Superset, ids: string[]) => await superset.roles.readBack(ids);
const written = (role: Role) => ({
	entity: role,
	changed: true,
	confirm: {
		id: String(role.id),
		fault: (now?: Role) =>
			now?.name === role.name ? undefined : `Superset accepted the role "${role.name}" but did not keep it.`,
	},
});

export const create = operation({
	name: 'Create',
	action: 'Create a role',
	description: 'Create a role without permissions; fails if the name is taken',
	fields: { name: nameField() },
	repeat: 'fails',
	view: roleView,
	prepare: allRoles,
	target: ({ name }) => name,
	async run(superset, { name }, roles) {
		refuseTaken('Superset', roles, name, 'role');
		const role = await superset.roles.create(name);
		roles.push(role);
		return written(role);
	},
	readBack,
});

export const get = operation({
	name: 'Get',
	action: 'Get a role by name or ID',
	description: 'Get one role',
	fields: { role: roleField() },
	repeat: 'safe',
	view: roleView,
	prepare: allRoles,
	run: async (_, { role }, roles) => ({ entity: pick(role, roles, ROLE) }),
});

export const getAll = operation({
	name: 'Get Many',
	action: 'Get many roles',
	description: 'Get many roles: their names and IDs',
	fields: catalogueFields('Finance'),
	repeat: 'safe',
	view: roleView,
	prepare: allRoles,
	run: async (_, input, roles) => catalogueHits(roles, input),
});

export const update = operation({
	name: 'Update',
	action: 'Rename a role',
	description: 'Rename a role; built-in ones keep their names, because the server counts on them',
	fields: { role: roleField(), name: nameField() },
	repeat: 'safe',
	view: roleView,
	prepare: allRoles,
	target: ({ role }, roles) => pick(role, roles, ROLE).id,
	async run(superset, { role: reference, name }, roles) {
		const role = pick(reference, roles, ROLE);
		if (role.name === name) return unchanged(role);
		refuseBuiltIn(role, 'renamed');
		refuseTaken('Superset', roles, name, 'role', role);
		await superset.update('roles', role.id, { name });
		return written({ ...role, name });
	},
	readBack,
});

export const remove = operation({
	name: 'Delete',
	action: 'Delete a role',
	description: 'Delete a role nobody has; built-in roles are never deleted',
	fields: { role: roleField() },
	options: { allowInUse },
	repeat: 'fails',
	output: { deleted: 'boolean', id: 'integer', name: 'string', members: 'integer' },
	prepare: allRoles,
	target: ({ role }, roles) => pick(role, roles, ROLE).id,
	async run(superset, { role: reference, options }, roles) {
		const role = pick(reference, roles, ROLE);
		refuseBuiltIn(role, 'deleted');
		const members = await superset.roles.memberIds(role);
		if (members.size > 0 && !options.allowInUse) {
			throw new Refusal(
				`${members.size} ${members.size === 1 ? 'user has' : 'users have'} the role "${role.name}": Superset would take it from them without a word.`,
				'Move them to another role first',
				'Allow In Use',
			);
		}
		await superset.remove('roles', role.id);
		roles.splice(roles.indexOf(role), 1);
		return { json: { deleted: true, id: role.id, name: role.name, members: members.size } };
	},
});

function refuseBuiltIn({ name }: Role, done: string): void {
	if (BUILT_IN.includes(name)) {
		throw new Problem(
			`"${name}" is one of Superset's own roles and can't be ${done}.`,
			'Create a role of your own for what you need.',
		);
	}
}
