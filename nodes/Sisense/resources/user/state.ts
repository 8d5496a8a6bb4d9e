import { flag } from '../../../../kit/fields';
import { asProblem, Problem } from '../../../../kit/problem';
import type { Sisense } from '../../../../products/sisense/client';
import { lockOut, setActive, warningFor } from '../../../../products/sisense/lockout';
import type { User } from '../../../../products/sisense/person';
import { allowLastAdmin, userField } from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';
import { behind, targetOf } from './shared';

const WHAT_WORKS =
	'What does work: "Log Out" (sessions and tokens), "Update" with a new password, the role Viewer and no groups, then "Transfer Owned" and "Delete"; or switch on "Lock Out Instead" in the options.';

/** A token may outlive that its account is not active: nobody has seen what such a server does with it (contract 16). */
async function endSessions(sisense: Sisense, user: User): Promise<boolean> {
	return await sisense.users.logOut(user).catch((thrown: unknown) => {
		const { what, httpCode } = asProblem(thrown);
		throw new Problem(
			`${user.email} is deactivated in Sisense, but sessions and tokens could not be ended and may go on: ${what}`,
			'Use "Log Out" for this person.',
			{ httpCode },
		);
	});
}

export const deactivate = operation({
	name: 'Deactivate',
	action: 'Deactivate a user, if this server can',
	description:
		'Write that an account is not active, end its sessions, and look whether the server did it: most ignore it, and this then fails with what does work; "Lock Out Instead" shuts the person out in every other way',
	fields: { user: userField() },
	options: {
		allowLastAdmin,
		lockOut: flag({
			displayName: 'Lock Out Instead',
			description:
				'Whether to shut the person out where the account stays active: a random password, sessions and tokens ended, the role Viewer, no groups. Transfer what they own before: a Viewer may not be able to own it.',
		}),
	},
	repeat: 'safe',
	view: userView,
	output: { status: 'string', 'passwordReplaced?': 'boolean', 'sessionsEnded?': 'boolean', 'hint?': 'string' },
	prepare: behind,
	target: targetOf,
	async run(sisense, { user: reference, options }, people) {
		const user = people.one(reference);
		if (user.state === 'deactivated') return { ...unchanged(user), extra: { status: 'deactivated' } };
		await sisense.guards.shuttingOut(user, 'deactivated', options);
		// Not active already, so nothing would show whether the write did anything, and the invitation still opens the account.
		if (user.state === 'pending') {
			throw new Problem(
				`${user.email} never accepted the invitation: Sisense shows such an account as inactive, and the invitation still opens it.`,
				'Use "Delete": that ends the invitation.',
			);
		}
		if (await setActive(sisense, user, false)) {
			const now = { ...user, state: 'deactivated' as const };
			people.put(now);
			const sessionsEnded = await endSessions(sisense, user);
			return changed(now, { active: false }, { status: 'deactivated', sessionsEnded, ...warningFor(user) });
		}
		if (!options.lockOut) {
			throw new Problem(
				`${user.email} is still active in Sisense: this server can't deactivate accounts, whether it ignores or refuses that.`,
				WHAT_WORKS,
			);
		}
		const { user: now, ...told } = await lockOut(sisense, user);
		people.put(now);
		return changed(now, { role: now.role, groups: [] }, { status: 'lockedOut', ...told, ...warningFor(user) });
	},
	readBack: readBackUsers,
});

export const reactivate = operation({
	name: 'Reactivate',
	action: 'Reactivate a deactivated user, if this server can',
	description: 'Write that an account is active again, and look whether the server did it',
	fields: { user: userField() },
	repeat: 'safe',
	view: userView,
	prepare: behind,
	target: targetOf,
	async run(sisense, { user: reference }, people) {
		const user = people.one(reference);
		if (user.state === 'active') return unchanged(user);
		if (user.state === 'pending') {
			throw new Problem(
				`${user.email} never accepted the invitation: there is nothing to reactivate.`,
				'Use "Send Invitation", or set a password with "Update".',
			);
		}
		if (!(await setActive(sisense, user, true))) {
			throw new Problem(
				`Sisense accepted that ${user.email} is active again but did not apply it.`,
				'Look at the account in Sisense.',
			);
		}
		const now = { ...user, state: 'active' as const };
		people.put(now);
		return changed(now, { active: true });
	},
	readBack: readBackUsers,
});
