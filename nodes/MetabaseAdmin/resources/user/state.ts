import type { IDataObject } from 'n8n-workflow';

import { flag } from '../../../../kit/fields';
import { asProblem } from '../../../../kit/problem';
import type { Metabase } from '../../../../products/metabase/client';
import { replacePassword, undoneBySignIn } from '../../../../products/metabase/leaving';
import type { User } from '../../../../products/metabase/person';
import { restoreAdmin, userField } from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';
import { REACTIVATED, revive } from '../../../../products/metabase/revival';
import { behind, refuseDeactivated, targetOf } from './shared';

const THING = { type: 'string', id: 'integer', name: 'string' } as const;

/** What the person's going ends, and what goes on working or being sent. @param blindSpots gets what the server does not show */
async function stockOf(metabase: Metabase, user: User, blindSpots: string[]): Promise<IDataObject> {
	const found = [...(await metabase.content.mailed(user, [false], blindSpots)), ...(await metabase.content.keysOf(user))];
	const shown = (role: string, ...types: string[]) =>
		found
			.filter((one) => one.role === role && types.includes(one.type))
			.map(({ type, id, name }) => ({ type, id, name }));
	const collection = user.raw.personal_collection_id;
	return {
		subscriptionsLost: shown('recipient', 'subscription'),
		staysBehind: [
			...shown('creator', 'subscription', 'alert', 'apiKey'),
			...(collection == null ? [] : [{ type: 'collection', id: collection, name: 'Personal collection' }]),
		],
	};
}

/** Notes down what failed: nothing on the way keeps somebody's door open (contract 13). */
const noting = (what: string, missed: string[]) => (thrown: unknown) => {
	missed.push(`${what} ${asProblem(thrown).what}`);
	return undefined;
};

const hintOf = (sentences: string[]) => (sentences.length > 0 ? { hint: sentences.join(' ') } : {});

export const deactivate = operation({
	name: 'Deactivate',
	action: 'Deactivate a user so that they can no longer sign in',
	description:
		'Shut a user out at once; what they made stays and goes on being sent, API keys and groups stay, and their place in subscriptions is lost for good',
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
	output: { 'subscriptionsLost?': [THING], 'staysBehind?': [THING], 'passwordReplaced?': 'boolean', 'hint?': 'string' },
	prepare: behind,
	target: targetOf,
	async run(metabase, { user: reference, options }, people) {
		const user = people.one(reference);
		if (user.state === 'deactivated') return unchanged(user);
		await metabase.guards.shuttingOut(user);
		const missed: string[] = [];
		const stock = await stockOf(metabase, user, missed).catch(noting('What stays behind could not be read before.', missed));
		const warning = await undoneBySignIn(metabase, user).catch(noting('Whether single sign-on lets the person in again could not be read.', missed));
		const replaced =
			options.replacePassword && (await replacePassword(metabase, user).catch(noting('The password could not be replaced.', missed)));
		await metabase.users.deactivate(user);
		const now = { ...user, state: 'deactivated' as const };
		people.put(now);
		return changed(
			now,
			{ state: 'deactivated' },
			{
				...stock,
				...(options.replacePassword && { passwordReplaced: replaced === true }),
				...hintOf([...(warning ?? []), ...missed]),
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
