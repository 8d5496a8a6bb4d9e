import { mostOf, paging } from '../../../../kit/fields';
import { choose, pick } from '../../../../kit/names';
import { Problem } from '../../../../kit/problem';
import { PERMISSION, type Permission } from '../../../../products/superset/permissions';
import { BUILT_IN, ROLE } from '../../../../products/superset/roles';
import { permissionsField, roleField } from '../../fields';
import { operation } from '../../operation';
import { permissionView, roleView } from '../../views';

export const getPermissions = operation({
	name: 'Get Permissions',
	action: 'Get the permissions of a role',
	description: 'Get what a role allows',
	fields: { role: roleField(), ...paging },
	repeat: 'safe',
	view: permissionView,
	prepare: async (superset) => await superset.roles.all(),
	async run(superset, { role, ...input }, roles) {
		const permissions = await superset.permissions.ofRole(pick(role, roles, ROLE));
		return permissions.slice(0, mostOf(input)).map((entity) => ({ entity }));
	},
});

const change = (add: boolean) =>
	operation({
		name: add ? 'Add Permissions' : 'Remove Permissions',
		action: add ? 'Add permissions to a role' : 'Remove permissions from a role',
		description: add
			? 'Allow a role more; what it allows already stays'
			: 'Allow a role less; the next "superset init" gives built-in roles theirs back',
		fields: { role: roleField(), permissions: permissionsField() },
		repeat: 'safe',
		view: roleView,
		output: { changed: 'boolean', permissions: 'integer' },
		prepare: async (superset) => ({ roles: await superset.roles.all(), known: await superset.permissions.all() }),
		// Each change replaces the whole list, so one after another on what the one before left.
		target: ({ role }, { roles }) => pick(role, roles, ROLE).id,
		async run(superset, input, { roles, known }) {
			const role = pick(input.role, roles, ROLE);
			const meant = choose(input.permissions, known, PERMISSION);
			const before = await superset.permissions.ofRole(role);
			const has = (list: Permission[]) => (one: Permission) => list.some(({ id }) => id === one.id);
			const wanted = add
				? [...before, ...meant.filter((one) => !has(before)(one))]
				: before.filter((one) => !has(meant)(one));
			if (wanted.length === before.length)
				return { entity: role, changed: false, extra: { permissions: before.length } };
			if (wanted.length === 0 && BUILT_IN.includes(role.name)) {
				throw new Problem(
					`"${role.name}" is one of Superset's own roles and can't be emptied.`,
					'Leave it at least one permission.',
				);
			}
			await superset.permissions.setOfRole(role, wanted);
			const after = await superset.permissions.ofRole(role);
			const wrong = meant.filter((one) => has(after)(one) !== add).map(({ name }) => name);
			if (wrong.length > 0) {
				throw new Problem(
					`Superset accepted the change of the role "${role.name}" but did not apply it to: ${wrong.join(', ')}.`,
					'Look at the role in Superset.',
				);
			}
			return { entity: role, changed: true, extra: { permissions: after.length } };
		},
	});

export const addPermissions = change(true);
export const removePermissions = change(false);
