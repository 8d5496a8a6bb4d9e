import { Problem, Refusal } from '../../../../kit/problem';
import type { User } from '../../../../products/metabase/person';
import { allowSelf, passwordField, userField } from '../../fields';
import { operation } from '../../operation';
import { behind, refuseDeactivated, targetOf } from './shared';

const WHOM = { id: 'integer', email: 'string' } as const;

/** Throws a Problem for somebody who has no password to set. */
function refuseSso(user: User): void {
	if (user.sso === null) return;
	throw new Problem(
		`${user.email} signs in with ${user.sso} and has no password in Metabase.`,
		'Change the password at that provider.',
	);
}

export const setPassword = operation({
	name: 'Set Password',
	action: 'Set a new password for a user',
	description:
		'Set a new password and sign the user out everywhere; nobody can read back whether it was set, so "verified" is false',
	fields: { user: userField(), password: passwordField('The new password', true) },
	options: {
		allowSelf: {
			...allowSelf,
			property: {
				...allowSelf.property,
				description: 'Whether to do it even to the account of this credential, whose stored password is then wrong',
			},
		},
	},
	repeat: 'resends',
	output: { ...WHOM, changed: 'boolean', verified: 'boolean' },
	prepare: behind,
	target: targetOf,
	async run(metabase, { user: reference, password, options }, people) {
		const user = people.one(reference);
		refuseDeactivated(user, 'no password can be set');
		refuseSso(user);
		if (!options.allowSelf && (await metabase.guards.isSelf(user))) {
			throw new Refusal(
				`${user.email} is the account of this credential: the credential would stop working.`,
				'Change that password in Metabase and in the credential',
				'Allow Own Account',
			);
		}
		await metabase.users.setPassword(user, password);
		return { json: { id: user.id, email: user.email }, changed: true, extra: { verified: false } };
	},
});

export const sendPasswordReset = operation({
	name: 'Send Password Reset',
	action: 'Mail a password reset link to a user',
	description:
		'Have Metabase mail a link that sets a password, also to somebody who was never invited; Metabase does not tell whether it was sent, so "verified" is false',
	fields: { user: userField() },
	repeat: 'resends',
	output: { ...WHOM, verified: 'boolean' },
	prepare: behind,
	target: targetOf,
	async run(metabase, { user: reference }, people) {
		const user = people.one(reference);
		refuseDeactivated(user, 'no link would be sent');
		refuseSso(user);
		if ((await metabase.server()).mail === false) {
			throw new Problem(
				'This Metabase has no mail set up: it would accept the request and send nothing.',
				'Use "Get Password Reset URL" on newest servers, or "Set Password"; or have mail set up.',
			);
		}
		await metabase.users.mailReset(user);
		return { json: { id: user.id, email: user.email }, extra: { verified: false } };
	},
});

export const getPasswordResetUrl = operation({
	name: 'Get Password Reset URL',
	action: 'Get a link that sets the password of a user',
	description:
		'Get a link that sets a password, valid for 48 hours, without a mail; only newest servers make one. Who has it can sign in as the person.',
	fields: { user: userField() },
	repeat: 'resends',
	output: { ...WHOM, passwordResetUrl: 'string' },
	prepare: behind,
	target: targetOf,
	async run(metabase, { user: reference }, people) {
		const user = people.one(reference);
		refuseDeactivated(user, 'there is no link for it');
		refuseSso(user);
		const passwordResetUrl = await metabase.users.resetUrl(user);
		if (passwordResetUrl === undefined) {
			throw new Problem(
				'This Metabase makes no password reset URLs: they came with a newer release.',
				'Use "Send Password Reset" where the server has mail, or "Set Password".',
				{ kind: 'notOffered' },
			);
		}
		return { json: { id: user.id, email: user.email, passwordResetUrl } };
	},
});
