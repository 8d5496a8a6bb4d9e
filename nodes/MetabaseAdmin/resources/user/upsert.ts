import { collection } from '../../../../kit/fields';
import type { Outcome } from '../../../../kit/operation';
import { Problem } from '../../../../kit/problem';
import { whenInactiveField } from '../../../fields';
import type { User } from '../../../../products/metabase/person';
import {
	byEmail,
	emailField,
	firstNameField,
	groupsField,
	lastNameField,
	loginAttributesField,
	restoreAdmin,
	returnPassword,
	returnPasswordResetUrl,
} from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';
import { CREATED, createUser } from './shared';
import { REACTIVATED, revive } from '../../../../products/metabase/revival';

const whenInactive = whenInactiveField({
	state: 'Deactivated',
	revive: ['Reactivate', 'Reactivate the account and update it; the rights of an admin do not come back by themselves'],
	leave: 'Change nothing: Metabase updates no deactivated account',
});

export const upsert = operation({
	name: 'Create or Update',
	action: 'Create or update a user',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	fields: {
		email: emailField(),
		additionalFields: collection(
			{ displayName: 'Additional Fields' },
			{
				firstName: firstNameField(),
				groups: groupsField(),
				lastName: lastNameField(),
				loginAttributes: loginAttributesField(),
			},
		),
	},
	options: { restoreAdmin, returnPassword, returnPasswordResetUrl, whenInactive },
	repeat: 'safe',
	view: userView,
	output: { ...CREATED, ...REACTIVATED },
	prepare: async (metabase, inputs) => await metabase.users.behind(inputs.map(({ email }) => byEmail(email))),
	target: ({ email }) => email.toLowerCase(),
	async run(metabase, { email, additionalFields, options }, people): Promise<Outcome<User>> {
		const known = people.oneOrNone(byEmail(email));
		if (!known) return await createUser(metabase, people, { email, fields: additionalFields, ...options });
		const when = options.whenInactive ?? 'refuse';
		if (known.state === 'deactivated' && when === 'refuse') {
			throw new Problem(
				`${known.email} has a deactivated Metabase account (ID ${known.id}): the person may have left.`,
				'Set "When Deactivated" in the options to reactivate it or to leave it alone.',
			);
		}
		if (known.state === 'deactivated' && when === 'leave') return unchanged(known);
		const { groups, ...profile } = additionalFields;
		const named = groups && (await metabase.groups.named(groups));
		const revived = known.state === 'deactivated' ? await revive(metabase, known, options.restoreAdmin) : undefined;
		const user = revived?.user ?? known;
		const groupIds = named && (await metabase.groups.setFor(user, named));
		const written = await metabase.users.change(user, { ...profile, groupIds });
		if (!written && !revived) return unchanged(user);
		const now = await metabase.users.after(user, written ?? {});
		people.put(now);
		return changed(now, { ...written, ...(revived && { state: 'active' }) }, revived?.told);
	},
	readBack: readBackUsers,
});
