import { flag } from '../../../../kit/fields';
import { Problem } from '../../../../kit/problem';
import { nameOf } from '../../../../products/redash/person';
import { returnInviteLink, userField } from '../../fields';
import { operation } from '../../operation';
import { behind, targetOf } from './shared';

const WHOM = { id: 'integer', email: 'string' } as const;

export const invite = operation({
	name: 'Invite',
	action: 'Invite a pending user again',
	description: 'Send the invitation again, or get its link where the server sends no mail',
	fields: { user: userField() },
	options: { returnInviteLink },
	repeat: 'resends',
	output: { ...WHOM, mailed: 'boolean', 'inviteLink?': 'string?' },
	prepare: behind,
	target: targetOf,
	async run(redash, { user: reference, options }, people) {
		const user = people.one(reference);
		if (user.state !== 'pending') {
			throw new Problem(
				`${nameOf(user)} is ${user.state} in Redash: an invitation would be of no use.`,
				user.state === 'disabled' ? 'Enable the user first.' : 'Use "Reset Password" if the person can\'t sign in.',
			);
		}
		const link = await redash.users.invite(user);
		const shown = options.returnInviteLink && { inviteLink: link ? await redash.absolute(link) : null };
		return { json: { id: user.id, email: nameOf(user), mailed: link === undefined, ...shown } };
	},
});

export const resetPassword = operation({
	name: 'Reset Password',
	action: 'Reset the password of a user',
	description: 'Start a password reset: by mail if the server can send any, or by the link in the output if asked for',
	fields: { user: userField() },
	options: {
		returnResetLink: flag({
			displayName: 'Return Reset Link',
			description: 'Whether to put the link into the output. Who has it can set the password of the account.',
		}),
	},
	repeat: 'resends',
	output: { ...WHOM, mailed: 'boolean', 'resetLink?': 'string' },
	prepare: behind,
	target: targetOf,
	async run(redash, { user: reference, options }, people) {
		const user = people.one(reference);
		if (user.state === 'disabled') {
			throw new Problem(
				`${nameOf(user)} is disabled in Redash: the password of a disabled user can't be reset.`,
				'Use "Enable" first.',
			);
		}
		const link = await redash.users.resetPassword(user);
		const mailed = (await redash.session()).client_config.mailSettingsMissing === false;
		const shown = options.returnResetLink && { resetLink: await redash.absolute(link) };
		return { json: { id: user.id, email: nameOf(user), mailed, ...shown } };
	},
});

export const regenerateApiKey = operation({
	name: 'Regenerate API Key',
	action: 'Regenerate the API key of a user',
	description: 'Get a new API key for a user; the old one is dead at once. Impossible for a disabled user.',
	fields: { user: userField() },
	repeat: 'resends',
	output: { ...WHOM, apiKey: 'string' },
	prepare: behind,
	target: targetOf,
	async run(redash, { user: reference }, people) {
		const user = people.one(reference);
		if ((await redash.session()).user.id === user.id) {
			throw new Problem(
				`${nameOf(user)} is the user of this credential's API key: the credential would stop working.`,
				'Renew that key in Redash, and put the new one into the credential.',
			);
		}
		return { json: { id: user.id, email: nameOf(user), apiKey: await redash.users.regenerateKey(user) } };
	},
});
