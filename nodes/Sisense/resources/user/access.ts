import { Problem } from '../../../../kit/problem';
import { userField } from '../../fields';
import { operation } from '../../operation';
import { behind, targetOf, WHOM } from './shared';

export const logOut = operation({
	name: 'Log Out',
	action: 'Log a user out everywhere and revoke their tokens',
	description:
		'End all sessions of a user and revoke all their tokens; the person can sign in again. Nobody can read back whether it worked, so "verified" is false.',
	fields: { user: userField() },
	repeat: 'resends',
	output: { ...WHOM, sessionsEnded: 'boolean', verified: 'boolean' },
	prepare: behind,
	target: targetOf,
	async run(sisense, { user: reference }, people) {
		const user = people.one(reference);
		if (await sisense.guards.isSelf(user)) {
			throw new Problem(
				`${user.email} is the account of this credential: its token would be revoked.`,
				'Leave it out, or use the credential of another admin.',
			);
		}
		const sessionsEnded = await sisense.users.logOut(user);
		return { json: { id: user.id, email: user.email, sessionsEnded }, extra: { verified: false } };
	},
});

export const sendInvitation = operation({
	name: 'Send Invitation',
	action: 'Send a pending user the invitation again',
	description:
		'Mail the invitation to somebody who never signed in; Sisense does not tell whether it was sent, so "verified" is false',
	fields: { user: userField() },
	repeat: 'resends',
	output: { ...WHOM, verified: 'boolean' },
	prepare: behind,
	target: targetOf,
	async run(sisense, { user: reference }, people) {
		const user = people.one(reference);
		if (user.state !== 'pending') {
			throw new Problem(
				`${user.email} is ${user.state} in Sisense: an invitation would be of no use.`,
				'Set a password with "Update" if the person can\'t sign in.',
			);
		}
		await sisense.users.invite(user);
		return { json: { id: user.id, email: user.email }, extra: { verified: false } };
	},
});
