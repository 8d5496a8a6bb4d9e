import type { Checkup } from '../../access/directory';
import { sourcesHidden } from './blindSpots';
import type { Redash } from './client';

/** What a sign-in by SAML does to a change; nothing where that is off (contract 6 and 9). */
export async function samlWarning(redash: Redash, change: 'access' | 'closing'): Promise<string[]> {
	const { auth_saml_enabled: saml } = await redash.settings();
	if (saml !== true) return [];
	return [
		change === 'access'
			? 'SAML sign-in is on: if the identity provider sends the attribute RedashGroups, each sign-in replaces the groups by those. Change them there too.'
			: 'SAML sign-in is on: also remove the person at the identity provider.',
	];
}

/** What a Redash and the user of the key can and can't do (contract 3, 5, 10). Writes nothing. */
export async function checkup(redash: Redash): Promise<Checkup> {
	const { client_config: config, org_slug: slug } = await redash.session();
	const { total } = await redash.list(['users'], 0, { order: 'created_at' }, 1);
	const settings = await redash.settings();
	const noMail = config.mailSettingsMissing !== false;
	const hidden = await sourcesHidden(redash);
	return {
		limited: hidden.length > 0,
		...(config.version !== undefined && { version: config.version }),
		edition: `organization ${slug}`,
		works: [
			`${total} enabled accounts can be seen.`,
			'The user of the API key is an admin: people can be invited, put into groups, disabled and enabled.',
			"Queries can change their owner; for dashboards a successor can be let edit.",
		],
		limits: [
			...(noMail ? ['No mail is set up: nobody is mailed an invitation. "Return Invite Link" hands the link out.'] : []),
			...hidden.map((sentence) => `${sentence}.`),
		],
		identityProvider: [
			...(await samlWarning(redash, 'access')),
			...(settings.auth_password_login_enabled === false ? ['Sign-in with a password is off: invitations and reset links are of no use.'] : []),
		],
	};
}
