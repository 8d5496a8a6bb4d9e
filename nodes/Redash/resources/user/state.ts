import { flag } from '../../../../kit/fields';
import { allowLastAdmin, userField } from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';
import { behind, targetOf } from './shared';

export const disable = operation({
	name: 'Disable',
	action: 'Disable a user so that they can no longer sign in',
	description:
		'Shut a user out at once: sign-in, sessions and API key; groups, content, query keys and public links stay',
	fields: { user: userField() },
	options: {
		allowLastAdmin,
		renewKeyFirst: flag({
			displayName: 'Renew API Key First',
			description:
				'Whether to renew the API key before, so that a copy of it does not come back to life when the user is enabled. Impossible afterwards.',
		}),
	},
	repeat: 'safe',
	view: userView,
	output: { 'keyRenewed?': 'boolean' },
	prepare: behind,
	target: targetOf,
	async run(redash, { user: reference, options }, people) {
		const user = people.one(reference);
		if (user.state === 'disabled') return unchanged(user);
		await redash.guards.shuttingOut(user, 'disabled', options);
		if (options.renewKeyFirst) await redash.users.regenerateKey(user);
		await redash.users.disable(user);
		const now = { ...user, state: 'disabled' as const };
		people.put(now);
		return changed(now, { state: 'disabled' }, options.renewKeyFirst ? { keyRenewed: true } : undefined);
	},
	readBack: readBackUsers,
});

export const enable = operation({
	name: 'Enable',
	action: 'Enable a disabled user',
	description: 'Let a disabled user sign in again; groups and the old API key come back with it',
	fields: { user: userField() },
	options: {
		renewKey: flag({
			displayName: 'Renew API Key',
			description: 'Whether to renew the API key at once, because the old one works again',
		}),
	},
	repeat: 'safe',
	view: userView,
	output: { 'keyRenewed?': 'boolean' },
	prepare: behind,
	target: targetOf,
	async run(redash, { user: reference, options }, people) {
		const user = people.one(reference);
		if (user.state !== 'disabled') return unchanged(user);
		await redash.users.enable(user);
		const state = user.pending ? ('pending' as const) : ('active' as const);
		const now = { ...user, state };
		people.put(now);
		if (options.renewKey) await redash.users.regenerateKey(now);
		return changed(now, { state }, options.renewKey ? { keyRenewed: true } : undefined);
	},
	readBack: readBackUsers,
});
