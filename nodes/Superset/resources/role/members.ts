import { mostOf, paging } from '../../../../kit/fields';
import { pick } from '../../../../kit/names';
import { ROLE } from '../../../../products/superset/roles';
import { acceptPasswordLoss, allowLastAdmin, allowSelf, roleField, usersField } from '../../fields';
import { operation } from '../../operation';
import { roleView, userView } from '../../views';
import { grantMany } from '../grantMany';

export const getMembers = operation({
	name: 'Get Members',
	action: 'Get the users who have a role',
	description: 'Get the users who have a role directly, inactive ones included',
	fields: { role: roleField(), ...paging },
	repeat: 'safe',
	view: userView,
	prepare: async (superset) => await superset.roles.all(),
	async run(superset, { role, ...input }, roles) {
		const members = await superset.users.withRole(pick(role, roles, ROLE).id);
		return members.slice(0, mostOf(input)).map((entity) => ({ entity }));
	},
});

const membership = (member: boolean) =>
	operation({
		name: member ? 'Add Members' : 'Remove Members',
		action: member ? 'Add users to a role' : 'Remove users from a role',
		description: member ? 'Give a role to several users at once' : 'Take a role from several users at once',
		fields: { role: roleField(), users: usersField() },
		options: member ? { acceptPasswordLoss } : { acceptPasswordLoss, allowLastAdmin, allowSelf },
		repeat: 'safe',
		view: roleView,
		output: { changed: 'boolean', people: ['string'] },
		prepare: async (superset) => await superset.roles.all(),
		target: ({ role }, roles) => pick(role, roles, ROLE).id,
		async runMany(superset, inputs, roles) {
			const role = pick(inputs[0].role, roles, ROLE);
			return await grantMany(
				superset,
				inputs,
				member,
				role,
				async (people, wishes) => await superset.roles.grant(role, people, wishes, inputs[0].options),
			);
		},
	});

export const addMembers = membership(true);
export const removeMembers = membership(false);
