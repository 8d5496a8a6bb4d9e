import { flag } from '../../../../kit/fields';
import { restoreAdmin, userField } from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';
import { REACTIVATED, revive } from './revive';
import { behind, refuseDeactivated, targetOf } from './shared';

const THING = { type: 'string', id: 'integer', name: 'string' } as const;

export const deactivate = operation({
	name: 'Deactivate',
	action: 'Deactivate a user so that they can no longer sign in',
	description:
		'Shut a user out at once; what they made stays and goes on being sent, groups stay, and their place in subscriptions is lost for good',
	fields: { user: userField() },
	options: {
		replacePassword: flag({
			displayName: 'Replace Password First',
			description:
				'Whether to set a random password before, so that the old one, open sessions and reset links do not come back with a reactivation. Impossible afterwards.',
		}),
	},
	repeat: 'safe',
	view: userView,
	output: { 'subscriptionsLost?': [THING], 'staysBehind?': [THING], 'passwordReplaced?': 'boolean' },
	prepare: behind,
	target: targetOf,
	async run(metabase, { user: reference, options }, people) {
		const user = people.one(reference);
		if (user.state === 'deactivated') return unchanged(user);
		await metabase.guards.shuttingOut(user);
		const mailed = (await metabase.content.mailed(user)).filter(({ archived }) => !archived);
		const replaces = options.replacePassword === true && user.sso === null;
		if (replaces) await metabase.users.spoilPassword(user);
		await metabase.users.deactivate(user);
		const now = { ...user, state: 'deactivated' as const };
		people.put(now);
		const shown = (role: string, ...types: string[]) =>
			mailed
				.filter((one) => one.role === role && types.includes(one.type))
				.map(({ type, id, name }) => ({ type, id, name }));
		return changed(
			now,
			{ state: 'deactivated' },
			{
				subscriptionsLost: shown('recipient', 'subscription'),
				staysBehind: shown('creator', 'subscription', 'alert'),
				...(options.replacePassword && { passwordReplaced: replaces }),
			},
		);
	},
	readBack: readBackUsers,
});

export const reactivate = operation({
	name: 'Reactivate',
	action: 'Reactivate a deactivated user',
	description:
		'Let a deactivated user sign in again; groups come back, places in subscriptions do not, and the rights of an admin only if told',
	fields: { user: userField() },
	options: { restoreAdmin },
	repeat: 'safe',
	view: userView,
	output: REACTIVATED,
	prepare: behind,
	target: targetOf,
	async run(metabase, { user: reference, options }, people) {
		const user = people.one(reference);
		if (user.state === 'active') return unchanged(user);
		const revived = await revive(metabase, user, options.restoreAdmin);
		people.put(revived.user);
		return changed(revived.user, { state: 'active', groupIds: revived.user.groupIds }, revived.told);
	},
	readBack: readBackUsers,
});

export const completeTour = operation({
	name: 'Complete Tour',
	action: 'Mark the welcome tour of a user as done',
	description: 'Spare a new user the welcome that Metabase shows at the first sign-in',
	fields: { user: userField() },
	repeat: 'safe',
	view: userView,
	prepare: behind,
	target: targetOf,
	async run(metabase, { user: reference }, people) {
		const user = people.one(reference);
		refuseDeactivated(user, 'its tour cannot be ended');
		if (user.raw.is_qbnewb === false) return unchanged(user);
		await metabase.users.endTour(user);
		people.put({ ...user, raw: { ...user.raw, is_qbnewb: false } });
		return changed(user, { tourDone: true });
	},
	readBack: readBackUsers,
});
