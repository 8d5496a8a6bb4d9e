import { flag } from '../../../../kit/fields';
import { label } from '../../../../kit/handover';
import { deleteUser } from '../../../../products/superset/deletion';
import { allowLastAdmin, allowSelf, userField } from '../../fields';
import { operation } from '../../operation';

const allowOwnerless = flag({
	displayName: 'Allow Ownerless Content',
	description:
		'Whether to delete the user even if dashboards, charts, datasets or reports lose their only owner by it',
});

export const remove = operation({
	name: 'Delete',
	action: 'Delete a user for good (deactivating is safer)',
	description: 'Delete a user and their saved queries; refused for most authors, whom you deactivate instead',
	fields: { user: userField() },
	options: { allowLastAdmin, allowOwnerless, allowSelf },
	repeat: 'fails',
	output: { deleted: 'boolean', id: 'integer', email: 'string', lostOwner: ['string'] },
	prepare: async (superset, inputs) => await superset.users.behind(inputs.map(({ user }) => user)),
	target: ({ user }, people) => people.one(user).id,
	async run(superset, { user: reference, options }, people) {
		const user = people.one(reference);
		await superset.guards.check(user, { active: false }, options);
		const owned = await deleteUser(superset, user, options.allowOwnerless);
		people.drop(user.id);
		return { json: { deleted: true, id: user.id, email: user.email, lostOwner: owned.map(label) } };
	},
});
