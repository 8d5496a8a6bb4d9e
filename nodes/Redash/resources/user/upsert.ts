import { collection } from '../../../../kit/fields';
import { Problem } from '../../../../kit/problem';
import { whenInactiveField } from '../../../fields';
import { difference, nameOf } from '../../../../products/redash/person';
import {
	allowLastAdmin,
	allowSelf,
	byEmail,
	emailField,
	groupsField,
	nameField,
	noMail,
	returnInviteLink,
} from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';
import { createUser } from './shared';

const whenInactive = whenInactiveField({
	state: 'Disabled',
	revive: ['Enable', 'Enable the account and update it; its old API key works again'],
});

export const upsert = operation({
	name: 'Create or Update',
	action: 'Create or update a user',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	fields: {
		email: emailField(),
		name: nameField({ required: true }),
		additionalFields: collection({ displayName: 'Additional Fields' }, { groups: groupsField() }),
	},
	options: { allowLastAdmin, allowSelf, noMail, returnInviteLink, whenInactive },
	repeat: 'safe',
	view: userView,
	output: { 'inviteLink?': 'string?' },
	prepare: async (redash, inputs) => await redash.users.behind(inputs.map(({ email }) => byEmail(email))),
	target: ({ email }) => email.toLowerCase(),
	async run(redash, { email, name, additionalFields, options }, people) {
		const groups = additionalFields.groups && (await redash.groups.named(additionalFields.groups));
		const user = people.oneOrNone(byEmail(email));
		if (!user) return await createUser(redash, people, { email, name, groups, ...options });
		const disabled = user.state === 'disabled';
		const when = options.whenInactive ?? 'refuse';
		if (disabled && when === 'refuse') {
			throw new Problem(
				`${nameOf(user)} has a disabled Redash account (ID ${user.id}): the person may have left.`,
				'Set "When Disabled" in the options to enable it or to leave it disabled.',
			);
		}
		// Groups first: a guard that forbids them keeps the rest from being half done. An old name costs budget.
		const placed = groups && (await redash.groups.set(user, groups, options));
		const profile = difference(user, { name });
		const renamed = Object.keys(profile).length > 0;
		if (renamed) await redash.users.update(user, profile);
		const enables = disabled && when === 'reactivate';
		if (enables) await redash.users.enable(user);
		if (!placed && !renamed && !enables) return unchanged(user);
		const state = enables ? (user.pending ? 'pending' : 'active') : user.state;
		const now = { ...(placed ?? user), ...profile, state };
		people.put(now);
		return changed(now, { ...profile, ...(groups && { groups }), ...(enables && { state }) });
	},
	readBack: readBackUsers,
});
